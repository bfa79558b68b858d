//! A recovery order: what the inspectorate orders a board to put right, by when, and what is done about it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::order_machine::{Asked, OrderCommand, OrderState, OrderStep};
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::framework::RequirementRef;
use crate::id::{BoardId, InspectionVisitId, PersonId, RecoveryOrderId, UnitId};
use crate::words::words;

/// The most measures of one order.
const MAX_MEASURES: usize = 50;

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
}

impl OrderInput {
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
                check::not_after(&mut wrong, &format!("{pointer}/doneOn"), done, today);
            }
        }
        wrong
    }
}

impl Order {
    /// By how many days it is late: none once the board finds it met, or the inspectorate came to an end.
    pub fn days_late(&self, today: Date) -> i64 {
        match self.state.is_to_be_met() {
            true => (today - self.stated.due_on).whole_days().max(0),
            false => 0,
        }
    }

    /// Carries a step out, with what was said with it.
    pub fn apply(&mut self, step: OrderStep, asked: Asked) {
        self.state = step.to;
        let concluded = |result| {
            asked.outcome.map(|said| OrderOutcome {
                on: said.on,
                result,
                text: said.text,
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
