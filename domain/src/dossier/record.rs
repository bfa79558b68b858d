//! What is kept in a dossier: ambition, intended result, method, last measurement, evidence, owner.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::check::{self, MAX_TEXT};
use crate::error::Reason;
use crate::framework::RequirementRef;
use crate::id::{BoardId, DossierId, EvidenceId, PersonId, UnitId};
use crate::pdca::work::CycleWork;

/// The dossier of one requirement of one carrier unit; there is one for each pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that carries it.
    pub unit_id: UnitId,
    /// The requirement.
    pub requirement: RequirementRef,
    /// What it says.
    pub stated: DossierInput,
    /// The dossiers of an older edition that it continues; they stay as they are.
    pub previous: Vec<DossierId>,
}

/// What a dossier says: what a caller gives. Everything may be absent; how much is there is its
/// completeness.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DossierInput {
    /// Who is responsible.
    pub owner: Option<PersonId>,
    /// What the unit wants to be.
    pub ambition: Option<String>,
    /// What should come of it.
    pub intended_result: Option<String>,
    /// How that is measured.
    pub measurement_method: Option<String>,
    /// What was last measured, outside any cycle.
    pub last_measurement: Option<LastMeasurement>,
    /// The pieces of evidence that show it.
    #[serde(default, rename = "evidenceIds")]
    pub evidence: Vec<EvidenceId>,
}

/// What was last measured for a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastMeasurement {
    /// The day.
    pub measured_on: Date,
    /// What was found.
    pub result: String,
}

impl DossierInput {
    /// What several say together: of each text the first that says something, the last measurement of all,
    /// and the evidence of each. Of one alone it is that one.
    #[must_use]
    pub fn joined<'a>(all: impl IntoIterator<Item = &'a DossierInput>) -> Self {
        let mut joined = Self::default();
        for one in all {
            joined.owner = joined.owner.or(one.owner);
            joined.ambition = joined.ambition.or_else(|| one.ambition.clone());
            joined.intended_result = joined
                .intended_result
                .or_else(|| one.intended_result.clone());
            joined.measurement_method = joined
                .measurement_method
                .or_else(|| one.measurement_method.clone());
            let day = |last: &LastMeasurement| last.measured_on;
            if one.last_measurement.as_ref().map(day) > joined.last_measurement.as_ref().map(day) {
                joined.last_measurement.clone_from(&one.last_measurement);
            }
            for evidence in &one.evidence {
                if !joined.evidence.contains(evidence) {
                    joined.evidence.push(*evidence);
                }
            }
        }
        joined
    }

    /// Everything wrong with it on a day.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        for (pointer, text) in [
            ("/ambition", &self.ambition),
            ("/intendedResult", &self.intended_result),
            ("/measurementMethod", &self.measurement_method),
        ] {
            check::optional_text(&mut wrong, pointer, text.as_ref(), MAX_TEXT);
        }
        if let Some(last) = &self.last_measurement {
            let day = "/lastMeasurement/measuredOn";
            check::not_after(&mut wrong, day, last.measured_on, today);
            check::required_text(
                &mut wrong,
                "/lastMeasurement/result",
                &last.result,
                MAX_TEXT,
            );
        }
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence);
        wrong
    }
}

impl CycleWork {
    /// It serves this requirement of this unit, and was not broken off: what links it to a dossier.
    pub fn serves(&self, unit: UnitId, requirement: &RequirementRef) -> bool {
        self.unit_id == unit
            && self.state != crate::pdca::State::Cancelled
            && self.requirements.contains(requirement)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::error::Code;
    use time::macros::date;
    use uuid::Uuid;

    #[test]
    fn an_input_hears_everything_that_is_wrong_with_it() {
        let evidence = EvidenceId(Uuid::from_u128(1));
        let input = DossierInput {
            ambition: Some(" ".into()),
            last_measurement: Some(LastMeasurement {
                measured_on: date!(2026 - 01 - 02),
                result: String::new(),
            }),
            evidence: vec![evidence, evidence],
            ..DossierInput::default()
        };
        let wrong: Vec<_> = input
            .check(date!(2026 - 01 - 01))
            .into_iter()
            .map(|reason| (reason.code, reason.pointer.unwrap()))
            .collect();
        let expected = [
            (Code::TooShort, "/ambition"),
            (Code::DateInFuture, "/lastMeasurement/measuredOn"),
            (Code::Required, "/lastMeasurement/result"),
            (Code::Duplicate, "/evidenceIds/1"),
        ];
        assert_eq!(
            wrong,
            expected.map(|(code, pointer)| (code, pointer.to_owned()))
        );
        assert_eq!(DossierInput::default().check(date!(2026 - 01 - 01)), []);
    }
}
