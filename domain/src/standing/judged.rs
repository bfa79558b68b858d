//! What was judged of a requirement: by the unit itself in an evaluation, by auditors, by the inspectorate. It
//! completes nothing, as a baseline does not; it says what is known, and what is not in order.

use serde::{Deserialize, Serialize};
use time::Date;

use super::facts::Said;
use super::unit::RequirementStanding;
use crate::baseline::BaselineStatus;
use crate::error::{Reason, Subject};
use crate::framework::{EditionRef, Leads, Library, RequirementRef};
use crate::id::{UnitId, VerdictId};
use crate::verdict::{EvaluationLevel, GivenVerdict, Voice, Whose, judged_lowest};

/// A verdict on a requirement of a unit. Of several of the same speaker the newest counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictFact {
    /// The unit, where its work hangs.
    pub unit_id: UnitId,
    /// The requirement, as it stands in the edition by which the unit is seen.
    pub requirement: RequirementRef,
    /// What was said.
    pub judged: Judged,
}

/// What was said of a requirement in a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// The verdict.
    pub verdict_id: VerdictId,
    /// Who said it.
    pub voice: Voice,
    /// At which level, of a self-assessed one.
    pub level: Option<EvaluationLevel>,
    /// Which team or subject department, where there can be several.
    pub evaluated: Option<UnitId>,
    /// The level of the scale.
    pub value: String,
    /// Whether that level falls short ([`crate::framework::Scale::falls_short`]).
    pub falls_short: bool,
    /// The day from which it holds.
    pub given_on: Date,
    /// What gave it: a self-evaluation, an audit or a visit.
    pub source: Subject,
}

impl Judged {
    pub(super) const fn whose(&self) -> Whose {
        (self.voice, self.level, self.evaluated)
    }

    /// What makes one verdict newer than another.
    pub(super) const fn age(&self) -> (Date, VerdictId) {
        (self.given_on, self.verdict_id)
    }

    const fn turn(&self) -> Turn {
        (self.given_on, Some(self.voice))
    }

    fn reason(&self) -> Reason {
        judged_lowest(self.source, &self.value, self.voice, self.given_on)
    }
}

/// What these verdicts say under an edition up to a day. Under an earlier edition they count where one standard
/// stands for theirs and for no other; on a board's own standards always. "Not assessed" says nothing. Whether
/// a level falls short follows from the scale under which it was given.
pub fn judged<'a>(
    library: &Library,
    edition: Option<&EditionRef>,
    on: Date,
    verdicts: impl IntoIterator<Item = &'a GivenVerdict>,
) -> Vec<VerdictFact> {
    let mut leads = edition.map(|edition| (edition, Leads::into(library, edition)));
    let mut place = |requirement: &RequirementRef| {
        if matches!(requirement, RequirementRef::Own(_)) {
            return Some(requirement.clone());
        }
        let (edition, leads) = leads.as_mut()?;
        let lead = leads.of(requirement).into_iter();
        let lead = lead.into_iter().find(|lead| lead.one_to_one)?;
        Some(RequirementRef::Shipped {
            edition: (*edition).clone(),
            code: lead.code,
        })
    };
    let known = verdicts.into_iter().filter(|one| one.given_on <= on);
    known
        .filter_map(|verdict| {
            let value = verdict.value.clone()?;
            let given = library.edition(&verdict.edition);
            Some(VerdictFact {
                unit_id: verdict.unit_id,
                requirement: place(&verdict.requirement)?,
                judged: Judged {
                    verdict_id: verdict.id,
                    voice: verdict.voice,
                    level: verdict.level,
                    evaluated: verdict.apart(),
                    falls_short: given.is_some_and(|given| given.scale.falls_short(&value)),
                    value,
                    given_on: verdict.given_on,
                    source: verdict.source,
                },
            })
        })
        .collect()
}

/// When something was said, and by whom: of one day a verdict comes after a baseline, and of verdicts that of
/// the voice furthest from the unit.
type Turn = (Date, Option<Voice>);

/// What still counts of what was said of a requirement.
pub(super) struct LastWords<'a> {
    /// What the unit said in its baseline, unless something was said after that.
    pub answer: Option<&'a Said>,
    /// The verdicts that fall short, the newest first.
    short: Vec<&'a Judged>,
}

impl<'a> LastWords<'a> {
    /// The last word about the unit takes the place of all that was said before, whoever said it: a verdict from
    /// outside that of the unit's earlier baseline or evaluation, and what the unit says later that of the
    /// verdict. Two speakers take no place but their own: a team or subject department speaks of itself alone,
    /// and a unit that does not know says nothing against who does.
    pub(super) fn of(one: &'a RequirementStanding) -> Self {
        let said = one
            .said
            .as_ref()
            .map(|said| (said, (said.assessed_on, None)));
        let known = said.filter(|(said, _)| said.status != BaselineStatus::Unknown);
        let whole = one.judged.iter().filter(|one| one.evaluated.is_none());
        let last: Option<Turn> = whole
            .map(Judged::turn)
            .chain(known.map(|(_, turn)| turn))
            .max();
        let stands = |turn: Turn| last.is_none_or(|last| turn >= last);
        let mut short: Vec<&Judged> = one
            .judged
            .iter()
            .filter(|one| one.falls_short && stands(one.turn()))
            .collect();
        short.sort_by_key(|one| std::cmp::Reverse((one.turn(), one.verdict_id)));
        Self {
            answer: said.filter(|(_, turn)| stands(*turn)).map(|(said, _)| said),
            short,
        }
    }

    /// Why the requirement is not in order by what was judged; empty when nothing that counts says so.
    pub(super) fn short(&self) -> Vec<Reason> {
        self.short.iter().map(|one| one.reason()).collect()
    }
}
