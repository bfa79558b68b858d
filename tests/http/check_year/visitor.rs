//! The guest of another board: what they see on their days, and that there is nothing before, after or beside.

use akoki_tests::Caller;
use serde_json::{Value, json};
use time::macros::date;
use uuid::Uuid;

use super::{
    colleagues::{Visit, found},
    world::{Year, words},
};
use crate::http::follower::{Follower, settle};

/// Lists of which a guest sees nothing, or that they may not ask for.
const LISTS: [&str; 14] = [
    "accounts",
    "assignments",
    "audit-programmes",
    "auditors",
    "dossiers",
    "evidence",
    "improvement-cycles",
    "inspection-visits",
    "people",
    "quality-conversations",
    "recovery-orders",
    "scores",
    "self-evaluations",
    "trail",
];

/// Lists in which they see their audit on their days.
const OF_THE_AUDIT: [&str; 3] = ["audits", "checklist-items", "findings"];

/// The audit runs over four days; on the middle two the guest is in it.
pub(super) async fn comes_and_goes(year: &mut Year, visit: &Visit) {
    let guest = &visit.guest;
    let school = format!("/v1/organisation-units/{}", year.wulp);
    let own = [
        visit.path.clone(),
        format!("{}/transitions", visit.path),
        school.clone(),
    ];
    let beside = beside(year, visit, &school).await;
    year.turn(date!(2024 - 11 - 11)).await;
    year.go(&visit.colleague, &visit.path, &["start"]).await;
    sees_nothing(guest, &[&own, &beside], &[&LISTS, &OF_THE_AUDIT]).await;
    assert_eq!(told_of(year, guest).await, [] as [Value; 0]);

    year.turn(date!(2024 - 11 - 12)).await;
    for path in &own {
        let _ = guest.get(path).await.expect(200);
    }
    sees_nothing(guest, &[&beside], &[&LISTS]).await;
    let listed = guest.get("/v1/audits").await.expect(200);
    assert_eq!(words(listed.items(), "id"), [visit.id.to_string()]);
    let items = guest.get("/v1/checklist-items").await.expect(200);
    let ours = |item: &Value| item["auditId"] == json!(visit.id);
    assert!(!items.items().is_empty() && items.items().iter().all(ours));
    let seen = found(guest, visit, ("development-point", "OP3"), year.wulp).await;
    elsewhere_is_refused(year, visit).await;
    // The feed goes by roles: of the unit, and of nothing that is done there.
    only_of_units(&told_of(year, guest).await);

    year.turn(date!(2024 - 11 - 14)).await;
    sees_nothing(guest, &[&own, &beside], &[&LISTS, &OF_THE_AUDIT]).await;
    guest.get(&seen).await.refused(404, "not-found");
    let late = json!({"statement": "Toch anders."});
    guest.patch(&seen, late).await.refused(404, "not-found");
    only_of_units(&told_of(year, guest).await);
    year.told(&["finding.created", "audit.transitioned"]).await;
}

/// What is there beside the audit: another one, other units, and all else of the school.
async fn beside(year: &Year, visit: &Visit, school: &str) -> Vec<String> {
    let evidence = year.officer.get("/v1/evidence").await.expect(200);
    vec![
        format!(
            "/v1/evidence/{}",
            evidence.items()[0]["id"].as_str().unwrap()
        ),
        format!("/v1/audits/{}", visit.other),
        format!("/v1/organisation-units/{}", year.kompas),
        format!("/v1/organisation-units/{}", year.board),
        format!("{school}/standing"),
        format!("{school}/verdicts"),
        format!("{school}/inspection-readiness"),
        year.of_year(year.wulp),
        format!("/v1/people/{}", year.leader),
    ]
}

/// None of these is there for them, and these lists show nothing.
async fn sees_nothing(guest: &Caller, paths: &[&[String]], lists: &[&[&str]]) {
    for path in paths.iter().copied().flatten() {
        let seen = guest.get(path).await;
        assert_eq!(seen.status, 404, "{path}: {}", seen.text);
    }
    for list in lists.iter().copied().flatten() {
        let seen = guest.get(&format!("/v1/{list}")).await;
        let nothing = seen.status == 403 || seen.items().is_empty();
        assert!(nothing, "{list}: {}", seen.text);
    }
}

/// Events of units, and of nothing else.
fn only_of_units(events: &[Value]) {
    for event in events {
        let subject = event["subject"].as_str().unwrap();
        assert!(subject.starts_with("/v1/organisation-units/"), "{event}");
    }
}

/// What the feed tells them of this board.
async fn told_of(year: &Year, guest: &Caller) -> Vec<Value> {
    settle(&year.app).await;
    let mut events = Follower::beginning().rest(guest, "").await;
    events.retain(|event| event["boardId"] == json!(year.board));
    events
}

/// Nor do they write anything at another school, in another audit, or that is not theirs to decide.
async fn elsewhere_is_refused(year: &Year, visit: &Visit) {
    let at = |audit: Uuid, unit: Uuid| {
        json!({
            "auditId": audit, "unitId": unit, "grade": "development-point", "statement": "Elders.",
            "evidence": [{"kind": "observation", "text": "Gezien."}],
        })
    };
    for body in [at(visit.other, year.linde), at(visit.id, year.kompas)] {
        let refused = visit.guest.post("/v1/findings", body).await;
        assert!(
            matches!(refused.status, 400 | 403 | 404),
            "{}",
            refused.text
        );
    }
    let commands = format!("{}/transitions", visit.path);
    let draft = json!({"command": "draftReport"});
    visit
        .guest
        .post(&commands, draft)
        .await
        .refused(403, "forbidden");
}
