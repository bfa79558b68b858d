//! Evidence on the wire.

use akoki_domain::{
    Noun, Reason, Subject,
    evidence::{
        Evidence as Kept, EvidenceFile as File, EvidenceInput as Stated, EvidenceKind,
        EvidenceLink, FileType,
    },
    framework::RequirementRef,
    id::PersonId,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    requirements,
    schema::{self, Links},
};
use crate::address;

/// An address at which a piece of evidence is found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WebLink {
    /// The address.
    #[schema(
        min_length = 1,
        max_length = 2000,
        example = "https://school.example/veiligheidsplan"
    )]
    pub url: String,
    /// What stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub title: Option<String>,
}

/// What a caller may set of a piece of evidence.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvidenceInput {
    /// The unit about which it says something.
    pub unit_id: Uuid,
    /// What it is.
    #[schema(schema_with = schema::evidence_kind)]
    pub kind: EvidenceKind,
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub description: Option<String>,
    /// Who keeps it up to date.
    pub owner_id: Uuid,
    /// The first day about which it says something.
    pub effective_from: Date,
    /// The last day about which it says something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_until: Option<Date>,
    /// The last day on which it can be leaned on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Where it is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub web_links: Vec<WebLink>,
    /// The requirements that it shows something of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = schema::requirements)]
    pub requirements: Vec<String>,
}

/// A file of a piece of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceFile {
    /// Id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    #[schema(schema_with = schema::file_type)]
    pub media_type: FileType,
    /// How many bytes.
    pub size: u64,
    /// Their SHA-256.
    pub sha256: String,
    /// When it came.
    #[serde(with = "crate::wire::instant")]
    pub uploaded_at: OffsetDateTime,
    /// Where it is read.
    #[schema(format = "uri-reference")]
    pub href: String,
}

/// What uses a piece of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceUse {
    /// What it is.
    #[serde(rename = "type")]
    #[schema(schema_with = schema::evidence_user)]
    pub noun: Noun,
    /// Its id.
    pub id: Uuid,
    /// Where it is read.
    #[schema(format = "uri-reference")]
    pub href: String,
}

/// A piece of evidence as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit about which it says something: the carrier.
    pub unit_id: Uuid,
    /// What it is.
    #[schema(schema_with = schema::evidence_kind)]
    pub kind: EvidenceKind,
    /// What it is called.
    pub title: String,
    /// What it shows.
    pub description: Option<String>,
    /// Who keeps it up to date.
    pub owner_id: Option<Uuid>,
    /// The first day about which it says something.
    pub effective_from: Date,
    /// The last day about which it says something.
    pub effective_until: Option<Date>,
    /// The last day on which it can be leaned on.
    pub expires_on: Option<Date>,
    /// Whether it can no longer be leaned on today.
    pub expired: bool,
    /// Where it is found.
    pub web_links: Vec<WebLink>,
    /// Its files.
    pub files: Vec<EvidenceFile>,
    /// The requirements that it shows something of.
    #[schema(value_type = Vec<String>)]
    pub requirements: Vec<RequirementRef>,
    /// What uses it.
    pub used_by: Vec<EvidenceUse>,
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

impl From<WebLink> for EvidenceLink {
    fn from(from: WebLink) -> Self {
        Self {
            url: from.url,
            title: from.title,
        }
    }
}

impl From<&EvidenceLink> for WebLink {
    fn from(from: &EvidenceLink) -> Self {
        Self {
            url: from.url.clone(),
            title: from.title.clone(),
        }
    }
}

impl EvidenceInput {
    /// What it says, apart from where it hangs. What cannot be read is named.
    pub fn stated(self, wrong: &mut Vec<Reason>) -> Stated {
        let requirements = requirements::read(&self.requirements, wrong);
        Stated {
            title: self.title,
            kind: self.kind,
            description: self.description,
            owner: Some(PersonId(self.owner_id)),
            effective_from: self.effective_from,
            effective_until: self.effective_until,
            expires_on: self.expires_on,
            links: self.web_links.into_iter().map(Into::into).collect(),
            requirements,
        }
    }
}

impl From<&Kept> for EvidenceInput {
    /// Where nobody is named as owner it names nobody whom there is: whoever changes it has to say who.
    fn from(kept: &Kept) -> Self {
        let stated = &kept.stated;
        Self {
            unit_id: kept.unit_id.0,
            kind: stated.kind,
            title: stated.title.clone(),
            description: stated.description.clone(),
            owner_id: stated.owner.map_or(Uuid::nil(), |owner| owner.0),
            effective_from: stated.effective_from,
            effective_until: stated.effective_until,
            expires_on: stated.expires_on,
            web_links: stated.links.iter().map(Into::into).collect(),
            requirements: stated
                .requirements
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

impl EvidenceFile {
    /// A file of this piece of evidence as it is shown.
    pub fn new(of: &Kept, file: &File) -> Self {
        let evidence = address::of_resource(Subject::new(Noun::Evidence, of.id));
        Self {
            id: file.id.0,
            name: file.name.clone(),
            media_type: file.media_type,
            size: file.size,
            sha256: file.sha256.clone(),
            uploaded_at: file.uploaded_at,
            href: format!("{evidence}/files/{}", file.id),
        }
    }
}

impl From<Subject> for EvidenceUse {
    fn from(from: Subject) -> Self {
        Self {
            noun: from.noun,
            id: from.id,
            href: address::of_resource(from),
        }
    }
}
