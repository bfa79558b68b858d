//! Addresses of resources and views, as answers name them.

use akoki_domain::{
    Reason,
    error::{Subject, View},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the characters that RFC 3986 leaves unreserved, and the slash, which a query may hold and
/// without which the names of requirements are hard to read.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The address of a resource.
pub fn of_resource(subject: Subject) -> String {
    format!("/v1/{}/{}", subject.noun.path(), subject.id)
}

/// The address at which to see what a reason is about, when it is about anything.
pub fn of_reason(reason: &Reason) -> Option<String> {
    if let Some(View::List(noun, values)) = &reason.view {
        let values = values.iter().map(|(name, value)| (&**name, &**value));
        return Some(format!("/v1/{}{}", noun.path(), query(values)));
    }
    let own = of_resource(reason.subject?);
    Some(match &reason.view {
        Some(View::Standing) => own + "/standing",
        Some(View::Baseline(edition)) => {
            own + "/baseline" + &query([("frameworkVersion", edition)])
        }
        Some(View::List(..)) | None => own,
    })
}

/// Values as they stand in an address, from the question mark on; nothing when there are none.
pub fn query<'a, V: AsRef<str>>(values: impl IntoIterator<Item = (&'a str, V)>) -> String {
    let mut out = String::new();
    for (name, value) in values {
        out.push(if out.is_empty() { '?' } else { '&' });
        out.extend(utf8_percent_encode(name, IN_QUERY));
        out.push('=');
        out.extend(utf8_percent_encode(value.as_ref(), IN_QUERY));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_an_address_so_that_they_are_read_back_as_they_were() {
        assert_eq!(query::<&str>([]), "");
        let values = [
            ("requirement", "inspectorate/2025/po/OP2"),
            ("q", "a&b = é+%"),
        ];
        let expected = "?requirement=inspectorate/2025/po/OP2&q=a%26b%20%3D%20%C3%A9%2B%25";
        assert_eq!(query(values), expected);
    }
}
