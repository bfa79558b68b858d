//! A code that stands alone, without a reason around it, has a text that needs no value.

use akoki_domain::{Code, text::Language};
use akoki_openapi::problem::detail;

use super::{
    assert_none,
    sources::{Source, all},
};

/// The codes that are turned into a failure as they are: `Code::X.into()`.
fn bare(source: &Source) -> Vec<(String, usize)> {
    let tokens = source.tokens();
    let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let found = texts
        .windows(8)
        .zip(&tokens)
        .filter_map(|(seen, token)| match seen {
            ["Code", ":", ":", name, ".", "into", "(", ")"] => {
                Some(((*name).to_owned(), token.line))
            }
            _ => None,
        });
    found.collect()
}

/// Whether its text is whole without any value.
fn is_whole(name: &str) -> bool {
    let known = Code::ALL.iter().find(|code| format!("{code:?}") == name);
    known.is_some_and(|code| {
        // Where a value is missing that the text cannot do without, writing it panics.
        std::panic::catch_unwind(|| detail(*code, &[], Language::Nl)).is_ok()
    })
}

#[test]
fn codes_that_stand_alone_need_no_value() {
    let mut wrong = Vec::new();
    let mut seen = 0_usize;
    for source in all() {
        for (name, line) in bare(&source) {
            seen += 1;
            if !is_whole(&name) {
                wrong.push(format!(
                    "{}:{line}: {name} lacks what its text names",
                    source.path
                ));
            }
        }
    }
    assert_none(&wrong);
    assert!(seen > 50, "{seen}");
}

#[test]
fn a_bare_code_is_found_and_one_with_a_value_is_not_whole() {
    let sample = Source::sample(
        "x.rs",
        "fn f() { return Err(Code::PayloadTooLarge.into()); }",
    );
    assert_eq!(bare(&sample), [("PayloadTooLarge".to_owned(), 1)]);
    assert!(!is_whole("PayloadTooLarge") && is_whole("NotFound"));
}
