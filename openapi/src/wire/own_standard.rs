//! A board's own standards on the wire.

use akoki_domain::framework::OwnStandard as Kept;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::framework::WireTheme;

/// What a caller may set.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnStandardInput {
    /// Code.
    #[schema(min_length = 1, max_length = 40, example = "EA1")]
    pub code: String,
    /// The board that sets it.
    pub board_id: Uuid,
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// Theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<WireTheme>,
    /// Heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub area: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// A standard of a board's own as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnStandard {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// How dossiers and cycles refer to it.
    #[schema(example = "own/0199c2f6-7d5a-7000-8000-000000000020")]
    pub requirement: String,
    /// Code.
    pub code: String,
    /// Name.
    pub title: String,
    /// What it asks for.
    pub description: Option<String>,
    /// Theme.
    pub theme: Option<WireTheme>,
    /// Heading.
    pub area: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_until: Option<Date>,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl OwnStandardInput {
    /// The standard under this id, for the board with that id.
    pub fn standard(
        self,
        id: akoki_domain::id::OwnStandardId,
        board: akoki_domain::id::BoardId,
    ) -> Kept {
        Kept {
            id,
            board,
            code: self.code,
            title: self.title,
            description: self.description,
            theme: self.theme.map(Into::into),
            area: self.area,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }
}

impl From<&Kept> for OwnStandardInput {
    fn from(kept: &Kept) -> Self {
        let kept = kept.clone();
        Self {
            board_id: kept.board.0,
            code: kept.code,
            title: kept.title,
            description: kept.description,
            theme: kept.theme.map(Into::into),
            area: kept.area,
            valid_from: kept.valid_from,
            valid_until: kept.valid_until,
        }
    }
}

impl OwnStandard {
    /// The standard as it is shown.
    pub fn new(
        kept: &Kept,
        version: i64,
        created_at: OffsetDateTime,
        updated_at: OffsetDateTime,
    ) -> Self {
        let said = OwnStandardInput::from(kept);
        Self {
            id: kept.id.0,
            board_id: said.board_id,
            requirement: format!("own/{}", kept.id),
            code: said.code,
            title: said.title,
            description: said.description,
            theme: said.theme,
            area: said.area,
            valid_from: said.valid_from,
            valid_until: said.valid_until,
            version,
            created_at,
            updated_at,
        }
    }
}
