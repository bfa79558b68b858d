//! The unit: one node of a board's tree, and the check of what a caller says about one.

use serde::{Deserialize, Serialize};
use time::Date;

use super::address::Address;
use super::carrier::CarrierChange;
use super::check::{self, optional_text};
use super::external_id::{ExternalId, check_external_ids};
use super::identifier::{Identifier, IdentifierType, check_identifiers};
use super::kind::{BOARD, Kinds, Sector};
use super::period::Period;
use super::time_zone::TimeZone;
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, UnitId};

/// What can be said about a unit, apart from where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitDetails {
    /// Key of its kind.
    pub kind: String,
    /// Its name; names are not unique.
    pub name: String,
    /// A shorter name for lists and phones.
    pub short_name: Option<String>,
    /// The sector whose framework holds for it; a board of several has none.
    pub sector: Option<Sector>,
    /// The kinds of education given here: keys of kinds.
    pub education: Vec<String>,
    /// The identifiers that others gave it.
    pub identifiers: Vec<Identifier>,
    /// Its ids in the systems that integrate.
    pub external_ids: Vec<ExternalId>,
    /// Where it stands.
    pub address: Address,
    /// Denomination, as the register writes it (cut off there at 30 characters).
    pub denomination: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Web address, as the register writes it, with or without `https://`.
    pub website: Option<String>,
    /// The first day on which it exists; unknown, when absent.
    pub starts_on: Option<Date>,
    /// The last day on which it exists; still, when absent.
    pub ends_on: Option<Date>,
    /// Where the days of a board begin; Amsterdam, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
}

impl UnitDetails {
    /// Details with nothing but a kind and a name.
    pub fn new(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            name: name.into(),
            short_name: None,
            sector: None,
            education: Vec::new(),
            identifiers: Vec::new(),
            external_ids: Vec::new(),
            address: Address::default(),
            denomination: None,
            phone: None,
            website: None,
            starts_on: None,
            ends_on: None,
            time_zone: None,
        }
    }

    /// The details in their normal form, or everything that is wrong with them, with pointers.
    /// Where the unit may stand is another question: see [`super::placing`].
    pub fn check(&self, kinds: &Kinds) -> Result<UnitDetails, Refusal> {
        let mut reasons = Vec::new();
        self.check_kind(kinds, &mut reasons);
        let mut text = |value: &Option<String>, pointer: &str, max| {
            optional_text(value.as_deref(), pointer, max, &mut reasons)
        };
        let short_name = text(&self.short_name, "/shortName", 60);
        let denomination = text(&self.denomination, "/denomination", 100);
        let phone = text(&self.phone, "/phone", 30);
        let website = text(&self.website, "/website", 200);
        if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            reasons.push(Reason::new(Code::InvalidFormat).at("/phone"));
        }
        if website.as_deref().is_some_and(|site| !is_website(site)) {
            reasons.push(Reason::new(Code::InvalidFormat).at("/website"));
        }
        let r = &mut reasons;
        let details = UnitDetails {
            kind: self.kind.clone(),
            name: check::text(&self.name, "/name", 200, r),
            short_name,
            sector: self.sector,
            education: self.education.clone(),
            identifiers: check_identifiers(&self.identifiers, &self.kind, "/identifiers", r),
            external_ids: check_external_ids(&self.external_ids, "/externalIds", r),
            address: self.address.check("/address", r),
            denomination,
            phone,
            website,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            time_zone: self.time_zone,
        };
        Period::new(self.starts_on, self.ends_on).check("/endsOn", r);
        Refusal::unless_empty(reasons)?;
        Ok(details)
    }

    fn check_kind(&self, kinds: &Kinds, reasons: &mut Vec<Reason>) {
        match (kinds.get(&self.kind), self.sector) {
            (None, _) => reasons.push(Reason::new(Code::InvalidValue).at("/kind")),
            (Some(kind), Some(sector)) if !kind.sectors.contains(&sector) => reasons.push(
                Reason::new(Code::SectorNotOfKind)
                    .at("/sector")
                    .with("kind", &self.kind)
                    .with("sector", sector.as_str()),
            ),
            (Some(_), _) => {}
        }
        if self.time_zone.is_some() && self.kind != BOARD {
            reasons.push(
                Reason::new(Code::TimeZoneNotOfKind)
                    .at("/timeZone")
                    .with("kind", BOARD),
            );
        }
        check::list(&self.education, "/education", check::MAX_LIST, reasons);
        check::distinct(&self.education, "/education", reasons);
        for (index, key) in self.education.iter().enumerate() {
            if !kinds.get(key).is_some_and(|kind| kind.education) {
                reasons.push(Reason::new(Code::InvalidValue).at(format!("/education/{index}")));
            }
        }
    }

    /// The value of the identifier of this type that holds on the day.
    pub fn identifier_on(&self, kind: IdentifierType, day: Date) -> Option<&str> {
        self.identifiers
            .iter()
            .find(|identifier| identifier.kind == kind && identifier.period().contains(day))
            .map(|identifier| identifier.value.as_str())
    }
}

/// A unit of a board's tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The board it belongs to, for ever: no row changes tenant. A board belongs to itself.
    pub board_id: BoardId,
    /// The unit it stands under; a board stands under none.
    pub parent_id: Option<UnitId>,
    /// The unit at which new dossiers, cycles, surveys and verdicts about this one hang.
    pub carrier_id: UnitId,
    /// When and how the carrier changed, oldest first.
    pub carrier_changes: Vec<CarrierChange>,
    /// The unit, perhaps of another board, that this one took over from.
    pub predecessor_id: Option<UnitId>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: UnitDetails,
}

impl Unit {
    /// The days on which it exists.
    pub fn period(&self) -> Period {
        Period::new(self.details.starts_on, self.details.ends_on)
    }

    /// Whether it exists on the day.
    pub fn is_current(&self, day: Date) -> bool {
        self.period().contains(day)
    }
}

/// Digits and the marks that people write between them, at least three digits.
pub(crate) fn is_phone(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 3
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '+'))
}

/// A web address with or without its scheme: a host with a dot, no white space, no other scheme.
pub(crate) fn is_website(text: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(text);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !text.chars().any(char::is_whitespace)
        && !host.contains([':', '@'])
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::organisation::kind::tests::shipped;
    use time::macros::date;

    #[test]
    fn a_unit_is_taken_in_its_normal_form() {
        let mut input = UnitDetails::new("school", "  ’t Palet ");
        input.identifiers = vec![Identifier::new(IdentifierType::Brin, "32jk")];
        input.phone = Some(" ".into());
        input.website = Some("www.palet.nl/over-ons".into());
        let details = input.check(&shipped()).unwrap();
        assert_eq!(details.name, "’t Palet");
        assert_eq!(details.phone, None);
        let day = date!(2026 - 04 - 01);
        assert_eq!(
            details.identifier_on(IdentifierType::Brin, day),
            Some("32JK")
        );
    }

    #[test]
    fn everything_wrong_with_a_unit_is_said_at_once() {
        let mut input = UnitDetails::new("subject-department", "");
        input.sector = Some(Sector::Po);
        input.education = vec!["team".into(), "havo".into(), "havo".into()];
        input.phone = Some("call me".into());
        input.website = Some("javascript:alert(1)".into());
        input.address.postcode = Some("x".into());
        input.short_name = Some("x".repeat(61));
        input.starts_on = Some(date!(2026 - 08 - 01));
        input.ends_on = Some(date!(2026 - 07 - 31));
        input.time_zone = Some(TimeZone::Aruba);
        let Err(Refusal::Invalid(reasons)) = input.check(&shipped()) else {
            unreachable!("it is wrong in many places")
        };
        let mut found: Vec<_> = reasons
            .iter()
            .map(|r| (r.pointer.clone().unwrap(), r.code))
            .collect();
        found.sort();
        let expected: Vec<_> = [
            ("/address/postcode", Code::InvalidFormat),
            ("/education/0", Code::InvalidValue),
            ("/education/2", Code::Duplicate),
            ("/endsOn", Code::EndBeforeStart),
            ("/name", Code::Required),
            ("/phone", Code::InvalidFormat),
            ("/sector", Code::SectorNotOfKind),
            ("/shortName", Code::TooLong),
            ("/timeZone", Code::TimeZoneNotOfKind),
            ("/website", Code::InvalidFormat),
        ]
        .map(|(pointer, code)| (pointer.to_owned(), code))
        .into();
        assert_eq!(found, expected);
    }
}
