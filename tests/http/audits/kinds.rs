//! The kinds of audit.

use akoki_domain::calendar::SchoolYear;
use akoki_tests::both_stores;
use serde_json::json;

use super::{scene, wrong};

both_stores! {
    fn kinds_are_served_and_an_inspection_is_recorded_elsewhere(store) {
        let scene = scene(store).await;
        let kinds = scene.officer.get("/v1/audit-kinds").await.expect(200);
        let codes: Vec<_> = kinds.items().iter().map(|kind| kind["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["collegial", "internal-system", "external-certification", "inspection"]);
        assert_eq!(kinds.items()[0]["title"], json!({"nl": "Collegiale visitatie", "en": "Peer review"}));
        let inspection = scene.collegial(json!({"kind": "inspection"}));
        let refused = scene.officer.post("/v1/audits", inspection).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), [("/kind".to_owned(), "recorded-as-visit".to_owned())]);
        assert!(refused.text.contains("/v1/inspection-visits"), "it says where: {}", refused.text);
        let unknown = scene.collegial(json!({"kind": "surprise"}));
        let refused = scene.officer.post("/v1/audits", unknown).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), [("/kind".to_owned(), "invalid-value".to_owned())]);
        scene.app.anonymous().get("/v1/audit-kinds").await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn an_audit_counts_for_the_school_year_in_which_it_begins(store) {
        let scene = scene(store).await;
        let year = SchoolYear::of(scene.day(0)).0;
        let outside = [("/plannedFrom".to_owned(), "outside-school-year".to_owned())];
        for other in [year - 2, year + 1] {
            let body = scene.collegial(json!({"schoolYear": other}));
            let refused = scene.officer.post("/v1/audits", body).await.refused(400, "invalid-input");
            assert_eq!(wrong(&refused), outside);
        }
        let path = format!("/v1/audits/{}", scene.plan(json!({})).await);
        let refused = scene.officer.patch(&path, json!({"schoolYear": year + 1})).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), outside);
        let _ = scene.officer.patch(&path, json!({"title": "Bezoek"})).await.expect(200);
    }
}
