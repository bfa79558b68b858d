//! The data shipped with the service, as files: the use cases of `api` read and publish them.

use include_dir::{Dir, include_dir};

static FRAMEWORKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seed/frameworks");
static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seed/demo");
static MAPPINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seed/mappings");
static SURVEY_INSTRUMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seed/survey-instruments");

/// The kinds of organisation unit, JSON.
pub const UNIT_KINDS: &str = include_str!("../seed/unit-kinds.json");

/// The kinds of audit, JSON.
pub const AUDIT_KINDS: &str = include_str!("../seed/audit-kinds.json");

/// By when results on social safety are with the inspectorate, by school year, JSON.
pub const SAFETY_DELIVERY_TERMS: &str = include_str!("../seed/safety-delivery-terms.json");

/// What the inspectorate expects of the results of primary schools, by the years for which it holds, JSON.
pub const PRIMARY_LEARNING_NORMS: &str =
    include_str!("../seed/learning-results/primary-norms.json");

/// The norms for results of secondary schools, as far as they are known, JSON.
pub const SECONDARY_LEARNING_NORMS: &str =
    include_str!("../seed/learning-results/secondary-norms.json");

fn files(dir: &'static Dir<'static>) -> impl Iterator<Item = (&'static str, &'static str)> {
    dir.files()
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

/// Every shipped edition: the name of its file, and its JSON.
pub fn frameworks() -> impl Iterator<Item = (&'static str, &'static str)> {
    files(&FRAMEWORKS)
}

/// Every shipped mapping: the name of its file, and its JSON.
pub fn mappings() -> impl Iterator<Item = (&'static str, &'static str)> {
    files(&MAPPINGS)
}

/// Every shipped survey instrument: the name of its file, and its JSON.
pub fn survey_instruments() -> impl Iterator<Item = (&'static str, &'static str)> {
    files(&SURVEY_INSTRUMENTS)
}

/// The files of the demo by name: stories in JSON and the lists that are taken in there.
pub fn demo(name: &str) -> Option<&'static str> {
    DEMO.get_file(name)?.contents_utf8()
}

/// The stories of the demo, in the order of their names.
pub fn stories() -> Vec<(&'static str, &'static str)> {
    let mut stories: Vec<_> = files(&DEMO)
        .filter(|(name, _)| name.ends_with(".json"))
        .collect();
    stories.sort_unstable();
    stories
}
