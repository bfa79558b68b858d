//! Standards of a board's own.

#![expect(clippy::unwrap_used, reason = "tests")]

use time::macros::date;
use uuid::Uuid;

use crate::framework::OwnStandard;
use crate::id::{BoardId, OwnStandardId};
use crate::{Code, Noun, Refusal};

fn standard(n: u128, board: u128) -> OwnStandard {
    OwnStandard {
        id: OwnStandardId(Uuid::from_u128(n)),
        board: BoardId(Uuid::from_u128(board)),
        code: "EA1".into(),
        title: "Wereldburgerschap".into(),
        description: None,
        theme: None,
        area: None,
        valid_from: date!(2024 - 08 - 01),
        valid_until: Some(date!(2025 - 07 - 31)),
    }
}

fn problems(result: Result<(), Refusal>) -> Vec<(String, Code)> {
    match result {
        Err(Refusal::Invalid(reasons)) => reasons
            .into_iter()
            .map(|reason| (reason.pointer.unwrap(), reason.code))
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn everything_wrong_is_said_at_once() {
    let mut wrong = standard(1, 1);
    wrong.code = "E A".into();
    wrong.title = " \0".into();
    wrong.description = Some("é".repeat(4001));
    wrong.area = Some("é".repeat(200));
    wrong.valid_until = Some(date!(2024 - 07 - 31));
    let at = |pointer: &str, code| (pointer.to_owned(), code);
    assert_eq!(
        problems(wrong.check(&[])),
        [
            at("/code", Code::InvalidFormat),
            at("/title", Code::ContainsNul),
            at("/description", Code::TooLong),
            at("/validUntil", Code::EndBeforeStart),
        ]
    );
    wrong.title = " ".into();
    assert!(problems(wrong.check(&[])).contains(&at("/title", Code::Required)));
}

#[test]
fn a_board_uses_a_code_once_at_a_time() {
    let first = standard(1, 1);
    let mut second = standard(2, 1);
    second.code = "ea1".into();
    second.valid_from = date!(2025 - 07 - 31);
    second.valid_until = None;
    let Err(Refusal::Invalid(reasons)) = second.check(std::slice::from_ref(&first)) else {
        unreachable!("both hold on the last day of July");
    };
    assert!(matches!(
        reasons.as_slice(),
        [reason] if reason.code == Code::Duplicate
            && reason.subject.is_some_and(|s| s.noun == Noun::OwnStandard && s.id == first.id.0)
    ));
    assert!(first.check(std::slice::from_ref(&second)).is_err());
    second.valid_from = date!(2025 - 08 - 01);
    assert_eq!(second.check(std::slice::from_ref(&first)), Ok(()));
    // Another board, and itself before a change, are in nobody's way.
    assert_eq!(standard(3, 2).check(std::slice::from_ref(&first)), Ok(()));
    assert_eq!(first.check(std::slice::from_ref(&first)), Ok(()));
}
