//! Recovery orders on the wire.

use akoki_domain::{
    id::{EvidenceId, PersonId},
    inspection::{
        Asked, BoardVerification, EarlierTerms, Measure, Order as Kept, OrderCommand, OrderInput,
        OrderOutcome, OrderResult, OrderState, Said,
    },
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;
use validator::Validate;

use super::{
    schema::{self, Links},
    transition::BlockedCommand,
    words::one_of,
};

fn states() -> RefOr<Schema> {
    one_of(OrderState::ALL.iter().map(|word| word.as_str())).into()
}

fn commands() -> RefOr<Schema> {
    one_of(OrderCommand::ALL.iter().map(|word| word.as_str())).into()
}

fn results() -> RefOr<Schema> {
    one_of(OrderResult::ALL.iter().map(|word| word.as_str())).into()
}

/// Something that is done to put it right.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = RecoveryMeasure)]
pub struct WireMeasure {
    /// What.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// Who does it.
    pub owner_id: Uuid,
    /// By when.
    #[serde(default)]
    pub due_on: Option<Date>,
    /// The day on which it was done.
    #[serde(default)]
    pub done_on: Option<Date>,
    /// The pieces of evidence that show it.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// What a caller may set of a recovery order.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecoveryOrderInput {
    /// The visit from which it comes.
    pub visit_id: Uuid,
    /// The unit that is to put it right; the one visited when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// Code of the standard in the edition of the visit.
    #[schema(min_length = 1, max_length = 40, example = "OP2")]
    pub standard: String,
    /// The requirement that is not met, in the words of the report.
    #[schema(min_length = 1, max_length = 10000)]
    pub requirement_text: String,
    /// The article on which it rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200, example = "WPO art. 8 lid 3")]
    pub legal_basis: Option<String>,
    /// Whether the board disputes that basis.
    #[serde(default)]
    pub basis_disputed: bool,
    /// The last day on which it is to be met.
    pub due_on: Date,
    /// What is done to put it right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    #[validate(nested)]
    pub measures: Vec<WireMeasure>,
    /// Why what was fixed changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub change_reason: Option<String>,
}

/// The board's own check that an order is met.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = BoardVerification)]
pub struct WireVerification {
    /// The day.
    pub verified_on: Date,
    /// Who verified it.
    pub verified_by_id: Uuid,
    /// Whether the board finds it met.
    pub met: bool,
    /// What was found.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// The pieces of evidence on which that rests.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// What the inspectorate says at the end.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = RecoveryConclusion)]
pub struct WireConclusion {
    /// The day.
    pub on: Date,
    /// What it says.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// Whether the inspectorate itself concluded before the due date that it is not met.
    #[serde(default)]
    pub early: bool,
}

/// A command to a recovery order, with what goes with it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecoveryOrderCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: OrderCommand,
    /// The board's check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub verification: Option<WireVerification>,
    /// What the inspectorate says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub outcome: Option<WireConclusion>,
}

/// To what the inspectorate came.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RecoveryOutcome)]
pub struct WireOutcome {
    /// The day.
    pub on: Date,
    /// What it came to.
    #[schema(schema_with = results)]
    pub result: OrderResult,
    /// The due date of that day.
    pub due_on: Date,
    /// Whether that was on or before the due date.
    pub in_time: bool,
    /// What it says.
    pub text: String,
}

/// What an order said before.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EarlierRecoveryTerms)]
pub struct WireEarlierTerms {
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

/// A recovery order as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryOrder {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit that is to put it right.
    pub unit_id: Uuid,
    /// The visit from which it comes.
    pub visit_id: Uuid,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: OrderState,
    /// Code of the standard.
    pub standard: String,
    /// The standard with its edition.
    #[schema(example = "inspectorate/2025/po/OP2")]
    pub requirement: String,
    /// The requirement in the words of the report.
    pub requirement_text: String,
    /// The article on which it rests.
    pub legal_basis: Option<String>,
    /// Whether the board disputes that basis.
    pub basis_disputed: bool,
    /// The last day on which it is to be met.
    pub due_on: Date,
    /// What is done to put it right.
    pub measures: Vec<WireMeasure>,
    /// The board's own check.
    pub verification: Option<WireVerification>,
    /// To what the inspectorate came.
    pub outcome: Option<WireOutcome>,
    /// Checks of the board that were followed by more measures.
    pub earlier_verifications: Vec<WireVerification>,
    /// To what the inspectorate came before.
    pub earlier_outcomes: Vec<WireOutcome>,
    /// What it said before.
    pub earlier_terms: Vec<WireEarlierTerms>,
    /// Who carried out a measure before and does no longer.
    pub former_owner_ids: Vec<Uuid>,
    /// Whether it is late.
    pub overdue: bool,
    /// By how many days.
    pub days_late: i64,
    /// The unit that is told of it.
    pub escalated_to_unit_id: Option<Uuid>,
    /// The commands that can be given now.
    pub available_commands: Vec<String>,
    /// The others, with what stands in the way.
    pub blockers: Vec<BlockedCommand>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl RecoveryOrderInput {
    /// What the order says, apart from where it comes from and hangs.
    pub fn stated(&self) -> OrderInput {
        let this = self.clone();
        OrderInput {
            standard: this.standard,
            requirement_text: this.requirement_text,
            legal_basis: this.legal_basis,
            basis_disputed: this.basis_disputed,
            due_on: this.due_on,
            measures: this.measures.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&Kept> for RecoveryOrderInput {
    fn from(order: &Kept) -> Self {
        let stated = order.stated.clone();
        Self {
            visit_id: order.visit_id.0,
            unit_id: Some(order.unit_id.0),
            standard: stated.standard,
            requirement_text: stated.requirement_text,
            legal_basis: stated.legal_basis,
            basis_disputed: stated.basis_disputed,
            due_on: stated.due_on,
            measures: stated.measures.into_iter().map(Into::into).collect(),
            change_reason: None,
        }
    }
}

impl From<RecoveryOrderCommand> for Asked {
    fn from(from: RecoveryOrderCommand) -> Self {
        Self {
            command: from.command,
            verification: from.verification.map(|found| BoardVerification {
                verified_on: found.verified_on,
                verified_by: PersonId(found.verified_by_id),
                met: found.met,
                text: found.text,
                evidence_ids: found.evidence_ids.into_iter().map(EvidenceId).collect(),
            }),
            outcome: from.outcome.map(|said| Said {
                on: said.on,
                text: said.text,
                early: said.early,
            }),
        }
    }
}

impl From<WireMeasure> for Measure {
    fn from(from: WireMeasure) -> Self {
        Self {
            text: from.text,
            owner: PersonId(from.owner_id),
            due_on: from.due_on,
            done_on: from.done_on,
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<Measure> for WireMeasure {
    fn from(from: Measure) -> Self {
        Self {
            text: from.text,
            owner_id: from.owner.0,
            due_on: from.due_on,
            done_on: from.done_on,
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<BoardVerification> for WireVerification {
    fn from(from: BoardVerification) -> Self {
        Self {
            verified_on: from.verified_on,
            verified_by_id: from.verified_by.0,
            met: from.met,
            text: from.text,
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<EarlierTerms> for WireEarlierTerms {
    fn from(from: EarlierTerms) -> Self {
        Self {
            standard: from.standard,
            requirement_text: from.requirement_text,
            legal_basis: from.legal_basis,
            due_on: from.due_on,
            changed_on: from.changed_on,
            reason: from.reason,
        }
    }
}

impl WireOutcome {
    /// An outcome, held against the due date of its day; where that was not kept, against this one.
    pub fn new(outcome: OrderOutcome, otherwise: Date) -> Self {
        let due_on = outcome.due_on.unwrap_or(otherwise);
        Self {
            on: outcome.on,
            result: outcome.result,
            due_on,
            in_time: outcome.on <= due_on,
            text: outcome.text,
        }
    }
}
