//! Units, people, successions and imports of the demo, in every state.

use super::{Demo, all, has_all, words};
use akoki_domain::{
    access::Role,
    job::JobStatus,
    organisation::{
        Function,
        person::EmploymentKind,
        succession::{State as Succession, SuccessionKind},
    },
};
use serde_json::json;

pub(super) async fn organisation(demo: &Demo) {
    let officer = demo.officer();
    let successions = all(&officer, "/successions").await;
    has_all(
        &words(&successions, "/state"),
        Succession::ALL.map(Succession::as_str),
        "succession",
    );
    has_all(
        &words(&successions, "/kind"),
        SuccessionKind::ALL.map(SuccessionKind::as_str),
        "succession",
    );
    let assignments = all(&officer, "/assignments").await;
    has_all(
        &words(&assignments, "/function"),
        Function::ALL.iter().map(|one| one.as_str()),
        "assignment as",
    );
    assert!(assignments.iter().any(|one| one["endsOn"].is_string()));
    let people = all(&officer, "/people").await;
    has_all(
        &words(&people, "/employment/kind"),
        EmploymentKind::ALL.map(EmploymentKind::as_str),
        "employment",
    );
    has_all(
        &words(&all(&officer, "/groups").await, "/kind"),
        ["class", "teaching-group"],
        "group",
    );
    let units = all(&officer, "/organisation-units").await;
    let carried = |name: &str| {
        let unit = units
            .iter()
            .find(|unit| unit["id"] == json!(demo.id(name)))
            .unwrap();
        unit["carrierId"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        carried("wulp-site"),
        demo.id("wulp"),
        "of one establishment the school carries the work"
    );
    assert_eq!(
        carried("haven"),
        demo.id("haven"),
        "of two establishments each carries its own"
    );
    assert_eq!(carried("dorp"), demo.id("dorp"));
    let own = all(&officer, "/own-standards").await;
    assert!(
        own.iter().any(|one| one["validUntil"].is_string())
            && own.iter().any(|one| one["validUntil"].is_null())
    );
}

pub(super) async fn jobs(demo: &Demo) {
    let officer = demo.officer();
    let integrator = demo.caller(Role::Integrator);
    let jobs = all(&officer, "/jobs").await;
    let stays = |status: &&JobStatus| match status {
        JobStatus::NeedsConfirmation | JobStatus::Succeeded | JobStatus::Cancelled => true,
        // A worker goes on with these at once, and a list that is well-formed does not fail.
        JobStatus::Queued | JobStatus::Running | JobStatus::Failed => false,
    };
    let stay = JobStatus::ALL
        .iter()
        .filter(stays)
        .map(|status| status.as_str());
    has_all(&words(&jobs, "/status"), stay, "job");
    for job in jobs
        .iter()
        .filter(|job| job["kind"] != json!("duo-establishments"))
    {
        assert_eq!(job["result"]["rejected"], json!(0), "{job}");
    }
    let rows = integrator
        .get(&format!("/v1/jobs/{}/rows", demo.id("job-waiting")))
        .await
        .expect(200);
    assert!(!rows.items().is_empty());
}
