//! Errors as RFC 6749 has them: one word, and everything that is wrong in the description.

use actix_web::{HttpResponse, ResponseError, http::header};
use akoki_domain::text::Language;
use akoki_openapi::texts;
use serde_json::json;

use crate::failure::Failure;

/// The word of an error. The first of these that applies is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// The client did not prove who it is.
    InvalidClient,
    /// Something is missing, there twice, or has the wrong form.
    InvalidRequest,
    /// The client may not do this.
    UnauthorizedClient,
    /// Another way to ask for a token.
    UnsupportedGrantType,
    /// A scope that is unknown or too much.
    InvalidScope,
}

impl Word {
    const fn as_str(self) -> &'static str {
        match self {
            Word::InvalidClient => "invalid_client",
            Word::InvalidRequest => "invalid_request",
            Word::UnauthorizedClient => "unauthorized_client",
            Word::UnsupportedGrantType => "unsupported_grant_type",
            Word::InvalidScope => "invalid_scope",
        }
    }
}

/// One thing that is wrong: its word, its text in `texts/oauth.toml`, and a value that the text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The word.
    pub word: Word,
    /// The key of the text.
    pub text: &'static str,
    /// The value.
    pub value: String,
}

/// Something wrong with a request.
pub fn wrong(word: Word, text: &'static str, value: impl Into<String>) -> Wrong {
    Wrong {
        word,
        text,
        value: value.into(),
    }
}

/// A request that is not done.
#[derive(Debug)]
pub enum Refused {
    /// Everything that is wrong with it.
    Wrong(Vec<Wrong>),
    /// The client did not prove who it is, as often before: the seconds to wait before another try counts.
    Waits(i64),
    /// Ours, or the store is busy.
    Failed(Failure),
}

impl<F: Into<Failure>> From<F> for Refused {
    fn from(failure: F) -> Self {
        Refused::Failed(failure.into())
    }
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Self {
        Refused::Wrong(vec![wrong])
    }
}

impl Refused {
    /// The answer, in this language.
    pub fn answer(&self, language: Language) -> HttpResponse {
        let (found, wait) = match self {
            Refused::Failed(failure) => return failure.error_response(),
            Refused::Wrong(found) => (found.clone(), None),
            Refused::Waits(seconds) => {
                let waits = wrong(Word::InvalidClient, "client-waits", seconds.to_string());
                (vec![waits], Some(*seconds))
            }
        };
        let word = found.iter().map(|wrong| wrong.word).min();
        let word = word.unwrap_or(Word::InvalidRequest);
        let mut answer = match (word, wait) {
            (_, Some(_)) => HttpResponse::TooManyRequests(),
            (Word::InvalidClient, None) => HttpResponse::Unauthorized(),
            _ => HttpResponse::BadRequest(),
        };
        if let Some(seconds) = wait {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        } else if word == Word::InvalidClient {
            answer.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"akoki\""));
        }
        let said: Vec<String> = found.iter().map(|wrong| wrong.said(language)).collect();
        answer
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::PRAGMA, "no-cache"))
            .json(json!({"error": word.as_str(), "error_description": said.join(" ")}))
    }
}

impl Wrong {
    fn said(&self, language: Language) -> String {
        let text = texts::oauth(self.text).map_or(self.text, |text| text.get(language));
        text.replace("{value}", &printable(&self.value))
    }
}

/// The characters that a description may hold (RFC 6749, 5.2), and not too many of them.
fn printable(text: &str) -> String {
    let allowed = |c: &char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    text.chars().filter(allowed).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_holds_plain_characters_only() {
        assert_eq!(printable("a\"b\\c\né"), "abc");
        assert_eq!(printable(&"x".repeat(400)).len(), 300);
    }

    #[test]
    fn a_client_that_is_not_known_goes_before_all_else() {
        let mut words = [
            Word::InvalidScope,
            Word::InvalidRequest,
            Word::InvalidClient,
        ];
        words.sort();
        assert_eq!(words.map(Word::as_str)[0], "invalid_client");
    }
}
