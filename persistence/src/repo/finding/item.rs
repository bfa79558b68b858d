//! Items of checklists.

use akoki_domain::{
    Code, Noun,
    finding::{ChecklistItem, ItemInput},
    id::{AuditId, BoardId, ChecklistItemId, PrincipalId, UnitId},
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{GUESTS, PEOPLE, UNTIL_REPORTED};
use crate::{
    column,
    connect::Source,
    entity::checklist_item as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, PersonLink, Record, Stored, Unique, Withheld},
    records,
    repo::cycle::at_unit,
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
        Filter::new(
            "unitId",
            "unit_id",
            FilterKind::IdOf(|unit| at_unit("checklist_item", unit)),
        ),
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

/// The items of these audits in reach that were drawn and are not judged, in the order in which they were
/// made.
///
/// # Errors
/// When the store fails.
pub async fn unjudged_of(
    source: &impl Source,
    scope: &Scope,
    audits: &[(BoardId, AuditId)],
) -> Result<Vec<Stored<ChecklistItem>>, StoreError> {
    let own = |column: &'static str| Expr::col((Alias::new("checklist_item"), Alias::new(column)));
    let unjudged = Cond::all()
        .add(own("drawn").eq(true))
        .add(own("judged").eq(false));
    of_audits(source, scope, audits, unjudged).await
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
    let own =
        |column: &'static str| Expr::col((Alias::new(records::table::<R>()), Alias::new(column)));
    let mut boards: Vec<Uuid> = audits.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    let condition = Cond::all()
        .add(holds)
        .add(own("board_id").is_in(boards))
        .add(own("audit_id").is_in(audits.iter().map(|(_, audit)| audit.0)));
    let mut found = records::select::<R>(source, scope, condition).await?;
    found.sort_by_key(|stored| (stored.meta.created_at, stored.record.id()));
    Ok(found)
}
