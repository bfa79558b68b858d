//! What uses evidence: kept beside what uses it, so that nothing in use is deleted, and the days on which
//! a whole school's evidence can be leaned on are found at once.

use akoki_domain::{
    Noun, Subject,
    access::read_permission,
    conversation::QualityConversation,
    evaluation::SelfEvaluation,
    evidence::Used,
    finding::{ChecklistItem, Finding},
    id::{AuditId, BoardId, EvidenceId},
    inspection::{Order, Visit},
    pdca::{Action, Decision},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::evidence_use as table,
    error::StoreError,
    record::Record,
    records::{field, one_in_reach, table as table_of},
    repo::{cycle::OfCycle, dossier::KeptDossier},
    scope::Scope,
};

pub(super) fn of(table: &'static str, column: &'static str) -> Expr {
    Expr::col((Alias::new(table), Alias::new(column)))
}

/// A record that rests on evidence. Its repository calls [`save_uses`] and [`forget_uses`] with its parts.
pub(crate) trait UsesEvidence: Record {
    /// The pieces of evidence on which it rests, in whatever part of it.
    fn evidence(&self) -> BTreeSet<EvidenceId>;

    /// What is said to use them, where that is not the record itself.
    fn subject(&self) -> Subject {
        Subject::new(Self::NOUN, self.id())
    }

    /// The audit of which it is: whoever is in the team reads what it rests on.
    fn audit(&self) -> Option<AuditId> {
        None
    }
}

/// The pieces of evidence on which something rests as they stand in its column `evidence`: nothing where
/// it rests on none.
pub(crate) fn listed(evidence: &[EvidenceId]) -> Option<Value> {
    (!evidence.is_empty()).then(|| column::document(&evidence))
}

/// What [`listed`] put there.
pub(crate) fn read_listed(column: Option<Value>) -> Result<Vec<EvidenceId>, StoreError> {
    Ok(column
        .map(column::read_document)
        .transpose()?
        .unwrap_or_default())
}

/// Keeps what records use, for many at once; with each, what it was before.
pub(crate) async fn save_uses<R: UsesEvidence>(
    exec: &Exec<'_>,
    records: &[(&R, Option<&R>)],
) -> Result<(), StoreError> {
    let mut fresh = Vec::new();
    for (record, before) in records {
        let now = record.evidence();
        let then = before.map(UsesEvidence::evidence).unwrap_or_default();
        let gone: Vec<Uuid> = then.difference(&now).map(|id| id.0).collect();
        if !gone.is_empty() {
            table::Entity::delete_many()
                .filter(table::Column::BoardId.eq(record.board()))
                .filter(table::Column::PartId.eq(record.id()))
                .filter(table::Column::EvidenceId.is_in(gone))
                .exec(&exec.db)
                .await?;
        }
        let by = record.subject();
        fresh.extend(now.difference(&then).map(|id| table::ActiveModel {
            board_id: Set(record.board()),
            evidence_id: Set(id.0),
            subject_id: Set(by.id),
            part_id: Set(record.id()),
            noun: Set(by.noun.as_str().to_owned()),
            unit_id: Set(record.unit()),
            audit_id: Set(record.audit().map(|id| id.0)),
        }));
    }
    let columns = table::Column::iter().count().max(1);
    for chunk in fresh.chunks(exec.backend.bind_limit() / columns) {
        table::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Forgets what a record that is deleted used.
pub(crate) async fn forget_uses<R: UsesEvidence>(
    exec: &Exec<'_>,
    record: &R,
) -> Result<(), StoreError> {
    table::Entity::delete_many()
        .filter(table::Column::BoardId.eq(record.board()))
        .filter(table::Column::PartId.eq(record.id()))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// Forgets what the parts of something used that is deleted as a whole: all rows of a table that name it in
/// a column.
pub(crate) async fn forget_uses_of_parts(
    exec: &Exec<'_>,
    (parts, column): (&'static str, &'static str),
    (board, whole): (BoardId, Uuid),
) -> Result<(), StoreError> {
    let mut ids = Query::select();
    ids.column(Alias::new("id"))
        .from(Alias::new(parts))
        .and_where(of(parts, "board_id").eq(board.0))
        .and_where(of(parts, column).eq(whole));
    table::Entity::delete_many()
        .filter(table::Column::BoardId.eq(board.0))
        .filter(table::Column::PartId.in_subquery(ids))
        .exec(&exec.db)
        .await?;
    Ok(())
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
        found.extend(match noun {
            Noun::Dossier => uses_by::<KeptDossier>(source, scope, evidence).await?,
            Noun::SelfEvaluation => uses_by::<SelfEvaluation>(source, scope, evidence).await?,
            Noun::ChecklistItem => uses_by::<ChecklistItem>(source, scope, evidence).await?,
            Noun::Finding => uses_by::<Finding>(source, scope, evidence).await?,
            Noun::InspectionVisit => uses_by::<Visit>(source, scope, evidence).await?,
            Noun::RecoveryOrder => uses_by::<Order>(source, scope, evidence).await?,
            Noun::QualityConversation => {
                uses_by::<QualityConversation>(source, scope, evidence).await?
            }
            Noun::Action => uses_by::<OfCycle<Action>>(source, scope, evidence).await?,
            Noun::Decision => uses_by::<OfCycle<Decision>>(source, scope, evidence).await?,
            other => return Err(StoreError::corrupt(other.as_str())),
        });
    }
    found.sort_by_key(|used| (used.evidence_id, used.by.noun, used.by.id));
    Ok(found)
}

/// Whether anything but a dossier uses a piece of evidence, in reach or not: it keeps what it showed then.
///
/// # Errors
/// When the store fails.
pub async fn is_held(
    source: &impl Source,
    scope: &Scope,
    evidence: (BoardId, EvidenceId),
) -> Result<bool, StoreError> {
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(Alias::new("evidence_use"))
        .cond_where(naming(&[evidence]))
        .and_where(of("evidence_use", "noun").ne(Noun::Dossier.as_str()))
        .limit(1);
    let found = source.exec_for(scope).db.query_one(&select).await?;
    Ok(found.is_some())
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

/// What of one kind uses them. It is as much in reach as it is by itself: what is kept from the people of a
/// unit until it is reported is not told here before.
async fn uses_by<R: Record>(
    source: &impl Source,
    scope: &Scope,
    evidence: &[(BoardId, EvidenceId)],
) -> Result<Vec<Used>, StoreError> {
    let scope = &scope.with(read_permission(R::NOUN));
    let mut select = Query::select();
    select
        .distinct()
        .expr_as(of("evidence_use", "evidence_id"), Alias::new("evidence_id"))
        .expr_as(of("evidence_use", "subject_id"), Alias::new("subject_id"))
        .from(Alias::new("evidence_use"))
        .inner_join(
            Alias::new(table_of::<R>()),
            Cond::all()
                .add(field::<R>("board_id").eq(of("evidence_use", "board_id")))
                .add(field::<R>("id").eq(of("evidence_use", "subject_id"))),
        )
        .cond_where(naming(evidence))
        .and_where(of("evidence_use", "noun").eq(R::NOUN.as_str()))
        .cond_where(one_in_reach::<R>(scope));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            Ok(Used {
                evidence_id: EvidenceId(row.try_get("", "evidence_id")?),
                by: Subject::new(R::NOUN, row.try_get::<Uuid>("", "subject_id")?),
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
