//! Moments on the wire: UTC, always with three decimals. Clients that parse one pattern would fail on a
//! second that happens to end in a zero.

use serde::{Deserializer, Serializer, ser::Error};
use time::{OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem};

const FORM: &[BorrowedFormatItem<'_>] = time::macros::format_description!(
    "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"
);

/// A moment as text.
///
/// # Errors
/// When the year has more than four digits.
pub fn written(moment: &OffsetDateTime) -> Result<String, time::error::Format> {
    moment.to_offset(UtcOffset::UTC).format(FORM)
}

/// Writes a moment.
///
/// # Errors
/// When the year has more than four digits.
pub fn serialize<S: Serializer>(moment: &OffsetDateTime, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&written(moment).map_err(S::Error::custom)?)
}

/// Reads a moment, with any offset.
///
/// # Errors
/// When it is not one of RFC 3339.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<OffsetDateTime, D::Error> {
    time::serde::rfc3339::deserialize(from)
}

/// The same for a moment that may be absent.
pub mod option {
    use serde::{Deserializer, Serializer, ser::Error};
    use time::OffsetDateTime;

    /// Writes a moment, or null.
    ///
    /// # Errors
    /// When the year has more than four digits.
    pub fn serialize<S: Serializer>(
        moment: &Option<OffsetDateTime>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => to.serialize_some(&super::written(moment).map_err(S::Error::custom)?),
            None => to.serialize_none(),
        }
    }

    /// Reads a moment, or null.
    ///
    /// # Errors
    /// When it is neither.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<OffsetDateTime>, D::Error> {
        time::serde::rfc3339::option::deserialize(from)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    #[test]
    fn every_moment_has_three_decimals() {
        for (moment, text) in [
            (
                datetime!(2026-11-26 00:30:00.080 UTC),
                "2026-11-26T00:30:00.080Z",
            ),
            (
                datetime!(2026-11-26 00:30:00 UTC),
                "2026-11-26T00:30:00.000Z",
            ),
            (
                datetime!(2026-11-26 01:30:00 +01:00),
                "2026-11-26T00:30:00.000Z",
            ),
        ] {
            assert_eq!(super::written(&moment).ok().as_deref(), Some(text));
        }
    }
}
