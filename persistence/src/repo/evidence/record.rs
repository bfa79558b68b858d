//! The piece of evidence itself.

use akoki_domain::{
    Noun,
    evidence::{Evidence, EvidenceInput, EvidenceKind, EvidenceLink},
    framework::RequirementRef,
    id::{BoardId, EvidenceId, PersonId, UnitId},
    organisation::Days,
    text::search_form,
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::files;
use crate::{
    column,
    connect::Exec,
    entity::{evidence as table, evidence_requirement},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, PersonLink, Record, Stored},
    repo::{by_unit, time_zone::before_today},
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    description: Option<String>,
    links: Vec<EvidenceLink>,
    requirements: Vec<RequirementRef>,
}

const READERS: PersonLink = PersonLink {
    of: "id",
    table: "evidence_reader",
    column: "evidence_id",
    person: "person_id",
    days: true,
    writes: false,
};
/// Who of the board wrote in such an audit keeps reading it, as the audit.
const AUTHORS: PersonLink = PersonLink {
    table: "evidence_author",
    ..READERS
};

/// What can be leaned on for ever comes after all that ends.
const NO_DAY: &str = "9999-12-31";

impl Record for Evidence {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Evidence;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        Filter::new(
            "requirement",
            "id",
            FilterKind::Custom(|text| Some(shows(text))),
        ),
        Filter::new("ownerId", "owner_id", FilterKind::Id),
        word!("kind", "kind", EvidenceKind),
        Filter::new("expired", "serves_sort", FilterKind::Today(expired)),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "effectiveFrom",
            column: "effective_from",
        },
        Sort {
            name: "title",
            column: "title_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
        Sort {
            name: "expiresOn",
            column: "serves_sort",
        },
    ];

    /// Whoever is in the team of an audit reads what that rests on; guests on their days.
    const PEOPLE: &'static [PersonLink] = &[READERS, AUTHORS];
    const GUESTS: &'static [PersonLink] = &[PersonLink {
        person: "account_id",
        ..READERS
    }];
    /// What a board shows of itself, its policy or its figures, is evidence for its schools.
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
        let document: Document = column::read_document(row.details)?;
        let day = |text: Option<String>| -> Result<Option<Date>, StoreError> {
            text.as_deref().map(column::read_day).transpose()
        };
        Ok(Self {
            id: EvidenceId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            stated: EvidenceInput {
                title: row.title,
                kind: column::read_word(&row.kind)?,
                description: document.description,
                owner: row.owner_id.map(PersonId),
                effective_from: column::read_day(&row.effective_from)?,
                effective_until: day(row.effective_until)?,
                expires_on: day(row.expires_on)?,
                links: document.links,
                requirements: document.requirements,
            },
            files: Vec::new(),
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let stated = &self.stated;
        let until = stated.serves_until();
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            title: Set(stated.title.clone()),
            title_sort: Set(search_form(&stated.title)),
            kind: Set(stated.kind.as_str().to_owned()),
            owner_id: Set(stated.owner.map(|owner| owner.0)),
            effective_from: Set(column::day(stated.effective_from)),
            effective_until: Set(stated.effective_until.map(column::day)),
            expires_on: Set(stated.expires_on.map(column::day)),
            serves_sort: Set(until.map_or_else(|| NO_DAY.to_owned(), column::day)),
            details: Set(column::document(&Document {
                description: stated.description.clone(),
                links: stated.links.clone(),
                requirements: stated.requirements.clone(),
            })),
        }
    }

    async fn load_parts(exec: &Exec<'_>, records: &mut [Stored<Self>]) -> Result<(), StoreError> {
        files::load(exec, records).await
    }

    async fn save_parts(
        exec: &Exec<'_>,
        records: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (evidence, before) in records {
            save_requirements(exec, evidence, *before).await?;
            files::save(exec, evidence, *before).await?;
        }
        Ok(())
    }

    async fn delete_parts(exec: &Exec<'_>, evidence: &Self) -> Result<(), StoreError> {
        forget_requirements(exec, evidence).await?;
        files::forget(exec, evidence).await
    }
}

async fn save_requirements(
    exec: &Exec<'_>,
    evidence: &Evidence,
    before: Option<&Evidence>,
) -> Result<(), StoreError> {
    let requirements = &evidence.stated.requirements;
    if let Some(before) = before {
        if before.stated.requirements == *requirements {
            return Ok(());
        }
        forget_requirements(exec, evidence).await?;
    }
    if requirements.is_empty() {
        return Ok(());
    }
    let rows = requirements
        .iter()
        .map(|requirement| evidence_requirement::ActiveModel {
            board_id: Set(evidence.board_id.0),
            evidence_id: Set(evidence.id.0),
            requirement: Set(requirement.to_string()),
        });
    evidence_requirement::Entity::insert_many(rows)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(())
}

async fn forget_requirements(exec: &Exec<'_>, evidence: &Evidence) -> Result<(), StoreError> {
    evidence_requirement::Entity::delete_many()
        .filter(evidence_requirement::Column::BoardId.eq(evidence.board_id.0))
        .filter(evidence_requirement::Column::EvidenceId.eq(evidence.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// It shows something of this requirement.
fn shows(requirement: &str) -> Condition {
    let own = |table, column| Expr::col((Alias::new(table), Alias::new(column)));
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(Alias::new("evidence_requirement"))
        .and_where(own("evidence_requirement", "board_id").eq(own("evidence", "board_id")))
        .and_where(own("evidence_requirement", "evidence_id").eq(own("evidence", "id")))
        .and_where(own("evidence_requirement", "requirement").eq(requirement));
    Cond::all().add(Expr::exists(select))
}

/// It can no longer be leaned on today. `false` asks for the others.
fn expired(wanted: bool, days: &Days) -> Condition {
    let expired = before_today("evidence", "serves_sort", days);
    if wanted { expired } else { expired.not() }
}
