//! The rules of the house that the compiler cannot hold: each is a function from what is there to a
//! list of what is wrong, tried on the workspace (nothing may be wrong) and on a bad sample (it must
//! be found).

mod budget;
mod codes;
mod layers;
mod licences;
mod places;
mod scopes;
mod sources;

/// Fails with all that is wrong at once.
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
