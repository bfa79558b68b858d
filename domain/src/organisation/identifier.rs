//! Identifiers that others gave: typed, dated, never a key of ours.

use serde::{Deserialize, Serialize};
use time::Date;

use super::check;
use super::kind::{BOARD, ESTABLISHMENT, SCHOOL};
use super::period::Period;
use crate::error::{Code, Reason};

macro_rules! identifier_types {
    ($($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)?) => {
        /// What kind of identifier it is, which decides its form.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum IdentifierType { $($(#[$doc])* $variant),+ }

        impl IdentifierType {
            /// Every type.
            pub const ALL: &'static [IdentifierType] = &[$(IdentifierType::$variant),+];

            /// The type as it stands on the wire and in the store.
            pub const fn as_str(self) -> &'static str {
                match self { $(IdentifierType::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for IdentifierType {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(IdentifierType::$variant),)+ _ => Err(()) }
            }
        }
    };
}

identifier_types! {
    /// BRIN of a school: two digits, two capitals.
    Brin => "brin",
    /// Code of an establishment: a BRIN and two digits, `00` for the main one.
    Establishment => "establishment",
    /// Number of a board: five digits.
    BoardNumber => "board-number",
    /// Board in RIO: `123B456`. The form is not verified against RIO itself.
    RioBoard => "rio-board",
    /// Provider of education in RIO: `123A456`. The form is not verified against RIO itself.
    RioProvider => "rio-provider",
    /// Location of education in RIO: `123X456`. The form is not verified against RIO itself.
    RioLocation => "rio-location",
    /// Identification number of an organisation in digital government: twenty digits.
    Oin => "oin",
    /// Code of a municipality that itself is a board: four digits.
    Municipality => "municipality",
    /// Number in the trade register: eight digits.
    ChamberOfCommerce => "chamber-of-commerce",
}

/// Whether the value has the form: `9` is a digit, `a` a capital letter, anything else itself.
fn fits(value: &str, form: &str) -> bool {
    value.chars().count() == form.chars().count()
        && value.chars().zip(form.chars()).all(|(c, f)| match f {
            '9' => c.is_ascii_digit(),
            'a' => c.is_ascii_uppercase(),
            other => c == other,
        })
}

impl IdentifierType {
    /// The value in its one form, or nothing when it is not such an identifier. Lower case, spaces
    /// around it, and zeros that a spreadsheet dropped in front of a number are forgiven.
    pub fn normalise(self, text: &str) -> Option<String> {
        let text = text.trim().to_ascii_uppercase();
        let padded = |width: usize| format!("{text:0>width$}");
        let (value, ok) = match self {
            IdentifierType::Brin => (text.clone(), fits(&text, "99aa")),
            IdentifierType::Establishment => (text.clone(), fits(&text, "99aa99")),
            IdentifierType::BoardNumber => (padded(5), fits(&padded(5), "99999")),
            IdentifierType::RioBoard => (text.clone(), fits(&text, "999B999")),
            IdentifierType::RioProvider => (text.clone(), fits(&text, "999A999")),
            IdentifierType::RioLocation => (text.clone(), fits(&text, "999X999")),
            IdentifierType::Oin => (text.clone(), fits(&text, "99999999999999999999")),
            IdentifierType::Municipality => (padded(4), fits(&padded(4), "9999")),
            IdentifierType::ChamberOfCommerce => (padded(8), fits(&padded(8), "99999999")),
        };
        (ok && !text.is_empty()).then_some(value)
    }

    /// The kind of unit that alone carries this type, if only one does.
    pub const fn only_on(self) -> Option<&'static str> {
        match self {
            IdentifierType::Brin => Some(SCHOOL),
            IdentifierType::Establishment => Some(ESTABLISHMENT),
            IdentifierType::BoardNumber
            | IdentifierType::RioBoard
            | IdentifierType::Municipality => Some(BOARD),
            IdentifierType::RioProvider
            | IdentifierType::RioLocation
            | IdentifierType::Oin
            | IdentifierType::ChamberOfCommerce => None,
        }
    }
}

/// An identifier and the days on which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identifier {
    /// What kind of identifier it is.
    #[serde(rename = "type")]
    pub kind: IdentifierType,
    /// Its value.
    pub value: String,
    /// The first day on which it holds; always, when absent.
    pub valid_from: Option<Date>,
    /// The last day on which it holds; still, when absent.
    pub valid_until: Option<Date>,
}

impl Identifier {
    /// An identifier that holds always.
    pub fn new(kind: IdentifierType, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            valid_from: None,
            valid_until: None,
        }
    }

    /// The days on which it holds.
    pub fn period(&self) -> Period {
        Period::new(self.valid_from, self.valid_until)
    }
}

/// The identifiers of one unit in their normal form. Says at `<pointer>/<index>/…` what is malformed,
/// what does not belong to a unit of this kind, and where two of one type hold on one day.
pub fn check_identifiers(
    identifiers: &[Identifier],
    unit_kind: &str,
    pointer: &str,
    reasons: &mut Vec<Reason>,
) -> Vec<Identifier> {
    check::list(identifiers, pointer, check::MAX_LIST, reasons);
    let mut checked: Vec<Identifier> = Vec::with_capacity(identifiers.len());
    for (index, identifier) in identifiers.iter().enumerate() {
        let at = |field: &str| format!("{pointer}/{index}/{field}");
        let value = identifier.kind.normalise(&identifier.value);
        if value.is_none() {
            reasons.push(
                Reason::new(Code::InvalidFormat)
                    .at(at("value"))
                    .with("type", identifier.kind.as_str()),
            );
        }
        if let Some(kind) = identifier.kind.only_on()
            && kind != unit_kind
        {
            reasons.push(
                Reason::new(Code::IdentifierNotOfKind)
                    .at(at("type"))
                    .with("type", identifier.kind.as_str())
                    .with("kind", kind),
            );
        }
        let period = identifier.period();
        period.check(&at("validUntil"), reasons);
        if checked
            .iter()
            .any(|other| other.kind == identifier.kind && other.period().overlaps(&period))
        {
            reasons.push(
                Reason::new(Code::PeriodsOverlap)
                    .at(format!("{pointer}/{index}"))
                    .with("type", identifier.kind.as_str()),
            );
        }
        checked.push(Identifier {
            value: value.unwrap_or_default(),
            ..identifier.clone()
        });
    }
    checked
}

/// Another unit that has an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// What kind of identifier it is.
    pub kind: IdentifierType,
    /// Its value.
    pub value: String,
    /// The days on which it holds there.
    pub valid: Period,
    /// The days on which that unit exists.
    pub unit: Period,
}

/// Says of each identifier that another unit has it on a day on which this one would: the code of a school
/// is that of one school. A school that took over a code follows the one that had it. Numbers of
/// organisations, which several units may share, are left alone.
pub fn check_taken(
    identifiers: &[Identifier],
    unit: Period,
    holders: &[Holder],
    pointer: &str,
    reasons: &mut Vec<Reason>,
) {
    for (index, own) in identifiers.iter().enumerate() {
        let taken = |holder: &&Holder| {
            holder.kind == own.kind
                && holder.value == own.value
                && holder.valid.overlaps(&own.period())
                && holder.valid.overlaps(&unit)
                && holder.unit.overlaps(&unit)
                && holder.unit.overlaps(&own.period())
        };
        if own.kind.only_on().is_some() && holders.iter().any(|holder| taken(&holder)) {
            reasons.push(
                Reason::new(Code::IdentifierTaken)
                    .at(format!("{pointer}/{index}/value"))
                    .with("value", &own.value),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_code_is_that_of_one_school_at_a_time() {
        let own = [
            Identifier::new(IdentifierType::Brin, "32JK"),
            Identifier::new(IdentifierType::ChamberOfCommerce, "12345678"),
        ];
        let holder = |own: &Identifier, until| Holder {
            kind: own.kind,
            value: own.value.clone(),
            valid: Period::default(),
            unit: Period::new(None, until),
        };
        let found = |unit, until| {
            let mut reasons = Vec::new();
            let holders = own.each_ref().map(|own| holder(own, until));
            check_taken(&own, unit, &holders, "/identifiers", &mut reasons);
            reasons
                .into_iter()
                .map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        let taken = [(Code::IdentifierTaken, "/identifiers/0/value".to_owned())];
        assert_eq!(found(Period::default(), None), taken);
        let last = Some(date!(2026 - 07 - 31));
        assert_eq!(found(Period::default(), last), taken);
        let follows = Period::new(Some(date!(2026 - 08 - 01)), None);
        assert_eq!(found(follows, last), []);
    }

    #[test]
    fn identifiers_have_one_form_each() {
        use IdentifierType::*;
        for (kind, text, value) in [
            (Brin, " 32jk ", Some("32JK")),
            (Brin, "3JKK", None),
            (Brin, "32JK0", None),
            (Establishment, "32JK00", Some("32JK00")),
            (Establishment, "32JK0A", None),
            (BoardNumber, "41775", Some("41775")),
            (BoardNumber, "177", Some("00177")),
            (BoardNumber, "", None),
            (BoardNumber, "417755", None),
            (RioBoard, "123b456", Some("123B456")),
            (RioBoard, "123A456", None),
            (RioProvider, "123A456", Some("123A456")),
            (RioProvider, "123B456", None),
            (RioLocation, "123X456", Some("123X456")),
            (Oin, "00000001234567890000", Some("00000001234567890000")),
            (Oin, "1234567890000", None),
            (Municipality, "34", Some("0034")),
            (ChamberOfCommerce, "1234567", Some("01234567")),
        ] {
            assert_eq!(kind.normalise(text).as_deref(), value, "{kind:?} {text}");
        }
    }

    #[test]
    fn two_of_one_type_follow_each_other_but_never_overlap() {
        let brin = |value: &str, from, until| Identifier {
            kind: IdentifierType::Brin,
            value: value.into(),
            valid_from: from,
            valid_until: until,
        };
        let mut reasons = Vec::new();
        let follow = [
            brin("01AA", None, Some(date!(2025 - 07 - 31))),
            brin("02BB", Some(date!(2025 - 08 - 01)), None),
        ];
        check_identifiers(&follow, SCHOOL, "/identifiers", &mut reasons);
        assert_eq!(reasons, []);
        let overlap = [
            brin("01AA", None, Some(date!(2025 - 08 - 01))),
            brin("02BB", Some(date!(2025 - 08 - 01)), None),
        ];
        check_identifiers(&overlap, SCHOOL, "/identifiers", &mut reasons);
        assert_eq!(reasons.len(), 1);
        assert_eq!(
            reasons.first().map(|r| (r.code, r.pointer.as_deref())),
            Some((Code::PeriodsOverlap, Some("/identifiers/1")))
        );
    }

    #[test]
    fn a_brin_belongs_to_a_school() {
        let mut reasons = Vec::new();
        let brin = [Identifier::new(IdentifierType::Brin, "x")];
        check_identifiers(&brin, BOARD, "/identifiers", &mut reasons);
        let found: Vec<_> = reasons.iter().map(|r| r.code).collect();
        assert_eq!(found, [Code::InvalidFormat, Code::IdentifierNotOfKind]);
    }
}
