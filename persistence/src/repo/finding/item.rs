//! Items of checklists.

use akoki_domain::{
    Code, Noun,
    audit::Unjudged,
    finding::{ChecklistItem, ItemInput},
    id::{AuditId, BoardId, ChecklistItemId, EvidenceId, PrincipalId, UnitId},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Order, Query};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryResult};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

use super::{GUESTS, PEOPLE, UNTIL_REPORTED};
use crate::{
    column,
    connect::{Exec, Source},
    entity::checklist_item as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, PersonLink, Record, Stored, Unique, Withheld},
    records,
    repo::{
        by_unit,
        evidence::{UsesEvidence, forget_uses, save_uses},
    },
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    stated: ItemInput,
    assessed_by: Option<PrincipalId>,
}

impl Record for ChecklistItem {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::ChecklistItem;
    const FILTERS: &'static [Filter] = &[
        Filter::new("auditId", "audit_id", FilterKind::Id),
        by_unit::at::<Self>(),
        Filter::new("standard", "standard", FilterKind::Text),
        Filter::new("drawn", "drawn", FilterKind::Flag),
        Filter::new("judged", "judged", FilterKind::Flag),
    ];
    const SORTS: &'static [Sort] = &[Sort {
        name: "createdAt",
        column: "created_at",
    }];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "checklist_item_id",
        columns: "checklist_item.id",
        code: Code::IdTaken,
        pointer: "/id",
    }];
    const PEOPLE: &'static [PersonLink] = PEOPLE;
    const GUESTS: &'static [PersonLink] = GUESTS;
    const WITHHELD: Option<Withheld> = UNTIL_REPORTED;

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let document: Document = column::read_document(row.details)?;
        Ok(Self {
            id: ChecklistItemId(row.id),
            board_id: BoardId(row.board_id),
            audit_id: AuditId(row.audit_id),
            unit_id: UnitId(row.unit_id),
            drawn: row.drawn,
            released: row.released,
            stated: document.stated,
            assessed_by: document.assessed_by,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            audit_id: Set(self.audit_id.0),
            standard: Set(self.stated.standard.clone()),
            drawn: Set(self.drawn),
            judged: Set(self.stated.is_judged()),
            released: Set(self.released),
            details: Set(column::document(&Document {
                stated: self.stated.clone(),
                assessed_by: self.assessed_by,
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        items: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        save_uses(exec, items).await
    }

    async fn delete_parts(exec: &Exec<'_>, item: &Self) -> Result<(), StoreError> {
        forget_uses(exec, item).await
    }
}

impl UsesEvidence for ChecklistItem {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.rests_on()
    }

    fn audit(&self) -> Option<AuditId> {
        Some(self.audit_id)
    }
}

/// The items of these audits in reach, in the order in which they were made.
///
/// # Errors
/// When the store fails.
pub async fn items_of(
    source: &impl Source,
    scope: &Scope,
    audits: &[(BoardId, AuditId)],
) -> Result<Vec<Stored<ChecklistItem>>, StoreError> {
    of_audits(source, scope, audits, Cond::all()).await
}

/// An item that was drawn and is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnjudgedItem {
    /// Its audit.
    pub audit_id: AuditId,
    /// What it is.
    pub unjudged: Unjudged,
}

/// The items of these audits that were drawn and are not judged, in the order in which they were made.
/// Reach is the caller's concern: no more comes out than what they are about.
///
/// # Errors
/// When the store fails.
pub async fn unjudged_of(
    source: &impl Source,
    scope: &Scope,
    audits: &[(BoardId, AuditId)],
) -> Result<Vec<UnjudgedItem>, StoreError> {
    let own = |column: &'static str| Expr::col((Alias::new("checklist_item"), Alias::new(column)));
    let unjudged = Cond::all()
        .add(own("drawn").eq(true))
        .add(own("judged").eq(false))
        .add(own("standard").is_not_null());
    let columns = ["id", "audit_id", "unit_id", "standard"];
    let rows = columns_of::<ChecklistItem>(source, scope, audits, unjudged, &columns).await?;
    rows.iter()
        .map(|row| {
            Ok(UnjudgedItem {
                audit_id: AuditId(row.try_get("", "audit_id")?),
                unjudged: Unjudged {
                    item_id: ChecklistItemId(row.try_get("", "id")?),
                    unit_id: UnitId(row.try_get("", "unit_id")?),
                    standard: row.try_get("", "standard")?,
                },
            })
        })
        .collect()
}

/// Belongs to one of these audits, and a condition holds.
fn belongs<R: Record>(audits: &[(BoardId, AuditId)], holds: Condition) -> Condition {
    let own =
        |column: &'static str| Expr::col((Alias::new(records::table::<R>()), Alias::new(column)));
    let mut boards: Vec<Uuid> = audits.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    Cond::all()
        .add(holds)
        .add(own("board_id").is_in(boards))
        .add(own("audit_id").is_in(audits.iter().map(|(_, audit)| audit.0)))
}

/// Some columns of the rows of a kind that belong to these audits and for which a condition holds, in the
/// order in which they were made: for lists, that look at few things of many rows.
pub(super) async fn columns_of<R: Record>(
    source: &impl Source,
    scope: &Scope,
    audits: &[(BoardId, AuditId)],
    holds: Condition,
    columns: &[&'static str],
) -> Result<Vec<QueryResult>, StoreError> {
    if audits.is_empty() {
        return Ok(Vec::new());
    }
    let own =
        |column: &'static str| Expr::col((Alias::new(records::table::<R>()), Alias::new(column)));
    let mut select = Query::select();
    for column in columns {
        select.expr_as(own(column), Alias::new(*column));
    }
    select
        .from(Alias::new(records::table::<R>()))
        .cond_where(belongs::<R>(audits, holds))
        .order_by_expr(own("created_at"), Order::Asc)
        .order_by_expr(own("id"), Order::Asc);
    Ok(source.exec_for(scope).db.query_all(&select).await?)
}

/// The records of a kind that belong to these audits and for which a condition holds.
pub(super) async fn of_audits<R: Record>(
    source: &impl Source,
    scope: &Scope,
    audits: &[(BoardId, AuditId)],
    holds: Condition,
) -> Result<Vec<Stored<R>>, StoreError> {
    if audits.is_empty() {
        return Ok(Vec::new());
    }
    let condition = belongs::<R>(audits, holds);
    let mut found = records::select::<R>(source, scope, condition).await?;
    found.sort_by_key(|stored| (stored.meta.created_at, stored.record.id()));
    Ok(found)
}
