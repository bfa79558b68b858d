//! People: the details as one document. Whoever reaches the home unit, or a unit on which the person
//! has an assignment, sees the person; names are searched with a body, never with an address.

use akoki_domain::{
    Noun,
    id::{BoardId, PersonId, UnitId},
    organisation::{Person, PersonDetails, person::normalise_email},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, UnionType};
use uuid::Uuid;

use super::external_id::{self, held};
use crate::{
    column,
    connect::Exec,
    entity::person as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Link, Meta, Record, Unique},
};

impl Record for Person {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Person;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::IdOf(of_unit)),
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("externalId", "id", FilterKind::Custom(known_as)),
    ];
    const SEARCHES: &'static [Filter] =
        &[Filter::new("q", "name_sort", FilterKind::Custom(called))];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "familyName",
            column: "name_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[external_id::UNIQUE];
    const LINKS: &'static [Link] = &[Link {
        table: "assignment",
        column: "person_id",
        writes: false,
    }];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.home_unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let details: PersonDetails = column::read_document(row.details)?;
        Ok(Person {
            id: PersonId(row.id),
            board_id: BoardId(row.board_id),
            home_unit_id: UnitId(row.unit_id),
            details,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let details = &self.details;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.home_unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            name_sort: Set(name_sort(details)),
            email: Set(details.email.clone()),
            details: Set(column::document(details)),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        people: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        let held = held(people, |person| {
            (
                person.board_id.0,
                person.id.0,
                person.details.external_ids.as_slice(),
            )
        });
        external_id::save(exec, Noun::Person, &held).await
    }

    async fn delete_parts(exec: &Exec<'_>, person: &Self) -> Result<(), StoreError> {
        external_id::forget(exec, person.board_id.0, person.id.0).await
    }
}

/// Family name first, as lists of people are read.
fn name_sort(details: &PersonDetails) -> String {
    let prefix = details.name_prefix.as_deref().unwrap_or_default();
    search_form(&format!(
        "{} {} {prefix}",
        details.family_name, details.given_name
    ))
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("person"), Alias::new(column)))
}

fn known_as(value: &str) -> Option<Condition> {
    external_id::known_as("person", value)
}

/// At home on this unit, or with an assignment there.
fn of_unit(unit: Uuid) -> Condition {
    let there = |column, table| {
        let mut select = Query::select();
        select
            .column(Alias::new(column))
            .from(Alias::new(table))
            .and_where(Expr::col(Alias::new("unit_id")).eq(unit));
        select
    };
    let mut ids = there("id", "person");
    ids.union(UnionType::Distinct, there("person_id", "assignment"));
    Cond::all().add(own("id").in_subquery(ids))
}

/// Every word is part of the name, in any order; or the text is the e-mail address.
fn called(text: &str) -> Option<Condition> {
    if text.contains('@') {
        let email = normalise_email(text).unwrap_or_default();
        return Some(Cond::all().add(own("email").eq(email)));
    }
    let form = search_form(text);
    let mut all = Cond::all();
    for word in form.split(' ') {
        all = all.add(own("name_sort").like(format!("%{word}%")));
    }
    Some(all)
}
