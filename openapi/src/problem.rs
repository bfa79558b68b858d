//! The problem table: what each code of the domain is to a caller.
//!
//! One row a code in `texts/codes.toml`: the HTTP status when it stands alone, and title and detail in
//! Dutch and English. A test fails when a code has no row or a row no code.

use akoki_domain::{Code, Reason, text::Language};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeMap, sync::LazyLock};
use utoipa::ToSchema;

use crate::address;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    status: Option<u16>,
    nl: String,
    en: String,
}

static TABLE: LazyLock<BTreeMap<String, Row>> =
    LazyLock::new(|| crate::texts::table(include_str!("../texts/codes.toml")));

/// The values of a reason by their names: a word as it stands elsewhere in the API, a moment and a day as everywhere.
pub fn params_of(params: &[(String, String)]) -> BTreeMap<String, String> {
    params.iter().cloned().collect()
}

/// A problem (RFC 9457): every answer with status 400 or above has this body.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Address of the description of this kind of problem.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub kind: String,
    /// Short text of the kind.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong this time.
    pub detail: String,
    /// The path that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The stable code, never translated.
    pub code: String,
    /// The values that the text names, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// Everything that is wrong with the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemError>,
    /// Everything that stands in the way of the command.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blockers: Vec<WireReason>,
    /// As it is, when somebody else changed what was put by an id of one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<Value>,
    /// As it was sent, then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub sent: Option<Value>,
    /// The id of the request, to be named when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
}

/// One thing that is wrong with the input.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ProblemError {
    /// Where it stands: `body`, `query`, `path` or `header`.
    #[serde(rename = "in")]
    pub part: String,
    /// JSON Pointer into the body, or the name of the parameter or of the column of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The stable code.
    pub code: String,
    /// What is wrong, in words.
    pub detail: String,
    /// The values that the text names, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

/// One reason: why a command is blocked, why a figure is what it is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct WireReason {
    /// The stable code.
    pub code: String,
    /// In words.
    pub detail: String,
    /// The values that the text names, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// JSON Pointer, when it is about a part of the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The resource that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// The HTTP status of a code when it stands alone.
pub fn status(code: Code) -> u16 {
    TABLE
        .get(code.as_str())
        .and_then(|row| row.status)
        .unwrap_or(400)
}

/// The text of a code, with the values of the reason filled in.
pub fn detail(code: Code, params: &[(String, String)], language: Language) -> String {
    let Some(row) = TABLE.get(code.as_str()) else {
        return code.as_str().to_owned();
    };
    let template = match language {
        Language::Nl => &row.nl,
        Language::En => &row.en,
    };
    let mut text = without_gaps(template, params);
    for (name, value) in params {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// The text without the clauses that name a value which the reason does not give: a reason may know
/// that a value has the wrong form without saying which form is right. A value that stands in no such
/// clause is given by every reason of the code: where tests run, a reason that does not is a failure.
fn without_gaps(template: &str, params: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        if params.iter().any(|(known, _)| known == name) {
            out.push_str(&format!("{before}{{{name}}}"));
        } else {
            let clause = before.rsplit_once(';').or_else(|| before.rsplit_once(':'));
            debug_assert!(
                clause.is_some(),
                "a reason gives no {name}, without which the text says nothing: {template}"
            );
            out.push_str(clause.map_or(before.trim_end(), |(kept, _)| kept));
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

impl WireReason {
    /// A reason of the domain in words.
    pub fn new(reason: &Reason, language: Language) -> Self {
        Self {
            code: reason.code.as_str().to_owned(),
            detail: detail(reason.code, &reason.params, language),
            params: params_of(&reason.params),
            location: reason.pointer.clone(),
            href: address::of_reason(reason),
        }
    }
}

impl ProblemError {
    /// A reason of the domain as an error in a part of the request.
    pub fn new(part: &str, reason: &Reason, language: Language) -> Self {
        Self {
            part: part.to_owned(),
            location: reason.pointer.clone(),
            code: reason.code.as_str().to_owned(),
            detail: detail(reason.code, &reason.params, language),
            params: params_of(&reason.params),
        }
    }
}

/// Every code with its status and texts, for `GET /v1/problems`.
pub fn catalogue() -> impl Iterator<Item = (Code, u16, &'static str, &'static str)> {
    Code::ALL.iter().filter_map(|&code| {
        let row = TABLE.get(code.as_str())?;
        Some((
            code,
            row.status.unwrap_or(400),
            row.nl.as_str(),
            row.en.as_str(),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_row_and_every_row_a_code() {
        let missing: Vec<_> = Code::ALL
            .iter()
            .filter(|code| !TABLE.contains_key(code.as_str()))
            .collect();
        let unknown: Vec<_> = TABLE
            .keys()
            .filter(|key| key.parse::<Code>().is_err())
            .collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "missing {missing:?}, unknown {unknown:?}"
        );
    }

    #[test]
    fn values_named_in_one_language_are_named_in_the_other() {
        let names = |text: &str| -> Vec<String> {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect();
            names.sort();
            names.dedup();
            names
        };
        for (code, row) in TABLE.iter() {
            assert_eq!(names(&row.nl), names(&row.en), "{code}");
        }
    }

    #[test]
    fn a_value_that_is_not_given_leaves_no_gap() {
        for (code, text) in [
            (Code::InvalidValue, "This value is not allowed."),
            (
                Code::InvalidFormat,
                "The value does not have the form asked for.",
            ),
            (Code::TooShort, "Too short."),
            (
                Code::UnknownGroupKey,
                "This campaign has no group with this key.",
            ),
            (
                Code::AlreadyScored,
                "You scored this before; change that score.",
            ),
        ] {
            assert_eq!(detail(code, &[], Language::En), text);
        }
        let allowed = vec![("allowed".to_owned(), "a, {b}".to_owned())];
        assert_eq!(
            detail(Code::InvalidValue, &allowed, Language::En),
            "This value is not allowed; allowed: a, {b}."
        );
    }

    #[test]
    #[should_panic(expected = "a reason gives no max")]
    fn a_value_that_the_text_cannot_do_without_is_given() {
        detail(Code::PayloadTooLarge, &[], Language::En);
    }

    #[test]
    fn values_are_filled_in() {
        let params = vec![("max".to_owned(), "5".to_owned())];
        assert!(detail(Code::TooLong, &params, Language::En).contains('5'));
    }
}
