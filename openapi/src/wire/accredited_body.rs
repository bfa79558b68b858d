//! Accredited bodies on the wire.

use akoki_domain::audit::{
    Accreditation as KeptAccreditation, AccreditedBody as Kept, AccreditedBodyInput as Stated, RVA,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema::{self, Links};

/// An accreditation for one sector.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Accreditation {
    /// The sector.
    #[schema(min_length = 1, max_length = 10)]
    pub sector: String,
    /// Its number.
    #[schema(min_length = 1, max_length = 200)]
    pub number: String,
    /// The first day.
    pub valid_from: Date,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// What a caller may set of a body.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccreditedBodyInput {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// The board that keeps it.
    pub board_id: Uuid,
    /// The number under which it is accredited.
    #[schema(min_length = 1, max_length = 200)]
    pub accreditation_number: String,
    /// Who accredits it.
    #[serde(default = "rva")]
    #[schema(min_length = 1, max_length = 200)]
    pub issued_by: String,
    /// For what it is accredited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub accreditations: Vec<Accreditation>,
}

fn rva() -> String {
    RVA.to_owned()
}

/// A body as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccreditedBody {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// What it is called.
    pub name: String,
    /// The number under which it is accredited.
    pub accreditation_number: String,
    /// Who accredits it.
    pub issued_by: String,
    /// For what it is accredited.
    pub accreditations: Vec<Accreditation>,
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

impl From<Accreditation> for KeptAccreditation {
    fn from(from: Accreditation) -> Self {
        Self {
            sector: from.sector,
            number: from.number,
            valid_from: from.valid_from,
            valid_until: from.valid_until,
        }
    }
}

impl From<&KeptAccreditation> for Accreditation {
    fn from(from: &KeptAccreditation) -> Self {
        Self {
            sector: from.sector.clone(),
            number: from.number.clone(),
            valid_from: from.valid_from,
            valid_until: from.valid_until,
        }
    }
}

impl From<AccreditedBodyInput> for Stated {
    fn from(from: AccreditedBodyInput) -> Self {
        Self {
            name: from.name,
            number: from.accreditation_number,
            issued_by: from.issued_by,
            accreditations: from.accreditations.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&Kept> for AccreditedBodyInput {
    fn from(kept: &Kept) -> Self {
        let stated = &kept.stated;
        Self {
            name: stated.name.clone(),
            board_id: kept.board_id.0,
            accreditation_number: stated.number.clone(),
            issued_by: stated.issued_by.clone(),
            accreditations: stated.accreditations.iter().map(Into::into).collect(),
        }
    }
}
