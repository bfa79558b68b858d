//! The stories as they are written: steps on days, with words that stand for what is known only when the
//! story is told.
//!
//! In the texts of a step stands `{name}` for the id of what an earlier step called so, `{name/field}` for
//! one of its fields (`{name/list/0/id}` deeper down), `{-12}` for the day twelve days before the end of the story, `{schoolYear-90}` for
//! the school year of a day (a number where it is the whole value), and `{edition/po}` for the inspectorate's edition in force at the end.

use akoki_domain::{access::Role, calendar::SchoolYear};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use crate::{clock::Story, frameworks::Known};

/// One step of a story.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Step {
    /// Somebody comes on: as an account or machine client that was made, or as a script with a role on a unit or on the
    /// platform.
    Cast(Cast),
    /// Somebody calls an operation.
    Call(Deed),
    /// People answer a survey.
    Respond(Responses),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cast {
    day: i64,
    pub(super) cast: String,
    pub(super) account: Option<String>,
    pub(super) role: Option<String>,
    pub(super) on: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    day: i64,
    /// Who.
    pub(super) by: String,
    /// What, such as `POST /goals/{goal}/reviews`.
    #[serde(rename = "do")]
    pub(super) call: String,
    /// What the answer is called from here on; of a list its first item.
    #[serde(rename = "as")]
    pub(super) name: Option<String>,
    /// Whether it makes what is not there yet, under an address that is known before.
    #[serde(default)]
    pub(super) new: bool,
    /// The body.
    #[serde(rename = "with")]
    pub(super) body: Option<Value>,
    /// The file that is the body.
    pub(super) file: Option<String>,
}

/// Answers to a survey, each sent in by whoever holds the code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Responses {
    day: i64,
    /// The file with the answers: of each who answers a line with the code, then the answers under the keys of the
    /// questions that stand in its first line. Nothing is answered where nothing stands.
    pub(super) answers: String,
}

impl Step {
    /// The day of the story.
    pub(super) fn day(&self) -> i64 {
        match self {
            Step::Cast(cast) => cast.day,
            Step::Call(deed) => deed.day,
            Step::Respond(responses) => responses.day,
        }
    }
}

/// One who answers: with which code, and what.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Response {
    pub(super) code: String,
    pub(super) answers: Map<String, Value>,
}

/// Those who answer, as a file tells of them whose words were put in.
pub(super) fn responses(text: &str) -> Result<Vec<Response>, String> {
    let mut lines = text.lines().map(|line| line.split(';'));
    let mut head = lines.next().ok_or("the file is empty")?;
    if head.next() != Some("code") {
        return Err("a file of answers begins with the code".to_owned());
    }
    let keys: Vec<&str> = head.collect();
    let response = |mut cells: std::str::Split<'_, char>| {
        let code = cells.next().unwrap_or_default().to_owned();
        let cells: Vec<&str> = cells.collect();
        if cells.len() != keys.len() {
            return Err(format!(
                "{} answers to {} questions",
                cells.len(),
                keys.len()
            ));
        }
        let given = keys.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        let answers = given.map(|(key, cell)| {
            let number = cell.parse::<u32>().map(Value::from);
            ((*key).to_owned(), number.unwrap_or_else(|_| cell.into()))
        });
        Ok(Response {
            code,
            answers: answers.collect(),
        })
    };
    lines.map(response).collect()
}

/// All steps, in the order in which they happen: by day, then as they are written.
pub(super) fn steps() -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for (name, text) in akoki_migrations::seed::stories() {
        let story: Vec<Step> =
            serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        steps.extend(story);
    }
    steps.sort_by_key(Step::day);
    Ok(steps)
}

/// The role that a step names.
pub(super) fn role(word: Option<&str>) -> Result<Role, String> {
    let word = word.ok_or("no role")?;
    word.parse().map_err(|()| format!("no role {word}"))
}

/// What the words of a story stand for.
pub(super) struct Words<'a> {
    pub(super) story: &'a Story,
    pub(super) known: &'a Known,
    /// The answers that were given a name.
    pub(super) named: BTreeMap<String, Value>,
}

impl Words<'_> {
    /// A body with what its words stand for.
    pub(super) fn value(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => match self.year(text) {
                Some(year) => year.into(),
                None => self.text(text)?.into(),
            },
            Value::Array(items) => {
                let items: Result<Vec<Value>, String> =
                    items.iter().map(|item| self.value(item)).collect();
                items?.into()
            }
            Value::Object(fields) => {
                let mut out = serde_json::Map::new();
                for (key, value) in fields {
                    out.insert(key.clone(), self.value(value)?);
                }
                out.into()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        })
    }

    /// A text with what its words stand for.
    pub(super) fn text(&self, text: &str) -> Result<String, String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, after) = after
                .split_once('}')
                .ok_or_else(|| format!("no }} after {{ in {text}"))?;
            out.push_str(before);
            out.push_str(&self.word(word)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    /// The school year for which a whole text stands.
    fn year(&self, text: &str) -> Option<i32> {
        self.school_year(text.strip_prefix('{')?.strip_suffix('}')?)
    }

    fn school_year(&self, word: &str) -> Option<i32> {
        let day = word.strip_prefix("schoolYear")?.parse().ok()?;
        Some(SchoolYear::of(self.story.day(day)).0)
    }

    fn word(&self, word: &str) -> Result<String, String> {
        if let Ok(day) = word.parse::<i64>() {
            return Ok(self.story.day(day).to_string());
        }
        if let Some(year) = self.school_year(word) {
            return Ok(year.to_string());
        }
        if let Some(sector) = word.strip_prefix("edition/") {
            let library = &self.known.library;
            let edition = library.inspected_by(Some(sector), self.story.day(0));
            return edition
                .map(|edition| edition.edition.to_string())
                .ok_or_else(|| format!("no edition for {sector}"));
        }
        let (name, field) = word.split_once('/').unwrap_or((word, "id"));
        let pointer = format!("/{field}");
        let value = self.named.get(name);
        let value = value.and_then(|value| value.pointer(&pointer));
        value
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("nothing is called {word}"))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use serde_json::json;
    use time::macros::date;

    #[test]
    fn words_stand_for_days_and_for_what_was_named() {
        let (story, known) = (Story::ending(date!(2026 - 11 - 25)), Known::default());
        let named = json!({"id": "a", "nextId": "b"});
        let words = Words {
            story: &story,
            known: &known,
            named: BTreeMap::from([("sums".to_owned(), named)]),
        };
        let value = json!({"on": "{-25}", "of": ["{sums}/x", "{sums/nextId}"], "year": "{schoolYear-120}", "in": "/{schoolYear-90}/", "n": 1});
        let meant =
            json!({"on": "2026-10-31", "of": ["a/x", "b"], "year": 2025, "in": "/2026/", "n": 1});
        assert_eq!(words.value(&value), Ok(meant));
        for text in ["{nobody}", "{sums/none}", "{", "{edition/po}"] {
            assert!(words.text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_file_of_answers_tells_who_answers_what() {
        let read = responses("code;fine;why;remark\na;4;;Goed zo\nb;;yes;\n").unwrap();
        let meant = [
            ("a", json!({"fine": 4, "remark": "Goed zo"})),
            ("b", json!({"why": "yes"})),
        ];
        let meant = meant.map(|(code, answers)| Response {
            code: code.to_owned(),
            answers: answers.as_object().cloned().unwrap(),
        });
        assert_eq!(read, meant);
        for wrong in ["", "fine\n4\n", "code;fine\na\n", "code;fine\na;4;5\n"] {
            assert!(responses(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_stories_can_be_read_and_end_before_today() {
        let steps = steps().unwrap();
        assert!(steps.is_sorted_by_key(Step::day));
        assert!(steps.last().is_some_and(|step| step.day() < 0));
    }
}
