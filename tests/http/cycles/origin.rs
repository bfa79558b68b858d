//! What a cycle arises from: it leads back there, and is found from there.

use akoki_tests::both_stores;
use serde_json::json;
use uuid::Uuid;

use super::scene;

both_stores! {
    fn a_cycle_leads_back_to_what_made_it_necessary(store) {
        let scene = scene(store).await;
        let dossier = json!({"unitId": scene.school, "requirement": "inspectorate/2025/po/OP0"});
        let dossier = scene.officer.post("/v1/dossiers", dossier).await.expect(201).id();
        let origin = json!({"type": "dossier", "id": dossier});
        let cycle = scene.cycle_with(json!({"arisesFrom": origin})).await;
        scene.cycle().await;

        let read = scene.read("improvement-cycles", cycle).await;
        assert_eq!(read["arisesFrom"], origin);
        assert_eq!(read["links"]["arisesFrom"], json!(format!("/v1/dossiers/{dossier}")));
        let found = scene.officer.get(&format!("/v1/improvement-cycles?originId={dossier}")).await.expect(200);
        let ids: Vec<_> = found.items().iter().map(|one| one["id"].clone()).collect();
        assert_eq!(ids, [json!(cycle)]);

        let path = format!("/v1/improvement-cycles/{cycle}");
        let other = json!({"arisesFrom": {"type": "dossier", "id": Uuid::from_u128(7)}});
        let refused = scene.officer.patch(&path, other).await.refused(400, "invalid-input");
        let wrong = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        let errors = refused.errors();
        assert!(errors.contains(&wrong("/arisesFrom", "not-changeable")), "{errors:?}");
    }
}

both_stores! {
    fn a_cycle_arises_from_nothing_unknown(store) {
        let scene = scene(store).await;
        let (board, stranger) = scene.app.board("Twee").await;
        let other = scene.app.school(&stranger, board, "De Andere").await;
        let dossier = json!({"unitId": other, "requirement": "inspectorate/2025/po/OP0"});
        let dossier = stranger.post("/v1/dossiers", dossier).await.expect(201).id();
        let with = |origin: serde_json::Value| {
            json!({"unitId": scene.school, "theme": "onderwijs", "title": "Rekenen", "arisesFrom": origin})
        };
        for id in [Uuid::from_u128(7), dossier] {
            let unknown = with(json!({"type": "dossier", "id": id}));
            let refused = scene.officer.post("/v1/improvement-cycles", unknown).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [("/arisesFrom/id".to_owned(), "unknown-reference".to_owned())]);
        }
        let strange = with(json!({"type": "session", "id": Uuid::from_u128(7)}));
        let _ = scene.officer.post("/v1/improvement-cycles", strange).await.refused(400, "invalid-input");
    }
}
