//! A file and a function stay small enough to be read in one go.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::assert_none;
use super::sources::{self, Source};

/// Lines of a file. The aim is 300; a file that is a little over is not worth a bad cut.
const FILE: usize = 400;

/// Registries: one list of one form, read by looking up an entry and never from top to bottom.
const LISTS: &[&str] = &["domain/src/error/codes.rs"];

/// Lines of a function from `fn` to its closing brace. The aim is 60.
const FUNCTION: usize = 80;

fn too_long(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources {
        let path = &source.path;
        let lines = source.text.lines().count();
        if lines > FILE && !LISTS.contains(&path.as_str()) {
            wrong.push(format!("{path}: {lines} lines, at most {FILE}"));
        }
        functions(source.stream(), &mut |name, line, lines| {
            if lines > FUNCTION {
                wrong.push(format!(
                    "{path}:{line}: fn {name} has {lines} lines, at most {FUNCTION}"
                ));
            }
        });
    }
    wrong
}

/// Calls `found` with name, line and number of lines of every function, also of those inside macros
/// and other functions: `fn`, a name, and the next braces before a semicolon.
fn functions(stream: TokenStream, found: &mut impl FnMut(&str, usize, usize)) {
    let mut keyword = None;
    let mut open: Option<(String, usize)> = None;
    for tree in stream {
        match &tree {
            TokenTree::Ident(word) if word == "fn" => keyword = Some(word.span().start().line),
            TokenTree::Ident(name) => {
                if let Some(line) = keyword.take() {
                    open = Some((name.to_string(), line));
                }
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => open = None,
            TokenTree::Group(group) => {
                keyword = None;
                if group.delimiter() == Delimiter::Brace
                    && let Some((name, line)) = open.take()
                {
                    found(&name, line, group.span_close().end().line - line + 1);
                }
                functions(group.stream(), found);
            }
            _ => keyword = None,
        }
    }
}

#[test]
fn files_and_functions_are_within_budget() {
    assert_none(&too_long(&sources::all()));
}

#[test]
fn a_file_over_budget_is_found() {
    let of = |lines| too_long(&[Source::sample("x.rs", &"\n".repeat(lines))]).len();
    assert_eq!((of(FILE), of(FILE + 1)), (0, 1));
}

#[test]
fn a_function_over_budget_is_found_wherever_it_hides() {
    for (before, after) in [
        ("", ""),
        ("impl<T> X<T> where T: Fn() -> u8 { pub async ", "}"),
        ("trait X { fn first(&self) -> u8; ", "}"),
        ("both_stores!(", ");"),
        ("fn outer(a: fn(u8) -> u8) { let b = 1; ", "}"),
    ] {
        let of = |lines: usize| {
            // The first and the last line of the function have one brace each.
            let text = format!(
                "{before}fn long(x: u8) {{{}}}{after}",
                "\n".repeat(lines - 1)
            );
            too_long(&[Source::sample("x.rs", &text)])
                .iter()
                .filter(|wrong| wrong.contains("fn long"))
                .count()
        };
        assert_eq!((of(FUNCTION), of(FUNCTION + 1)), (0, 1), "{before}");
    }
}
