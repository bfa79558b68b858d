//! Events of the feed: what can happen to a resource, and what such an event is called.

use crate::noun::Noun;

/// What happened to a resource: the second word of an event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// It is new.
    Created,
    /// It has other values.
    Updated,
    /// It is gone.
    Deleted,
    /// Its state moved on.
    Transitioned,
    /// It came into the reach of one follower.
    Gained,
    /// It left the reach of one follower.
    Lost,
    /// A file was taken in; one event for all its rows.
    Completed,
    /// It is late, and from now on this is told at a unit above it: a day came, and nothing of it was changed.
    Escalated,
    /// The day came on which all who were invited are reminded.
    Reminded,
}

impl Verb {
    /// Every verb.
    pub const ALL: [Verb; 9] = [
        Verb::Created,
        Verb::Updated,
        Verb::Deleted,
        Verb::Transitioned,
        Verb::Gained,
        Verb::Lost,
        Verb::Completed,
        Verb::Escalated,
        Verb::Reminded,
    ];

    /// The verb as it stands in the store and in event types.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verb::Created => "created",
            Verb::Updated => "updated",
            Verb::Deleted => "deleted",
            Verb::Transitioned => "transitioned",
            Verb::Gained => "gained",
            Verb::Lost => "lost",
            Verb::Completed => "completed",
            Verb::Escalated => "escalated",
            Verb::Reminded => "reminded",
        }
    }
}

impl std::str::FromStr for Verb {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Verb::ALL
            .into_iter()
            .find(|verb| verb.as_str() == text)
            .ok_or(())
    }
}

/// The version of an event type: counted up when its meaning changes, never otherwise.
pub const VERSION: u16 = 1;

/// The type of an event: reverse domain, noun, verb and version, each one lower-case word
/// (CloudEvents 1.0 and the NLgov profile), such as `nl.akoki.organisationunit.created.v1`.
pub fn event_type(noun: Noun, verb: Verb) -> String {
    let noun = noun.as_str().replace('-', "");
    format!("nl.akoki.{noun}.{}.v{VERSION}", verb.as_str())
}

/// A resource that hangs on a unit and is made, changed, and taken away.
const PLAIN: &[Verb] = {
    use Verb::*;
    &[Created, Updated, Deleted, Gained, Lost]
};
/// One with a state besides.
const MOVING: &[Verb] = {
    use Verb::*;
    &[Created, Updated, Deleted, Transitioned, Gained, Lost]
};
/// One with a state, of which something may be late.
const AWAITED: &[Verb] = {
    use Verb::*;
    &[
        Created,
        Updated,
        Deleted,
        Transitioned,
        Gained,
        Lost,
        Escalated,
    ]
};
/// One with a state, of which those invited are reminded.
const REMINDING: &[Verb] = {
    use Verb::*;
    &[
        Created,
        Updated,
        Deleted,
        Transitioned,
        Gained,
        Lost,
        Reminded,
    ]
};
/// A fact: made, and ended by a change, never taken away.
const LASTING: &[Verb] = {
    use Verb::*;
    &[Created, Updated, Gained, Lost]
};
/// What stands beside the tree of units.
const APART: &[Verb] = {
    use Verb::*;
    &[Created, Updated, Deleted]
};

/// What can happen to a resource of this kind: with the noun, the published event types.
pub const fn verbs(noun: Noun) -> &'static [Verb] {
    match noun {
        Noun::OrganisationUnit
        | Noun::SupervisedObject
        | Noun::Group
        | Noun::Person
        | Noun::Account
        | Noun::OwnStandard
        | Noun::Dossier
        | Noun::Baseline
        | Noun::Measurement
        | Noun::Review
        | Noun::Decision
        | Noun::Lesson
        | Noun::ContextFactor
        | Noun::Evidence
        | Noun::Observation
        | Noun::AuditProgramme
        | Noun::ChecklistItem
        | Noun::AccreditedBody
        | Noun::Auditor
        | Noun::SchoolYearPlan => PLAIN,
        Noun::Succession
        | Noun::ImprovementCycle
        | Noun::Goal
        | Noun::Action
        | Noun::SelfEvaluation
        | Noun::Audit
        | Noun::InspectionVisit
        | Noun::SurveyInstrument => MOVING,
        Noun::Finding
        | Noun::RecoveryOrder
        | Noun::QualityConversation
        | Noun::SurveyFollowUp
        | Noun::SafetyDelivery => AWAITED,
        // Nobody learns from the feed who took part: a reminder goes to all who were invited.
        Noun::SurveyCampaign => REMINDING,
        Noun::Assignment | Noun::Grant | Noun::FrameworkUpgrade => LASTING,
        Noun::ApiClient | Noun::PersonalAccessToken | Noun::Session => APART,
        // One for the whole file; each row has an event of its own.
        Noun::Import => &[Verb::Completed],
        Noun::Job => &[Verb::Transitioned, Verb::Gained, Verb::Lost],
        Noun::Framework | Noun::FrameworkVersion => {
            &[Verb::Created, Verb::Updated, Verb::Transitioned]
        }
        // Verdicts follow from what gave them; a score is nobody's but the participant's.
        Noun::Verdict | Noun::Score | Noun::Event | Noun::TrailEntry => &[],
    }
}

/// Every published event type with its parts.
pub fn published() -> impl Iterator<Item = (Noun, Verb)> {
    Noun::ALL
        .iter()
        .flat_map(|&noun| verbs(noun).iter().map(move |&verb| (noun, verb)))
}

/// Whether what the platform ships of this kind is there for all who may read the kind at all,
/// wherever their grant is.
pub const fn is_shipped(noun: Noun) -> bool {
    matches!(noun, Noun::Framework | Noun::FrameworkVersion)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_type_is_lower_case_words_between_dots() {
        assert_eq!(
            event_type(Noun::OrganisationUnit, Verb::Created),
            "nl.akoki.organisationunit.created.v1"
        );
        for (noun, verb) in published() {
            let name = event_type(noun, verb);
            let words: Vec<_> = name.split('.').collect();
            assert_eq!(words.len(), 5, "{name}");
            for word in words {
                assert!(
                    !word.is_empty()
                        && word
                            .chars()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn no_two_kinds_share_a_type() {
        let all: Vec<_> = published()
            .map(|(noun, verb)| event_type(noun, verb))
            .collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    #[test]
    fn what_can_be_gained_can_be_lost() {
        for &noun in Noun::ALL {
            let has = |verb| verbs(noun).contains(&verb);
            assert_eq!(has(Verb::Gained), has(Verb::Lost), "{noun:?}");
        }
    }

    #[test]
    fn verbs_are_read_as_they_are_written() {
        for verb in Verb::ALL {
            assert_eq!(verb.as_str().parse::<Verb>().unwrap(), verb);
        }
        assert!("Created".parse::<Verb>().is_err());
    }
}
