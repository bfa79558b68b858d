//! Lists taken in one after the other, and what is there afterwards.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use time::{Date, macros::date};
use uuid::Uuid;

use super::board_plan::plan_board;
use super::establishment_plan::{Context, NewIds, RowPlan, plan_establishment};
use super::known::{Known, KnownUnit, UnitKey};
use super::layout::{ImportKind, Layout, recognise};
use super::plan::{Change, Outcome, Reach};
use super::readings::columns;
use super::row::{EstablishmentRow, read_board, read_establishment};
use super::vanish::plan_vanished;
use crate::error::Code;
use crate::id::{BoardId, UnitId};
use crate::organisation::identifier::IdentifierType;
use crate::organisation::kind::Sector;
use crate::organisation::unit::Unit;

const DAY: Date = date!(2026 - 04 - 01);
fn row(board: &str, code: &str, name: &str) -> EstablishmentRow {
    let cells = [
        board,
        &code[..4],
        code,
        name,
        "Dorpsstraat",
        "1",
        "1234 AB",
        "Dorp",
        " ",
    ];
    read_establishment(&columns(), &cells).unwrap()
}

/// A store in miniature: takes rows in and hands out ids.
struct Store {
    known: Known,
    next: u128,
    context: Context,
}

impl Store {
    fn new() -> Self {
        Self {
            known: Known::default(),
            next: 0,
            context: Context {
                layout: Layout::Primary,
                reach: Reach::Everything,
                day: DAY,
            },
        }
    }

    fn id(&mut self) -> UnitId {
        self.next += 1;
        UnitId(Uuid::from_u128(self.next))
    }

    fn take(&mut self, row: &EstablishmentRow) -> RowPlan {
        let ids = NewIds {
            board: self.id(),
            school: self.id(),
            establishment: self.id(),
        };
        let plan = plan_establishment(&self.known, row, &self.context, ids);
        self.absorb(&plan.changes);
        plan
    }

    fn absorb(&mut self, changes: &[Change<Unit>]) {
        self.known
            .absorb(changes, self.context.layout, self.context.day);
    }

    fn get(&self, kind: IdentifierType, value: &str) -> &KnownUnit {
        let key = UnitKey::new(kind, value);
        self.known.find(&key, None, self.context.day).unwrap()
    }

    fn establishment(&self, code: &str) -> &KnownUnit {
        self.get(IdentifierType::Establishment, code)
    }

    fn vanish(&mut self, code: &str) -> bool {
        let gone = self.establishment(code).clone();
        let school = self.get(IdentifierType::Brin, &code[..4]).clone();
        let (layout, day) = (self.context.layout, self.context.day);
        let plan = plan_vanished(&self.known, &gone, Some(&school), layout, day);
        let by_import: Vec<UnitId> = plan.changes.iter().map(|c| c.after().id).collect();
        self.absorb(&plan.changes);
        // The store marks what a list ended.
        let mut again = Known::default();
        for code in ["10AA", "10AA00", "10AA01", "41775"] {
            for kind in IdentifierType::ALL {
                let key = UnitKey::new(*kind, code);
                if let Some(unit) = self.known.find(&key, None, day) {
                    let mut unit = unit.clone();
                    let ended = unit.unit.details.ends_on.is_some();
                    unit.ended_by_import |= ended && by_import.contains(&unit.unit.id);
                    again.insert(key, unit);
                }
            }
        }
        self.known = again;
        plan.ends()
    }
}

fn codes(plan: &RowPlan) -> Vec<Code> {
    plan.reasons.iter().map(|r| r.code).collect()
}

#[test]
fn a_first_row_makes_board_school_and_establishment_and_a_second_time_nothing() {
    let mut store = Store::new();
    let row = row("41775", "10AA00", "’t Palet");
    let plan = store.take(&row);
    assert_eq!(plan.outcome, Outcome::Created);
    let made: Vec<_> = plan
        .changes
        .iter()
        .map(|c| {
            (
                c.after().details.kind.as_str(),
                c.after().details.name.as_str(),
            )
        })
        .collect();
    assert_eq!(
        made,
        [
            ("board", "Bevoegd gezag 41775"),
            ("school", "’t Palet"),
            ("establishment", "’t Palet")
        ]
    );
    let (board, school) = (plan.changes[0].after(), plan.changes[1].after());
    let establishment = plan.changes[2].after();
    assert_eq!(school.parent_id, Some(board.id));
    assert_eq!(establishment.parent_id, Some(school.id));
    assert_eq!(establishment.board_id, BoardId(board.id.0));
    assert_eq!(establishment.carrier_id, school.id);
    assert_eq!(establishment.details.sector, Some(Sector::Po));
    let again = store.take(&row);
    assert_eq!((again.outcome, again.changes), (Outcome::Unchanged, vec![]));
}

#[test]
fn a_second_establishment_dates_the_change_of_the_first() {
    let mut store = Store::new();
    store.take(&row("41775", "10AA00", "’t Palet"));
    store.context.day = date!(2026 - 05 - 01);
    let plan = store.take(&row("41775", "10AA01", "’t Palet, dependance"));
    assert_eq!(plan.outcome, Outcome::Created);
    let (first, second) = (store.establishment("10AA00"), store.establishment("10AA01"));
    assert_eq!(first.unit.carrier_id, first.unit.id);
    assert_eq!(first.unit.carrier_changes[0].on, date!(2026 - 05 - 01));
    assert_eq!(second.unit.carrier_id, second.unit.id);
    assert_eq!(second.unit.carrier_changes, []);
}

#[test]
fn the_main_establishment_names_the_school_in_whichever_order_the_rows_come() {
    let mut store = Store::new();
    let (other, main) = (
        row("41775", "10AA01", "Dependance"),
        row("41775", "10AA00", "’t Palet"),
    );
    store.take(&other);
    store.take(&main);
    let school = store.get(IdentifierType::Brin, "10AA");
    assert_eq!(school.unit.details.name, "’t Palet");
    for row in [&other, &main] {
        assert_eq!(store.take(row).outcome, Outcome::Unchanged);
    }
}

#[test]
fn a_newer_list_changes_what_changed_and_erases_nothing() {
    let mut store = Store::new();
    let mut first = row("41775", "10AA00", "’t Palet");
    first.phone = Some("0123456789".into());
    store.take(&first);
    let plan = store.take(&row("41775", "10AA00", "Het Palet"));
    assert_eq!(plan.outcome, Outcome::Updated);
    let fields: Vec<_> = plan
        .changes
        .iter()
        .map(|c| match c {
            Change::Updated { fields, .. } => fields.clone(),
            Change::Created(_) => vec!["created"],
        })
        .collect();
    assert_eq!(fields, [["name"], ["name"]]);
    let phone = store.establishment("10AA00").unit.details.phone.clone();
    assert_eq!(phone.as_deref(), Some("0123456789"));
}

#[test]
fn a_list_never_moves_a_school_between_boards() {
    let mut store = Store::new();
    store.take(&row("41775", "10AA00", "’t Palet"));
    for board in ["40000", "41775"] {
        store.take(&row(board, "20BB00", "De Brug"));
    }
    let plan = store.take(&row("40000", "10AA00", "Nieuwe naam"));
    assert_eq!(
        (plan.outcome, codes(&plan)),
        (Outcome::TransferPending, vec![Code::TransferPending])
    );
    assert_eq!(plan.changes, []);
    assert_eq!(plan.seen.len(), 2);
    let unknown = store.take(&row("49999", "10AA00", "’t Palet"));
    assert_eq!(
        (unknown.outcome, unknown.changes),
        (Outcome::TransferPending, vec![])
    );
}

#[test]
fn the_client_of_a_board_takes_in_its_own_rows() {
    let mut store = Store::new();
    store.take(&row("41775", "10AA00", "’t Palet"));
    let board = store.establishment("10AA00").unit.board_id;
    store.context.reach = Reach::Boards(vec![board]);
    assert_eq!(
        store.take(&row("41775", "10AA01", "Tweede")).outcome,
        Outcome::Created
    );
    assert_eq!(
        store.take(&row("40000", "20BB00", "De Brug")).outcome,
        Outcome::OutOfScope
    );
    // The own school under another board is the client's concern, and is not gone from the list.
    let moved = store.take(&row("40000", "10AA00", "’t Palet"));
    assert_eq!(moved.outcome, Outcome::TransferPending);
}

#[test]
fn what_vanishes_ends_and_what_comes_back_opens_again() {
    let mut store = Store::new();
    let (first, second) = (
        row("41775", "10AA00", "’t Palet"),
        row("41775", "10AA01", "Tweede"),
    );
    store.take(&first);
    store.take(&second);
    store.context.day = date!(2026 - 05 - 01);
    assert!(store.vanish("10AA01"));
    let gone = &store.establishment("10AA01").unit.details;
    assert_eq!(gone.ends_on, Some(date!(2026 - 04 - 30)));
    // The first is alone again: the school carries it, as before the second came on the same day.
    let alone = &store.establishment("10AA00").unit;
    assert_eq!(Some(alone.carrier_id), alone.parent_id);
    assert!(!store.vanish("10AA01"));

    store.context.day = date!(2026 - 06 - 01);
    let back = store.take(&second);
    assert_eq!(
        (back.outcome, codes(&back)),
        (Outcome::Updated, vec![Code::Reopened])
    );
    assert_eq!(store.establishment("10AA01").unit.details.ends_on, None);
    assert_eq!(
        store.establishment("10AA00").unit.carrier_id,
        store.establishment("10AA00").unit.id
    );
    assert_eq!(store.take(&second).outcome, Outcome::Unchanged);
}

#[test]
fn a_school_ends_with_its_last_establishment_but_not_what_another_list_brought() {
    let mut store = Store::new();
    store.take(&row("41775", "10AA00", "’t Palet"));
    store.context.layout = Layout::Special;
    assert!(!store.vanish("10AA00"));
    store.context.layout = Layout::Primary;
    assert!(store.vanish("10AA00"));
    let school = store.get(IdentifierType::Brin, "10AA");
    assert_eq!(school.unit.details.ends_on, Some(date!(2026 - 03 - 31)));
}

#[test]
fn what_was_ended_by_hand_stays_ended() {
    let mut store = Store::new();
    let first = row("41775", "10AA00", "’t Palet");
    store.take(&first);
    let before = store.establishment("10AA00").unit.clone();
    let mut after = before.clone();
    after.details.ends_on = Some(date!(2026 - 03 - 31));
    let fields = vec!["endsOn"];
    store.absorb(&[Change::Updated {
        before,
        after,
        fields,
    }]);
    let plan = store.take(&first);
    assert_eq!(
        (plan.outcome, codes(&plan)),
        (Outcome::Unchanged, vec![Code::EndedHere])
    );
    assert_eq!(plan.changes, []);
}

#[test]
fn a_list_of_boards_names_them_and_no_other_list_unnames_them() {
    let mut store = Store::new();
    let first = row("41775", "10AA00", "’t Palet");
    store.take(&first);
    let header = [
        "BEVOEGD GEZAG NUMMER",
        "BEVOEGD GEZAG NAAM",
        "PLAATSNAAM",
        "KVK-NUMMER",
    ];
    let columns = recognise(ImportKind::DuoBoards, &header).unwrap();
    let board = read_board(&columns, &["41775", "Stichting Palet", "DORP", "1234567"]).unwrap();
    let id = store.id();
    let plan = plan_board(&store.known, &board, &store.context, id);
    assert_eq!(plan.outcome, Outcome::Updated);
    store.absorb(&[plan.change.unwrap()]);
    assert_eq!(
        plan_board(&store.known, &board, &store.context, id).outcome,
        Outcome::Unchanged
    );
    assert_eq!(store.take(&first).outcome, Outcome::Unchanged);
    let board = &store.get(IdentifierType::BoardNumber, "41775").unit.details;
    assert_eq!(board.name, "Stichting Palet");
    let trade = board.identifier_on(IdentifierType::ChamberOfCommerce, DAY);
    assert_eq!(trade, Some("01234567"));
}
