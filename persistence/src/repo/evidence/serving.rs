//! When the evidence of dossiers can be leaned on: the ground under their completeness.

use akoki_domain::{
    Noun,
    id::{DossierId, UnitId},
    organisation::Period,
    pdca::work::DossierEvidence,
};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Cond, ExprTrait, Query};

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
