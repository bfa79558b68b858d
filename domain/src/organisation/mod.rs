//! Boards, schools, establishments and what hangs under them; the people who work there and what they do.

pub mod address;
pub mod assignment;
pub mod carrier;
pub(crate) mod check;
pub mod external_id;
pub mod group;
pub mod identifier;
pub mod kind;
pub mod period;
pub mod person;
pub mod placing;
pub mod succession;
pub mod supervised_object;
pub mod time_zone;
pub mod unit;
pub mod working;

pub use address::Address;
pub use assignment::{Assignment, AssignmentInput, Function};
pub use carrier::{CarrierChange, carrier_on, settle_carriers};
pub use external_id::ExternalId;
pub use group::{Group, GroupDetails};
pub use identifier::{Identifier, IdentifierType};
pub use kind::{Kinds, Sector, UnitKind};
pub use period::Period;
pub use person::{Person, PersonDetails};
pub use supervised_object::{SupervisedObject, SupervisedObjectDetails};
pub use time_zone::{Days, TimeZone};
pub use unit::{Unit, UnitDetails};
pub use working::Working;
