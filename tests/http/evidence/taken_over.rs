//! Evidence that dossiers kept themselves, before it was a resource, is taken over by the migration.

use akoki_domain::access::Role;
use akoki_tests::{Backend, StoreHandle, TestApp, both_stores};
use serde_json::{Value, json};

use super::{OP2, VS1, pair, person};

/// What two dossiers said, with an owner and without.
const OWNED: &str = r#"[{"title": "Plan", "url": "https://school.example/plan", "effectiveFrom": "2024-08-01", "effectiveUntil": "2099-07-31"},
    {"title": "Kalender één", "url": "http://school.example/kalender", "effectiveFrom": null, "effectiveUntil": null}]"#;
const LOOSE: &str = r#"[{"title": "Oud", "url": "https://school.example/oud", "effectiveFrom": null, "effectiveUntil": "2020-07-31"}]"#;

/// The store as it was before: what the migration did is undone, and forgotten.
fn before(backend: Backend) -> String {
    let stated = |evidence: &str, requirement: &str| match backend {
        Backend::Sqlite => format!(
            "UPDATE dossier SET stated = json_set(json_remove(stated, '$.evidenceIds'), '$.evidence', json('{evidence}')) WHERE requirement = '{requirement}';"
        ),
        Backend::Postgres => format!(
            "UPDATE dossier SET stated = (stated - 'evidenceIds') || jsonb_build_object('evidence', '{evidence}'::jsonb) WHERE requirement = '{requirement}';"
        ),
    };
    let (one, other) = (stated(OWNED, OP2), stated(LOOSE, VS1));
    let id = match backend {
        Backend::Sqlite => "blob",
        Backend::Postgres => "uuid",
    };
    format!(
        "{one} {other}
        DROP VIEW evidence_author; DROP VIEW evidence_reader; DROP TABLE evidence_use; ALTER TABLE score DROP COLUMN evidence;
        ALTER TABLE action DROP COLUMN evidence; ALTER TABLE decision DROP COLUMN evidence;
        CREATE TABLE evidence_use (
            board_id {id} NOT NULL, evidence_id {id} NOT NULL, subject_id {id} NOT NULL, noun text NOT NULL,
            unit_id {id} NOT NULL, PRIMARY KEY (board_id, evidence_id, subject_id));
        DELETE FROM seaql_migrations
            WHERE version LIKE '%evidence_of_dossiers%' OR version LIKE '%uses_of_evidence';"
    )
}

async fn migrated_again(store: &StoreHandle) {
    let sql: &'static str = before(store.backend()).leak();
    store.execute(sql).await.unwrap();
    // The service runs on, and its sealer may hold the store just then; a migration is all or nothing.
    let mut tries = 0;
    while let Err(error) = akoki_migrations::migrate(store.url()).await {
        tries += 1;
        assert!(tries < 20, "{error}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    if store.backend() == Backend::Postgres {
        let service = akoki_tests::postgres::as_service(store.url());
        akoki_migrations::admit(store.url(), &service)
            .await
            .unwrap();
    }
}

both_stores! {
    fn what_a_dossier_kept_is_a_piece_of_evidence_of_its_owner(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "De Verwondering").await;
        let owner = person(&officer, school).await;
        let mut paths = Vec::new();
        for (requirement, owner) in [(OP2, json!(owner)), (VS1, Value::Null), ("inspectorate/2025/po/OP3", Value::Null)] {
            let mut body = json!({"unitId": school, "requirement": requirement});
            if !owner.is_null() {
                body["ownerId"] = owner;
            }
            let made = officer.post("/v1/dossiers", body).await.expect(201);
            paths.push(format!("/v1/dossiers/{}", made.id()));
        }
        migrated_again(app.store()).await;
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        // In SQL a title is not written as it is searched: that is put right afterwards.
        let sought = async || officer.get("/v1/evidence?q=EEN").await.expect(200).items().len();
        assert_eq!(sought().await, 0);
        let call = app.service().await;
        let everything = call.everything();
        let respelled = call.unit(move |tx| {
            let everything = everything.clone();
            Box::pin(async move { Ok(akoki_persistence::repo::evidence::respell_titles(tx, &everything).await?) })
        });
        assert_eq!(respelled.await.unwrap(), 1);
        assert_eq!(sought().await, 1);
        let found = officer.get("/v1/evidence?sortBy=title").await.expect(200);
        let titles: Vec<_> = found.items().iter().map(|one| one["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["Kalender één", "Oud", "Plan"]);
        let (calendar, old, plan) = (&found.items()[0], &found.items()[1], &found.items()[2]);
        let today = app.shared.clock.today().to_string();
        assert_eq!((&plan["effectiveFrom"], &plan["effectiveUntil"]), (&json!("2024-08-01"), &json!("2099-07-31")));
        assert_eq!((&calendar["effectiveFrom"], &calendar["effectiveUntil"]), (&json!(today), &Value::Null));
        assert_eq!((&old["effectiveFrom"], &old["expired"]), (&json!("2020-07-31"), &json!(true)));
        assert_eq!((&plan["ownerId"], &old["ownerId"]), (&json!(owner), &Value::Null));
        assert_eq!(plan["webLinks"], json!([{"url": "https://school.example/plan"}]));
        assert_eq!((&plan["requirements"], &plan["kind"]), (&json!([OP2]), &json!("document")));
        // The dossiers refer to it, in the order in which they named it.
        let first = officer.get(&paths[0]).await.expect(200).json;
        assert_eq!(first["evidenceIds"], json!([plan["id"], calendar["id"]]));
        assert_eq!(first["completeness"]["do"]["why"][1]["code"], "evidence-in-force");
        assert_eq!(plan["usedBy"][0]["href"], json!(paths[0]));
        let second = officer.get(&paths[1]).await.expect(200).json;
        assert_eq!(second["evidenceIds"], json!([old["id"]]));
        assert_eq!(second["completeness"]["do"]["why"][1]["code"], "evidence-missing");
        assert_eq!(officer.get(&paths[2]).await.expect(200).json["evidenceIds"], json!([]));
        // Where nobody is named as owner, whoever changes it says who.
        let path = format!("/v1/evidence/{}", old["id"].as_str().unwrap());
        let refused = officer.patch(&path, json!({"title": "Oud plan"})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/ownerId", "unknown-reference")]);
        let named = officer.patch(&path, json!({"ownerId": owner})).await.expect(200);
        assert_eq!(named.json["ownerId"], json!(owner));
    }
}
