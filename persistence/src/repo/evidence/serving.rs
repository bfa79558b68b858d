//! When evidence that is used can be leaned on: the ground under the completeness of dossiers, and under
//! what is said to be done about findings and orders.

use akoki_domain::{
    Noun,
    id::{BoardId, DossierId, EvidenceId, UnitId},
    organisation::Period,
    pdca::work::DossierEvidence,
};
use sea_orm::sea_query::{Alias, Cond, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::uses::of;
use crate::{column, connect::Source, error::StoreError, repo::work::at, scope::Scope};

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
    let mut select = used();
    select
        .expr_as(of("evidence_use", "subject_id"), Alias::new("subject_id"))
        .cond_where(at("evidence_use", units))
        .and_where(of("evidence_use", "noun").eq(Noun::Dossier.as_str()))
        .cond_where(scope.within("evidence_use"));
    let rows = source.exec().db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            Ok(DossierEvidence {
                dossier_id: DossierId(row.try_get("", "subject_id")?),
                serves: serves(row)?,
            })
        })
        .collect()
}

/// The days on which the evidence can be leaned on that these use, each by itself. Reach is the caller's
/// concern: whoever reads what uses it is told whether that is shown.
///
/// # Errors
/// When the store fails.
pub async fn serving_parts(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    parts: &[Uuid],
) -> Result<BTreeMap<EvidenceId, Period>, StoreError> {
    if parts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut select = used();
    select
        .distinct()
        .expr_as(of("evidence", "id"), Alias::new("id"))
        .and_where(of("evidence_use", "board_id").eq(board.0))
        .and_where(of("evidence_use", "part_id").is_in(parts.iter().copied()));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok((EvidenceId(row.try_get("", "id")?), serves(row)?)))
        .collect()
}

/// Evidence with its uses.
fn used() -> SelectStatement {
    let mut select = Query::select();
    select
        .expr_as(of("evidence", "effective_from"), Alias::new("serves_from"))
        .expr_as(of("evidence", "serves_sort"), Alias::new("serves_until"))
        .from(Alias::new("evidence_use"))
        .inner_join(
            Alias::new("evidence"),
            Cond::all()
                .add(of("evidence", "board_id").eq(of("evidence_use", "board_id")))
                .add(of("evidence", "id").eq(of("evidence_use", "evidence_id"))),
        );
    select
}

fn serves(row: &QueryResult) -> Result<Period, StoreError> {
    let day =
        |column| -> Result<_, StoreError> { column::read_day(&row.try_get::<String>("", column)?) };
    Ok(Period::new(
        Some(day("serves_from")?),
        Some(day("serves_until")?),
    ))
}
