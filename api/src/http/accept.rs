//! What a caller takes for an answer, as `Accept` says (RFC 9110, 12.5.1).

use actix_web::{
    HttpMessage,
    http::header::{self, Accept, Header, Quality},
};
use std::cmp::Reverse;

/// The ranges of media types that a caller takes; any type when they say nothing.
pub struct Accepted(Option<Accept>);

/// How much a type is wanted: by weight, then by how exactly it was named, then by which was named first.
type Rank = (Quality, u8, Reverse<usize>);

impl Accepted {
    /// Those of a request.
    pub fn of(request: &impl HttpMessage) -> Self {
        let mut said = request.headers().get_all(header::ACCEPT);
        let said = said.any(|value| !value.as_bytes().trim_ascii().is_empty());
        let parse = || Accept::parse(request).unwrap_or_else(|_| Accept(Vec::new()));
        Self(said.then(parse))
    }

    /// The one among these types that the caller would have rather than the others: of those that are alike to them
    /// the first. None when they take none of them.
    pub fn best<'a>(&self, kinds: &[&'a str]) -> Option<&'a str> {
        let Some(accept) = &self.0 else {
            return kinds.first().copied();
        };
        let ranked = kinds.iter().enumerate();
        let ranked = ranked.filter_map(|(at, kind)| Some((rank(accept, kind)?, Reverse(at), kind)));
        ranked.max().map(|(_, _, kind)| *kind)
    }
}

/// The range that names a type most exactly says how much it is wanted; none when that is not at all.
fn rank(accept: &Accept, kind: &str) -> Option<Rank> {
    let (family, _) = kind.split_once('/')?;
    let named = accept.iter().enumerate().filter_map(|(place, range)| {
        let item = &range.item;
        let exact = match (item.type_().as_str(), item.subtype().as_str()) {
            ("*", "*") => 0,
            (named, "*") if named == family => 1,
            _ if item.essence_str() == kind => 2,
            _ => return None,
        };
        Some((exact, Reverse(place), range.quality))
    });
    let (exact, place, weight) = named.max()?;
    (weight > Quality::ZERO).then_some((weight, exact, place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const JSON: &str = "application/json";
    const CSV: &str = "text/csv";

    fn best(accept: &[&str]) -> Option<&'static str> {
        let mut request = TestRequest::default();
        for said in accept {
            request = request.append_header((header::ACCEPT, *said));
        }
        Accepted::of(&request.to_srv_request()).best(&[JSON, CSV])
    }

    #[test]
    fn what_is_wanted_most_comes_first() {
        let found = [
            (&[][..], Some(JSON)),
            (&[""], Some(JSON)),
            (&["*/*"], Some(JSON)),
            (&["text/*"], Some(CSV)),
            (&["text/csv, application/json"], Some(CSV)),
            (&["application/json;q=0.4, text/csv;q=0.5"], Some(CSV)),
            (&["application/json;q=0.5, text/csv;q=0.4"], Some(JSON)),
            // An exact name says more than a range, wherever it stands.
            (&["*/*, text/csv"], Some(CSV)),
            (&["*/*, application/json;q=0.1"], Some(CSV)),
            (&["application/json;q=0, */*;q=0.1"], Some(CSV)),
            (&["TEXT/CSV; charset=utf-8; q=1"], Some(CSV)),
            // Several lines are one list.
            (&["application/json;q=0.1", "text/csv"], Some(CSV)),
        ];
        for (accept, expected) in found {
            assert_eq!(best(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn what_is_not_wanted_is_not_made() {
        for accept in [
            "*/*;q=0",
            "text/html",
            "text/csv;q=0",
            "text/*;q=0, */*;q=0",
            "csv",
        ] {
            assert_eq!(best(&[accept]), None, "{accept}");
        }
    }
}
