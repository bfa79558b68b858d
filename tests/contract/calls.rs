//! Calls any operation of the document, with its example and with ids that are there.

use super::Op;
use akoki_domain::{
    Noun,
    access::{Permission, Role},
    calendar::SchoolYear,
};
use akoki_tests::{Answer, Caller, send};
use reqwest::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use time::{
    Date, Duration, OffsetDateTime,
    format_description::well_known::Rfc3339,
    macros::{date, format_description},
};
use uuid::Uuid;

/// Values of parameters that are no id, by the name of the parameter: what is shipped or always there.
const WORDS: &[(&str, &str)] = &[
    ("code", "required"),
    ("framework", "inspectorate"),
    ("key", "inspectorate"),
    ("version", "2025"),
    ("sector", "po"),
    ("system", "matrix"),
    ("value", "1"),
    ("number", "1"),
];

/// What the tests know of the store: for each collection, the id of a resource in it.
pub(super) struct Known {
    /// How much later the story of the examples is told than they say.
    shift: Duration,
    /// What the ids of the examples stand for.
    pub(super) examples: BTreeMap<String, String>,
    /// By the path of the collection, without slashes.
    pub(super) ids: BTreeMap<String, String>,
    /// Those that belong to no board: everybody reads them.
    pub(super) shipped: Vec<String>,
    /// For each collection, in which role the resource in it was made.
    pub(super) makers: BTreeMap<String, Role>,
    /// The operations other than reading that succeeded.
    pub(super) done: Mutex<BTreeSet<String>>,
    /// With what somebody signs in.
    who: Value,
}

/// Who may call an operation, as the document says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Access {
    Public,
    SignedIn,
    /// Whoever answers a survey: no token of anybody else does.
    Respondent,
    Needs(Permission),
}

impl Op {
    pub(super) fn access(&self) -> Access {
        let name = self.value["x-permission"].as_str();
        match name {
            Some(name) => Access::Needs(
                *Permission::ALL
                    .iter()
                    .find(|permission| permission.as_str() == name)
                    .unwrap(),
            ),
            None if self.value["security"] == serde_json::json!([]) => Access::Public,
            None if self.value["security"] == serde_json::json!([{"respondent": []}]) => {
                Access::Respondent
            }
            None => Access::SignedIn,
        }
    }

    fn parameters(&self) -> impl Iterator<Item = &Value> {
        self.value["parameters"].as_array().into_iter().flatten()
    }

    /// The collections whose ids stand in the path.
    pub(super) fn collections(&self) -> Vec<&str> {
        let segments: Vec<&str> = self.path.split('/').collect();
        segments
            .windows(2)
            .filter(|pair| is_id(pair[1]))
            .map(|pair| pair[0])
            .collect()
    }

    /// The path with ids in it; the collection of which none is known otherwise.
    pub(super) fn filled(&self, known: &Known) -> Result<String, String> {
        let mut path = String::from("/v1");
        let mut before = "";
        for segment in self.path.split('/').skip(1) {
            path.push('/');
            if is_id(segment) {
                path.push_str(known.ids.get(before).ok_or(before)?);
            } else if segment == "{year}" {
                let SchoolYear(year) = SchoolYear::of(STORY + known.shift);
                path.push_str(&year.to_string());
            } else if segment.starts_with('{') {
                path.push_str(&self.word(segment.trim_matches(['{', '}'])));
            } else {
                path.push_str(segment);
            }
            before = segment;
        }
        let required = self
            .parameters()
            .filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
        for (index, parameter) in required.enumerate() {
            let name = parameter["name"].as_str().unwrap();
            let mark = if index == 0 { '?' } else { '&' };
            path.push_str(&format!("{mark}{name}={}", self.word(name)));
        }
        Ok(path)
    }

    /// A value for a parameter that is no id: the first that its schema names.
    fn word(&self, name: &str) -> String {
        let schema = self
            .parameters()
            .find(|parameter| parameter["name"] == name)
            .map_or(&Value::Null, |parameter| &parameter["schema"]);
        let named = [
            &schema["enum"][0],
            &schema["examples"][0],
            &schema["default"],
        ];
        let named = named.into_iter().find_map(Value::as_str);
        if name == "value" {
            // An id in another system is unique among all kinds.
            return self.path.replace(['/', '{', '}'], "");
        }
        let word = WORDS.iter().find(|(key, _)| *key == name);
        let word = named.or(word.map(|(_, word)| *word));
        word.unwrap_or("none").to_owned()
    }

    /// The id of what it makes, in its example.
    pub(super) fn made(&self) -> String {
        let answers = ["201", "202"].map(|status| &self.value["responses"][status]["content"]);
        let bodies = answers.iter().filter_map(|content| content.as_object());
        let ids = bodies
            .flat_map(|content| content.values())
            .filter_map(|body| named(&body["example"]));
        ids.map(str::to_owned).next().unwrap_or_default()
    }

    /// The example of its body, about resources that are there.
    fn body(&self, known: &Known) -> Option<(String, Value)> {
        let bodies = self.value["requestBody"]["content"].as_object()?;
        // Lists, which are taken in whatever their kind, are tables.
        let usual = |(media, _): &(&String, &Value)| *media != "application/x-ndjson";
        let (media, content) = bodies.iter().find(usual)?;
        let mut example = content["example"].clone();
        refer("", &mut example, known);
        if let (true, Some(fields)) = (
            self.path.contains("by-external-id"),
            example.as_object_mut(),
        ) {
            // Those of the example belong to another resource by now.
            fields.remove("externalIds");
        }
        Some((media.clone(), example))
    }

    /// Calls it. A precondition, where it needs one, is never met: so that a write shows whether it is
    /// allowed without being done.
    pub(super) async fn call(&self, caller: &Caller, path: &str, known: &Known) -> Answer {
        self.call_if(caller, path, known, "\"0.never\"").await
    }

    /// Calls it, with this precondition where it needs one.
    pub(super) async fn call_if(
        &self,
        caller: &Caller,
        path: &str,
        known: &Known,
        version: &str,
    ) -> Answer {
        let method: Method = self.method.to_uppercase().parse().unwrap();
        let mut request = caller.request(method, path);
        let conditional =
            |parameter: &Value| parameter["name"] == "If-Match" && parameter["required"] == true;
        if self.parameters().any(conditional) {
            request = request.header("if-match", version);
        }
        if let Some((media, mut example)) = self.body(known) {
            if let Some(token) = example.get_mut("refreshToken") {
                *token = known.refresh_token(caller).await;
            }
            let text = match example {
                Value::String(text) => text,
                Value::Null => String::new(),
                example => example.to_string(),
            };
            request = request.header("content-type", media).body(text);
        }
        let answer = send(request).await;
        if self.method != "get" && answer.status < 300 && !all_refused(&answer.json) {
            known.done.lock().unwrap().insert(self.id.clone());
        }
        answer
    }
}

/// The id of what was made; of several that were made at once, the first.
pub(super) fn named(answer: &Value) -> Option<&str> {
    let mut several = answer.as_object().into_iter().flat_map(|map| map.values());
    let first = || several.find_map(|list| list[0]["id"].as_str());
    answer["id"].as_str().or_else(first)
}

/// Several were sent at once, and each was refused by itself: nothing was done.
fn all_refused(answer: &Value) -> bool {
    let items = answer["items"].as_array();
    let refused = |one: &Value| one["status"].as_u64().is_some_and(|status| status >= 400);
    items.is_some_and(|items| !items.is_empty() && items.iter().all(refused))
}

/// `{id}` and `{goalId}`, not `{kind}`.
fn is_id(segment: &str) -> bool {
    segment == "{id}" || (segment.starts_with('{') && segment.ends_with("Id}"))
}

/// Puts ids that are there in place of those of an example, by the name of their field.
fn refer(key: &str, value: &mut Value, known: &Known) {
    match value {
        Value::Object(map) => map
            .iter_mut()
            .for_each(|(key, value)| refer(key, value, known)),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|value| refer(key.trim_end_matches('s'), value, known)),
        Value::String(text) if Uuid::parse_str(text).is_ok() => {
            let example = known.examples.get(text).map(String::as_str);
            if let Some(id) = example.or_else(|| known.of_field(key)) {
                *text = id.to_owned();
            }
        }
        Value::Number(year) if key == "schoolYear" => {
            let told = SchoolYear::of(STORY + known.shift).0 - SchoolYear::of(STORY).0;
            if let Some(says) = year.as_i64() {
                *year = (says + i64::from(told)).into();
            }
        }
        Value::String(text) => {
            if let Ok(day) = Date::parse(text, DAY) {
                *text = (day + known.shift).to_string();
            } else if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
                *text = (moment + known.shift).format(&Rfc3339).unwrap();
            }
        }
        _ => {}
    }
}

const DAY: &[time::format_description::BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]");

/// The examples tell of the school year that starts in this month.
const STORY: Date = date!(2025 - 09 - 01);

impl Known {
    /// Nothing yet; the story of the examples begins on this day.
    pub(super) fn new(today: Date, who: Value) -> Self {
        Self {
            shift: today - STORY,
            examples: BTreeMap::new(),
            ids: BTreeMap::new(),
            shipped: Vec::new(),
            makers: BTreeMap::new(),
            done: Mutex::default(),
            who,
        }
    }

    /// A refresh token that was not used: each is used once.
    async fn refresh_token(&self, caller: &Caller) -> Value {
        self.sign_in(caller).await.json["refreshToken"].clone()
    }

    /// A new session of the one who signs in in the examples.
    pub(super) async fn sign_in(&self, caller: &Caller) -> Answer {
        caller.post("/v1/sessions", self.who.clone()).await
    }

    /// The id for a field: `goalId` names a goal, others by what they mean.
    fn of_field(&self, field: &str) -> Option<&str> {
        let stem = field.strip_suffix("Id")?;
        let collection = match stem {
            "parent" | "board" => "boards",
            "unit" | "homeUnit" | "carrier" | "school" | "establishment" => "organisation-units",
            "owner" | "lead" | "participant" => "people",
            "cycle" => "improvement-cycles",
            stem => {
                let kebab: String = stem
                    .chars()
                    .flat_map(|c| {
                        let dash = c.is_ascii_uppercase().then_some('-');
                        dash.into_iter().chain([c.to_ascii_lowercase()])
                    })
                    .collect();
                kebab.parse::<Noun>().ok()?.path()
            }
        };
        self.ids.get(collection).map(String::as_str)
    }
}
