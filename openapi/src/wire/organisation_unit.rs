//! Organisation units on the wire.

use akoki_domain::organisation::{
    Address, CarrierChange, ExternalId, Identifier, IdentifierType, Sector, TimeZone, Unit,
    UnitDetails,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;
use validator::Validate;

use super::words::{maybe_one_of, one_of};

fn identifier_types() -> Object {
    one_of(IdentifierType::ALL.iter().map(|kind| kind.as_str()))
}

fn sectors() -> Object {
    maybe_one_of(Sector::ALL.map(Sector::as_str))
}

fn time_zones() -> Object {
    maybe_one_of(TimeZone::ALL.map(TimeZone::as_str))
}

/// An identifier that others gave, with the days on which it holds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Identifier)]
pub struct WireIdentifier {
    /// What kind of identifier.
    #[serde(rename = "type")]
    #[schema(schema_with = identifier_types)]
    pub kind: IdentifierType,
    /// Its value.
    #[schema(max_length = 100)]
    pub value: String,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// An id in another system.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ExternalId)]
pub struct WireExternalId {
    /// The system.
    #[schema(max_length = 40, example = "parnassys")]
    pub system: String,
    /// The id there.
    #[schema(max_length = 200)]
    pub value: String,
}

/// A visiting address.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Default, PartialEq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Address)]
pub struct WireAddress {
    /// Street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// House number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Code of the municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality_code: Option<String>,
    /// Name of the municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality_name: Option<String>,
}

/// What a caller may set of a unit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganisationUnitInput {
    /// Kind, by its key.
    #[schema(max_length = 60, example = "school")]
    pub kind: String,
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// The unit above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Uuid>,
    /// Shorter name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    pub short_name: Option<String>,
    /// Sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = sectors)]
    pub sector: Option<Sector>,
    /// Kinds of education.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub education: Vec<String>,
    /// Identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<WireIdentifier>,
    /// Ids in other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<WireExternalId>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<WireAddress>,
    /// Denomination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denomination: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
    /// Time zone of a board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = time_zones)]
    pub time_zone: Option<TimeZone>,
}

/// A dated change of carrier.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CarrierChange)]
pub struct WireCarrierChange {
    /// First day.
    pub on: Date,
    /// Carrier until then.
    pub from: Uuid,
    /// Carrier from then on.
    pub to: Uuid,
}

/// A unit as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationUnit {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit above it.
    pub parent_id: Option<Uuid>,
    /// Where its work hangs.
    pub carrier_id: Uuid,
    /// How that changed.
    pub carrier_changes: Vec<WireCarrierChange>,
    /// The unit it took over from.
    pub predecessor_id: Option<Uuid>,
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Shorter name.
    pub short_name: Option<String>,
    /// Sector.
    #[schema(schema_with = sectors)]
    pub sector: Option<Sector>,
    /// Kinds of education.
    pub education: Vec<String>,
    /// Identifiers.
    pub identifiers: Vec<WireIdentifier>,
    /// Ids in other systems.
    pub external_ids: Vec<WireExternalId>,
    /// Address.
    pub address: WireAddress,
    /// Denomination.
    pub denomination: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Web address.
    pub website: Option<String>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Time zone of a board.
    #[schema(schema_with = time_zones)]
    pub time_zone: Option<TimeZone>,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl From<&Identifier> for WireIdentifier {
    fn from(from: &Identifier) -> Self {
        Self {
            kind: from.kind,
            value: from.value.clone(),
            valid_from: from.valid_from,
            valid_until: from.valid_until,
        }
    }
}

impl From<WireIdentifier> for Identifier {
    fn from(from: WireIdentifier) -> Self {
        Self {
            kind: from.kind,
            value: from.value,
            valid_from: from.valid_from,
            valid_until: from.valid_until,
        }
    }
}

impl From<&ExternalId> for WireExternalId {
    fn from(from: &ExternalId) -> Self {
        Self {
            system: from.system.clone(),
            value: from.value.clone(),
        }
    }
}

impl From<WireExternalId> for ExternalId {
    fn from(from: WireExternalId) -> Self {
        Self {
            system: from.system,
            value: from.value,
        }
    }
}

impl From<&Address> for WireAddress {
    fn from(from: &Address) -> Self {
        let Address {
            street,
            number,
            postcode,
            city,
            municipality_code,
            municipality_name,
        } = from.clone();
        Self {
            street,
            number,
            postcode,
            city,
            municipality_code,
            municipality_name,
        }
    }
}

impl From<WireAddress> for Address {
    fn from(from: WireAddress) -> Self {
        let WireAddress {
            street,
            number,
            postcode,
            city,
            municipality_code,
            municipality_name,
        } = from;
        Self {
            street,
            number,
            postcode,
            city,
            municipality_code,
            municipality_name,
        }
    }
}

impl From<&CarrierChange> for WireCarrierChange {
    fn from(from: &CarrierChange) -> Self {
        Self {
            on: from.on,
            from: from.from.0,
            to: from.to.0,
        }
    }
}

impl OrganisationUnitInput {
    /// What is said about the unit, apart from where it stands.
    pub fn details(&self) -> UnitDetails {
        UnitDetails {
            kind: self.kind.clone(),
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            sector: self.sector,
            education: self.education.clone(),
            identifiers: self.identifiers.iter().cloned().map(Into::into).collect(),
            external_ids: self.external_ids.iter().cloned().map(Into::into).collect(),
            address: self.address.clone().map(Into::into).unwrap_or_default(),
            denomination: self.denomination.clone(),
            phone: self.phone.clone(),
            website: self.website.clone(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            time_zone: self.time_zone,
        }
    }
}

impl From<&Unit> for OrganisationUnitInput {
    fn from(unit: &Unit) -> Self {
        let details = unit.details.clone();
        let address = WireAddress::from(&details.address);
        Self {
            kind: details.kind,
            name: details.name,
            parent_id: unit.parent_id.map(|id| id.0),
            short_name: details.short_name,
            sector: details.sector,
            education: details.education,
            identifiers: details.identifiers.iter().map(Into::into).collect(),
            external_ids: details.external_ids.iter().map(Into::into).collect(),
            address: (address != WireAddress::default()).then_some(address),
            denomination: details.denomination,
            phone: details.phone,
            website: details.website,
            starts_on: details.starts_on,
            ends_on: details.ends_on,
            time_zone: details.time_zone,
        }
    }
}

impl OrganisationUnit {
    /// The unit as it is shown.
    pub fn new(
        unit: &Unit,
        version: i64,
        created_at: OffsetDateTime,
        updated_at: OffsetDateTime,
    ) -> Self {
        let details = unit.details.clone();
        Self {
            id: unit.id.0,
            board_id: unit.board_id.0,
            parent_id: unit.parent_id.map(|id| id.0),
            carrier_id: unit.carrier_id.0,
            carrier_changes: unit.carrier_changes.iter().map(Into::into).collect(),
            predecessor_id: unit.predecessor_id.map(|id| id.0),
            kind: details.kind,
            name: details.name,
            short_name: details.short_name,
            sector: details.sector,
            education: details.education,
            identifiers: details.identifiers.iter().map(Into::into).collect(),
            external_ids: details.external_ids.iter().map(Into::into).collect(),
            address: (&details.address).into(),
            denomination: details.denomination,
            phone: details.phone,
            website: details.website,
            starts_on: details.starts_on,
            ends_on: details.ends_on,
            time_zone: details.time_zone,
            version,
            created_at,
            updated_at,
        }
    }
}
