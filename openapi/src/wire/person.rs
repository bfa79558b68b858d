//! People on the wire.

use akoki_domain::organisation::{
    self, PersonDetails,
    person::{Employment, EmploymentKind},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;
use validator::Validate;

use super::{organisation_unit::WireExternalId, words::one_of};

fn footings() -> Object {
    one_of(EmploymentKind::ALL.map(EmploymentKind::as_str))
}

/// The tie between a person and the board.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Employment)]
pub struct WireEmployment {
    /// On what footing.
    #[schema(schema_with = footings)]
    pub kind: EmploymentKind,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
}

/// What a caller may set of a person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonInput {
    /// Given name.
    #[schema(min_length = 1, max_length = 100)]
    pub given_name: String,
    /// What stands between the names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 30)]
    pub name_prefix: Option<String>,
    /// Family name.
    #[schema(min_length = 1, max_length = 100)]
    pub family_name: String,
    /// Where the person belongs.
    pub home_unit_id: Uuid,
    /// E-mail address at work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 254)]
    pub email: Option<String>,
    /// The tie with the board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment: Option<WireEmployment>,
    /// Ids in other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub external_ids: Vec<WireExternalId>,
}

/// A search for people, in a body because a name does not belong in an address.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonSearch {
    /// Words of the name, or an e-mail address.
    #[schema(min_length = 2, max_length = 200)]
    pub q: String,
    /// At home or with an assignment on this unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A person as shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// Where the person belongs.
    pub home_unit_id: Uuid,
    /// Given name.
    pub given_name: String,
    /// What stands between the names.
    pub name_prefix: Option<String>,
    /// Family name.
    pub family_name: String,
    /// The name as it is spoken.
    pub full_name: String,
    /// E-mail address at work.
    pub email: Option<String>,
    /// The tie with the board.
    pub employment: Option<WireEmployment>,
    /// Ids in other systems.
    pub external_ids: Vec<WireExternalId>,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl From<&Employment> for WireEmployment {
    fn from(from: &Employment) -> Self {
        Self {
            kind: from.kind,
            starts_on: from.starts_on,
            ends_on: from.ends_on,
        }
    }
}

impl From<&WireEmployment> for Employment {
    fn from(from: &WireEmployment) -> Self {
        Self {
            kind: from.kind,
            starts_on: from.starts_on,
            ends_on: from.ends_on,
        }
    }
}

impl PersonInput {
    /// What is said about the person, apart from where they belong.
    pub fn details(&self) -> PersonDetails {
        PersonDetails {
            given_name: self.given_name.clone(),
            name_prefix: self.name_prefix.clone(),
            family_name: self.family_name.clone(),
            email: self.email.clone(),
            employment: self.employment.as_ref().map(Into::into),
            external_ids: self.external_ids.iter().cloned().map(Into::into).collect(),
        }
    }
}

impl From<&organisation::Person> for PersonInput {
    fn from(person: &organisation::Person) -> Self {
        let details = &person.details;
        Self {
            given_name: details.given_name.clone(),
            name_prefix: details.name_prefix.clone(),
            family_name: details.family_name.clone(),
            home_unit_id: person.home_unit_id.0,
            email: details.email.clone(),
            employment: details.employment.as_ref().map(Into::into),
            external_ids: details.external_ids.iter().map(Into::into).collect(),
        }
    }
}

impl Person {
    /// The person as shown.
    pub fn new(
        person: &organisation::Person,
        version: i64,
        (created_at, updated_at): (OffsetDateTime, OffsetDateTime),
    ) -> Self {
        let input = PersonInput::from(person);
        Self {
            id: person.id.0,
            board_id: person.board_id.0,
            home_unit_id: input.home_unit_id,
            given_name: input.given_name,
            name_prefix: input.name_prefix,
            family_name: input.family_name,
            full_name: person.details.full_name(),
            email: input.email,
            employment: input.employment,
            external_ids: input.external_ids,
            version,
            created_at,
            updated_at,
        }
    }
}
