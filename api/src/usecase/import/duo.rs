//! The two national lists: establishments and boards.

use akoki_domain::{
    Noun, Reason, Subject,
    import::{
        Columns, UnitKey,
        board_plan::plan_board,
        establishment_plan::{Context, NewIds, plan_establishment},
        row::{BoardRow, EstablishmentRow, named_establishment, read_board, read_establishment},
    },
    organisation::IdentifierType,
};
use akoki_persistence::{Source, StoreError, Tx};

use super::{
    list::{Circumstances, List, Meant, ReadRow},
    units::{Units, key, word},
};
use crate::failure::Failure;

fn context(around: &Circumstances) -> Context {
    Context {
        layout: around.job.order.layout,
        reach: around.reach.clone(),
        day: around.day,
    }
}

fn board_key(number: &str) -> UnitKey {
    UnitKey::new(IdentifierType::BoardNumber, number)
}

/// The keys that the rows name, each once; of broken rows those that can be told.
fn keys<R>(rows: &[ReadRow<R>], of: impl Fn(&R) -> Vec<UnitKey>) -> Vec<UnitKey> {
    let mut keys: Vec<UnitKey> = rows
        .iter()
        .flat_map(|read| match &read.row {
            Ok(row) => of(row),
            Err(_) => read.names.as_deref().and_then(key).into_iter().collect(),
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The unit that a broken row is about.
fn named(units: &Units, around: &Circumstances, names: &str) -> Option<Subject> {
    let known = units.known.find(&key(names)?, None, around.day)?;
    Some(Subject::new(Noun::OrganisationUnit, known.unit.id))
}

/// A list of establishments.
pub(super) struct Establishments;

impl List for Establishments {
    type Row = EstablishmentRow;
    type Chunk = Units;

    fn read(columns: &Columns, cells: &[&str]) -> Result<EstablishmentRow, Vec<Reason>> {
        read_establishment(columns, cells)
    }

    fn keys(row: &EstablishmentRow) -> Vec<String> {
        vec![word(&UnitKey::new(
            IdentifierType::Establishment,
            &row.code,
        ))]
    }

    fn names(columns: &Columns, cells: &[&str]) -> Option<String> {
        let code = named_establishment(columns, cells)?;
        Some(word(&UnitKey::new(IdentifierType::Establishment, code)))
    }

    async fn load<S: Source>(
        source: &S,
        around: &Circumstances,
        rows: &[ReadRow<EstablishmentRow>],
        planned: bool,
    ) -> Result<Units, StoreError> {
        let keys = keys(rows, |row| {
            vec![
                board_key(&row.board_number),
                UnitKey::new(IdentifierType::Brin, &row.brin),
                UnitKey::new(IdentifierType::Establishment, &row.code),
            ]
        });
        Units::by_keys(source, around, &keys, planned).await
    }

    fn plan(units: &mut Units, around: &Circumstances, row: &EstablishmentRow) -> Meant {
        let ids = NewIds {
            board: around.id(),
            school: around.id(),
            establishment: around.id(),
        };
        let plan = plan_establishment(&units.known, row, &context(around), ids);
        units.take(&plan.changes, around);
        let listed = plan
            .establishment
            .is_some_and(|unit| units.list(unit, around));
        Meant {
            outcome: plan.outcome,
            reasons: plan.reasons,
            subject: plan
                .establishment
                .map(|id| Subject::new(Noun::OrganisationUnit, id)),
            writes: listed || !plan.changes.is_empty(),
        }
    }

    fn named(units: &Units, around: &Circumstances, names: &str) -> Option<Subject> {
        named(units, around, names)
    }

    async fn remember(units: &Units, around: &Circumstances, tx: &Tx) -> Result<(), StoreError> {
        units.remember(around, tx).await
    }

    async fn write(units: &Units, around: &Circumstances, tx: &Tx) -> Result<(), Failure> {
        units.write(around, tx).await
    }
}

/// A list of boards.
pub(super) struct Boards;

impl List for Boards {
    type Row = BoardRow;
    type Chunk = Units;

    fn read(columns: &Columns, cells: &[&str]) -> Result<BoardRow, Vec<Reason>> {
        read_board(columns, cells)
    }

    fn keys(row: &BoardRow) -> Vec<String> {
        vec![word(&board_key(&row.number))]
    }

    async fn load<S: Source>(
        source: &S,
        around: &Circumstances,
        rows: &[ReadRow<BoardRow>],
        planned: bool,
    ) -> Result<Units, StoreError> {
        let keys = keys(rows, |row| vec![board_key(&row.number)]);
        Units::by_keys(source, around, &keys, planned).await
    }

    fn plan(units: &mut Units, around: &Circumstances, row: &BoardRow) -> Meant {
        let plan = plan_board(&units.known, row, &context(around), around.id());
        let changes = plan.change.as_slice();
        units.take(changes, around);
        let board = units.known.find(&board_key(&row.number), None, around.day);
        Meant {
            outcome: plan.outcome,
            reasons: plan.reasons,
            subject: board.map(|known| Subject::new(Noun::OrganisationUnit, known.unit.id)),
            writes: !changes.is_empty(),
        }
    }

    async fn remember(units: &Units, around: &Circumstances, tx: &Tx) -> Result<(), StoreError> {
        units.remember(around, tx).await
    }

    async fn write(units: &Units, around: &Circumstances, tx: &Tx) -> Result<(), Failure> {
        units.write(around, tx).await
    }
}
