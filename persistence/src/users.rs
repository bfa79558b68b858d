//! What refers to a record, as far as somebody may read that: for whoever is refused to delete it. The store keeps
//! the references itself and is asked which there are; which kind of record a part belongs to is said here, and a
//! test of the store sees to it that of every table that refers to a record it is said, or said why not.

use akoki_domain::{Noun, Subject};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;

use crate::{
    connect::{Backend, Source},
    error::StoreError,
    reach::{Kind, kinds},
    record::Record,
    records::table,
    scope::Scope,
};

/// So many of each kind are named.
const NAMED: u64 = 20;

/// Tables of parts, with what they are a part of and the column that says of which. What is in no such list and no
/// kind of its own is not named: a score is nobody's but the participant's.
const PARTS: &[(&str, Noun, &str)] = &[
    ("audit_member", Noun::Audit, "audit_id"),
    ("audit_unit", Noun::Audit, "audit_id"),
    ("cycle_context", Noun::ImprovementCycle, "cycle_id"),
    ("finding_action", Noun::Finding, "finding_id"),
    ("finding_cycle", Noun::Finding, "finding_id"),
    (
        "self_evaluation_unit",
        Noun::SelfEvaluation,
        "evaluation_id",
    ),
    (
        "supervised_cover",
        Noun::SupervisedObject,
        "supervised_object_id",
    ),
    ("survey_campaign_unit", Noun::SurveyCampaign, "campaign_id"),
    ("survey_class_teacher", Noun::SurveyCampaign, "campaign_id"),
    (
        "survey_follow_up_cycle",
        Noun::SurveyFollowUp,
        "follow_up_id",
    ),
];

/// A column that refers to a record.
struct Reference {
    table: String,
    column: String,
}

/// What refers to this record and can be read in the scope of its kind, at most so many of each kind.
///
/// # Errors
/// When the store fails.
pub async fn users<R: Record>(
    source: &impl Source,
    record: &R,
    scope_of: impl Fn(Noun) -> Scope,
) -> Result<Vec<Subject>, StoreError> {
    let references = references(source, table::<R>()).await?;
    let mut found = Vec::new();
    for kind in kinds() {
        let of_kind = referring(&kind, &references, record);
        if of_kind.is_empty() {
            continue;
        }
        let own = |column: &'static str| Expr::col((Alias::new(kind.table), Alias::new(column)));
        let scope = scope_of(kind.noun);
        let mut select = Query::select();
        select
            .expr_as(own("id"), Alias::new("id"))
            .from(Alias::new(kind.table))
            .and_where(own("board_id").eq(record.board()))
            .cond_where(of_kind)
            .cond_where((kind.in_reach)(&scope))
            .order_by_expr(own("id"), Order::Asc)
            .limit(NAMED);
        // It refers to itself where it is a unit that carries its own work.
        select.and_where(own("id").ne(record.id()));
        for row in source.exec_for(&scope).db.query_all(&select).await? {
            let id: uuid::Uuid = row.try_get("", "id")?;
            found.push(Subject::new(kind.noun, id));
        }
    }
    Ok(found)
}

/// The tables that refer to a record of some kind and of which [`users`] names nothing, because they are no kind
/// and no part of one: for the test that none is forgotten.
///
/// # Errors
/// When the store fails.
pub async fn unnamed(source: &impl Source) -> Result<BTreeSet<String>, StoreError> {
    let kinds = kinds();
    let mut left = BTreeSet::new();
    for kind in &kinds {
        for reference in references(source, kind.table).await? {
            let is_kind = kinds.iter().any(|kind| kind.table == reference.table);
            let is_part = PARTS.iter().any(|(part, ..)| *part == reference.table);
            if !is_kind && !is_part {
                left.insert(reference.table);
            }
        }
    }
    Ok(left)
}

/// The rows of this kind that refer to the record, themselves or by a part; empty when none can.
fn referring<R: Record>(kind: &Kind, references: &[Reference], record: &R) -> Cond {
    let mut any = Cond::any();
    for Reference { table, column } in references {
        let at = |name: &str| Expr::col((Alias::new(table.as_str()), Alias::new(name)));
        if table == kind.table {
            any = any.add(at(column).eq(record.id()));
            continue;
        }
        let part = PARTS
            .iter()
            .find(|(part, noun, _)| part == table && *noun == kind.noun);
        let Some((_, _, of)) = part else { continue };
        let mut parts = Query::select();
        parts
            .column((Alias::new(table.as_str()), Alias::new(*of)))
            .from(Alias::new(table.as_str()))
            .and_where(at("board_id").eq(record.board()))
            .and_where(at(column).eq(record.id()));
        let id = Expr::col((Alias::new(kind.table), Alias::new("id")));
        any = any.add(id.in_subquery(parts));
    }
    any
}

/// The columns in which the store itself looks whether a record of this table is referred to.
async fn references(source: &impl Source, table: &str) -> Result<Vec<Reference>, StoreError> {
    let exec = source.exec();
    let sql = match exec.backend {
        Backend::Sqlite => {
            "SELECT m.name AS referring, f.\"from\" AS by FROM sqlite_master m \
             JOIN pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.\"table\" = ? AND f.\"to\" = 'id' ORDER BY 1, 2"
        }
        Backend::Postgres => {
            "SELECT t.relname::text AS referring, a.attname::text AS by FROM pg_constraint c \
             JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class o ON o.oid = c.confrelid \
             CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k(mine, theirs) \
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.mine \
             JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs \
             WHERE c.contype = 'f' AND b.attname = 'id' AND o.relname = $1 \
             AND o.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
        }
    };
    let backend = exec.db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [table.into()]);
    let rows = exec.db.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            Ok(Reference {
                table: row.try_get("", "referring")?,
                column: row.try_get("", "by")?,
            })
        })
        .collect()
}
