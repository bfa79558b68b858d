//! School years: what a unit plans to check itself with, what came of that, and reasoned decisions about
//! follow-up.

mod examples;
mod facts;
mod picture;
mod put;

use akoki_domain::{
    Noun, access::Permission, calendar::SchoolYear, id::UnitId, school_year::SchoolYearPlan,
};
use akoki_openapi::wire::{
    schema::Links,
    school_year::{SchoolYearPlan as View, SchoolYearPlanInput},
};
use akoki_persistence::{Source, Stored};
use serde_json::Value;

use super::improvement_cycle::path;
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

pub use examples::{follow_up as follow_up_example, picture as picture_example};
pub use picture::picture_of;
pub use put::{Put, decide, put, unchanged};

/// The resource: made and changed by the unit and the year that it is for.
pub struct Plans;

impl Resource for Plans {
    type Record = SchoolYearPlan;
    type Input = SchoolYearPlanInput;
    type View = View;

    const NAMES: Names = names!("SchoolYearPlan", "SchoolYearPlans", "school-years");
    const READ: Permission = Permission::ReadSchoolYears;
    const WRITE: Permission = Permission::WriteSchoolYears;

    async fn change(
        _: Work<'_>,
        before: &SchoolYearPlan,
        input: SchoolYearPlanInput,
    ) -> Result<SchoolYearPlan, Failure> {
        Ok(SchoolYearPlan {
            lines: put::checked(before.year, input)?,
            ..before.clone()
        })
    }

    fn input(plan: &SchoolYearPlan) -> SchoolYearPlanInput {
        plan.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<SchoolYearPlan>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        examples::plan()
    }
}

/// The address of the school year of a unit.
fn year_path(unit: UnitId, year: SchoolYear) -> String {
    let unit = path(Noun::OrganisationUnit, unit);
    format!("{unit}/school-years/{}", year.0)
}

fn view(item: Stored<SchoolYearPlan>) -> View {
    let Stored { record, meta } = item;
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        year: record.year.0,
        lines: record.lines.iter().map(Into::into).collect(),
        decisions: record.follow_ups.iter().map(Into::into).collect(),
        links: Links::from([
            ("self", path(Noun::SchoolYearPlan, record.id)),
            ("unit", path(Noun::OrganisationUnit, record.unit_id)),
            ("schoolYear", year_path(record.unit_id, record.year)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}
