//! A recovery order: what the inspectorate orders a board to put right, by when, and what is done about it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::order_machine::{Asked, OrderCommand, OrderStep};
use super::order_state::OrderState;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::evidence::Claim;
use crate::framework::RequirementRef;
use crate::id::{BoardId, EvidenceId, InspectionVisitId, PersonId, RecoveryOrderId, UnitId};
use crate::organisation::Period;
use crate::words::words;

/// The most measures of one order.
const MAX_MEASURES: usize = 50;
/// The most that is kept of each kind of what was before.
pub(super) const MAX_EARLIER: usize = 50;
/// The most people who answered for a measure before.
const MAX_FORMER: usize = 200;

words! {
    /// To what the inspectorate came with an order.
    OrderResult {
        /// What was ordered is done.
        Met => "met",
        /// It is not.
        NotMet => "notMet",
        /// The inspectorate took the order back.
        Withdrawn => "withdrawn",
    }
}

/// Something that is done to put it right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measure {
    /// What.
    pub text: String,
    /// Who does it.
    pub owner: PersonId,
    /// By when.
    pub due_on: Option<Date>,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// The pieces of evidence that show it.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// What an order says, and what is done about it: what a caller gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderInput {
    /// Code of the standard in the edition of the visit.
    pub standard: String,
    /// The requirement that is not met, in the words of the report.
    pub requirement_text: String,
    /// The article on which it rests.
    pub legal_basis: Option<String>,
    /// The board disputes that basis.
    pub basis_disputed: bool,
    /// The last day on which it is to be met.
    pub due_on: Date,
    /// What is done to put it right.
    pub measures: Vec<Measure>,
}

/// The board's own check that an order is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardVerification {
    /// The day.
    pub verified_on: Date,
    /// Who verified it: nobody who carried out a measure.
    pub verified_by: PersonId,
    /// Whether the board finds it met.
    pub met: bool,
    /// What was found.
    pub text: String,
    /// The pieces of evidence on which that rests.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// To what the inspectorate came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderOutcome {
    /// The day.
    pub on: Date,
    /// What it came to.
    pub result: OrderResult,
    /// What it says.
    pub text: String,
    /// The due date by which it was held then; absent where that was not kept.
    #[serde(default)]
    pub due_on: Option<Date>,
}

/// What an order said before it was put otherwise, once it was fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EarlierTerms {
    /// Code of the standard.
    pub standard: String,
    /// The requirement that is not met.
    pub requirement_text: String,
    /// The article on which it rests.
    pub legal_basis: Option<String>,
    /// The last day on which it was to be met.
    pub due_on: Date,
    /// The day on which that was put otherwise.
    pub changed_on: Date,
    /// Why.
    pub reason: String,
}

/// A recovery order. Its state changes through [`super::order_machine::decide`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: RecoveryOrderId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that is to put it right: the carrier, or the board.
    pub unit_id: UnitId,
    /// The visit from which it comes.
    pub visit_id: InspectionVisitId,
    /// Where it is.
    pub state: OrderState,
    /// The standard, with its edition.
    pub requirement: RequirementRef,
    /// What it says.
    pub stated: OrderInput,
    /// The board's own check, since the measures were last reported.
    pub verification: Option<BoardVerification>,
    /// To what the inspectorate came.
    pub outcome: Option<OrderOutcome>,
    /// Checks of the board that were followed by more measures, oldest first.
    pub earlier_verifications: Vec<BoardVerification>,
    /// To what the inspectorate came before the order was taken up again, oldest first.
    pub earlier_outcomes: Vec<OrderOutcome>,
    /// What it said before, oldest first.
    pub earlier_terms: Vec<EarlierTerms>,
    /// Who answered for a measure before and does no longer: they verify it no more than who does now.
    pub former_owners: Vec<PersonId>,
    /// It took a step, wherever that led.
    pub stepped: bool,
}

/// Another wording of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// What it says now.
    pub stated: OrderInput,
    /// Its standard, with the edition.
    pub requirement: RequirementRef,
    /// Why, where what is fixed changes.
    pub reason: Option<String>,
    /// The day.
    pub on: Date,
}

impl OrderInput {
    /// The days about which its measures and the check on them say something: from the first day of the
    /// visit to the last on which it is to be met, or to today where that has passed.
    pub fn judged(&self, visited_on: Option<Date>, today: Date) -> Period {
        Period::new(visited_on, Some(self.due_on.max(today)))
    }

    /// Whether both say the same of what the inspectorate ordered: measures and the dispute are the board's.
    pub fn orders_the_same(&self, other: &Self) -> bool {
        let terms = |of: &Self| {
            let words = (of.requirement_text.clone(), of.legal_basis.clone());
            (of.standard.clone(), words, of.due_on)
        };
        terms(self) == terms(other)
    }

    /// Everything wrong with it by itself; `visited_on` is the first day of the visit from which it comes.
    pub fn check(&self, today: Date, visited_on: Option<Date>) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_text(
            &mut wrong,
            "/requirementText",
            &self.requirement_text,
            MAX_TEXT,
        );
        let basis = self.legal_basis.as_ref();
        check::optional_line(&mut wrong, "/legalBasis", basis, MAX_TITLE);
        if visited_on.is_some_and(|visited| self.due_on < visited) {
            wrong.push(Reason::new(Code::DueBeforeVisit).at("/dueOn"));
        }
        let count = self.measures.len();
        check::at_most(&mut wrong, "/measures", count, MAX_MEASURES);
        for (at, measure) in self.measures.iter().enumerate() {
            let pointer = format!("/measures/{at}");
            let text = format!("{pointer}/text");
            check::required_text(&mut wrong, &text, &measure.text, MAX_TEXT);
            if let Some(done) = measure.done_on {
                let pointer = format!("{pointer}/doneOn");
                check::not_after(&mut wrong, &pointer, done, today);
                if let Some(visited) = visited_on.filter(|visited| done < *visited) {
                    let reason = Reason::new(Code::DoneBeforeVisit).at(pointer);
                    wrong.push(reason.with("visitedOn", visited));
                }
            }
            let at = format!("{pointer}/evidenceIds");
            check::distinct(&mut wrong, &at, &measure.evidence_ids);
        }
        wrong
    }
}

impl Order {
    /// The pieces of evidence on which its measures and the checks of the board rest.
    pub fn rests_on(&self) -> BTreeSet<EvidenceId> {
        let checks = self.earlier_verifications.iter().chain(&self.verification);
        let checks = checks.flat_map(|found| &found.evidence_ids);
        let measures = self.stated.measures.iter();
        let measures = measures.flat_map(|measure| &measure.evidence_ids);
        measures.chain(checks).copied().collect()
    }

    /// What is said to be done about it, and seen by the board. A measure that was carried out must be shown;
    /// the board's check says itself what was found.
    pub fn claims(&self) -> Vec<Claim> {
        let done = self.stated.measures.iter().enumerate();
        let done = done.filter(|(_, measure)| measure.done_on.is_some());
        let mut claims: Vec<Claim> = done
            .map(|(at, measure)| Claim {
                at: format!("/measures/{at}/evidenceIds"),
                asked: true,
                evidence: measure.evidence_ids.clone(),
            })
            .collect();
        claims.extend(self.verification.iter().map(|found| Claim {
            at: "/verification/evidenceIds".into(),
            asked: false,
            evidence: found.evidence_ids.clone(),
        }));
        claims
    }

    /// By how many days it is late: none once the board finds it met, or the inspectorate came to an end.
    pub fn days_late(&self, today: Date) -> i64 {
        match self.state.is_to_be_met() {
            true => (today - self.stated.due_on).whole_days().max(0),
            false => 0,
        }
    }

    /// Whether it ever took a step.
    pub fn took_a_step(&self) -> bool {
        self.stepped || self.state != OrderState::Open || self.verification.is_some()
    }

    /// The order as it is put now. Where what the inspectorate ordered is fixed, that takes a reason, and what
    /// it said before is kept; whoever answered for a measure is kept always.
    ///
    /// # Errors
    /// Everything wrong with the reason, and that no more can be kept.
    pub fn restated(&self, now: Restated, fixed: bool) -> Result<Self, Vec<Reason>> {
        let mut wrong = Vec::new();
        let mut after = self.clone();
        let full = |at| Reason::new(Code::OrderHistoryFull).at(at);
        let before = &self.stated;
        if fixed && !now.stated.orders_the_same(before) {
            let reason = now.reason.unwrap_or_default();
            check::required_text(&mut wrong, "/changeReason", &reason, MAX_TEXT);
            after.earlier_terms.push(EarlierTerms {
                standard: before.standard.clone(),
                requirement_text: before.requirement_text.clone(),
                legal_basis: before.legal_basis.clone(),
                due_on: before.due_on,
                changed_on: now.on,
                reason,
            });
            if after.earlier_terms.len() > MAX_EARLIER {
                wrong.push(full("/earlierTerms").with("max", MAX_EARLIER));
            }
        }
        let owns = |one: &PersonId| now.stated.measures.iter().any(|of| of.owner == *one);
        let gone = before.measures.iter().map(|measure| measure.owner);
        after.former_owners.extend(gone);
        after.former_owners.retain(|one| !owns(one));
        after.former_owners.sort_unstable();
        after.former_owners.dedup();
        if after.former_owners.len() > MAX_FORMER {
            wrong.push(full("/formerOwnerIds").with("max", MAX_FORMER));
        }
        after.stated = now.stated;
        after.requirement = now.requirement;
        match wrong.is_empty() {
            true => Ok(after),
            false => Err(wrong),
        }
    }

    /// Carries a step out, with what was said with it.
    pub fn apply(&mut self, step: OrderStep, asked: Asked) {
        self.state = step.to;
        self.stepped = true;
        let due_on = Some(self.stated.due_on);
        let concluded = |result| {
            asked.outcome.map(|said| OrderOutcome {
                on: said.on,
                result,
                text: said.text,
                due_on,
            })
        };
        match step.command {
            OrderCommand::ReportMeasures => self.put_verification_by(),
            OrderCommand::Verify => {
                self.put_verification_by();
                self.verification = asked.verification;
            }
            OrderCommand::SettleMet => self.outcome = concluded(OrderResult::Met),
            OrderCommand::SettleMissed => self.outcome = concluded(OrderResult::NotMet),
            OrderCommand::Withdraw => self.outcome = concluded(OrderResult::Withdrawn),
            OrderCommand::Reopen => {
                self.put_verification_by();
                self.earlier_outcomes.extend(self.outcome.take());
            }
        }
    }

    /// The check that there is counts no longer, and is kept.
    fn put_verification_by(&mut self) {
        self.earlier_verifications.extend(self.verification.take());
    }
}
