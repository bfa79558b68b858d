//! Query parameters: a key that the operation does not know is refused by name, as is one that stands twice
//! where one value is expected, and a value that is not text.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use akoki_domain::{Code, Reason};
use akoki_openapi::address;
use std::{
    future::{Ready, ready},
    str::FromStr,
};
use time::{Date, macros::format_description};

use crate::failure::Failure;

/// The query parameters of a request, in their order.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pairs: Vec<(String, String)>,
    /// What could not be read as text.
    garbled: Vec<Reason>,
}

impl FromRequest for Query {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::read_from(request)))
    }
}

impl Query {
    /// Those of this request.
    pub fn read_from(request: &HttpRequest) -> Self {
        Self::parse(request.query_string())
    }

    fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for piece in text.split('&').filter(|piece| !piece.is_empty()) {
            let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
            // A key that is no text is named as it was sent.
            let name = decode(key).unwrap_or_else(|_| key.to_owned());
            match decode(key).and(decode(value)) {
                Ok(value) => query.pairs.push((name, value)),
                Err(wrong) => query.garbled.push(wrong.at(name)),
            }
        }
        query
    }

    /// The parameters of a search that were sent in a body instead.
    pub fn of(pairs: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Self {
        let given = |(key, value): (&str, Option<String>)| Some((key.to_owned(), value?));
        Self {
            pairs: pairs.into_iter().filter_map(given).collect(),
            garbled: Vec::new(),
        }
    }

    /// Reasons for what is wrong whatever the values mean: keys that are in neither list, keys of the
    /// first that stand there more than once, values that are not text.
    pub fn wrong(&self, once: &[&str], repeated: &[&str]) -> Vec<Reason> {
        let mut reasons = self.garbled.clone();
        let allowed = [once, repeated].concat();
        let mut seen: Vec<&str> = Vec::new();
        for (key, _) in &self.pairs {
            let key = key.as_str();
            if !allowed.contains(&key) {
                let reason = Reason::new(Code::UnknownParameter).at(key);
                reasons.push(if allowed.is_empty() {
                    reason
                } else {
                    reason.with("allowed", allowed.join(", "))
                });
                continue;
            }
            // The second time is told, those after it say nothing new.
            if once.contains(&key) && seen.iter().filter(|known| **known == key).count() == 1 {
                reasons.push(Reason::new(Code::DuplicateParameter).at(key));
            }
            seen.push(key);
        }
        reasons
    }

    /// Refuses all that [`Query::wrong`] finds, where no value is read.
    ///
    /// # Errors
    /// Everything that is wrong, by name.
    pub fn only(&self, once: &[&str]) -> Result<(), Failure> {
        refuse(self.wrong(once, &[]))
    }

    /// All values of a key.
    pub fn all(&self, key: &str) -> Vec<String> {
        self.pairs
            .iter()
            .filter(|(name, _)| name == key)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// The value of a key.
    pub fn one(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a key, read as this type; one that cannot be is added to what is wrong.
    pub fn read<T: FromStr>(
        &self,
        key: &str,
        expected: &str,
        reasons: &mut Vec<Reason>,
    ) -> Option<T> {
        let read = self.one(key)?.parse().ok();
        if read.is_none() {
            let wrong = Reason::new(Code::InvalidFormat).at(key);
            reasons.push(wrong.with("expected", expected));
        }
        read
    }

    /// The civil day under a key; what is none is added to what is wrong.
    pub fn day(&self, key: &str, reasons: &mut Vec<Reason>) -> Option<Date> {
        let form = format_description!("[year]-[month]-[day]");
        let day = Date::parse(self.one(key)?, form).ok();
        if day.is_none() {
            let wrong = Reason::new(Code::InvalidFormat).at(key);
            reasons.push(wrong.with("expected", "YYYY-MM-DD"));
        }
        day
    }

    /// The keys and values without these, sorted: names a list with its parameters.
    pub fn signature(&self, without: &[&str]) -> String {
        let mut pairs: Vec<String> = self
            .pairs
            .iter()
            .filter(|(key, _)| !without.contains(&key.as_str()))
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        pairs.sort();
        pairs.join("&")
    }

    /// The query again from the question mark on, with one key replaced: for links to other pages.
    pub fn with(&self, key: &str, value: &str) -> String {
        let others = self.pairs.iter().filter(|(name, _)| name != key);
        let others = others.map(|(name, value)| (name.as_str(), value.as_str()));
        address::query(others.chain([(key, value)]))
    }
}

/// Refuses a query in which something is wrong.
///
/// # Errors
/// All these reasons.
pub fn refuse(reasons: Vec<Reason>) -> Result<(), Failure> {
    if reasons.is_empty() {
        return Ok(());
    }
    Err(Failure::invalid("query", reasons))
}

/// The text that is percent-encoded here, as in a form: a plus is a space.
fn decode(text: &str) -> Result<String, Reason> {
    let garbled = || Reason::new(Code::InvalidFormat).with("expected", "percent-encoded UTF-8");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                let (high, low) = high.zip(low).ok_or_else(garbled)?;
                u8::try_from(high * 16 + low).map_err(|_| garbled())?
            }
            byte => byte,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| garbled())?;
    if text.contains('\0') {
        return Err(Reason::new(Code::ContainsNul));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query::parse(text)
    }

    fn named(reasons: &[Reason]) -> Vec<(&str, Code)> {
        reasons
            .iter()
            .map(|one| (one.pointer.as_deref().unwrap_or("nameless"), one.code))
            .collect()
    }

    #[test]
    fn unknown_and_doubled_keys_are_named() {
        let reasons = query("kind=a&page=2&x=1&on=1&kind=b&on=2&on=3").wrong(&["on"], &["kind"]);
        assert_eq!(
            named(&reasons),
            [
                ("page", Code::UnknownParameter),
                ("x", Code::UnknownParameter),
                ("on", Code::DuplicateParameter),
            ]
        );
    }

    #[test]
    fn a_value_that_is_no_text_is_refused_beside_the_rest() {
        let garbled = query("a=%zz&b=%C3&c=x%00y&d=%4&%FF=1&e=caf%C3%A9+au%20lait&f=%+1");
        let reasons = garbled.wrong(&["a", "b", "c", "d", "e", "f"], &[]);
        assert_eq!(
            named(&reasons),
            [
                ("a", Code::InvalidFormat),
                ("b", Code::InvalidFormat),
                ("c", Code::ContainsNul),
                ("d", Code::InvalidFormat),
                ("%FF", Code::InvalidFormat),
                ("f", Code::InvalidFormat),
            ]
        );
        assert_eq!(garbled.one("e"), Some("café au lait"));
        assert_eq!(garbled.one("a"), None);
    }

    #[test]
    fn what_cannot_be_read_is_added_to_what_is_wrong() {
        let query = query("on=2026-02-30&from=2026-03-01&n=x&m=7");
        let mut reasons = Vec::new();
        assert_eq!(query.day("on", &mut reasons), None);
        assert!(query.day("from", &mut reasons).is_some());
        assert_eq!(query.read::<u8>("n", "number", &mut reasons), None);
        assert_eq!(query.read::<u8>("m", "number", &mut reasons), Some(7));
        assert_eq!(query.day("until", &mut reasons), None);
        assert_eq!(
            named(&reasons),
            [("on", Code::InvalidFormat), ("n", Code::InvalidFormat)]
        );
    }

    #[test]
    fn a_link_keeps_the_other_parameters() {
        assert_eq!(
            query("q=a%20b&cursor=x").with("cursor", "y&z"),
            "?q=a%20b&cursor=y%26z"
        );
        assert_eq!(query("b=1&a=2&cursor=x").signature(&["cursor"]), "a=2&b=1");
    }
}
