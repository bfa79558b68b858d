//! The step to the edition of the new school year: shown, taken once, and nothing that is closed changes.

use serde_json::{Value, json};
use time::macros::date;

use super::world::{Year, words};

const PATH: &str = "/v1/framework-upgrades";

async fn step(year: &Year, dry_run: bool, status: u16) -> Value {
    let body = json!({
        "unitId": year.wulp, "from": "inspectorate/2024/po", "to": "inspectorate/2025/po", "dryRun": dry_run,
    });
    year.leads.post(PATH, body).await.expect(status).json
}

/// The Wulp goes on under the edition of 2025. `cycle` arose from a finding under that of 2024.
pub(super) async fn taken(year: &mut Year, cycle: String) {
    year.turn(date!(2025 - 08 - 18)).await;
    let _ = year.heard().await;
    let old = year.officer.get("/v1/dossiers").await.expect(200);
    let [old] = old.items() else {
        panic!("one dossier: {}", old.text)
    };
    let before = year
        .officer
        .get(&format!("/v1/dossiers/{}", old["id"].as_str().unwrap()))
        .await;
    let shown = step(year, true, 200).await;
    assert!(year.heard().await.is_empty(), "a dry run is told to nobody");
    assert_eq!(year.officer.get(PATH).await.expect(200).items().len(), 0);

    let step_taken = step(year, false, 201).await;
    assert_eq!(step_taken["rows"], shown["rows"], "row for row");
    carried_over(year, &step_taken, old, &cycle).await;
    year.told(&[
        "frameworkupgrade.created",
        "dossier.created",
        "improvementcycle.updated",
    ])
    .await;

    let again = step(year, false, 200).await;
    assert_eq!(again["id"], step_taken["id"]);
    assert_eq!(
        (&again["made"], &again["extendedCycleIds"]),
        (&json!([]), &json!([]))
    );
    assert!(
        year.heard().await.is_empty(),
        "nothing is done a second time"
    );
    assert_eq!(year.officer.get(PATH).await.expect(200).items().len(), 1);
    assert_eq!(year.officer.get("/v1/dossiers").await.items().len(), 2);
    let after = year
        .officer
        .get(&format!("/v1/dossiers/{}", old["id"].as_str().unwrap()))
        .await;
    assert_eq!(
        after.text, before.text,
        "the dossier of before stays as it was"
    );
    year.nothing_closed_changed().await;
}

/// What the step made of the dossier and of the cycles.
async fn carried_over(year: &Year, step_taken: &Value, old: &Value, cycle: &str) {
    let rows = step_taken["rows"].as_array().unwrap();
    // Thirteen standards, all of them carried over one to one by this mapping.
    assert_eq!(
        (rows.len(), words(rows, "kind")),
        (13, vec!["carried".to_owned(); 13])
    );
    let made = step_taken["made"].as_array().unwrap();
    assert_eq!(words(made, "requirement"), ["inspectorate/2025/po/OP2"]);
    let new = format!("/v1/dossiers/{}", made[0]["dossierId"].as_str().unwrap());
    let new = year.read(&new).await;
    assert_eq!(new["previousIds"], json!([old["id"]]));
    for said in ["ambition", "ownerId", "evidenceIds"] {
        assert_eq!(new[said], old[said], "{said}");
    }
    // The cycles that are open serve the new standard besides the old.
    assert_eq!(step_taken["extendedCycleIds"].as_array().unwrap().len(), 2);
    let serves = year.read(cycle).await["requirements"].clone();
    assert_eq!(
        serves,
        json!(["inspectorate/2024/po/OP3", "inspectorate/2025/po/OP3"])
    );
}
