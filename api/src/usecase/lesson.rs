//! Lessons: decisions, read from the side of the requirement.

use actix_web::HttpResponse;
use akoki_domain::{
    Noun,
    access::Permission,
    pdca::{Decision, Goal, Lesson},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::{decision::Lesson as View, schema::Links},
};
use akoki_persistence::{Filter, Page, Record, Sort, Stored, find_many, repo::cycle::OfCycle};
use serde_json::{Value, json};
use uuid::Uuid;

use super::improvement_cycle::{belonging::cycles_of, path};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::Query,
    resource::{ListShape, list_parameters, page_reply},
};

/// Listing.
pub struct ListLessons;
impl Needs for ListLessons {
    const OPERATION: &'static str = "listLessons";
    const ACCESS: Access = Access::Needs(Permission::ReadCycles);
}

type Kept = OfCycle<Decision>;

const SORTS: &[Sort] = &[Sort {
    name: "takenOn",
    column: "taken_on",
}];

/// What lessons are searched by, of the filters of decisions.
fn filters() -> Vec<Filter> {
    let asked = ["requirement", "theme", "unitId", "kind", "q"];
    <Kept as Record>::FILTERS
        .iter()
        .filter(|filter| asked.contains(&filter.name))
        .copied()
        .collect()
}

/// The endpoint of this file.
pub fn endpoint() -> Endpoint {
    let path = format!("/{}", Noun::Lesson.path());
    let operation = Operation::new(
        ListLessons::OPERATION,
        "get",
        path,
        "improvement",
        ListLessons::ACCESS,
    )
    .answers_page::<View>(&["Link"], json!({"items": [example()], "nextCursor": null}));
    Endpoint::new(list_parameters(operation, &filters(), SORTS), list)
}

async fn list(guard: Guard<ListLessons>, query: Query) -> Result<HttpResponse, Failure> {
    let filters = filters();
    let path = format!("/v1/{}", Noun::Lesson.path());
    let shape = ListShape {
        name: &path,
        filters: &filters,
        sorts: SORTS,
        fields: guard.shared.schemas.properties("Lesson"),
    };
    let asked = shape.read(&guard, &query)?;
    let Page { items, next } =
        akoki_persistence::list::<Kept>(guard.store(), &guard.scope(), &asked.query).await?;
    if items.is_empty() {
        guard.still_valid().await?;
    }
    let views = views(&guard, items).await?;
    Ok(page_reply(&guard, &path, &query, &asked, views, next.as_ref())?.into())
}

async fn views(call: &Call, items: Vec<Stored<Kept>>) -> Result<Vec<View>, Failure> {
    let cycles = cycles_of(call, call.store(), &items).await?;
    let ids: Vec<Uuid> = items.iter().map(|one| one.record.item.goal_id.0).collect();
    let goals = find_many::<OfCycle<Goal>>(call.store(), &call.scope(), &ids).await?;
    Ok(items
        .iter()
        .filter_map(|item| {
            let decision = &item.record.item;
            let cycle = cycles.get(&item.record.cycle_id)?;
            let goal = goals
                .iter()
                .find(|goal| goal.record.item.id == decision.goal_id)?;
            Lesson::of(cycle, &goal.record.item, decision)
        })
        .map(view)
        .collect())
}

fn view(lesson: Lesson) -> View {
    View {
        links: Links::from([
            ("decision", path(Noun::Decision, lesson.decision_id)),
            ("goal", path(Noun::Goal, lesson.goal_id)),
            ("cycle", path(Noun::ImprovementCycle, lesson.cycle_id)),
            ("unit", path(Noun::OrganisationUnit, lesson.unit_id)),
        ]),
        decision_id: lesson.decision_id.0,
        goal_id: lesson.goal_id.0,
        goal_title: lesson.goal_title,
        cycle_id: lesson.cycle_id.0,
        unit_id: lesson.unit_id.0,
        theme: lesson.theme,
        requirements: lesson.requirements,
        text: lesson.text,
        kind: lesson.kind,
        learned_on: lesson.learned_on,
    }
}

fn example() -> Value {
    let decision = "0199c2f6-7d5a-7000-8000-000000000307";
    let goal = "0199c2f6-7d5a-7000-8000-000000000302";
    let cycle = "0199c2f6-7d5a-7000-8000-000000000301";
    let unit = "0199c2f6-7d5a-7000-8000-000000000002";
    json!({
        "decisionId": decision, "goalId": goal, "goalTitle": "Meer leerlingen op streefniveau",
        "cycleId": cycle, "unitId": unit, "theme": "onderwijs",
        "requirements": ["inspectorate/2025/po/OP2"], "text": "Begin eerder met automatiseren.",
        "kind": "adjust", "learnedOn": "2026-06-25",
        "links": {
            "decision": format!("/v1/decisions/{decision}"), "goal": format!("/v1/goals/{goal}"),
            "cycle": format!("/v1/improvement-cycles/{cycle}"),
            "unit": format!("/v1/organisation-units/{unit}"),
        },
    })
}
