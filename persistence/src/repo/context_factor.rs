//! Context factors.

use akoki_domain::{
    Noun,
    id::{BoardId, ContextFactorId, UnitId},
    pdca::{ContextFactor, ContextFactorInput},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use uuid::Uuid;

use super::by_unit;
use crate::{
    column,
    entity::context_factor as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record},
};

impl Record for ContextFactor {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::ContextFactor;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        word!("kind", "kind", akoki_domain::pdca::ContextKind),
        Filter::new("cycleId", "id", FilterKind::IdOf(under_cycle)),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "title",
            column: "title_sort",
        },
        Sort {
            name: "changedOn",
            column: "changed_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];

    /// The context of a board is that of its schools.
    const SEEN_FROM_BELOW: bool = true;

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
        Ok(Self {
            id: ContextFactorId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            stated: ContextFactorInput {
                title: row.title,
                kind: column::read_word(&row.kind)?,
                description: row.description,
            },
            changed_on: column::read_day(&row.changed_on)?,
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
            title: Set(self.stated.title.clone()),
            title_sort: Set(search_form(&self.stated.title)),
            kind: Set(self.stated.kind.as_str().to_owned()),
            description: Set(self.stated.description.clone()),
            changed_on: Set(column::day(self.changed_on)),
        }
    }
}

/// The plan of this cycle rests on it.
fn under_cycle(cycle: Uuid) -> Condition {
    let own = |table, column| Expr::col((Alias::new(table), Alias::new(column)));
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(Alias::new("cycle_context"))
        .and_where(own("cycle_context", "board_id").eq(own("context_factor", "board_id")))
        .and_where(own("cycle_context", "context_factor_id").eq(own("context_factor", "id")))
        .and_where(own("cycle_context", "cycle_id").eq(cycle));
    Cond::all().add(Expr::exists(select))
}
