//! The texts of the contract in Dutch and English, from data files.

use akoki_domain::{Noun, event::Verb, text::Bilingual};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeMap, sync::LazyLock};

/// Reads one of the embedded tables. A file that does not parse is a fault of the build, found by the
/// tests; here it is an empty table.
pub(crate) fn table<T: DeserializeOwned>(text: &str) -> BTreeMap<String, T> {
    toml::from_str(text).unwrap_or_default()
}

static OPERATIONS: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| table(include_str!("../texts/operations.toml")));
static SCHEMAS: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| table(include_str!("../texts/schemas.toml")));
static FIELDS: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| table(include_str!("../texts/fields.toml")));
static PARAMETERS: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| table(include_str!("../texts/parameters.toml")));
static TAGS: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| table(include_str!("../texts/tags.toml")));

static OAUTH: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| table(include_str!("../texts/oauth.toml")));
static EVENTS: LazyLock<BTreeMap<String, Bilingual>> =
    LazyLock::new(|| table(include_str!("../texts/events.toml")));
static GLOSSARY: LazyLock<BTreeMap<String, Term>> =
    LazyLock::new(|| table(include_str!("../texts/glossary.toml")));

/// A term of the field: one word in each language, and what it means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The Dutch word.
    pub nl: String,
    /// The English word, which the interface uses.
    pub en: String,
    /// What it means.
    pub meaning: Bilingual,
}

/// The glossary, by key in alphabetical order.
pub fn glossary() -> impl Iterator<Item = (&'static str, &'static Term)> {
    GLOSSARY.iter().map(|(key, term)| (key.as_str(), term))
}

/// What an event says: the verb, said of the noun. A text that is missing is an empty one.
pub fn event(noun: Noun, verb: Verb) -> Bilingual {
    let find = |key: String| EVENTS.get(&key);
    let (Some(verb), Some(noun)) = (
        find(format!("verb.{}", verb.as_str())),
        find(format!("noun.{}", noun.as_str())),
    ) else {
        return Bilingual {
            nl: String::new(),
            en: String::new(),
        };
    };
    Bilingual {
        nl: verb.nl.replace("{noun}", &noun.nl),
        en: verb.en.replace("{noun}", &noun.en),
    }
}

/// The description of an operation: what it does.
pub fn operation(id: &str) -> Option<&'static Bilingual> {
    OPERATIONS.get(id)
}

/// The schemas that a schema is made from, itself first: `GoalInputPatch`, `GoalInput`, `Goal`.
fn bases(schema: &str) -> Vec<&str> {
    let mut all = vec![schema];
    let mut name = schema;
    for suffix in ["Page", "Patch", "Input"] {
        if let Some(base) = name.strip_suffix(suffix) {
            all.push(base);
            name = base;
        }
    }
    all
}

/// The description of a schema: its own; or, of a page, an input or a patch, made from that of the
/// schema it belongs to.
pub fn schema(name: &str) -> Option<Bilingual> {
    if let Some(own) = SCHEMAS.get(name) {
        return Some(own.clone());
    }
    let (suffix, nl, en) = MADE.iter().find(|(suffix, ..)| name.ends_with(suffix))?;
    let base = schema(name.strip_suffix(suffix)?)?;
    Some(Bilingual {
        nl: format!("{nl} {}", base.nl),
        en: format!("{en} {}", base.en),
    })
}

const MADE: [(&str, &str, &str); 3] = [
    (
        "Page",
        "Een bladzijde van een lijst; per onderdeel:",
        "A page of a list; each item:",
    ),
    (
        "Patch",
        "Een merge patch (RFC 7396): alleen wat verandert; null haalt een waarde weg.",
        "A merge patch (RFC 7396): only what changes; null takes a value away.",
    ),
    ("Input", "Wat u kunt opgeven:", "What you can set:"),
];

/// The description of a field: its own under `Schema.field`, that of the schema which its schema is made
/// from, or the one that all fields of that name share.
pub fn field(schema: &str, field: &str) -> Option<&'static Bilingual> {
    bases(schema)
        .iter()
        .find_map(|base| FIELDS.get(&format!("{base}.{field}")))
        .or_else(|| FIELDS.get(field))
}

/// The description of a parameter: its own under `operation.parameter`, or the shared one.
pub fn parameter(operation: &str, parameter: &str) -> Option<&'static Bilingual> {
    PARAMETERS
        .get(&format!("{operation}.{parameter}"))
        .or_else(|| PARAMETERS.get(parameter))
}

/// The description of an error of the token issuer.
pub fn oauth(key: &str) -> Option<&'static Bilingual> {
    OAUTH.get(key)
}

/// The description of a tag.
pub fn tag(name: &str) -> Option<&'static Bilingual> {
    TAGS.get(name)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_table_parses() {
        for (name, text) in [
            ("operations", include_str!("../texts/operations.toml")),
            ("schemas", include_str!("../texts/schemas.toml")),
            ("fields", include_str!("../texts/fields.toml")),
            ("parameters", include_str!("../texts/parameters.toml")),
            ("tags", include_str!("../texts/tags.toml")),
            ("oauth", include_str!("../texts/oauth.toml")),
        ] {
            let parsed: Result<BTreeMap<String, Bilingual>, _> = toml::from_str(text);
            assert!(parsed.is_ok_and(|table| !table.is_empty()), "{name}");
        }
    }

    #[test]
    fn descriptions_of_the_issuer_hold_plain_characters_only() {
        let plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
        for (key, text) in OAUTH.iter() {
            assert!(text.nl.chars().chain(text.en.chars()).all(plain), "{key}");
            assert_eq!(
                text.nl.contains("{value}"),
                text.en.contains("{value}"),
                "{key}"
            );
        }
    }

    #[test]
    fn what_belongs_to_a_schema_is_described_from_it() {
        let own = schema("Event").unwrap();
        let page = schema("EventInputPatch").unwrap();
        assert!(page.nl.ends_with(&own.nl) && page.en.ends_with(&own.en));
        assert_eq!(field("EventInputPatch", "type"), field("Event", "type"));
        assert_ne!(field("Event", "version"), field("Other", "version"));
        assert!(schema("NothingPage").is_none() && field("Nothing", "nothing").is_none());
    }

    #[test]
    fn every_event_type_has_a_text() {
        for (noun, verb) in akoki_domain::event::published() {
            let text = event(noun, verb);
            for text in [text.nl, text.en] {
                assert!(
                    !text.is_empty() && !text.contains('{'),
                    "{noun:?} {verb:?}: {text}"
                );
            }
        }
    }

    #[test]
    fn every_term_is_there_in_both_languages_and_once() {
        let parsed: Result<BTreeMap<String, Term>, _> =
            toml::from_str(include_str!("../texts/glossary.toml"));
        let terms = parsed.unwrap_or_else(|error| panic!("{error}"));
        assert!(terms.len() >= 60, "{}", terms.len());
        for (key, term) in &terms {
            for text in [&term.nl, &term.en, &term.meaning.nl, &term.meaning.en] {
                assert!(!text.trim().is_empty(), "{key}");
            }
            let same = terms
                .values()
                .filter(|other| other.en == term.en || other.nl == term.nl);
            assert_eq!(same.count(), 1, "{key}: the word stands for one thing");
            assert!(
                key.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{key}"
            );
        }
    }
}
