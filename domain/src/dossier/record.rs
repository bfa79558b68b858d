//! What is kept in a dossier: ambition, intended result, method, last measurement, evidence, owner.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::framework::RequirementRef;
use crate::id::{BoardId, DossierId, PersonId, UnitId};
use crate::pdca::work::CycleWork;
use crate::text::is_hidden;

/// The longest address of a piece of evidence, in characters.
const MAX_URL: usize = 2_000;

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
    /// What shows it.
    pub evidence: Vec<Evidence>,
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

/// A link to a document that shows that something is arranged or works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// What it is called.
    pub title: String,
    /// Where it is: an `https` or `http` address.
    pub url: String,
    /// The first day on which it holds; always when absent.
    pub effective_from: Option<Date>,
    /// The last day on which it holds; without end when absent.
    pub effective_until: Option<Date>,
}

impl Evidence {
    /// It holds on a day.
    pub fn in_force(&self, on: Date) -> bool {
        self.effective_from.is_none_or(|from| from <= on)
            && self.effective_until.is_none_or(|until| on <= until)
    }

    fn check(&self, wrong: &mut Vec<Reason>, pointer: &str) {
        check::required_line(wrong, &format!("{pointer}/title"), &self.title, MAX_TITLE);
        let at_url = format!("{pointer}/url");
        check::required_line(wrong, &at_url, &self.url, MAX_URL);
        if !self.url.trim().is_empty() && !is_web_address(&self.url) {
            wrong.push(
                Reason::new(Code::InvalidFormat)
                    .at(at_url)
                    .with("expected", "https://…"),
            );
        }
        if let (Some(from), Some(until)) = (self.effective_from, self.effective_until)
            && until < from
        {
            wrong.push(Reason::new(Code::EndBeforeStart).at(format!("{pointer}/effectiveUntil")));
        }
    }
}

/// Only addresses that a browser opens as a page: no script, no file.
fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let is_host = |rest: &str| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']);
    rest.is_some_and(is_host) && !url.chars().any(|c| c.is_whitespace() || is_hidden(c))
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
                    joined.evidence.push(evidence.clone());
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
        check::at_most(
            &mut wrong,
            "/evidence",
            self.evidence.len(),
            check::MAX_REFERENCES,
        );
        for (index, evidence) in self.evidence.iter().enumerate() {
            evidence.check(&mut wrong, &format!("/evidence/{index}"));
        }
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
    use time::macros::date;

    fn evidence(url: &str) -> Evidence {
        Evidence {
            title: "Veiligheidsbeleid".into(),
            url: url.into(),
            effective_from: Some(date!(2025 - 08 - 01)),
            effective_until: Some(date!(2026 - 07 - 31)),
        }
    }

    #[test]
    fn evidence_holds_from_its_first_to_its_last_day() {
        let evidence = evidence("https://school.example/beleid.pdf");
        for (day, holds) in [
            (date!(2025 - 07 - 31), false),
            (date!(2025 - 08 - 01), true),
            (date!(2026 - 07 - 31), true),
            (date!(2026 - 08 - 01), false),
        ] {
            assert_eq!(evidence.in_force(day), holds, "{day}");
        }
    }

    #[test]
    fn an_input_hears_everything_that_is_wrong_with_it() {
        let input = DossierInput {
            ambition: Some(" ".into()),
            last_measurement: Some(LastMeasurement {
                measured_on: date!(2026 - 01 - 02),
                result: String::new(),
            }),
            evidence: vec![
                evidence("https://school.example"),
                Evidence {
                    title: String::new(),
                    effective_until: Some(date!(2024 - 01 - 01)),
                    ..evidence("javascript:alert(1)")
                },
            ],
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
            (Code::Required, "/evidence/1/title"),
            (Code::InvalidFormat, "/evidence/1/url"),
            (Code::EndBeforeStart, "/evidence/1/effectiveUntil"),
        ];
        assert_eq!(
            wrong,
            expected.map(|(code, pointer)| (code, pointer.to_owned()))
        );
        assert_eq!(DossierInput::default().check(date!(2026 - 01 - 01)), []);
    }
}
