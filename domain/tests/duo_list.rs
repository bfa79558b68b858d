//! The real national list of primary schools, when it lies beside the project: every row is read.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::Path;

use akoki_domain::id::UnitId;
use akoki_domain::import::establishment_plan::{Context, NewIds, plan_establishment};
use akoki_domain::import::row::read_establishment;
use akoki_domain::import::{ImportKind, Known, Layout, Outcome, Reach, Tally, UnitKey, recognise};
use akoki_domain::organisation::IdentifierType;
use time::macros::date;
use uuid::Uuid;

/// Cells of a line; a quoted cell may hold the separator, and a doubled quote is one.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut marks = line.chars().peekable();
    while let Some(mark) = marks.next() {
        let cell = cells.last_mut().unwrap();
        match mark {
            '"' if quoted && marks.peek() == Some(&'"') => {
                marks.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ';' if !quoted => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    cells
}

#[test]
fn the_list_of_april_2026_is_read_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/duo/vestigingen-bo-2026-04.csv");
    let Ok(bytes) = std::fs::read(path) else {
        return;
    };
    // One byte, one mark: enough to count; the true decoding is the shell's.
    let text: String = bytes
        .iter()
        .map(|byte| {
            if *byte < 0x80 {
                char::from(*byte)
            } else {
                '’'
            }
        })
        .collect();
    let mut lines = text.lines().map(cells);
    let header = lines.next().unwrap();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let columns = recognise(ImportKind::DuoEstablishments, &header).unwrap();
    assert_eq!(columns.layout, Layout::Primary);
    let context = Context {
        layout: columns.layout,
        reach: Reach::Everything,
        day: date!(2026 - 04 - 15),
    };
    let rows: Vec<_> = lines
        .map(|line| {
            let line: Vec<&str> = line.iter().map(String::as_str).collect();
            read_establishment(&columns, &line).unwrap()
        })
        .collect();
    assert_eq!(rows.len(), 6107);
    let numbers: BTreeSet<&str> = rows.iter().map(|row| row.board_number.as_str()).collect();
    assert_eq!(numbers.len(), 748);
    assert_eq!(
        rows.iter()
            .filter(|row| row.board_number == "41775")
            .count(),
        56
    );
    // Five web addresses in it cannot be one (a space, an empty label); they are left out, the rows go on.
    let remarks: Vec<_> = rows.iter().flat_map(|row| &row.remarks).collect();
    assert_eq!(remarks.len(), 5);
    assert!(
        remarks
            .iter()
            .all(|r| r.pointer.as_deref() == Some("INTERNETADRES"))
    );

    // Rows of one board touch nothing of another, so each board is a chunk of its own.
    let (mut first, mut second) = (Tally::default(), Tally::default());
    let mut next = 0_u128;
    let mut id = || {
        next += 1;
        UnitId(Uuid::from_u128(next))
    };
    for number in numbers {
        let mut known = Known::default();
        for tally in [&mut first, &mut second] {
            for row in rows.iter().filter(|row| row.board_number == number) {
                let ids = NewIds {
                    board: id(),
                    school: id(),
                    establishment: id(),
                };
                let plan = plan_establishment(&known, row, &context, ids);
                known.absorb(&plan.changes, context.layout, context.day);
                tally.count(plan.outcome);
                assert_ne!(plan.outcome, Outcome::Rejected);
            }
        }
        let board = UnitKey::new(IdentifierType::BoardNumber, number);
        let board = known.find(&board, None, context.day).unwrap();
        assert_eq!(board.unit.details.name, format!("Bevoegd gezag {number}"));
    }
    assert_eq!((first.created, first.rows()), (6107, 6107));
    assert_eq!((second.unchanged, second.rows()), (6107, 6107));
}
