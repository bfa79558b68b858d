//! Quality conversations on the wire.

mod gathered;

use akoki_domain::{
    conversation::{
        AgendaItem, Agreement, AgreementCheck, AgreementInput, AgreementStatus, Command,
        ConversationInput, QualityConversation as Kept, State,
    },
    id::{AgreementId, EvidenceId, PersonId},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;
use validator::Validate;

use super::{
    schema::{self, Links},
    transition::BlockedCommand,
    words::one_of,
};

pub use gathered::{
    ConversationFigures, ConversationGathered, ConversationVerdictCount, ConversationVerdicts,
};

/// The states of a conversation.
pub(super) fn conversation_states() -> Object {
    one_of(State::ALL.iter().map(|word| word.as_str()))
}

fn commands() -> Object {
    one_of(Command::ALL.iter().map(|word| word.as_str()))
}

fn statuses() -> Object {
    one_of(AgreementStatus::ALL.iter().map(|word| word.as_str()))
}

/// Something that people want to talk about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConversationAgendaItem {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub note: Option<String>,
}

/// What a caller may set of an agreement.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConversationAgreementInput {
    /// Which one, of those that are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// What was agreed.
    #[schema(min_length = 1, max_length = 1000)]
    pub text: String,
    /// Who carries it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// The day by which it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The day on which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Date>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub outcome: Option<String>,
    /// The pieces of evidence that show what came of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// An agreement as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationAgreement {
    /// Its id.
    pub id: Uuid,
    /// What was agreed.
    pub text: String,
    /// Who carries it out.
    pub owner_id: Option<Uuid>,
    /// The day by which it is done.
    pub due_on: Option<Date>,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// What came of it.
    pub outcome: Option<String>,
    /// The pieces of evidence that show what came of it.
    pub evidence_ids: Vec<Uuid>,
    /// The agreement of the conversation before that goes on in it.
    pub continues_id: Option<Uuid>,
}

/// What a conversation says of an agreement of the one before.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConversationAgreementCheck {
    /// The agreement.
    pub agreement_id: Uuid,
    /// What became of it.
    #[schema(schema_with = statuses)]
    pub status: AgreementStatus,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub note: Option<String>,
    /// The pieces of evidence that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// What a caller may set of a conversation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QualityConversationInput {
    /// The unit that it is about.
    pub unit_id: Uuid,
    /// The day for which it is planned.
    pub planned_on: Date,
    /// Who speaks for the board.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub board_member_ids: Vec<Uuid>,
    /// Who speaks for the school.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub leader_ids: Vec<Uuid>,
    /// What people want to talk about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub agenda: Vec<ConversationAgendaItem>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub minutes: Option<String>,
    /// What was agreed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub agreements: Vec<ConversationAgreementInput>,
    /// What came of the agreements of the conversation before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub checked: Vec<ConversationAgreementCheck>,
}

/// A command to a conversation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConversationCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: Command,
    /// The day on which it was held; with `hold` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<Date>,
}

/// A conversation as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QualityConversation {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit that it is about: the carrier.
    pub unit_id: Uuid,
    /// The school year.
    pub school_year: i32,
    /// The day for which it is planned.
    pub planned_on: Date,
    /// Where it is.
    #[schema(schema_with = conversation_states)]
    pub state: State,
    /// The how-manieth held at the unit.
    pub number: Option<u32>,
    /// The conversation before.
    pub previous_id: Option<Uuid>,
    /// Who speaks for the board.
    pub board_member_ids: Vec<Uuid>,
    /// Who speaks for the school.
    pub leader_ids: Vec<Uuid>,
    /// What people want to talk about.
    pub agenda: Vec<ConversationAgendaItem>,
    /// What the service gathered for it.
    pub gathered: Option<ConversationGathered>,
    /// The day on which it was held.
    pub held_on: Option<Date>,
    /// What was said.
    pub minutes: Option<String>,
    /// What was agreed.
    pub agreements: Vec<ConversationAgreement>,
    /// What came of the agreements of the conversation before.
    pub checked: Vec<ConversationAgreementCheck>,
    /// The day on which it was closed.
    pub closed_on: Option<Date>,
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

impl From<&Agreement> for ConversationAgreement {
    fn from(from: &Agreement) -> Self {
        Self {
            id: from.id.0,
            text: from.text.clone(),
            owner_id: from.owner.map(|id| id.0),
            due_on: from.due_on,
            done_on: from.done_on,
            outcome: from.outcome.clone(),
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
            continues_id: from.continues.map(|id| id.0),
        }
    }
}

impl From<&AgreementCheck> for ConversationAgreementCheck {
    fn from(from: &AgreementCheck) -> Self {
        Self {
            agreement_id: from.agreement_id.0,
            status: from.status,
            note: from.note.clone(),
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<&AgendaItem> for ConversationAgendaItem {
    fn from(from: &AgendaItem) -> Self {
        Self {
            title: from.title.clone(),
            note: from.note.clone(),
        }
    }
}

impl From<QualityConversationInput> for ConversationInput {
    fn from(from: QualityConversationInput) -> Self {
        let people = |ids: Vec<Uuid>| ids.into_iter().map(PersonId).collect();
        let evidence = |ids: Vec<Uuid>| ids.into_iter().map(EvidenceId).collect();
        Self {
            planned_on: from.planned_on,
            board_members: people(from.board_member_ids),
            leaders: people(from.leader_ids),
            agenda: from
                .agenda
                .into_iter()
                .map(|item| AgendaItem {
                    title: item.title,
                    note: item.note,
                })
                .collect(),
            minutes: from.minutes,
            agreements: from
                .agreements
                .into_iter()
                .map(|one| AgreementInput {
                    id: one.id.map(AgreementId),
                    text: one.text,
                    owner: one.owner_id.map(PersonId),
                    due_on: one.due_on,
                    done_on: one.done_on,
                    outcome: one.outcome,
                    evidence_ids: evidence(one.evidence_ids),
                })
                .collect(),
            checked: from
                .checked
                .into_iter()
                .map(|one| AgreementCheck {
                    agreement_id: AgreementId(one.agreement_id),
                    status: one.status,
                    note: one.note,
                    evidence_ids: evidence(one.evidence_ids),
                })
                .collect(),
        }
    }
}

impl From<&Kept> for QualityConversationInput {
    fn from(kept: &Kept) -> Self {
        let people = |ids: &[PersonId]| ids.iter().map(|id| id.0).collect();
        let agreement = |one: &Agreement| ConversationAgreementInput {
            id: Some(one.id.0),
            text: one.text.clone(),
            owner_id: one.owner.map(|id| id.0),
            due_on: one.due_on,
            done_on: one.done_on,
            outcome: one.outcome.clone(),
            evidence_ids: one.evidence_ids.iter().map(|id| id.0).collect(),
        };
        Self {
            unit_id: kept.unit_id.0,
            planned_on: kept.planned_on,
            board_member_ids: people(&kept.board_members),
            leader_ids: people(&kept.leaders),
            agenda: kept.agenda.iter().map(Into::into).collect(),
            minutes: kept.minutes.clone(),
            agreements: kept.agreements.iter().map(agreement).collect(),
            checked: kept.checked.iter().map(Into::into).collect(),
        }
    }
}
