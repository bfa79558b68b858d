//! Pinning: which edition and which of its standards somebody looks at, fixed before they begin. What was
//! pinned stays as it was, whatever is published later.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Voice, wrong_level};
use crate::check;
use crate::error::{Code, Reason};
use crate::framework::{CORE, EditionContent, EditionRef, RequirementRef};
use crate::id::OwnStandardId;
use crate::words::words;

/// The most standards that are looked at together.
pub const MAX_STANDARDS: usize = 200;
/// The heaviest weight of a standard; 1 unless said otherwise.
pub const MAX_WEIGHT: u32 = 100;

words! {
    /// Which standards are looked at.
    Selection {
        /// Those that weigh more in the judgement of the whole: a quick scan.
        Main => "main",
        /// All that are asked of the unit: a full diagnosis.
        All => "all",
        /// Those named.
        Named => "named",
    }
}

/// What somebody wants to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PinRequest {
    /// Which standards of the edition.
    pub selection: Option<Selection>,
    /// Codes of the edition, for [`Selection::Named`] alone.
    pub standards: Vec<String>,
    /// Standards of the board's own besides; that they are known is for the caller to see to.
    pub own: Vec<OwnStandardId>,
    /// What weighs other than 1: a code of the edition or `own/<id>`, and how much.
    pub weights: Vec<(String, u32)>,
}

/// One standard that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PinnedStandard {
    /// The standard.
    pub requirement: RequirementRef,
    /// How much it weighs in a mean.
    pub weight: u32,
}

/// The edition and the standards that are looked at, in the order of the edition, then one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pinned {
    /// The edition, whose scale holds.
    pub edition: EditionRef,
    /// How they were chosen.
    pub selection: Selection,
    /// The standards.
    pub standards: Vec<PinnedStandard>,
}

/// Pins a request for a unit that gives these kinds of education, on the day on which it begins.
///
/// # Errors
/// Everything wrong with the request, at `/standards`, `/ownStandardIds` and `/weights`: a code that the
/// edition lacks (`unknown-standard`), an area or one that is not judged yet (`not-assessable`), codes
/// where the selection takes none or none where it takes them (`selection-names-none`, `required`), a
/// weight of what is not selected (`standard-not-selected`), nothing at all (`nothing-selected`).
pub fn pin(
    edition: &EditionContent,
    education: &[String],
    on: Date,
    request: &PinRequest,
) -> Result<Pinned, Vec<Reason>> {
    let mut wrong = Vec::new();
    let selection = request
        .selection
        .unwrap_or(match request.standards.is_empty() {
            true => Selection::All,
            false => Selection::Named,
        });
    check::distinct(&mut wrong, "/standards", &request.standards);
    check::distinct(&mut wrong, "/ownStandardIds", &request.own);
    for (at, code) in request.standards.iter().enumerate() {
        wrong.extend(unfit(edition, on, code).map(|reason| reason.at(format!("/standards/{at}"))));
    }
    let required = edition.required(education, on);
    let codes: Vec<&str> = match selection {
        Selection::Named => {
            let named = |code: &&str| request.standards.iter().any(|one| one == code);
            let all = edition.standards().map(|node| node.code.as_str());
            all.filter(named).collect()
        }
        Selection::All => required.iter().map(|one| one.code.as_str()).collect(),
        Selection::Main => {
            let core = edition.weighing(CORE, on);
            let all = required.iter().map(|one| one.code.as_str());
            all.filter(|code| core.contains(code)).collect()
        }
    };
    match selection {
        Selection::Named if request.standards.is_empty() && request.own.is_empty() => {
            wrong.push(Reason::new(Code::Required).at("/standards"));
        }
        Selection::Main | Selection::All if !request.standards.is_empty() => {
            wrong.push(Reason::new(Code::SelectionNamesNone).at("/standards"));
        }
        Selection::Named | Selection::Main | Selection::All => {}
    }
    let shipped = codes.into_iter().map(|code| RequirementRef::Shipped {
        edition: edition.edition.clone(),
        code: code.to_owned(),
    });
    let own = request.own.iter().map(|id| RequirementRef::Own(*id));
    let mut standards: Vec<PinnedStandard> = shipped
        .chain(own)
        .map(|requirement| PinnedStandard {
            requirement,
            weight: 1,
        })
        .collect();
    if standards.is_empty() && wrong.is_empty() {
        let nothing = Reason::new(Code::NothingSelected).at("/selection");
        wrong.push(nothing.with("edition", &edition.edition));
    }
    check::at_most(&mut wrong, "/standards", standards.len(), MAX_STANDARDS);
    weigh(&mut standards, &request.weights, &mut wrong);
    if wrong.is_empty() {
        Ok(Pinned {
            edition: edition.edition.clone(),
            selection,
            standards,
        })
    } else {
        Err(wrong)
    }
}

/// Why a code of the edition cannot be selected on a day.
fn unfit(edition: &EditionContent, on: Date, code: &str) -> Option<Reason> {
    let judged = |from: Option<Date>| from.is_none_or(|from| from <= on);
    let why = match edition.node(code) {
        None => Code::UnknownStandard,
        Some(node) if !node.assessable || !judged(node.assessable_from) => Code::NotAssessable,
        Some(_) => return None,
    };
    Some(Reason::new(why).with("standard", code))
}

fn weigh(standards: &mut [PinnedStandard], weights: &[(String, u32)], wrong: &mut Vec<Reason>) {
    let mut seen = BTreeSet::new();
    for (code, weight) in weights {
        let at = format!("/weights/{}", code.replace('~', "~0").replace('/', "~1"));
        if !(1..=MAX_WEIGHT).contains(weight) {
            let range = Reason::new(Code::OutOfRange).at(at.clone());
            wrong.push(range.with("range", format!("1–{MAX_WEIGHT}")));
        }
        if !seen.insert(code) {
            wrong.push(Reason::new(Code::Duplicate).at(at.clone()));
        }
        match standards.iter_mut().find(|one| one.is(code)) {
            Some(standard) => standard.weight = *weight,
            None => {
                let reason = Reason::new(Code::StandardNotSelected).at(at);
                wrong.push(reason.with("standard", code));
            }
        }
    }
}

impl PinnedStandard {
    /// Its name within the edition: the code, or `own/<id>`.
    pub fn name(&self) -> String {
        match &self.requirement {
            RequirementRef::Shipped { code, .. } => code.clone(),
            own @ RequirementRef::Own(_) => own.to_string(),
        }
    }

    /// Whether it is called so within the edition.
    pub fn is(&self, name: &str) -> bool {
        match &self.requirement {
            RequirementRef::Shipped { code, .. } => code == name,
            own @ RequirementRef::Own(_) => own.to_string() == name,
        }
    }
}

impl Pinned {
    /// The standard of this name: a code of the edition, or `own/<id>`.
    pub fn standard(&self, name: &str) -> Option<&PinnedStandard> {
        self.standards.iter().find(|one| one.is(name))
    }

    /// What is wrong with a verdict on a standard of this name, given by this voice: no such standard was
    /// selected, or the scale has no such level for this voice. `None` is "not assessed". The reason has
    /// no pointer yet.
    pub fn wrong_with(
        &self,
        edition: &EditionContent,
        voice: Voice,
        name: &str,
        value: Option<&str>,
    ) -> Vec<Reason> {
        let mut wrong = Vec::new();
        if self.standard(name).is_none() {
            let reason = Reason::new(Code::StandardNotSelected);
            wrong.push(reason.with("standard", name));
        }
        let level = value.and_then(|value| wrong_level(edition, voice, value));
        wrong.extend(level.map(|reason| reason.with("standard", name)));
        wrong
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::framework::{LevelUse, tests::fixture};
    use proptest::prelude::*;
    use time::macros::date;

    const DAY: Date = date!(2025 - 09 - 01);

    fn codes(reasons: &[Reason]) -> Vec<(Code, &str)> {
        let mut all: Vec<_> = reasons
            .iter()
            .map(|one| (one.code, one.pointer.as_deref().unwrap_or_default()))
            .collect();
        all.sort_unstable();
        all
    }

    /// Standards A to D, of which B and D are core.
    fn edition() -> EditionContent {
        let mut edition = fixture::edition(&["A", "B", "C", "D"]);
        edition.weights = ["B", "D"].map(|code| fixture::core(code, DAY)).into();
        edition
    }

    fn names(pinned: &Pinned) -> Vec<String> {
        pinned.standards.iter().map(PinnedStandard::name).collect()
    }

    fn request(selection: Selection, standards: &[&str]) -> PinRequest {
        PinRequest {
            selection: Some(selection),
            standards: standards.iter().map(|&code| code.to_owned()).collect(),
            ..PinRequest::default()
        }
    }

    #[test]
    fn a_quick_scan_takes_the_core_and_a_diagnosis_all() {
        let of = |request| names(&pin(&edition(), &[], DAY, &request).unwrap());
        assert_eq!(of(request(Selection::Main, &[])), ["B", "D"]);
        assert_eq!(of(request(Selection::All, &[])), ["A", "B", "C", "D"]);
        // In the order of the edition, not in that of the request.
        assert_eq!(of(request(Selection::Named, &["C", "A"])), ["A", "C"]);
        assert_eq!(of(PinRequest::default()), ["A", "B", "C", "D"]);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut wanted = request(Selection::Named, &["A", "area", "Z", "A"]);
        wanted.weights = vec![("A".into(), 0), ("B".into(), 2), ("A".into(), 3)];
        let wrong = pin(&edition(), &[], DAY, &wanted).unwrap_err();
        let mut expected = vec![
            (Code::Duplicate, "/standards/3"),
            (Code::UnknownStandard, "/standards/2"),
            (Code::NotAssessable, "/standards/1"),
            (Code::OutOfRange, "/weights/A"),
            (Code::Duplicate, "/weights/A"),
            (Code::StandardNotSelected, "/weights/B"),
        ];
        expected.sort_unstable();
        assert_eq!(codes(&wrong), expected);
        let wrong = pin(&edition(), &[], DAY, &request(Selection::Main, &["A"])).unwrap_err();
        assert_eq!(codes(&wrong), [(Code::SelectionNamesNone, "/standards")]);
        let wrong = pin(&edition(), &[], DAY, &request(Selection::Named, &[])).unwrap_err();
        assert_eq!(codes(&wrong), [(Code::Required, "/standards")]);
        let bare = fixture::edition(&["A"]);
        let wrong = pin(&bare, &[], DAY, &request(Selection::Main, &[])).unwrap_err();
        assert_eq!(codes(&wrong), [(Code::NothingSelected, "/selection")]);
    }

    #[test]
    fn a_verdict_is_on_what_was_selected_in_words_of_the_scale() {
        let edition = edition();
        let pinned = pin(&edition, &[], DAY, &request(Selection::Main, &[])).unwrap();
        let wrong = |name, value| {
            let all = pinned.wrong_with(&edition, Voice::InternalAudit, name, value);
            all.iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert_eq!(wrong("B", Some("mid")), []);
        assert_eq!(wrong("B", None), []);
        assert_eq!(
            wrong("A", Some("grand")),
            [Code::StandardNotSelected, Code::UnknownLevel]
        );
    }

    #[test]
    fn a_level_of_the_past_is_the_inspectorates_an_ambition_the_schools() {
        use LevelUse::{Historic, Judgement, OwnAmbition};
        for voice in Voice::ALL {
            assert!(voice.gives(Judgement));
            assert_eq!(voice.gives(Historic), *voice == Voice::Inspectorate);
            assert_eq!(voice.gives(OwnAmbition), *voice == Voice::SelfAssessed);
        }
    }

    proptest! {
        #[test]
        fn what_is_pinned_is_of_the_edition_once_and_in_its_order(
            chosen in proptest::collection::vec(0_usize..4, 1..5),
            weight in 1_u32..=MAX_WEIGHT,
        ) {
            let all = ["A", "B", "C", "D"];
            let mut named: Vec<&str> = chosen.iter().map(|&at| all[at]).collect();
            let doubled = {
                let mut seen = BTreeSet::new();
                !named.iter().all(|code| seen.insert(*code))
            };
            let mut wanted = request(Selection::Named, &named);
            wanted.weights = vec![(named[0].to_owned(), weight)];
            match pin(&edition(), &[], DAY, &wanted) {
                Err(wrong) => prop_assert!(doubled, "{wrong:?}"),
                Ok(pinned) => {
                    prop_assert!(!doubled);
                    let first = named[0].to_owned();
                    named.sort_unstable();
                    prop_assert_eq!(names(&pinned), named);
                    for standard in &pinned.standards {
                        let expected = if standard.is(&first) { weight } else { 1 };
                        prop_assert_eq!(standard.weight, expected);
                    }
                }
            }
        }
    }
}
