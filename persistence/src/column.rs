//! How domain values stand in columns.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use time::{
    Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description,
};

use crate::error::StoreError;

/// A moment as milliseconds since 1970.
pub(crate) fn millis(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// Milliseconds since 1970 as a moment.
pub(crate) fn instant(millis: i64) -> Result<OffsetDateTime, StoreError> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
        .map_err(StoreError::corrupt)
}

/// A moment as callers write it.
pub(crate) fn read_instant(text: &str) -> Result<OffsetDateTime, StoreError> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(StoreError::corrupt)
}

/// A civil day as ISO text, which sorts and compares as the days do.
pub(crate) fn day(day: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        day.year(),
        u8::from(day.month()),
        day.day()
    )
}

/// An ISO text as a civil day.
pub(crate) fn read_day(text: &str) -> Result<Date, StoreError> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).map_err(StoreError::corrupt)
}

/// A domain value as a JSON document.
pub(crate) fn document(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// A JSON document as a domain value.
pub(crate) fn read_document<T: DeserializeOwned>(value: Value) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(StoreError::corrupt)
}

/// A word as a domain value.
pub(crate) fn read_word<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| StoreError::corrupt(format!("unknown word {text}")))
}
