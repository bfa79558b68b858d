//! Plans of school years, one for each unit and year.

use akoki_domain::{
    Code, Noun,
    calendar::SchoolYear,
    id::{BoardId, SchoolYearPlanId, UnitId},
    school_year::{FollowUp, PlanLine, SchoolYearPlan},
};
use sea_orm::{
    ActiveValue::Set,
    sea_query::{Alias, Cond, Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::by_unit;
use crate::{
    column,
    connect::Source,
    entity::school_year_plan as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record, Stored, Unique},
    records,
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    lines: Vec<PlanLine>,
    follow_ups: Vec<FollowUp>,
}

impl Record for SchoolYearPlan {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SchoolYearPlan;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        Filter::new("year", "school_year", FilterKind::Text),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "year",
            column: "school_year",
        },
        Sort {
            name: "updatedAt",
            column: "updated_at",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "school_year_plan_year",
        columns: "school_year_plan.board_id, school_year_plan.unit_id, school_year_plan.school_year",
        code: Code::Duplicate,
        pointer: "",
    }];

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
        Ok(SchoolYearPlan {
            id: SchoolYearPlanId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            year: SchoolYear(row.school_year.parse().map_err(StoreError::corrupt)?),
            lines: document.lines,
            follow_ups: document.follow_ups,
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
            school_year: Set(word(self.year)),
            details: Set(column::document(&Document {
                lines: self.lines.clone(),
                follow_ups: self.follow_ups.clone(),
            })),
        }
    }
}

/// A school year as it stands in the column.
fn word(year: SchoolYear) -> String {
    format!("{:04}", year.0)
}

/// The plans of these units of one board for a school year.
///
/// # Errors
/// When the store fails.
pub async fn of_units(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    units: &[UnitId],
    year: SchoolYear,
) -> Result<Vec<Stored<SchoolYearPlan>>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let own = |column| Expr::col((Alias::new("school_year_plan"), Alias::new(column)));
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .add(own("school_year").eq(word(year)));
    records::select::<SchoolYearPlan>(source, scope, condition).await
}
