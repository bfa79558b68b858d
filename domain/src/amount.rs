//! Exact amounts: what is measured and aimed for, in hundredths, so that every store and every client
//! keeps the same number. No floating point is ever stored.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A number with at most two decimals, kept as hundredths. On the wire a JSON number (`7.25`, `80`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Amount(i64);

/// A number that is out of range or has more than two decimals, or a text that is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount has at most two decimals and lies between -1000000000000 and 1000000000000")]
pub struct AmountError;

impl Amount {
    /// The largest amount, a million million; the smallest is its opposite. Within it a JSON number
    /// with two decimals survives every client that reads numbers as doubles.
    pub const MAX: Amount = Amount(100_000_000_000_000);

    /// From hundredths: 725 is 7.25.
    ///
    /// # Errors
    /// When it lies outside the range.
    pub const fn from_hundredths(hundredths: i64) -> Result<Self, AmountError> {
        if hundredths > Self::MAX.0 || hundredths < -Self::MAX.0 {
            Err(AmountError)
        } else {
            Ok(Self(hundredths))
        }
    }

    /// From a whole number.
    ///
    /// # Errors
    /// When it lies outside the range.
    pub const fn from_whole(whole: i64) -> Result<Self, AmountError> {
        match whole.checked_mul(100) {
            Some(hundredths) => Self::from_hundredths(hundredths),
            None => Err(AmountError),
        }
    }

    /// The hundredths, as they stand in the store.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The nearest double, for the wire only: it prints with the same two decimals.
    pub fn to_double(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// From a double, from the wire only.
    ///
    /// # Errors
    /// When it lies outside the range, is no number, or has more than two decimals.
    pub fn from_double(value: f64) -> Result<Self, AmountError> {
        let hundredths = (value * 100.0).round();
        // Not within the range: this also holds for what is no number.
        if !(-(Self::MAX.0 as f64)..=Self::MAX.0 as f64).contains(&hundredths) {
            return Err(AmountError);
        }
        let amount = Self(hundredths as i64);
        if amount.to_double() == value {
            Ok(amount)
        } else {
            Err(AmountError)
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        if rest == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{rest:02}")
        }
    }
}

impl std::str::FromStr for Amount {
    type Err = AmountError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(rest) || rest.len() > 2 {
            return Err(AmountError);
        }
        let tens: i64 = if rest.len() == 1 { 10 } else { 1 };
        let rest: i64 = rest.parse().map_err(|_| AmountError)?;
        let whole: i64 = whole.parse().map_err(|_| AmountError)?;
        let hundredths = whole
            .checked_mul(100)
            .and_then(|h| h.checked_add(rest * tens))
            .ok_or(AmountError)?;
        Self::from_hundredths(if negative { -hundredths } else { hundredths })
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            serializer.serialize_i64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.to_double())
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Amount;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number with at most two decimals")
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Amount, E> {
                Amount::from_whole(value).map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Amount, E> {
                i64::try_from(value)
                    .map_err(|_| AmountError)
                    .and_then(Amount::from_whole)
                    .map_err(E::custom)
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Amount, E> {
                Amount::from_double(value).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::Amount;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_written_as_people_write_them() {
        for (hundredths, text) in [(725, "7.25"), (8000, "80"), (-5, "-0.05"), (710, "7.10")] {
            let amount = Amount::from_hundredths(hundredths).unwrap();
            assert_eq!(amount.to_string(), text);
        }
        assert_eq!("7.1".parse(), Amount::from_hundredths(710));
        assert_eq!(
            serde_json::to_string(&Amount::from_hundredths(8000).unwrap()).unwrap(),
            "80"
        );
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        for text in [
            "",
            "-",
            "1.",
            ".5",
            "1.234",
            "1,5",
            "1e3",
            "10000000000000.00",
        ] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
        for json in ["1.234", "1e300", "\"80\"", "18446744073709551615", "null"] {
            assert!(serde_json::from_str::<Amount>(json).is_err(), "{json}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_survives_text_and_json(h in -Amount::MAX.0..=Amount::MAX.0) {
            let amount = Amount::from_hundredths(h).unwrap();
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount);
            let (whole, rest) = json.split_once('.').unwrap_or((json.as_str(), ""));
            prop_assert!(rest.len() <= 2 && !whole.contains('e'), "{}", json);
        }
    }
}
