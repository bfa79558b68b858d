//! Standards of a board's own.

use akoki_domain::{
    Code, Noun, Subject,
    framework::{OwnStandard, RequirementRef},
    id::{BoardId, OwnStandardId, UnitId},
    text::search_form,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Alias, Cond, Condition, Expr, ExprTrait},
};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::{cycle_requirement, dossier, evidence_requirement, own_standard as table},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored, Unique},
    records,
    scope::Scope,
};

impl Record for OwnStandard {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::OwnStandard;
    const FILTERS: &'static [Filter] = &[
        Filter::new("boardId", "board_id", FilterKind::Id),
        word!("theme", "theme", akoki_domain::akoki::Theme),
        Filter::new("validOn", "valid_from", FilterKind::DayOf(valid_on)),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "code",
            column: "code_key",
        },
        Sort {
            name: "title",
            column: "title_sort",
        },
        Sort {
            name: "updatedAt",
            column: "updated_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "own_standard_open",
        columns: "own_standard.board_id, own_standard.code_key",
        code: Code::Duplicate,
        pointer: "/code",
    }];
    const SEEN_FROM_BELOW: bool = true;

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board.0
    }
    fn unit(&self) -> Uuid {
        self.board.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        column::read_document(row.details)
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(self.board.0),
            id: Set(self.id.0),
            unit_id: Set(UnitId::from(self.board).0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            code: Set(self.code.clone()),
            code_key: Set(self.code.to_ascii_lowercase()),
            title_sort: Set(search_form(&self.title)),
            theme: Set(self.theme.map(|theme| theme.as_str().to_owned())),
            valid_from: Set(column::day(self.valid_from)),
            valid_until: Set(self.valid_until.map(column::day)),
            details: Set(column::document(self)),
        }
    }
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("own_standard"), Alias::new(column)))
}

/// Those that hold on a day.
fn valid_on(day: Date) -> Condition {
    let day = column::day(day);
    Cond::all()
        .add(own("valid_from").lte(day.clone()))
        .add(until_at_least(day))
}

fn until_at_least(day: String) -> Condition {
    Cond::any()
        .add(own("valid_until").is_null())
        .add(own("valid_until").gte(day))
}

/// The standards of a board with this code, whatever the case of its letters.
///
/// # Errors
/// When the store fails.
pub async fn with_code(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    code: &str,
) -> Result<Vec<OwnStandard>, StoreError> {
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("code_key").eq(code.to_ascii_lowercase()));
    records_of(records::select::<OwnStandard>(source, scope, condition).await?)
}

/// The standards of a board that hold on a day.
///
/// # Errors
/// When the store fails.
pub async fn holding(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    on: time::Date,
) -> Result<Vec<OwnStandard>, StoreError> {
    let day = column::day(on);
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("valid_from").lte(day.clone()))
        .add(until_at_least(day));
    records_of(records::select::<OwnStandard>(source, scope, condition).await?)
}

/// Those of these standards that are in reach.
///
/// # Errors
/// When the store fails.
pub async fn of_ids(
    source: &impl Source,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<OwnStandard>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Cond::all().add(own("id").is_in(ids.iter().copied()));
    records_of(records::select::<OwnStandard>(source, scope, condition).await?)
}

fn records_of(found: Vec<Stored<OwnStandard>>) -> Result<Vec<OwnStandard>, StoreError> {
    Ok(Stored::records(found))
}

/// What rests on a standard: dossiers about it, cycles that serve it and evidence that shows it, whether or not they are in the
/// reach of the caller, as it must not be deleted under them.
///
/// # Errors
/// When the store fails.
pub async fn resting_on(
    source: &impl Source,
    board: BoardId,
    standard: OwnStandardId,
) -> Result<Vec<Subject>, StoreError> {
    let exec = source.exec();
    let requirement = RequirementRef::Own(standard).to_string();
    let dossiers = dossier::Entity::find()
        .filter(dossier::Column::BoardId.eq(board.0))
        .filter(dossier::Column::Requirement.eq(requirement.as_str()))
        .all(&exec.db)
        .await?;
    let cycles = cycle_requirement::Entity::find()
        .filter(cycle_requirement::Column::BoardId.eq(board.0))
        .filter(cycle_requirement::Column::Requirement.eq(requirement.as_str()))
        .all(&exec.db)
        .await?;
    let evidence = evidence_requirement::Entity::find()
        .filter(evidence_requirement::Column::BoardId.eq(board.0))
        .filter(evidence_requirement::Column::Requirement.eq(requirement.as_str()))
        .all(&exec.db)
        .await?;
    let dossiers = dossiers
        .iter()
        .map(|row| Subject::new(Noun::Dossier, row.id));
    let cycles = cycles
        .iter()
        .map(|row| Subject::new(Noun::ImprovementCycle, row.cycle_id));
    let evidence = evidence
        .iter()
        .map(|row| Subject::new(Noun::Evidence, row.evidence_id));
    Ok(dossiers.chain(cycles).chain(evidence).collect())
}
