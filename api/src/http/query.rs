//! Query parameters: a key that the operation does not know is refused by name.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use akoki_domain::{Code, Reason};
use std::{
    future::{Ready, ready},
    str::FromStr,
};
use time::{Date, macros::format_description};

use crate::failure::Failure;

/// The query parameters of a request, in their order.
#[derive(Debug, Clone, Default)]
pub struct Query(Vec<(String, String)>);

impl FromRequest for Query {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::read_from(request)))
    }
}

fn serde_urlencoded_pairs(query: &str) -> Vec<(String, String)> {
    actix_web::web::Query::<Vec<(String, String)>>::from_query(query)
        .map(|pairs| pairs.into_inner())
        .unwrap_or_default()
}

impl Query {
    /// Those of this request.
    pub fn read_from(request: &HttpRequest) -> Self {
        Self(serde_urlencoded_pairs(request.query_string()))
    }

    /// The parameters of a search that were sent in a body instead.
    pub fn of(pairs: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Self {
        let given = |(key, value): (&str, Option<String>)| Some((key.to_owned(), value?));
        Self(pairs.into_iter().filter_map(given).collect())
    }

    /// Reasons for the keys that are not among these.
    pub fn unknown(&self, allowed: &[&str]) -> Vec<Reason> {
        self.0
            .iter()
            .filter(|(key, _)| !allowed.contains(&key.as_str()))
            .map(|(key, _)| {
                let reason = Reason::new(Code::UnknownParameter).at(key.clone());
                if allowed.is_empty() {
                    reason
                } else {
                    reason.with("allowed", allowed.join(", "))
                }
            })
            .collect()
    }

    /// Refuses keys that are not among these.
    ///
    /// # Errors
    /// Every unknown key, by name.
    pub fn only(&self, allowed: &[&str]) -> Result<(), Failure> {
        let reasons = self.unknown(allowed);
        if reasons.is_empty() {
            Ok(())
        } else {
            Err(Failure::Invalid {
                part: "query",
                reasons,
            })
        }
    }

    /// All values of a key.
    pub fn all(&self, key: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(name, _)| name == key)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// The value of a key.
    pub fn one(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a key, read as this type.
    ///
    /// # Errors
    /// "invalid-format" naming the key.
    pub fn read<T: FromStr>(&self, key: &str, expected: &str) -> Result<Option<T>, Failure> {
        match self.one(key) {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| {
                Failure::query(
                    Reason::new(Code::InvalidFormat)
                        .at(key)
                        .with("expected", expected),
                )
            }),
        }
    }

    /// The keys and values without these, sorted: names a list with its parameters.
    pub fn signature(&self, without: &[&str]) -> String {
        let mut pairs: Vec<String> = self
            .0
            .iter()
            .filter(|(key, _)| !without.contains(&key.as_str()))
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        pairs.sort();
        pairs.join("&")
    }

    /// The query again, with one key replaced: for links to other pages.
    pub fn with(&self, key: &str, value: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = self
            .0
            .iter()
            .filter(|(name, _)| name != key)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        pairs.push((key, value));
        pairs
            .iter()
            .map(|(key, value)| format!("{}={}", encode(key), encode(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

/// The civil day under a key.
///
/// # Errors
/// "invalid-format" naming the key.
pub fn day(query: &Query, key: &str) -> Result<Option<Date>, Failure> {
    let Some(text) = query.one(key) else {
        return Ok(None);
    };
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map(Some)
        .map_err(|_| {
            Failure::query(
                Reason::new(Code::InvalidFormat)
                    .at(key)
                    .with("expected", "YYYY-MM-DD"),
            )
        })
}

/// Percent-encodes all but unreserved characters.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query(serde_urlencoded_pairs(text))
    }

    #[test]
    fn unknown_keys_are_named() {
        let reasons = query("kind=a&page=2&x=1").unknown(&["kind"]);
        let names: Vec<_> = reasons
            .iter()
            .filter_map(|reason| reason.pointer.as_deref())
            .collect();
        assert_eq!(names, ["page", "x"]);
    }

    #[test]
    fn a_link_keeps_the_other_parameters() {
        assert_eq!(
            query("q=a%20b&cursor=x").with("cursor", "y&z"),
            "q=a%20b&cursor=y%26z"
        );
        assert_eq!(query("b=1&a=2&cursor=x").signature(&["cursor"]), "a=2&b=1");
    }
}
