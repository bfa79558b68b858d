//! The body of a request to the issuer: a form, each name once, nothing in the address.

use actix_web::{HttpRequest, http::header, web};

use super::error::{Word, Wrong, wrong};

/// The form of a request, and what is wrong with it as such.
#[derive(Debug, Default)]
pub struct Form {
    pairs: Vec<(String, String)>,
    /// Everything that is wrong so far.
    pub wrong: Vec<Wrong>,
}

/// A text that is encoded as a value of a form.
pub fn decode(text: &str) -> Option<String> {
    if text.contains('&') {
        return None;
    }
    let pairs = pairs(&format!("v={text}"))?;
    pairs.into_iter().next().map(|(_, value)| value)
}

fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    web::Query::<Vec<(String, String)>>::from_query(text)
        .ok()
        .map(web::Query::into_inner)
}

impl Form {
    /// Reads the form of a request.
    pub fn read(request: &HttpRequest, body: &[u8]) -> Self {
        let mut form = Self::default();
        if !request.query_string().is_empty() {
            form.refuse("query", "");
        }
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            form.refuse("media", "application/x-www-form-urlencoded");
            return form;
        }
        match std::str::from_utf8(body).ok().and_then(pairs) {
            Some(pairs) => form.pairs = pairs,
            None => form.refuse("form", ""),
        }
        let mut twice: Vec<String> = Vec::new();
        for (index, (name, _)) in form.pairs.iter().enumerate() {
            let before = form.pairs.iter().take(index);
            if before.clone().any(|(known, _)| known == name) && !twice.contains(name) {
                twice.push(name.clone());
            }
        }
        for name in twice {
            form.refuse("twice", &name);
        }
        form
    }

    fn refuse(&mut self, text: &'static str, value: &str) {
        self.wrong.push(wrong(Word::InvalidRequest, text, value));
    }

    /// The value under a name. One without a value counts as not sent (RFC 6749, 3.2).
    pub fn one(&self, name: &str) -> Option<&str> {
        let mut found = self.pairs.iter().filter(|(known, _)| known == name);
        found
            .next()
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value under a name; wrong without.
    pub fn needed(&mut self, name: &str) -> Option<String> {
        let value = self.one(name).map(str::to_owned);
        if value.is_none() {
            self.refuse("missing", name);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use actix_web::test::TestRequest;

    fn read(path: &str, kind: &str, body: &str) -> Form {
        let request = TestRequest::with_uri(path).insert_header(("content-type", kind));
        Form::read(&request.to_http_request(), body.as_bytes())
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    fn texts(form: &Form) -> Vec<&'static str> {
        form.wrong.iter().map(|wrong| wrong.text).collect()
    }

    #[test]
    fn a_form_is_read() {
        let form = read(
            "/",
            "Application/X-WWW-Form-URLEncoded; charset=utf-8",
            "a=b+c&d=%26&e=",
        );
        assert!(form.wrong.is_empty());
        assert_eq!(
            (form.one("a"), form.one("d"), form.one("e")),
            (Some("b c"), Some("&"), None)
        );
    }

    #[test]
    fn everything_wrong_with_a_form_is_said() {
        let mut form = read("/?x=1", FORM, "a=1&a=2&a=3&b=1");
        assert_eq!(form.needed("c"), None);
        assert_eq!(texts(&form), ["query", "twice", "missing"]);
        assert_eq!(texts(&read("/", "application/json", "{}")), ["media"]);
    }

    #[test]
    fn values_are_decoded() {
        assert_eq!(decode("a%3Ab+c").unwrap(), "a:b c");
        assert_eq!(decode("a&b"), None);
    }
}
