//! No statement of the mechanics walks a whole table: the plans of every read, lock and list, with
//! every filter and order, are looked at; those of the lists are kept as snapshots.

use std::fmt::Write;

use akoki_domain::{
    access::{Account, ApiClient, Grant, Permission},
    audit::{AccreditedBody, Audit, AuditProgramme, Auditor},
    baseline::TakenBaseline,
    conversation::QualityConversation,
    evaluation::{Score, SelfEvaluation},
    evidence::Evidence,
    finding::{ChecklistItem, Finding},
    framework::OwnStandard,
    inspection::{Order, Visit},
    job::Job,
    observation::Observation,
    organisation::{Assignment, Days, Group, Person, TimeZone, Unit, succession::Succession},
    pdca::{Action, ContextFactor, Cycle, Decision, Goal, Measurement, Review},
    school_year::SchoolYearPlan,
    upgrade::FrameworkUpgrade,
};
use akoki_persistence::{
    FilterKind, ListQuery, Position, Record, Scope, SortValue, StoreError, Who,
    plan::{Asked, plan, plan_of_audits, plans_of_untold},
    repo::{cycle::OfCycle, dossier::KeptDossier, supervised_object::Placed, transition::Step},
};
use akoki_tests::{Backend, StoreHandle, both_stores};
use time::macros::date;
use uuid::Uuid;

use super::unit::{act, open};

/// What is looked at: a kind of record under its name.
macro_rules! records {
    ($($record:ty),+ $(,)?) => {
        /// The constraints that callers can break, of every kind.
        pub(super) fn uniques() -> Vec<akoki_persistence::Unique> {
            let kinds: &[&[akoki_persistence::Unique]] = &[$(<$record>::UNIQUES),+];
            kinds.concat()
        }

        async fn all(store: &akoki_persistence::Store) -> Vec<(String, Vec<String>)> {
            let mut plans = Vec::new();
            $(plans.extend(plans_of::<$record>(store).await.expect("plans"));)+
            plans
        }
    };
}

records![
    Unit,
    Job,
    ContextFactor,
    ChecklistItem,
    Finding,
    Cycle,
    OfCycle<Goal>,
    OfCycle<Action>,
    OfCycle<Measurement>,
    OfCycle<Review>,
    OfCycle<Decision>,
    Visit,
    Order,
    Step,
    KeptDossier,
    TakenBaseline,
    Evidence,
    SchoolYearPlan,
    QualityConversation,
    FrameworkUpgrade,
    SelfEvaluation,
    Score,
    Observation,
    OwnStandard,
    Account,
    ApiClient,
    Grant,
    Person,
    Group,
    Assignment,
    Placed,
    Succession,
    AccreditedBody,
    Auditor,
    AuditProgramme,
    Audit,
];

fn scope() -> Scope {
    Scope {
        who: Who::Credential(Uuid::from_u128(1)),
        roles: Permission::ReadUnits.roles(),
        word: Permission::ReadUnits.scope(),
        at: 1,
        today: date!(2026 - 11 - 24),
    }
}

/// A value that the filter can read.
fn sample(kind: FilterKind) -> String {
    match kind {
        FilterKind::Id | FilterKind::IdOf(_) | FilterKind::IdToday(_) => {
            Uuid::from_u128(7).to_string()
        }
        FilterKind::Flag | FilterKind::Today(_) => "true".into(),
        FilterKind::DayFrom | FilterKind::DayUntil | FilterKind::OnDay | FilterKind::DayOf(_) => {
            "2026-08-01".into()
        }
        FilterKind::After => "2026-08-01T00:00:00Z".into(),
        FilterKind::Text | FilterKind::Search | FilterKind::UnitKind => "a".into(),
        FilterKind::Word(words) | FilterKind::WordOf(words, _) => {
            words().first().expect("a word").to_string()
        }
        // Whatever its form is, one of these is read.
        FilterKind::Custom(condition) => [
            Uuid::from_u128(7).to_string(),
            "brin:32JK".into(),
            "true".into(),
            "2026-08-01".into(),
            "inspectorate/2025/po/OP2".into(),
        ]
        .into_iter()
        .find(|value| condition(value).is_some())
        .expect("a value for the filter"),
    }
}

/// In Amsterdam it is the next day already.
fn days_apart() -> Days {
    Days::new(|zone| match zone {
        TimeZone::Amsterdam => date!(2026 - 11 - 24),
        _ => date!(2026 - 11 - 23),
    })
}

fn queries<R: Record>() -> Vec<(String, ListQuery)> {
    let plain = |sort: &'static str| ListQuery {
        filters: Vec::new(),
        sort,
        descending: false,
        after: None,
        limit: 50,
        days: Days::same(date!(2026 - 11 - 24)),
    };
    let first = R::SORTS.first().expect("a sort").name;
    let mut queries = Vec::new();
    for sort in R::SORTS {
        let mut query = plain(sort.name);
        query.after = Some(Position {
            value: if sort.column.ends_with("_at") {
                SortValue::Number(1)
            } else {
                SortValue::Text("a".into())
            },
            id: Uuid::from_u128(9),
        });
        queries.push((format!("sorted by {}", sort.name), query));
    }
    for filter in R::FILTERS {
        let mut query = plain(first);
        query.filters.push((filter.name, vec![sample(filter.kind)]));
        if let FilterKind::Today(_) | FilterKind::IdToday(_) = filter.kind {
            let mut apart = query.clone();
            apart.days = days_apart();
            let name = format!("filtered by {} while the days differ", filter.name);
            queries.push((name, apart));
        }
        queries.push((format!("filtered by {}", filter.name), query));
    }
    queries
}

async fn plans_of<R: Record>(
    store: &akoki_persistence::Store,
) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    store
        .unit(&act(), |tx| {
            Box::pin(async move {
                let noun = R::NOUN.path();
                let id = Uuid::from_u128(5);
                let mut plans = vec![
                    (
                        format!("{noun}: read"),
                        plan::<R>(tx, &scope(), &Asked::Find(id)).await?,
                    ),
                    (
                        format!("{noun}: lock"),
                        plan::<R>(tx, &scope(), &Asked::Lock(id)).await?,
                    ),
                ];
                for (what, query) in queries::<R>() {
                    plans.push((
                        format!("{noun}: {what}"),
                        plan::<R>(tx, &scope(), &Asked::List(&query)).await?,
                    ));
                }
                Ok::<_, StoreError>(plans)
            })
        })
        .await
}

fn scans(line: &str, backend: Backend) -> bool {
    match backend {
        Backend::Sqlite => line.trim_start().starts_with("SCAN"),
        Backend::Postgres => line.contains("Seq Scan"),
    }
}

async fn check(store: StoreHandle) {
    let backend = store.backend();
    let opened = open(&store).await;
    let mut plans = all(&opened).await;
    let of_year = opened
        .unit(&act(), |tx| {
            Box::pin(async move { plan_of_audits(tx, &scope()).await })
        })
        .await
        .expect("a plan");
    plans.push(("the audits of a school year".to_owned(), of_year));
    let late = opened
        .unit(&act(), |tx| {
            Box::pin(async move {
                plans_of_untold(tx, &scope(), &Days::new(|_| date!(2026 - 11 - 25))).await
            })
        })
        .await
        .expect("plans");
    plans.extend(late.into_iter().map(|(noun, lines)| {
        (
            format!("what is late and not told: {}", noun.as_str()),
            lines,
        )
    }));
    let found: Vec<_> = plans
        .iter()
        .filter(|(_, lines)| lines.iter().any(|line| scans(line, backend)))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    let mut text = String::new();
    for (what, lines) in &plans {
        let _ = writeln!(text, "{what}");
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
    }
    insta::assert_snapshot!(format!("plans_{backend}"), text);
}

both_stores! {
    fn no_statement_walks_a_whole_table(store) {
        check(store).await;
    }
}

#[test]
fn a_walk_through_a_table_is_seen() {
    assert!(scans("SCAN organisation_unit", Backend::Sqlite));
    assert!(scans(
        "SCAN unit_ancestor USING COVERING INDEX unit_ancestor_up",
        Backend::Sqlite
    ));
    assert!(scans(
        "  ->  Seq Scan on organisation_unit",
        Backend::Postgres
    ));
    assert!(!scans(
        "SEARCH organisation_unit USING INDEX organisation_unit_id (id=?)",
        Backend::Sqlite
    ));
    assert!(!scans(
        "Index Scan using organisation_unit_id on organisation_unit",
        Backend::Postgres
    ));
}
