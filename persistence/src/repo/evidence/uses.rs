//! What uses evidence: kept beside what uses it, so that nothing in use is deleted, and the days on which
//! a whole school's evidence can be leaned on are found at once.

use akoki_domain::{
    Noun, Subject,
    access::read_permission,
    evidence::{Evidence, Used},
    id::{BoardId, DossierId, EvidenceId, UnitId},
    organisation::Period,
    pdca::work::DossierEvidence,
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter};
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::evidence_use as table,
    error::StoreError,
    records::one_in_reach,
    repo::work::at,
    scope::Scope,
    unit::Tx,
};

fn of(table: &'static str, column: &'static str) -> Expr {
    Expr::col((Alias::new(table), Alias::new(column)))
}

/// Keeps that a subject that hangs on a unit uses these pieces of evidence, and no others.
///
/// # Errors
/// When the store fails.
pub async fn set_uses(
    tx: &Tx,
    by: Subject,
    (board, unit): (BoardId, UnitId),
    evidence: &[EvidenceId],
) -> Result<(), StoreError> {
    forget_uses(&tx.exec(), board, by.id).await?;
    let uses: Vec<_> = evidence.iter().map(|id| (by, *id)).collect();
    add_uses(tx, (board, unit), &uses).await
}

/// Keeps that subjects that are new, and hang on one unit, use evidence.
///
/// # Errors
/// When the store fails.
pub async fn add_uses(
    tx: &Tx,
    (board, unit): (BoardId, UnitId),
    uses: &[(Subject, EvidenceId)],
) -> Result<(), StoreError> {
    let exec = tx.exec();
    let columns = table::Column::iter().count().max(1);
    for chunk in uses.chunks(exec.backend.bind_limit() / columns) {
        let rows = chunk.iter().map(|(by, id)| table::ActiveModel {
            board_id: Set(board.0),
            evidence_id: Set(id.0),
            subject_id: Set(by.id),
            noun: Set(by.noun.as_str().to_owned()),
            unit_id: Set(unit.0),
        });
        table::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Forgets what a resource that is deleted used.
pub(crate) async fn forget_uses(
    exec: &Exec<'_>,
    board: BoardId,
    subject: Uuid,
) -> Result<(), StoreError> {
    table::Entity::delete_many()
        .filter(table::Column::BoardId.eq(board.0))
        .filter(table::Column::SubjectId.eq(subject))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// Those of these pieces of evidence in reach that hang on the unit, above or under it: whoever reads what
/// hangs on the unit reads them.
///
/// # Errors
/// When the store fails.
pub async fn on_line(
    source: &impl Source,
    scope: &Scope,
    unit: UnitId,
    evidence: &[EvidenceId],
) -> Result<Vec<EvidenceId>, StoreError> {
    if evidence.is_empty() {
        return Ok(Vec::new());
    }
    let line = |lower: Expr, upper: Expr| {
        let mut select = Query::select();
        select
            .expr(Expr::val(1))
            .from(Alias::new("unit_ancestor"))
            .and_where(of("unit_ancestor", "board_id").eq(of("evidence", "board_id")))
            .and_where(of("unit_ancestor", "unit_id").eq(lower))
            .and_where(of("unit_ancestor", "ancestor_id").eq(upper));
        Expr::exists(select)
    };
    let hangs = || of("evidence", "unit_id");
    let mut select = Query::select();
    select
        .expr_as(of("evidence", "id"), Alias::new("id"))
        .from(Alias::new("evidence"))
        .and_where(of("evidence", "id").is_in(evidence.iter().map(|id| id.0)))
        .cond_where(one_in_reach::<Evidence>(scope))
        .cond_where(
            Cond::any()
                .add(line(Expr::val(unit.0), hangs()))
                .add(line(hangs(), Expr::val(unit.0))),
        );
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok(EvidenceId(row.try_get("", "id")?)))
        .collect()
}

/// What uses these pieces of evidence, as far as each is in reach with the permission to read it.
///
/// # Errors
/// When the store fails.
pub async fn uses_of(
    source: &impl Source,
    scope: &Scope,
    evidence: &[(BoardId, EvidenceId)],
) -> Result<Vec<Used>, StoreError> {
    if evidence.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for noun in nouns(source, scope, evidence).await? {
        let scope = scope.with(read_permission(noun));
        found.extend(uses_by(source, &scope, noun, evidence).await?);
    }
    found.sort_by_key(|used| (used.evidence_id, used.by.noun, used.by.id));
    Ok(found)
}

/// The kinds of resource that use any of these pieces of evidence.
async fn nouns(
    source: &impl Source,
    scope: &Scope,
    evidence: &[(BoardId, EvidenceId)],
) -> Result<Vec<Noun>, StoreError> {
    let mut select = Query::select();
    select
        .distinct()
        .expr_as(of("evidence_use", "noun"), Alias::new("noun"))
        .from(Alias::new("evidence_use"))
        .cond_where(naming(evidence));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| column::read_word(&row.try_get::<String>("", "noun")?))
        .collect()
}

async fn uses_by(
    source: &impl Source,
    scope: &Scope,
    noun: Noun,
    evidence: &[(BoardId, EvidenceId)],
) -> Result<Vec<Used>, StoreError> {
    let mut select = Query::select();
    select
        .expr_as(of("evidence_use", "evidence_id"), Alias::new("evidence_id"))
        .expr_as(of("evidence_use", "subject_id"), Alias::new("subject_id"))
        .from(Alias::new("evidence_use"))
        .cond_where(naming(evidence))
        .and_where(of("evidence_use", "noun").eq(noun.as_str()))
        .cond_where(scope.within("evidence_use"));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            Ok(Used {
                evidence_id: EvidenceId(row.try_get("", "evidence_id")?),
                by: Subject::new(noun, row.try_get::<Uuid>("", "subject_id")?),
            })
        })
        .collect()
}

fn naming(evidence: &[(BoardId, EvidenceId)]) -> Condition {
    let mut boards: Vec<Uuid> = evidence.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    Cond::all()
        .add(of("evidence_use", "board_id").is_in(boards))
        .add(of("evidence_use", "evidence_id").is_in(evidence.iter().map(|(_, id)| id.0)))
}

/// The days on which the evidence of the dossiers of these units can be leaned on: one statement, however
/// many dossiers. It goes by the reach of the dossier, so that a figure is the same for all who see it.
///
/// # Errors
/// When the store fails.
pub async fn serving(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
) -> Result<Vec<DossierEvidence>, StoreError> {
    let mut select = Query::select();
    select
        .expr_as(of("evidence_use", "subject_id"), Alias::new("subject_id"))
        .expr_as(of("evidence", "effective_from"), Alias::new("serves_from"))
        .expr_as(of("evidence", "serves_sort"), Alias::new("serves_until"))
        .from(Alias::new("evidence_use"))
        .inner_join(
            Alias::new("evidence"),
            Cond::all()
                .add(of("evidence", "board_id").eq(of("evidence_use", "board_id")))
                .add(of("evidence", "id").eq(of("evidence_use", "evidence_id"))),
        )
        .cond_where(at("evidence_use", units))
        .and_where(of("evidence_use", "noun").eq(Noun::Dossier.as_str()))
        .cond_where(scope.within("evidence_use"));
    let rows = source.exec().db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let day = |column| -> Result<_, StoreError> {
                column::read_day(&row.try_get::<String>("", column)?)
            };
            Ok(DossierEvidence {
                dossier_id: DossierId(row.try_get("", "subject_id")?),
                serves: Period::new(Some(day("serves_from")?), Some(day("serves_until")?)),
            })
        })
        .collect()
}
