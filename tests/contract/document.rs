//! What is published is what is served, says all it must, and shows examples that are right.

use super::{built, operations};
use akoki_api::schemas::Schemas;
use akoki_openapi::lint::lint;

/// `UPDATE=1 cargo test …`, or `cargo run -p akoki-api -- openapi > openapi/openapi.json`, writes it.
#[test]
fn the_committed_document_is_the_one_served() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");
    let text = format!("{}\n", serde_json::to_string_pretty(&built()).unwrap());
    if akoki_tests::environment::update() {
        std::fs::write(file, &text).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap();
    assert!(
        committed == text,
        "openapi/openapi.json is not what is served: cargo run -p akoki-api -- openapi > openapi/openapi.json"
    );
}

#[test]
fn the_document_has_no_findings() {
    let findings: Vec<String> = lint(&built()).iter().map(ToString::to_string).collect();
    assert!(
        findings.is_empty(),
        "{} findings\n{}",
        findings.len(),
        findings.join("\n")
    );
}

#[test]
fn every_example_is_what_its_schema_says() {
    let document = built();
    let schemas = Schemas::new(&akoki_api::operations());
    let (mut seen, mut wrong) = (0, Vec::new());
    for op in operations(&document) {
        let bodies = op.value["requestBody"]["content"].as_object().into_iter();
        let answers = op.value["responses"].as_object().into_iter().flatten();
        let answers = answers.filter_map(|(_, answer)| answer["content"].as_object());
        for (media, content) in bodies.chain(answers).flatten() {
            let (Some(example), Some(schema)) =
                (content.get("example"), content["schema"]["$ref"].as_str())
            else {
                continue;
            };
            seen += 1;
            let name = schema.trim_start_matches("#/components/schemas/");
            for reason in schemas.check(name, example).unwrap() {
                wrong.push(format!("{} {media} {name}: {reason:?}", op.id));
            }
        }
    }
    assert!(seen > 10, "{seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
