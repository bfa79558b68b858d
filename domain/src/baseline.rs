//! The baseline: the first picture of where a unit stands on every standard of an edition, and the
//! draft of a year plan that follows from it. The first twenty minutes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::akoki::Theme;
use crate::check;
use crate::error::{Code, Reason, Refusal};
use crate::framework::{EditionRef, RequirementRef};
use crate::id::{BaselineId, BoardId, UnitId};
use crate::standing::{BaselineFact, Said};
use crate::text::Bilingual;
use crate::words::words;

/// The longest line that goes with an answer, in characters.
pub const MAX_LINE: usize = 500;
/// The most ambitions that a school is advised to have at a time: here, themes worked on in a year.
pub const MAX_AMBITIONS: usize = 4;
/// The most goals that a school is advised to have at a time: here, requirements in a year plan.
pub const MAX_GOALS: usize = 10;

words! {
    /// What a unit says of a standard.
    BaselineStatus {
        /// It is in order.
        InOrder => "inOrder",
        /// It is not in order yet.
        NotYet => "notYet",
        /// The unit does not know.
        Unknown => "unknown",
    }
}

impl BaselineStatus {
    /// The reason that says so.
    pub const fn code(self) -> Code {
        match self {
            BaselineStatus::InOrder => Code::BaselineInOrder,
            BaselineStatus::NotYet => Code::BaselineNotYet,
            BaselineStatus::Unknown => Code::BaselineUnknown,
        }
    }
}

/// What a caller gives: an answer for every standard of an edition that can be assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BaselineInput {
    /// The edition.
    pub edition: EditionRef,
    /// The day of the picture.
    pub assessed_on: Date,
    /// The answers, in any order.
    pub answers: Vec<BaselineAnswer>,
}

/// A baseline that was taken. It is not changed; of an edition the latest counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBaseline {
    /// Its id.
    pub id: BaselineId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that carries it.
    pub unit_id: UnitId,
    /// What was answered.
    pub taken: BaselineInput,
}

/// An answer about one standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BaselineAnswer {
    /// The code of the standard within the edition.
    pub standard: String,
    /// How it stands.
    pub status: BaselineStatus,
    /// Why, in one line.
    pub line: Option<String>,
}

/// A standard of the edition that can be assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessableStandard {
    /// Its code within the edition.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// It weighs more in the judgement of the whole.
    pub core: bool,
    /// The AKOKI theme that it falls under, where that is known.
    pub theme: Option<Theme>,
}

/// What a baseline answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// How each standard stands, in the order of the edition.
    pub statuses: Vec<StandardStatus>,
    /// What to take up this year, most pressing first.
    pub plan: Vec<Proposal>,
    /// What deserves a cycle as well but is more than a year can hold, in the same order.
    pub later: Vec<Proposal>,
}

/// How one standard stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardStatus {
    /// The standard.
    pub requirement: RequirementRef,
    /// How it stands.
    pub status: BaselineStatus,
    /// Why, in one line.
    pub line: Option<String>,
}

/// A cycle that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The requirement that it would serve.
    pub requirement: RequirementRef,
    /// The theme that it would belong to, where that is known.
    pub theme: Option<Theme>,
    /// What it could be called: the code and the title of the standard.
    pub title: Bilingual,
    /// Why it is proposed here.
    pub why: Vec<Reason>,
}

/// Takes a baseline of an edition whose assessable standards are given in the order of the edition.
///
/// # Errors
/// Everything wrong with the input: standards left out, answered twice, or unknown.
pub fn assess(
    input: &BaselineInput,
    standards: &[AssessableStandard],
    today: Date,
) -> Result<Baseline, Refusal> {
    Refusal::unless_empty(check(input, standards, today))?;
    Ok(summarise(input, standards))
}

fn summarise(input: &BaselineInput, standards: &[AssessableStandard]) -> Baseline {
    let answered: Vec<(&AssessableStandard, &BaselineAnswer)> = standards
        .iter()
        .filter_map(|standard| {
            let of = |answer: &&BaselineAnswer| answer.standard == standard.code;
            Some((standard, input.answers.iter().find(of)?))
        })
        .collect();
    let statuses = answered
        .iter()
        .map(|(standard, answer)| StandardStatus {
            requirement: requirement(&input.edition, &standard.code),
            status: answer.status,
            line: answer.line.clone(),
        })
        .collect();
    let (plan, later) = draft_plan(&input.edition, answered);
    Baseline {
        statuses,
        plan,
        later,
    }
}

impl TakenBaseline {
    /// What it answers, read again: with the standards of the edition that were answered then.
    pub fn answer(&self, standards: &[AssessableStandard]) -> Baseline {
        summarise(&self.taken, standards)
    }

    /// What it says of each requirement.
    pub fn facts(&self) -> impl Iterator<Item = BaselineFact> + '_ {
        self.taken.answers.iter().map(|answer| BaselineFact {
            unit_id: self.unit_id,
            requirement: requirement(&self.taken.edition, &answer.standard),
            said: Said {
                assessed_on: self.taken.assessed_on,
                baseline_id: self.id,
                status: answer.status,
                line: answer.line.clone(),
            },
        })
    }
}

/// Everything wrong with the input.
pub fn check(input: &BaselineInput, standards: &[AssessableStandard], today: Date) -> Vec<Reason> {
    check_answers(&input.answers, input.assessed_on, Some(standards), today)
}

/// Everything wrong with answers of a day. Where the edition is unknown there are no standards, and it is
/// not said which are unknown or unanswered.
pub fn check_answers(
    answers: &[BaselineAnswer],
    assessed_on: Date,
    standards: Option<&[AssessableStandard]>,
    today: Date,
) -> Vec<Reason> {
    let mut wrong = Vec::new();
    check::not_after(&mut wrong, "/assessedOn", assessed_on, today);
    let mut seen = BTreeSet::new();
    for (index, answer) in answers.iter().enumerate() {
        let code = answer.standard.as_str();
        let pointer = format!("/answers/{index}/standard");
        let of_edition = |all: &[AssessableStandard]| all.iter().any(|one| one.code == code);
        if !standards.is_none_or(of_edition) {
            wrong.push(
                Reason::new(Code::UnknownStandard)
                    .at(pointer)
                    .with("standard", code),
            );
        } else if !seen.insert(code) {
            wrong.push(
                Reason::new(Code::Duplicate)
                    .at(pointer)
                    .with("standard", code),
            );
        }
        let pointer = format!("/answers/{index}/line");
        check::optional_text(&mut wrong, &pointer, answer.line.as_ref(), MAX_LINE);
        if answer
            .line
            .as_ref()
            .is_some_and(|line| line.contains(['\n', '\r']))
        {
            wrong.push(
                Reason::new(Code::InvalidFormat)
                    .at(pointer)
                    .with("expected", "one line"),
            );
        }
    }
    for standard in standards.unwrap_or_default() {
        if !seen.contains(standard.code.as_str()) {
            let reason = Reason::new(Code::UnansweredStandard).at("/answers");
            wrong.push(reason.with("standard", &standard.code));
        }
    }
    wrong
}

/// What deserves a cycle, split into what a year can hold and what comes later: what is not in order
/// before what is unknown, core standards first, then the order of the edition.
fn draft_plan(
    edition: &EditionRef,
    mut answered: Vec<(&AssessableStandard, &BaselineAnswer)>,
) -> (Vec<Proposal>, Vec<Proposal>) {
    answered.retain(|(_, answer)| answer.status != BaselineStatus::InOrder);
    answered.sort_by_key(|(standard, answer)| (answer.status, !standard.core));
    let mut themes = BTreeSet::new();
    let (mut plan, mut later) = (Vec::new(), Vec::new());
    for (standard, answer) in answered {
        let mut proposal = propose(edition, standard, answer.status);
        let fits_theme = themes.contains(&standard.theme) || themes.len() < MAX_AMBITIONS;
        if plan.len() < MAX_GOALS && fits_theme {
            themes.insert(standard.theme);
            plan.push(proposal);
        } else {
            proposal.why.push(
                Reason::new(Code::PlanFull)
                    .with("maxAmbitions", MAX_AMBITIONS)
                    .with("maxGoals", MAX_GOALS),
            );
            later.push(proposal);
        }
    }
    (plan, later)
}

fn propose(
    edition: &EditionRef,
    standard: &AssessableStandard,
    status: BaselineStatus,
) -> Proposal {
    let requirement = requirement(edition, &standard.code);
    let because = |code| Reason::new(code).with("requirement", &requirement);
    let mut why = vec![because(status.code())];
    if standard.core {
        why.push(because(Code::CoreStandard));
    }
    Proposal {
        theme: standard.theme,
        title: Bilingual {
            nl: format!("{} {}", standard.code, standard.title.nl),
            en: format!("{} {}", standard.code, standard.title.en),
        },
        why,
        requirement,
    }
}

fn requirement(edition: &EditionRef, code: &str) -> RequirementRef {
    RequirementRef::Shipped {
        edition: edition.clone(),
        code: code.to_owned(),
    }
}

#[cfg(test)]
mod tests;
