//! A visit of the inspectorate: when, why, under which edition, and what it concluded.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::visit_machine::{VisitState, VisitStep};
use crate::calendar::SchoolYear;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason, Subject};
use crate::framework::{EditionContent, EditionRef, JudgedObject, RequirementRef};
use crate::id::{BoardId, EvidenceId, InspectionVisitId, SupervisedObjectId, UnitId, VerdictId};
use crate::noun::Noun;
use crate::organisation::Period;
use crate::verdict::{
    GivenVerdict, MAX_STANDARDS, PinRequest, Pinned, Selection, Voice, pin, wrong_level,
};
use crate::words::words;

words! {
    /// Why the inspectorate comes.
    VisitKind {
        /// The investigation of the board and its schools, once in four years.
        FourYearlyBoard => "fourYearlyBoard",
        /// To verify what the board says of a school.
        Verification => "verification",
        /// Because of risks.
        Risk => "risk",
        /// To see whether what was insufficient is restored.
        Recovery => "recovery",
        /// About a theme, at many schools.
        Thematic => "thematic",
        /// Without being announced.
        Unannounced => "unannounced",
    }
}

/// What the inspectorate says of one standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VisitVerdict {
    /// Code of the standard in the edition of the visit.
    pub standard: String,
    /// A level of its scale; absent for "no judgement".
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// The pieces of evidence that the board keeps of it.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// What is recorded of a visit: what a caller gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VisitInput {
    /// Why it comes.
    pub kind: VisitKind,
    /// What is judged, by the key of the inspectorate.
    pub supervised_object: Option<SupervisedObjectId>,
    /// The first day, which picks the edition.
    pub started_on: Date,
    /// The last day.
    pub ended_on: Option<Date>,
    /// The edition, where the report names it: it must be the one that the first day picks.
    pub edition: Option<EditionRef>,
    /// The number of the file at the inspectorate.
    pub reference: Option<String>,
    /// The day on which the report was adopted.
    pub report_adopted_on: Option<Date>,
    /// The day on which it is published; it may lie ahead.
    pub report_published_on: Option<Date>,
    /// In what the board differs, annexed to the report.
    pub dissent: Option<String>,
    /// The outcome, by a rule of the edition.
    pub outcome: Option<String>,
    /// The verdicts.
    pub verdicts: Vec<VisitVerdict>,
    /// The visit whose findings this one looks at again.
    pub previous: Option<InspectionVisitId>,
}

/// A visit of the inspectorate. Once its report is adopted nothing of it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: InspectionVisitId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit visited: the carrier, or the board.
    pub unit_id: UnitId,
    /// Where it is.
    pub state: VisitState,
    /// The edition under which it is held.
    pub edition: EditionRef,
    /// What is recorded of it.
    pub stated: VisitInput,
}

impl Visit {
    /// The pieces of evidence that are kept of its verdicts.
    pub fn rests_on(&self) -> BTreeSet<EvidenceId> {
        let verdicts = self.stated.verdicts.iter();
        verdicts
            .flat_map(|one| &one.evidence_ids)
            .copied()
            .collect()
    }
}

impl VisitInput {
    /// The days that it judges: from the first one to the adoption of its report, or else to its last day.
    pub fn judged(&self) -> Period {
        let last = self.report_adopted_on.or(self.ended_on);
        Period::new(Some(self.started_on), last)
    }

    /// Everything wrong with it by itself.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::not_after(&mut wrong, "/startedOn", self.started_on, today);
        let ended = self.ended_on.unwrap_or(self.started_on);
        if let Some(day) = self.ended_on {
            check::not_after(&mut wrong, "/endedOn", day, today);
            not_before(&mut wrong, "/endedOn", day, self.started_on);
        }
        if let Some(day) = self.report_adopted_on {
            check::not_after(&mut wrong, "/reportAdoptedOn", day, today);
            not_before(&mut wrong, "/reportAdoptedOn", day, ended);
        }
        match (self.report_published_on, self.report_adopted_on) {
            (Some(day), Some(adopted)) => {
                not_before(&mut wrong, "/reportPublishedOn", day, adopted);
            }
            (Some(_), None) => wrong.push(Reason::new(Code::Required).at("/reportAdoptedOn")),
            (None, _) => {}
        }
        let reference = self.reference.as_ref();
        check::optional_line(&mut wrong, "/reference", reference, MAX_TITLE);
        check::optional_text(&mut wrong, "/dissent", self.dissent.as_ref(), MAX_TEXT);
        check::at_most(&mut wrong, "/verdicts", self.verdicts.len(), MAX_STANDARDS);
        for (at, verdict) in self.verdicts.iter().enumerate() {
            let pointer = format!("/verdicts/{at}/reason");
            check::required_text(&mut wrong, &pointer, &verdict.reason, MAX_TEXT);
            let ids = format!("/verdicts/{at}/evidenceIds");
            check::distinct(&mut wrong, &ids, &verdict.evidence_ids);
        }
        wrong
    }

    /// Everything wrong with what it concludes under an edition: at `/verdicts/<n>/standard`,
    /// `/verdicts/<n>/value` and `/outcome`.
    pub fn check_conclusions(&self, edition: &EditionContent) -> Vec<Reason> {
        let mut wrong = Vec::new();
        match self.pinned(edition) {
            Ok(_) => {}
            Err(reasons) => wrong.extend(reasons.into_iter().map(at_verdict)),
        }
        // The levels are those of the scale, whatever is wrong with the standards.
        for (at, verdict) in self.verdicts.iter().enumerate() {
            let Some(value) = &verdict.value else {
                continue;
            };
            let level = wrong_level(edition, Voice::Inspectorate, value);
            let level = level.map(|one| one.with("standard", &verdict.standard));
            wrong.extend(level.map(|one| one.at(format!("/verdicts/{at}/value"))));
        }
        let rules = edition.rules.iter();
        let rules = rules.filter(|rule| rule.object != JudgedObject::Area);
        let mut outcomes: Vec<&str> = Vec::new();
        for outcome in rules.flat_map(|rule| &rule.outcomes) {
            if !outcomes.contains(&outcome.code.as_str()) {
                outcomes.push(&outcome.code);
            }
        }
        let outcome = self.outcome.as_deref();
        if let Some(outcome) = outcome.filter(|outcome| !outcomes.contains(outcome)) {
            let reason = Reason::new(Code::UnknownOutcome).at("/outcome");
            let reason = reason.with("outcome", outcome);
            wrong.push(reason.with("outcomes", outcomes.join(", ")));
        }
        wrong
    }

    /// The standards on which it has a verdict, pinned; nothing for a visit without verdicts.
    fn pinned(&self, edition: &EditionContent) -> Result<Option<Pinned>, Vec<Reason>> {
        if self.verdicts.is_empty() {
            return Ok(None);
        }
        let standards = self.verdicts.iter().map(|one| one.standard.clone());
        let request = PinRequest {
            selection: Some(Selection::Named),
            standards: standards.collect(),
            ..PinRequest::default()
        };
        pin(edition, &[], self.started_on, &request).map(Some)
    }
}

fn not_before(wrong: &mut Vec<Reason>, pointer: &str, day: Date, earliest: Date) {
    if day < earliest {
        wrong.push(Reason::new(Code::EndBeforeStart).at(pointer));
    }
}

/// What pinning says of the n-th standard is said of the n-th verdict.
fn at_verdict(reason: Reason) -> Reason {
    let place = reason.pointer.as_deref();
    let place = place.and_then(|pointer| pointer.strip_prefix("/standards/"));
    match place {
        Some(place) => {
            let pointer = format!("/verdicts/{place}/standard");
            reason.at(pointer)
        }
        None => reason.at("/verdicts"),
    }
}

impl Visit {
    /// Carries a step out.
    pub fn apply(&mut self, step: VisitStep) {
        self.state = step.to;
    }

    /// The verdicts that hold from the day on which the report was adopted; none before. Each has a new id.
    pub fn given(&self, mut id: impl FnMut() -> VerdictId) -> Vec<GivenVerdict> {
        let Some(given_on) = self.stated.report_adopted_on else {
            return Vec::new();
        };
        let verdicts = self.stated.verdicts.iter();
        verdicts
            .map(|verdict| GivenVerdict {
                id: id(),
                board_id: self.board_id,
                unit_id: self.unit_id,
                voice: Voice::Inspectorate,
                level: None,
                evaluated: None,
                edition: self.edition.clone(),
                requirement: RequirementRef::Shipped {
                    edition: self.edition.clone(),
                    code: verdict.standard.clone(),
                },
                value: verdict.value.clone(),
                given_on,
                school_year: SchoolYear::of(self.stated.started_on),
                source: Subject::new(Noun::InspectionVisit, self.id),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::framework::tests::seeds::shipped;
    use crate::inspection::samples;
    use time::macros::date;

    fn codes(reasons: &[Reason]) -> Vec<(Code, &str)> {
        let mut all: Vec<_> = reasons
            .iter()
            .map(|one| (one.code, one.pointer.as_deref().unwrap_or_default()))
            .collect();
        all.sort_unstable_by_key(|(_, at)| *at);
        all
    }

    #[test]
    fn the_days_follow_each_other() {
        let today = date!(2026 - 03 - 01);
        let mut visit = samples::visit().stated;
        assert_eq!(visit.check(today), []);
        visit.ended_on = Some(date!(2025 - 01 - 01));
        visit.report_adopted_on = Some(date!(2026 - 03 - 02));
        visit.report_published_on = Some(date!(2026 - 03 - 01));
        visit.verdicts[0].reason = " ".into();
        assert_eq!(
            codes(&visit.check(today)),
            [
                (Code::EndBeforeStart, "/endedOn"),
                (Code::DateInFuture, "/reportAdoptedOn"),
                (Code::EndBeforeStart, "/reportPublishedOn"),
                (Code::Required, "/verdicts/0/reason"),
            ]
        );
        visit.report_adopted_on = None;
        let wrong = visit.check(today);
        assert!(codes(&wrong).contains(&(Code::Required, "/reportAdoptedOn")));
    }

    #[test]
    fn verdicts_are_in_words_of_the_edition_each_once() {
        let library = shipped();
        let edition = |name: &str| library.edition(&name.parse().unwrap()).unwrap();
        let mut visit = samples::visit().stated;
        let verdict = |standard: &str, value: &str| VisitVerdict {
            standard: standard.into(),
            value: Some(value.into()),
            reason: "Gezien".into(),
            evidence_ids: vec![],
        };
        visit.verdicts = vec![
            verdict("OP2", "good"),
            verdict("OP2", "satisfactory"),
            verdict("OP9", "splendid"),
            verdict("OP", "satisfactory"),
        ];
        visit.outcome = Some("splendid".into());
        let wrong = visit.check_conclusions(edition("inspectorate/2025/po"));
        assert_eq!(
            codes(&wrong),
            [
                (Code::UnknownOutcome, "/outcome"),
                (Code::LevelIsAmbition, "/verdicts/0/value"),
                (Code::Duplicate, "/verdicts/1/standard"),
                (Code::UnknownStandard, "/verdicts/2/standard"),
                (Code::UnknownLevel, "/verdicts/2/value"),
                (Code::NotAssessable, "/verdicts/3/standard"),
            ]
        );
        // Until 2023 the inspectorate gave "good".
        visit.started_on = date!(2022 - 03 - 01);
        visit.verdicts = vec![verdict("OP2", "good")];
        visit.outcome = Some("satisfactory".into());
        assert_eq!(visit.check_conclusions(edition("inspectorate/2021/po")), []);
        visit.verdicts = Vec::new();
        assert_eq!(visit.check_conclusions(edition("inspectorate/2021/po")), []);
    }

    #[test]
    fn what_it_gives_holds_from_the_day_of_the_report() {
        let mut visit = samples::visit();
        let mint = || VerdictId(uuid::Uuid::nil());
        let given = visit.given(mint);
        assert_eq!(given.len(), visit.stated.verdicts.len());
        for one in &given {
            assert_eq!(Some(one.given_on), visit.stated.report_adopted_on);
            assert_eq!(
                (one.voice, one.source.id),
                (Voice::Inspectorate, visit.id.0)
            );
        }
        visit.stated.report_adopted_on = None;
        assert_eq!(visit.given(mint), []);
    }
}
