//! The texts of the contract in Dutch and English, from data files.

use akoki_domain::text::Bilingual;
use serde::de::DeserializeOwned;
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

/// The description of an operation: what it does.
pub fn operation(id: &str) -> Option<&'static Bilingual> {
    OPERATIONS.get(id)
}

/// The description of a schema.
pub fn schema(name: &str) -> Option<&'static Bilingual> {
    SCHEMAS.get(name)
}

/// The description of a field: its own under `Schema.field`, or the one that all fields of that name share.
pub fn field(schema: &str, field: &str) -> Option<&'static Bilingual> {
    FIELDS
        .get(&format!("{schema}.{field}"))
        .or_else(|| FIELDS.get(field))
}

/// The description of a parameter: its own under `operation.parameter`, or the shared one.
pub fn parameter(operation: &str, parameter: &str) -> Option<&'static Bilingual> {
    PARAMETERS
        .get(&format!("{operation}.{parameter}"))
        .or_else(|| PARAMETERS.get(parameter))
}

/// The description of a tag.
pub fn tag(name: &str) -> Option<&'static Bilingual> {
    TAGS.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_parses() {
        for (name, text) in [
            ("operations", include_str!("../texts/operations.toml")),
            ("schemas", include_str!("../texts/schemas.toml")),
            ("fields", include_str!("../texts/fields.toml")),
            ("parameters", include_str!("../texts/parameters.toml")),
            ("tags", include_str!("../texts/tags.toml")),
        ] {
            let parsed: Result<BTreeMap<String, Bilingual>, _> = toml::from_str(text);
            assert!(parsed.is_ok_and(|table| !table.is_empty()), "{name}");
        }
    }
}
