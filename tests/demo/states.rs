//! Every kind of resource is there in every state: what is walked are the lists of the domain, so that a
//! new state without a demo fails here.

use super::{
    Demo, all,
    check::check,
    demo, has_all,
    organisation::{jobs, organisation},
    surveys::{near, surveys},
    tour::tour,
    words,
};
use akoki_domain::{
    access::Role,
    akoki::Theme,
    baseline::BaselineStatus,
    dossier::Level,
    pdca::{ActionStatus, Command, ContextKind, DecisionKind, Direction, EffectOn, State},
    standing::AttentionKind,
};
use akoki_persistence::verify;
use akoki_tests::both_stores;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::Duration;

both_stores! {
    fn everything_is_there_in_every_state_and_the_tour_works_as_it_is_written(store) {
        let demo = demo(store).await;
        every_list_holds_something_and_keeps_its_schema(&demo).await;
        cycles(&demo).await;
        goals_and_actions(&demo).await;
        organisation(&demo).await;
        jobs(&demo).await;
        dossiers_and_standing(&demo).await;
        check(&demo).await;
        surveys(&demo).await;
        followed(&demo).await;
        // To fill a demo takes its time, and what was looked at above is as it was.
        tour(&demo).await;
        near(&demo).await;
    }
}

async fn every_list_holds_something_and_keeps_its_schema(demo: &Demo) {
    let officer = demo.officer();
    let mut wrong = Vec::new();
    for (path, schema) in demo.lists() {
        // Those of the caller alone: the demo makes none that nobody holds.
        if path == "/personal-access-tokens" {
            continue;
        }
        // What lessons were seen is not for the officer: it takes the staff-file right.
        let caller = match path.as_str() {
            "/observations" => demo.caller(Role::SchoolLeader),
            _ => officer.clone(),
        };
        let answer = caller.get(&format!("/v1{path}?limit=200")).await;
        let reasons = demo.app.shared.schemas.check(&schema, &answer.json);
        let empty = answer.json["items"].as_array().is_none_or(Vec::is_empty);
        if answer.status != 200 || empty || reasons.as_ref().is_ok_and(|all| !all.is_empty()) {
            wrong.push(format!("{path}: {} {empty} {reasons:?}", answer.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn cycles(demo: &Demo) {
    let officer = demo.officer();
    let cycles = all(&officer, "/improvement-cycles").await;
    has_all(&words(&cycles, "/state"), State::ALL, "cycle in");
    let themes = Theme::ALL.map(Theme::as_str);
    has_all(&words(&cycles, "/theme"), themes, "cycle of");
    let (mut steps, mut open) = (Vec::new(), BTreeSet::new());
    for cycle in &cycles {
        let taken = cycle["id"].as_str().unwrap();
        steps.extend(
            all(
                &officer,
                &format!("/improvement-cycles/{taken}/transitions"),
            )
            .await,
        );
        let commands = cycle["availableCommands"].as_array().unwrap();
        open.extend(commands.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    has_all(&words(&steps, "/command"), Command::ALL, "step");
    // In the demo one can go on with: the plan that is ready, the round that is decided, the flagged plan.
    let going_on = ["startDo", "startCheck", "startNextRound", "confirmPlan"];
    has_all(&open, going_on, "cycle open to");
    for (state, code) in [
        ("plan", "goal-not-testable"),
        ("plan", "goal-missing"),
        ("check", "goal-not-measured"),
        ("check", "evaluation-missing"),
        ("act", "goal-undecided"),
        ("do", "context-unconfirmed"),
    ] {
        let blocked = cycles.iter().any(|cycle| {
            cycle["state"] == json!(state) && cycle["blockers"].to_string().contains(code)
        });
        assert!(blocked, "no cycle in {state} is blocked by {code}");
    }
    let second = |cycle: &&Value| cycle["round"] == json!(2);
    let round = cycles.iter().find(second).unwrap();
    assert_eq!(round["previousId"], json!(demo.id("sums")));
    let factors = all(&officer, "/context-factors").await;
    has_all(&words(&factors, "/kind"), ContextKind::ALL, "context of");
}

async fn goals_and_actions(demo: &Demo) {
    let officer = demo.officer();
    let actions = all(&officer, "/actions").await;
    has_all(&words(&actions, "/status"), ActionStatus::ALL, "action");
    let goals = all(&officer, "/goals").await;
    has_all(&words(&goals, "/direction"), Direction::ALL, "goal to");
    let effects = words(&goals, "/expectedEffect/for");
    has_all(&effects, EffectOn::ALL, "effect on");
    let some = |items: &[Value], pointer: &str, value: bool| {
        let is = |item: &Value| item.pointer(pointer) == Some(&json!(value));
        items.iter().any(is)
    };
    assert!(some(&actions, "/overdue", true), "no action is overdue");
    let shown = |action: &Value| action["evidenceIds"] != json!([]);
    assert!(actions.iter().any(shown), "no action shows that it is done");
    assert!(some(&goals, "/overdue", true), "no goal is overdue");
    assert!(some(&goals, "/testable", false), "no goal is untestable");
    for reached in [true, false] {
        let found = some(&goals, "/lastMeasurement/reached", reached);
        assert!(found, "no goal is reached: {reached}");
    }
    let missed = |goal: &Value| goal["missedReviews"] != json!([]);
    assert!(goals.iter().any(missed), "no review was missed");
    let decisions = all(&officer, "/decisions").await;
    has_all(&words(&decisions, "/kind"), DecisionKind::ALL, "decision");
}

async fn dossiers_and_standing(demo: &Demo) {
    let leader = demo.caller(Role::SchoolLeader);
    let wulp = format!("/v1/organisation-units/{}", demo.id("wulp"));
    let dossiers = all(&demo.officer(), "/dossiers").await;
    for phase in ["plan", "do", "check", "act"] {
        let levels = words(&dossiers, &format!("/completeness/{phase}/level"));
        // Of Act there is either a review or decision, or both, in what the demo tells.
        has_all(
            &levels,
            Level::ALL.iter().map(|level| level.as_str()),
            phase,
        );
    }
    let baseline = leader.get(&format!("{wulp}/baseline")).await.expect(200);
    let statuses = baseline.json["statuses"].as_array().unwrap();
    has_all(
        &words(statuses, "/status"),
        BaselineStatus::ALL.iter().map(|one| one.as_str()),
        "answer",
    );
    let board = format!("/v1/organisation-units/{}", demo.id("board"));
    let standing = demo
        .officer()
        .get(&format!("{board}/standing"))
        .await
        .expect(200)
        .json;
    let attention = standing["attention"].as_array().unwrap();
    let mut kinds = words(attention, "/kind");
    // The list of a whole board is cut off; those of schools show the rest.
    for name in ["wulp", "kompas", "lyceum"] {
        let path = format!("/v1/organisation-units/{}/standing", demo.id(name));
        let standing = demo.officer().get(&path).await.expect(200).json;
        kinds.extend(words(standing["attention"].as_array().unwrap(), "/kind"));
    }
    // The term of the inspectorate is in June: it is near on other days than that of the demo.
    let told = AttentionKind::ALL.iter();
    let told = told.filter(|kind| **kind != AttentionKind::DeliveryNear);
    has_all(&kinds, told, "call for attention");
    let today = demo.app.shared.clock.today();
    for days in [60, 200, 365] {
        let on = today - Duration::days(days);
        let past = leader
            .get(&format!("{wulp}/standing?on={on}"))
            .await
            .expect(200)
            .json;
        assert_eq!(
            past["unitsWithoutSnapshot"]
                .as_array()
                .map(Vec::len)
                .unwrap_or_default(),
            0,
            "{on}: {past}"
        );
        assert_ne!(past["units"], json!([]), "{on}: {past}");
    }
}

async fn followed(demo: &Demo) {
    let integrator = demo.caller(Role::Integrator);
    let events = integrator.get("/v1/events?limit=100").await.expect(200);
    assert!(events.items().len() >= 20, "{}", events.items().len());
    let lessons: Vec<Value> = all(&demo.officer(), "/lessons?requirement=akoki/1/all/O1").await;
    assert!(!lessons.is_empty());
    let call = demo.app.service().await;
    let report = verify(call.store(), &demo.app.shared.key("trail"), &[])
        .await
        .unwrap();
    assert!(
        report.findings.is_empty() && report.entries > 200,
        "{report:?}"
    );
}
