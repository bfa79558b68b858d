//! Lessons are found again by requirement, theme, place and words.

use akoki_tests::both_stores;
use serde_json::json;

use super::scene;

both_stores! {
    fn lessons_are_found_by_what_they_are_about(store) {
        let scene = scene(store).await;
        let (first, goal) = scene.brought_to("act", json!({"requirements": ["inspectorate/2025/po/OP2", "akoki/1/all/C1"]})).await;
        let decision = scene.decide(goal, "secure", "Élke dag tien minuten automatiseren").await;
        let (_, goal) = scene.brought_to("act", json!({"theme": "medewerkers"})).await;
        scene.decide(goal, "stop", "Te veel tegelijk").await;
        let found = async |query: &str| {
            let page = scene.officer.get(&format!("/v1/lessons?{query}")).await.expect(200);
            let texts: Vec<String> = page.items().iter().map(|one| one["text"].as_str().unwrap()[..2].to_owned()).collect();
            texts
        };
        assert_eq!(found("").await.len(), 2);
        assert_eq!(found("requirement=inspectorate/2025/po/OP2").await, ["É"]);
        assert_eq!(found("requirement=inspectorate/2025/po/OP3").await, [""; 0]);
        assert_eq!(found("theme=medewerkers").await, ["Te"]);
        assert_eq!(found("q=elke%20dag").await, ["É"]);
        assert_eq!(found(&format!("unitId={}", scene.school)).await.len(), 2);
        assert_eq!(found(&format!("unitId={}", scene.board)).await.len(), 0);
        let page = scene.officer.get("/v1/lessons?theme=onderwijs").await.expect(200);
        let lesson = &page.items()[0];
        assert_eq!(lesson["goalTitle"], json!("Meer leerlingen op streefniveau"));
        assert_eq!(lesson["links"]["decision"], json!(format!("/v1/decisions/{decision}")));
        assert_eq!(lesson["links"]["cycle"], json!(format!("/v1/improvement-cycles/{first}")));
        for link in ["decision", "goal", "cycle", "unit"] {
            let _ = scene.officer.get(lesson["links"][link].as_str().unwrap()).await.expect(200);
        }
        scene.officer.get("/v1/lessons?goal=x").await.refused(400, "invalid-input");
    }
}
