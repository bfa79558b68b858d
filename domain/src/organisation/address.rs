//! Where a unit stands: a Dutch address, each part of which may be missing.

use serde::{Deserialize, Serialize};

use super::check::optional_text;
use super::identifier::IdentifierType;
use crate::error::{Code, Reason};

/// A visiting address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Address {
    /// Name of the street.
    pub street: Option<String>,
    /// House number with its addition, as written: `27-A 29`.
    pub number: Option<String>,
    /// Postcode, written `1234 AB`; the Caribbean Netherlands have none.
    pub postcode: Option<String>,
    /// Name of the place.
    pub city: Option<String>,
    /// Code of the municipality: four digits.
    pub municipality_code: Option<String>,
    /// Name of the municipality.
    pub municipality_name: Option<String>,
}

impl Address {
    /// The address in its normal form; says at `<pointer>/…` what is wrong.
    pub fn check(&self, pointer: &str, reasons: &mut Vec<Reason>) -> Address {
        let mut part = |value: &Option<String>, field: &str, max| {
            optional_text(
                value.as_deref(),
                &format!("{pointer}/{field}"),
                max,
                reasons,
            )
        };
        let mut address = Address {
            street: part(&self.street, "street", 120),
            number: part(&self.number, "number", 20),
            postcode: part(&self.postcode, "postcode", 20),
            city: part(&self.city, "city", 80),
            municipality_code: part(&self.municipality_code, "municipalityCode", 10),
            municipality_name: part(&self.municipality_name, "municipalityName", 80),
        };
        normal(&mut address.postcode, postcode, || {
            reasons.push(Reason::new(Code::InvalidFormat).at(format!("{pointer}/postcode")));
        });
        let code = |text: &str| IdentifierType::Municipality.normalise(text);
        normal(&mut address.municipality_code, code, || {
            let at = format!("{pointer}/municipalityCode");
            reasons.push(Reason::new(Code::InvalidFormat).at(at));
        });
        address
    }
}

fn normal(
    part: &mut Option<String>,
    normalise: impl Fn(&str) -> Option<String>,
    mut refuse: impl FnMut(),
) {
    if let Some(text) = part {
        match normalise(text) {
            Some(value) => *text = value,
            None => refuse(),
        }
    }
}

/// A Dutch postcode written `1234 AB`, or nothing when it is none.
pub fn postcode(text: &str) -> Option<String> {
    let marks: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let (digits, letters) = marks.split_at_checked(4)?;
    let ok = letters.len() == 2
        && digits.iter().all(char::is_ascii_digit)
        && digits.first() != Some(&'0')
        && letters.iter().all(char::is_ascii_uppercase);
    ok.then(|| {
        format!(
            "{} {}",
            String::from_iter(digits),
            String::from_iter(letters)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_has_one_form() {
        for (text, value) in [
            ("9306 TC", Some("9306 TC")),
            ("9306tc", Some("9306 TC")),
            ("0306 TC", None),
            ("930 TC", None),
            ("9306", None),
            ("9306 TCX", None),
            ("é306 TC", None),
        ] {
            assert_eq!(postcode(text).as_deref(), value, "{text}");
        }
    }

    #[test]
    fn blank_parts_are_absent_and_wrong_ones_are_named() {
        let mut reasons = Vec::new();
        let address = Address {
            street: Some(" ".into()),
            postcode: Some("nowhere".into()),
            municipality_code: Some("34".into()),
            ..Address::default()
        };
        let checked = address.check("/address", &mut reasons);
        assert_eq!(checked.street, None);
        assert_eq!(checked.municipality_code.as_deref(), Some("0034"));
        assert_eq!(
            reasons,
            [Reason::new(Code::InvalidFormat).at("/address/postcode")]
        );
    }
}
