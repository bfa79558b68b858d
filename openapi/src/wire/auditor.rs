//! Auditors on the wire.

use akoki_domain::{
    audit::{
        Auditor as Kept, AuditorInput as Stated, Interest as KeptInterest,
        Qualification as KeptQualification,
    },
    id::{AccreditedBodyId, PersonId, PrincipalId, UnitId},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema::{self, Links};

/// For what kind of audit somebody is qualified.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Qualification {
    /// The kind of audit.
    #[schema(min_length = 1, max_length = 40)]
    pub kind: String,
    /// The number of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub number: Option<String>,
    /// The first day.
    pub valid_from: Date,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// An interest that somebody declared.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeclaredInterest {
    /// The unit.
    pub unit_id: Uuid,
    /// What it is.
    #[schema(min_length = 1, max_length = 200)]
    pub nature: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What a caller may set of an auditor.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditorInput {
    /// What they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The board that keeps it.
    pub board_id: Uuid,
    /// The person of the board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<Uuid>,
    /// The account of a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<Uuid>,
    /// The accredited body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_id: Option<Uuid>,
    /// For what they are qualified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub qualifications: Vec<Qualification>,
    /// Where they have an interest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub interests: Vec<DeclaredInterest>,
}

/// An auditor as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Auditor {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// What they are called.
    pub name: Option<String>,
    /// The person of the board.
    pub person_id: Option<Uuid>,
    /// The account of a guest.
    pub account_id: Option<Uuid>,
    /// The accredited body.
    pub body_id: Option<Uuid>,
    /// For what they are qualified.
    pub qualifications: Vec<Qualification>,
    /// Where they have an interest.
    pub interests: Vec<DeclaredInterest>,
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

impl From<Qualification> for KeptQualification {
    fn from(from: Qualification) -> Self {
        Self {
            kind: from.kind,
            number: from.number,
            valid_from: from.valid_from,
            valid_until: from.valid_until,
        }
    }
}

impl From<&KeptQualification> for Qualification {
    fn from(from: &KeptQualification) -> Self {
        Self {
            kind: from.kind.clone(),
            number: from.number.clone(),
            valid_from: from.valid_from,
            valid_until: from.valid_until,
        }
    }
}

impl From<DeclaredInterest> for KeptInterest {
    fn from(from: DeclaredInterest) -> Self {
        Self {
            unit_id: UnitId(from.unit_id),
            nature: from.nature,
            from: from.from,
            until: from.until,
        }
    }
}

impl From<&KeptInterest> for DeclaredInterest {
    fn from(from: &KeptInterest) -> Self {
        Self {
            unit_id: from.unit_id.0,
            nature: from.nature.clone(),
            from: from.from,
            until: from.until,
        }
    }
}

impl From<AuditorInput> for Stated {
    fn from(from: AuditorInput) -> Self {
        Self {
            person: from.person_id.map(PersonId),
            account: from.account_id.map(PrincipalId),
            name: from.name,
            body: from.body_id.map(AccreditedBodyId),
            qualifications: from.qualifications.into_iter().map(Into::into).collect(),
            interests: from.interests.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&Kept> for AuditorInput {
    fn from(kept: &Kept) -> Self {
        let stated = &kept.stated;
        Self {
            name: stated.name.clone(),
            board_id: kept.board_id.0,
            person_id: stated.person.map(|id| id.0),
            account_id: stated.account.map(|id| id.0),
            body_id: stated.body.map(|id| id.0),
            qualifications: stated.qualifications.iter().map(Into::into).collect(),
            interests: stated.interests.iter().map(Into::into).collect(),
        }
    }
}
