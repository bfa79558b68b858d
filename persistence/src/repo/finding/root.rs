//! Findings.

use akoki_domain::{
    Code, Noun,
    finding::{Attempt, Correction, Finding, FindingInput, Responded, State, Verification},
    id::{AuditId, BoardId, EvidenceId, FindingId, UnitId},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use super::{
    GUESTS, PEOPLE, UNTIL_REPORTED, filters,
    item::{columns_of, of_audits},
};
use crate::{
    column,
    connect::{Exec, Source},
    entity::{finding as table, finding_action, finding_cycle},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, PersonLink, Record, Stored, Unique, Withheld},
    records,
    repo::{
        by_unit,
        cycle::NO_DAY,
        evidence::{UsesEvidence, forget_uses, save_uses},
        organisation_unit::of_ids,
        transition,
    },
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    stated: FindingInput,
    answer_due_on: Option<Date>,
    action_due_on: Option<Date>,
    response: Option<Responded>,
    correction: Correction,
    #[serde(default)]
    reported_on: Option<Date>,
    verification: Option<Verification>,
    earlier: Vec<Attempt>,
}

impl Record for Finding {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Finding;
    const FILTERS: &'static [Filter] = &[
        Filter::new("auditId", "audit_id", FilterKind::Id),
        by_unit::at::<Self>(),
        Filter::new("grade", "grade", FilterKind::Text),
        Filter::new("standard", "standard", FilterKind::Text),
        word!("state", "state", State),
        Filter::new("cycleId", "id", FilterKind::IdOf(filters::in_cycle)),
        Filter::new("overdue", "due_sort", FilterKind::Today(filters::overdue)),
        Filter::new(
            "escalatedTo",
            "due_sort",
            FilterKind::IdToday(filters::escalated_to),
        ),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "dueOn",
            column: "due_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "finding_id",
        columns: "finding.id",
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
            id: FindingId(row.id),
            board_id: BoardId(row.board_id),
            audit_id: AuditId(row.audit_id),
            unit_id: UnitId(row.unit_id),
            released: row.released,
            state: column::read_word(&row.state)?,
            stated: document.stated,
            answer_due_on: document.answer_due_on,
            action_due_on: document.action_due_on,
            response: document.response,
            correction: document.correction,
            reported_on: document.reported_on,
            verification: document.verification,
            earlier: document.earlier,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let due = self.awaited_on().map(column::day);
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            audit_id: Set(self.audit_id.0),
            grade: Set(self.stated.grade.clone()),
            standard: Set(self.stated.standard.clone()),
            state: Set(self.state.as_str().to_owned()),
            released: Set(self.released),
            due_sort: Set(due.unwrap_or_else(|| NO_DAY.to_owned())),
            details: Set(column::document(&Document {
                stated: self.stated.clone(),
                answer_due_on: self.answer_due_on,
                action_due_on: self.action_due_on,
                response: self.response.clone(),
                correction: self.correction.clone(),
                reported_on: self.reported_on,
                verification: self.verification.clone(),
                earlier: self.earlier.clone(),
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        findings: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (finding, before) in findings {
            let now = finding.response.as_ref();
            if before.is_some_and(|before| before.response.as_ref() == now) {
                continue;
            }
            forget_work(exec, finding).await?;
            save_work(exec, finding).await?;
        }
        save_uses(exec, findings).await
    }

    async fn delete_parts(exec: &Exec<'_>, finding: &Self) -> Result<(), StoreError> {
        forget_work(exec, finding).await?;
        forget_uses(exec, finding).await?;
        transition::forget(exec, finding.board_id, finding.id.0).await
    }
}

impl UsesEvidence for Finding {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.rests_on()
    }

    fn audit(&self) -> Option<AuditId> {
        Some(self.audit_id)
    }
}

async fn forget_work(exec: &Exec<'_>, finding: &Finding) -> Result<(), StoreError> {
    macro_rules! forget {
        ($($table:ident),+) => {$(
            $table::Entity::delete_many()
                .filter($table::Column::BoardId.eq(finding.board_id.0))
                .filter($table::Column::FindingId.eq(finding.id.0))
                .exec(&exec.db)
                .await?;
        )+};
    }
    forget!(finding_cycle, finding_action);
    Ok(())
}

/// Where something is done with it, for look-ups and so that none of it vanishes.
async fn save_work(exec: &Exec<'_>, finding: &Finding) -> Result<(), StoreError> {
    let Some(responded) = &finding.response else {
        return Ok(());
    };
    let cycles = responded.response.cycles.iter();
    let cycles: Vec<_> = cycles
        .map(|cycle| finding_cycle::ActiveModel {
            board_id: Set(finding.board_id.0),
            finding_id: Set(finding.id.0),
            cycle_id: Set(cycle.0),
        })
        .collect();
    let actions = responded.response.actions.iter();
    let actions: Vec<_> = actions
        .map(|action| finding_action::ActiveModel {
            board_id: Set(finding.board_id.0),
            finding_id: Set(finding.id.0),
            action_id: Set(action.0),
        })
        .collect();
    if !cycles.is_empty() {
        finding_cycle::Entity::insert_many(cycles)
            .exec_without_returning(&exec.db)
            .await?;
    }
    if !actions.is_empty() {
        finding_action::Entity::insert_many(actions)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// The findings of these audits in reach, in the order in which they were made.
///
/// # Errors
/// When the store fails.
pub async fn findings_of(
    source: &impl Source,
    scope: &Scope,
    audits: &[(BoardId, AuditId)],
) -> Result<Vec<Stored<Finding>>, StoreError> {
    of_audits(source, scope, audits, Cond::all()).await
}

/// Something is still to be done about it.
fn is_open() -> Condition {
    let state = Expr::col((Alias::new("finding"), Alias::new("state")));
    let open = State::ALL.iter().filter(|state| state.is_open());
    Cond::all().add(state.is_in(open.map(|state| state.as_str())))
}

/// A finding about which something is still to be done, as far as its audit looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFinding {
    /// Its id.
    pub id: FindingId,
    /// Its audit.
    pub audit_id: AuditId,
    /// Its grade.
    pub grade: String,
    /// Where it is.
    pub state: State,
}

/// The findings of these audits about which something is still to be done, in the order in which they were
/// made. Reach is the caller's concern.
///
/// # Errors
/// When the store fails.
pub async fn open_of_audits(
    source: &impl Source,
    scope: &Scope,
    audits: &[(BoardId, AuditId)],
) -> Result<Vec<OpenFinding>, StoreError> {
    let columns = ["id", "audit_id", "grade", "state"];
    let rows = columns_of::<Finding>(source, scope, audits, is_open(), &columns).await?;
    rows.iter()
        .map(|row| {
            Ok(OpenFinding {
                id: FindingId(row.try_get("", "id")?),
                audit_id: AuditId(row.try_get("", "audit_id")?),
                grade: row.try_get("", "grade")?,
                state: column::read_word(&row.try_get::<String>("", "state")?)?,
            })
        })
        .collect()
}

/// The findings in reach about which something is still to be done, at every unit of which the work hangs at
/// one of these carriers, with that carrier; the most urgent first.
///
/// # Errors
/// When the store fails.
pub async fn open_of_carriers(
    source: &impl Source,
    scope: &Scope,
    carriers: &[(BoardId, UnitId)],
) -> Result<Vec<(UnitId, Finding)>, StoreError> {
    let at = Expr::tuple([own("board_id"), own("unit_id")]);
    let condition = Cond::all()
        .add(at.in_subquery(carried_by(carriers)))
        .add(is_open());
    with_carriers(source, scope, carriers, condition).await
}

/// The findings in reach at any unit of these boards of which the effect is still to be seen.
///
/// # Errors
/// When the store fails.
pub async fn verifying_of_boards(
    source: &impl Source,
    scope: &Scope,
    boards: &[BoardId],
) -> Result<Vec<Finding>, StoreError> {
    if boards.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Cond::all()
        .add(own("board_id").is_in(boards.iter().map(|board| board.0)))
        .add(own("state").eq(State::Verifying.as_str()));
    let found = records::select::<Finding>(source, scope, condition).await?;
    Ok(Stored::records(found))
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("finding"), Alias::new(column)))
}

/// The units of which the work hangs at these.
fn carried_by(carriers: &[(BoardId, UnitId)]) -> SelectStatement {
    let mut boards: Vec<Uuid> = carriers.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    let unit =
        |column: &'static str| Expr::col((Alias::new("organisation_unit"), Alias::new(column)));
    let mut select = Query::select();
    select
        .columns([Alias::new("board_id"), Alias::new("id")])
        .from(Alias::new("organisation_unit"))
        .and_where(unit("board_id").is_in(boards))
        .and_where(unit("carrier_id").is_in(carriers.iter().map(|(_, unit)| unit.0)));
    select
}

async fn with_carriers(
    source: &impl Source,
    scope: &Scope,
    carriers: &[(BoardId, UnitId)],
    condition: Condition,
) -> Result<Vec<(UnitId, Finding)>, StoreError> {
    if carriers.is_empty() {
        return Ok(Vec::new());
    }
    let found = records::select::<Finding>(source, scope, condition).await?;
    let mut at: Vec<UnitId> = found.iter().map(|stored| stored.record.unit_id).collect();
    at.sort_unstable();
    at.dedup();
    let units = of_ids(source, scope, &at).await?;
    let carried = found.into_iter().filter_map(|stored| {
        let mut units = units.iter().map(|unit| &unit.record);
        let unit = units.find(|unit| unit.id == stored.record.unit_id)?;
        Some((unit.carrier_id, stored.record))
    });
    let mut carried: Vec<_> = carried.collect();
    carried.sort_by_key(|(_, finding)| (finding.awaited_on().unwrap_or(Date::MAX), finding.id));
    Ok(carried)
}
