//! The data shipped with the service, as files: the use cases of `api` read and publish them.

use include_dir::{Dir, include_dir};

static FRAMEWORKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seed/frameworks");
static MAPPINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seed/mappings");

/// The kinds of organisation unit, JSON.
pub const UNIT_KINDS: &str = include_str!("../seed/unit-kinds.json");

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
