//! Context factors, and the plans that rest on them.

use akoki_tests::both_stores;
use serde_json::json;

use super::{blockers, scene};

both_stores! {
    fn a_change_in_substance_flags_the_plans_that_rest_on_it(store) {
        let scene = scene(store).await;
        let factor = json!({"unitId": scene.school, "kind": "pupilPopulation", "title": "Nieuwkomers", "description": "Een op de zes"});
        let factor = scene.officer.post("/v1/context-factors", factor).await.expect(201).id();
        let path = format!("/v1/context-factors/{factor}");
        let (cycle, _) = scene.brought_to("do", json!({"contextFactorIds": [factor]})).await;
        let (other, _) = scene.brought_to("do", json!({})).await;

        let _ = scene.officer.patch(&path, json!({"title": "Nieuwe leerlingen"})).await.expect(200);
        assert_eq!(scene.read("improvement-cycles", cycle).await["flagged"], json!(false), "a title is no substance");
        let before = scene.read("improvement-cycles", cycle).await;
        let _ = scene.officer.patch(&path, json!({"description": "Een op de drie"})).await.expect(200);
        let flagged = scene.read("improvement-cycles", cycle).await;
        assert_eq!((&flagged["flagged"], &flagged["flaggedContextFactorIds"]), (&json!(true), &json!([factor])));
        assert!(flagged["version"].as_i64() > before["version"].as_i64());
        assert_eq!(scene.read("improvement-cycles", other).await["flagged"], json!(false));
        let list = scene.officer.get("/v1/improvement-cycles?flagged=true").await.expect(200);
        assert_eq!(list.items().len(), 1);
        assert_eq!(list.items()[0]["id"], json!(cycle));

        let refused = scene.command(cycle, "startCheck").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), [("context-unconfirmed".to_owned(), String::new())]);
        assert_eq!(refused.json["blockers"][0]["href"], json!(path));
        let confirmed = scene.command(cycle, "confirmPlan").await.expect(200);
        assert_eq!((&confirmed.json["flagged"], &confirmed.json["state"]), (&json!(false), &json!("do")));
        scene.command(cycle, "confirmPlan").await.refused(409, "transition-blocked");
        let _ = scene.command(cycle, "startCheck").await.expect(200);
    }
}

both_stores! {
    fn a_factor_is_followed_in_both_directions_and_stays_while_used(store) {
        let scene = scene(store).await;
        let factor = json!({"unitId": scene.school, "kind": "housing", "title": "Nieuwbouw"});
        let factor = scene.officer.post("/v1/context-factors", factor).await.expect(201).id();
        let cycle = scene.cycle_with(json!({"contextFactorIds": [factor]})).await;
        let found = scene.officer.get(&format!("/v1/improvement-cycles?contextFactorId={factor}")).await.expect(200);
        assert_eq!(found.items()[0]["id"], json!(cycle));
        let found = scene.officer.get(&format!("/v1/context-factors?cycleId={cycle}")).await.expect(200);
        assert_eq!(found.items()[0]["id"], json!(factor));
        let path = format!("/v1/context-factors/{factor}");
        let refused = scene.officer.delete(&path).await.refused(409, "in-use");
        assert_eq!(refused.json["blockers"][0]["href"], json!(format!("/v1/improvement-cycles/{cycle}")));
        let _ = scene.officer.patch(&format!("/v1/improvement-cycles/{cycle}"), json!({"contextFactorIds": null})).await.expect(200);
        assert_eq!(scene.officer.delete(&path).await.status, 204);
        let unit = json!({"unitId": scene.board});
        let moved = scene.officer.patch(&format!("/v1/improvement-cycles/{cycle}"), unit).await.refused(400, "invalid-input");
        assert_eq!(moved.errors(), [("/unitId".to_owned(), "not-changeable".to_owned())]);
    }
}
