//! Successions on the wire.

use akoki_domain::{
    Code, Reason, Refusal,
    id::{BoardId, UnitId},
    organisation::succession::{
        self, State, Step, SuccessionKind, SuccessorInput as DomainSuccessor,
    },
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;
use validator::Validate;

use super::{transition::BlockedCommand, words::one_of};

fn kinds() -> Object {
    one_of(SuccessionKind::ALL.map(SuccessionKind::as_str))
}

fn states() -> Object {
    one_of(State::ALL.map(State::as_str))
}

fn commands() -> Object {
    one_of(["accept", "decline", "withdraw", "execute"])
}

/// What comes after: a unit that is there (`unitId`), or one to be made (`boardId` and `name`).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Successor {
    /// A unit that is there and goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// The board of a unit to be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board_id: Option<Uuid>,
    /// What it will stand under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Uuid>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub name: Option<String>,
}

/// A succession as it is proposed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuccessionInput {
    /// What happens.
    #[schema(schema_with = kinds)]
    pub kind: SuccessionKind,
    /// The first day of what comes after.
    pub effective_on: Date,
    /// The schools or establishments it happens to.
    #[schema(min_items = 1, max_items = 50)]
    pub from: Vec<Uuid>,
    /// What comes after.
    #[schema(min_items = 1, max_items = 50)]
    pub to: Vec<Successor>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// A step to be taken with a succession.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuccessionCommand {
    /// The step.
    #[schema(schema_with = commands)]
    pub command: String,
    /// On behalf of which board; needed only by whoever acts for several of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board_id: Option<Uuid>,
}

/// A step that was taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuccessionStep {
    /// The step.
    #[schema(schema_with = commands)]
    pub command: String,
    /// On behalf of which board.
    pub board_id: Option<Uuid>,
    /// The state before.
    #[schema(schema_with = states)]
    pub from: State,
    /// The state after.
    #[schema(schema_with = states)]
    pub to: State,
    /// When.
    #[serde(with = "crate::wire::instant")]
    pub at: OffsetDateTime,
    /// By whom; nobody when the service did it on the day.
    pub by: Option<Uuid>,
}

/// The steps that were taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SuccessionSteps {
    /// Oldest first.
    pub items: Vec<SuccessionStep>,
}

/// A succession as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Succession {
    /// Id.
    pub id: Uuid,
    /// What happens.
    #[schema(schema_with = kinds)]
    pub kind: SuccessionKind,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: State,
    /// The first day of what comes after.
    pub effective_on: Date,
    /// The schools or establishments it happens to.
    pub from: Vec<Uuid>,
    /// What comes after.
    pub to: Vec<Successor>,
    /// Why.
    pub reason: Option<String>,
    /// The board that proposed it.
    pub proposed_by: Uuid,
    /// The boards that must accept it.
    pub boards: Vec<Uuid>,
    /// The boards that have.
    pub accepted_by: Vec<Uuid>,
    /// The commands that the caller can give now.
    pub available_commands: Vec<String>,
    /// What stands in the way of the others.
    pub blockers: Vec<BlockedCommand>,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl Successor {
    /// The successor at this place of the list; what is missing or too much is added to `reasons`.
    fn read(self, index: usize, reasons: &mut Vec<Reason>) -> Option<DomainSuccessor> {
        let at = |field: &str| format!("/to/{index}/{field}");
        if let Some(unit) = self.unit_id {
            let rest = [
                ("boardId", self.board_id.is_some()),
                ("parentId", self.parent_id.is_some()),
                ("name", self.name.is_some()),
            ];
            for (field, _) in rest.iter().filter(|(_, given)| *given) {
                reasons.push(
                    Reason::new(Code::InvalidValue)
                        .at(at(field))
                        .with("allowed", "unitId | boardId + name"),
                );
            }
            return Some(DomainSuccessor::Existing {
                unit_id: UnitId(unit),
            });
        }
        for (field, missing) in [
            ("boardId", self.board_id.is_none()),
            ("name", self.name.is_none()),
        ] {
            if missing {
                reasons.push(Reason::new(Code::Required).at(at(field)));
            }
        }
        Some(DomainSuccessor::New {
            board_id: BoardId(self.board_id?),
            parent_id: self.parent_id.map(UnitId),
            name: self.name?,
        })
    }
}

impl From<&DomainSuccessor> for Successor {
    fn from(from: &DomainSuccessor) -> Self {
        match from {
            DomainSuccessor::Existing { unit_id } => Self {
                unit_id: Some(unit_id.0),
                board_id: None,
                parent_id: None,
                name: None,
            },
            DomainSuccessor::New {
                board_id,
                parent_id,
                name,
            } => Self {
                unit_id: None,
                board_id: Some(board_id.0),
                parent_id: parent_id.map(|id| id.0),
                name: Some(name.clone()),
            },
        }
    }
}

impl TryFrom<SuccessionInput> for succession::SuccessionInput {
    type Error = Refusal;

    fn try_from(from: SuccessionInput) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        let to = (0..)
            .zip(from.to)
            .filter_map(|(index, to)| to.read(index, &mut reasons))
            .collect();
        Refusal::unless_empty(reasons)?;
        Ok(Self {
            kind: from.kind,
            effective_on: from.effective_on,
            from: from.from.into_iter().map(UnitId).collect(),
            to,
            reason: from.reason,
        })
    }
}

impl From<&succession::SuccessionInput> for SuccessionInput {
    fn from(from: &succession::SuccessionInput) -> Self {
        Self {
            kind: from.kind,
            effective_on: from.effective_on,
            from: from.from.iter().map(|id| id.0).collect(),
            to: from.to.iter().map(Into::into).collect(),
            reason: from.reason.clone(),
        }
    }
}

impl From<&Step> for SuccessionStep {
    fn from(step: &Step) -> Self {
        Self {
            command: step.command.as_str().to_owned(),
            board_id: step.command.board().map(|id| id.0),
            from: step.from,
            to: step.to,
            at: step.at,
            by: step.by.map(|id| id.0),
        }
    }
}

impl Succession {
    /// The succession as it is shown.
    pub fn new(
        succession: &succession::Succession,
        version: i64,
        (created_at, updated_at): (OffsetDateTime, OffsetDateTime),
        (available_commands, blockers): (Vec<String>, Vec<BlockedCommand>),
    ) -> Self {
        let input = SuccessionInput::from(&succession.input);
        Self {
            id: succession.id.0,
            kind: input.kind,
            state: succession.state,
            effective_on: input.effective_on,
            from: input.from,
            to: input.to,
            reason: input.reason,
            proposed_by: succession.proposed_by.0,
            boards: succession.boards.iter().map(|id| id.0).collect(),
            accepted_by: succession.accepted_by.iter().map(|id| id.0).collect(),
            available_commands,
            blockers,
            version,
            created_at,
            updated_at,
        }
    }
}
