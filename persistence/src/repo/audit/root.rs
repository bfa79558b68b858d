//! Audits: whoever reaches one of the units audited sees it, and so does whoever is in the team.

use akoki_domain::{
    Noun,
    audit::{
        Adoption, Audit, AuditInput, EarlierReport, GuestGrant, Reply, Report, State, Who as Named,
    },
    id::{AuditId, BoardId, UnitId},
    text::search_form,
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::Exec,
    entity::{audit as table, audit_member, audit_unit},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Link, Meta, PersonLink, Record},
    repo::{by_unit, transition},
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    stated: AuditInput,
    report: Option<Report>,
    replies: Vec<Reply>,
    #[serde(default)]
    earlier_reports: Vec<EarlierReport>,
    adopted: Option<Adoption>,
    started_on: Option<Date>,
    ended_on: Option<Date>,
    guest_grants: Vec<GuestGrant>,
}

/// The first day of whoever is in a team without days of their own.
const ALWAYS: &str = "0001-01-01";

pub(super) const READERS: PersonLink = PersonLink {
    of: "id",
    table: "audit_member",
    column: "audit_id",
    person: "person_id",
    days: true,
    writes: false,
};
const WRITERS: PersonLink = PersonLink {
    table: "audit_writer",
    writes: true,
    ..READERS
};
/// Who of the board wrote in it keeps reading it when it has ended, as long as they work there.
const AUTHORS: PersonLink = PersonLink {
    table: "audit_author",
    ..READERS
};

impl Record for Audit {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Audit;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::IdOf(about_unit)),
        Filter::new("kind", "kind", FilterKind::Text),
        word!("state", "state", State),
        Filter::new("programmeId", "programme_id", FilterKind::Id),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        Filter::new("plannedFrom", "planned_until", FilterKind::DayFrom),
        Filter::new("plannedUntil", "planned_from", FilterKind::DayUntil),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "plannedFrom",
            column: "planned_from",
        },
        Sort {
            name: "title",
            column: "title_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const LINKS: &'static [Link] = &[Link {
        table: "audit_unit",
        column: "audit_id",
        // Whoever follows up at one of the units replies for it.
        writes: true,
    }];
    const PEOPLE: &'static [PersonLink] = &[READERS, WRITERS, AUTHORS];
    const GUESTS: &'static [PersonLink] = &[
        PersonLink {
            person: "account_id",
            ..READERS
        },
        PersonLink {
            person: "account_id",
            ..WRITERS
        },
    ];

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
            id: AuditId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            state: column::read_word(&row.state)?,
            stated: document.stated,
            pinned: column::read_document(row.pinned)?,
            report: document.report,
            replies: document.replies,
            earlier_reports: document.earlier_reports,
            adopted: document.adopted,
            started_on: document.started_on,
            ended_on: document.ended_on,
            guest_grants: document.guest_grants,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let stated = &self.stated;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            kind: Set(stated.kind.clone()),
            state: Set(self.state.as_str().to_owned()),
            programme_id: Set(stated.programme.map(|id| id.0)),
            body_id: Set(stated.body.map(|id| id.0)),
            school_year: Set(stated.school_year.0.to_string()),
            title_sort: Set(search_form(&stated.title)),
            edition: Set(self.pinned.edition.to_string()),
            planned_from: Set(column::day(stated.planned_from)),
            planned_until: Set(column::day(stated.planned_until)),
            pinned: Set(column::document(&self.pinned)),
            details: Set(column::document(&Document {
                stated: stated.clone(),
                report: self.report.clone(),
                replies: self.replies.clone(),
                earlier_reports: self.earlier_reports.clone(),
                adopted: self.adopted.clone(),
                started_on: self.started_on,
                ended_on: self.ended_on,
                guest_grants: self.guest_grants.clone(),
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        audits: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (audit, before) in audits {
            save_units(exec, audit, *before).await?;
            save_members(exec, audit, *before).await?;
        }
        Ok(())
    }

    async fn delete_parts(exec: &Exec<'_>, audit: &Self) -> Result<(), StoreError> {
        forget_units(exec, audit).await?;
        forget_members(exec, audit).await?;
        transition::forget(exec, audit.board_id, audit.id.0).await
    }
}

async fn forget_units(exec: &Exec<'_>, audit: &Audit) -> Result<(), StoreError> {
    audit_unit::Entity::delete_many()
        .filter(audit_unit::Column::BoardId.eq(audit.board_id.0))
        .filter(audit_unit::Column::AuditId.eq(audit.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

async fn forget_members(exec: &Exec<'_>, audit: &Audit) -> Result<(), StoreError> {
    audit_member::Entity::delete_many()
        .filter(audit_member::Column::BoardId.eq(audit.board_id.0))
        .filter(audit_member::Column::AuditId.eq(audit.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

async fn save_units(
    exec: &Exec<'_>,
    audit: &Audit,
    before: Option<&Audit>,
) -> Result<(), StoreError> {
    match before {
        Some(before) if before.stated.scope == audit.stated.scope => return Ok(()),
        Some(_) => forget_units(exec, audit).await?,
        None => {}
    }
    let rows = audit
        .stated
        .scope
        .iter()
        .map(|unit| audit_unit::ActiveModel {
            board_id: Set(audit.board_id.0),
            audit_id: Set(audit.id.0),
            unit_id: Set(unit.0),
        });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        audit_unit::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

async fn save_members(
    exec: &Exec<'_>,
    audit: &Audit,
    before: Option<&Audit>,
) -> Result<(), StoreError> {
    let same = |before: &Audit| {
        (&before.stated.team, before.ended_on) == (&audit.stated.team, audit.ended_on)
    };
    match before {
        Some(before) if same(before) => return Ok(()),
        Some(_) => forget_members(exec, audit).await?,
        None => {}
    }
    let rows = (0..).zip(&audit.stated.team).map(|(position, member)| {
        let (person, account, auditor) = match member.who {
            Named::Person(person) => (Some(person.0), None, None),
            Named::Account(account) => (None, Some(account.0), None),
            Named::Auditor(auditor) => (None, None, Some(auditor.0)),
        };
        let last = member.days.map(|days| days.ends_on).into_iter();
        // As somebody in the team until it ends; from then on as one of its authors, or no more.
        let last = last.chain(audit.ended_on).min();
        let first = member.days.map(|days| column::day(days.starts_on));
        audit_member::ActiveModel {
            board_id: Set(audit.board_id.0),
            audit_id: Set(audit.id.0),
            position: Set(position),
            person_id: Set(person),
            account_id: Set(account),
            auditor_id: Set(auditor),
            role: Set(member.role.as_str().to_owned()),
            starts_on: Set(first.unwrap_or_else(|| ALWAYS.to_owned())),
            ends_on: Set(last.map(column::day)),
        }
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        audit_member::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Hangs at this unit or its carrier, or is about this unit.
fn about_unit(unit: Uuid) -> Condition {
    let mut select = Query::select();
    select
        .column(Alias::new("audit_id"))
        .from(Alias::new("audit_unit"))
        .and_where(Expr::col(Alias::new("unit_id")).eq(unit));
    let id = Expr::col((Alias::new("audit"), Alias::new("id")));
    Cond::any()
        .add(by_unit::hangs_at::<Audit>(unit))
        .add(id.in_subquery(select))
}
