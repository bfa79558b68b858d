//! Context factors: what plans rest on. A change in substance flags the cycles that rest on one.

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    pdca::{ContextFactor, Cycle},
};
use akoki_openapi::wire::{
    context_factor::{ContextFactor as View, ContextFactorInput},
    schema::Links,
};
use akoki_persistence::{Scope, Source, Stored, Verb, Who, lock, repo::cycle::resting_on};
use serde_json::{Value, json};

use super::{carrier::carried, improvement_cycle::path};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::{Work, difference},
};

/// The resource.
pub struct ContextFactors;

impl Resource for ContextFactors {
    type Record = ContextFactor;
    type Input = ContextFactorInput;
    type View = View;

    const NAMES: Names = names!("ContextFactor", "ContextFactors", "improvement");
    const READ: Permission = Permission::ReadCycles;
    const WRITE: Permission = Permission::WriteCycles;

    async fn create(work: Work<'_>, input: ContextFactorInput) -> Result<ContextFactor, Failure> {
        let mut wrong = Vec::new();
        let unit = carried(work, input.unit_id, &mut wrong).await?;
        let stated: akoki_domain::pdca::ContextFactorInput = input.into();
        wrong.extend(stated.check());
        let Some(unit) = unit.filter(|_| wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        Ok(ContextFactor {
            id: work.id(),
            board_id: unit.board_id,
            unit_id: unit.id,
            stated,
            changed_on: work.today_of(unit.board_id).await?,
        })
    }

    async fn change(
        work: Work<'_>,
        before: &ContextFactor,
        input: ContextFactorInput,
    ) -> Result<ContextFactor, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let mut after = before.clone();
        let restated = after.restate(input.into(), work.today_of(before.board_id).await?);
        let changed = restated.unwrap_or_else(|more| {
            wrong.extend(more);
            false
        });
        if !wrong.is_empty() {
            return Err(Failure::invalid("body", wrong));
        }
        if changed {
            flag(work, &after).await?;
        }
        Ok(after)
    }

    async fn remove(work: Work<'_>, factor: &ContextFactor) -> Result<(), Failure> {
        let scope = work.call.scope_of(Self::READ);
        let resting = resting_on(work.tx, &scope, factor.board_id, factor.id).await?;
        if resting.is_empty() {
            // Those out of the caller's reach are kept by the store, which refuses without naming them.
            return Ok(());
        }
        let about = |cycle: &Stored<Cycle>| {
            Reason::new(Code::InUse).about(Noun::ImprovementCycle, cycle.record.id)
        };
        Err(Failure::Conflict {
            code: Code::InUse,
            blockers: resting.iter().map(about).collect(),
        })
    }

    fn input(factor: &ContextFactor) -> ContextFactorInput {
        factor.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<ContextFactor>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        examples()
    }
}

/// Flags every running cycle that rests on the factor, whether or not the caller reaches it: the plan
/// is touched all the same.
async fn flag(work: Work<'_>, factor: &ContextFactor) -> Result<(), Failure> {
    let everywhere = Scope {
        who: Who::Service,
        ..work.scope()
    };
    for resting in resting_on(work.tx, &everywhere, factor.board_id, factor.id).await? {
        let Some(before) = lock::<Cycle>(work.tx, &everywhere, resting.record.id.0).await? else {
            continue;
        };
        let mut after = before.record.clone();
        if !after.flag(factor.id) {
            continue;
        }
        let shown = |cycle: &Cycle| json!({"flaggedContextFactorIds": cycle.flagged_context});
        let changes = difference(&shown(&before.record), &shown(&after));
        work.save(&before, after, Verb::Updated, changes).await?;
    }
    Ok(())
}

fn view(item: Stored<ContextFactor>) -> View {
    let Stored { record, meta } = item;
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        kind: record.stated.kind,
        title: record.stated.title,
        description: record.stated.description,
        changed_on: record.changed_on,
        links: Links::from([
            ("self", path(Noun::ContextFactor, record.id)),
            ("unit", path(Noun::OrganisationUnit, record.unit_id)),
            (
                "cycles",
                format!("/v1/improvement-cycles?contextFactorId={}", record.id),
            ),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000308";
    let unit = "0199c2f6-7d5a-7000-8000-000000000002";
    let input = json!({
        "unitId": unit, "kind": "pupilPopulation", "title": "Nieuwkomers",
        "description": "Een op de zes leerlingen is nieuw in Nederland.",
    });
    let view = json!({
        "id": id, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "unitId": unit,
        "kind": "pupilPopulation", "title": "Nieuwkomers",
        "description": "Een op de zes leerlingen is nieuw in Nederland.", "changedOn": "2025-08-25",
        "links": {
            "self": format!("/v1/context-factors/{id}"), "unit": format!("/v1/organisation-units/{unit}"),
            "cycles": format!("/v1/improvement-cycles?contextFactorId={id}"),
        },
        "version": 1, "createdAt": "2025-08-25T09:30:00Z", "updatedAt": "2025-08-25T09:30:00Z",
    });
    (input, view)
}
