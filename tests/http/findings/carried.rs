//! Findings at units of which the school carries the work.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{pair, scene, today};

const DAY: i64 = 86_400_000;

both_stores! {
    fn what_is_found_at_a_team_stands_with_its_school(store) {
        let scene = scene(store).await;
        let only = scene.unit("establishment", "Hoofdlocatie", scene.school).await;
        let team = scene.unit("team", "Onderbouw", only).await;
        let (_, finding) = scene.nonconformity_at(team, "major").await;
        let own = format!("/v1/organisation-units/{}", scene.school);
        let standing = scene.officer.get(&format!("{own}/standing")).await.expect(200);
        assert_eq!(standing.json["whole"]["openFollowUps"]["count"], json!(1), "{}", standing.text);
        assert!(standing.text.contains(&format!("/v1/findings/{finding}")));
        let ready = scene.officer.get(&format!("{own}/inspection-readiness")).await.expect(200).json;
        let ska1 = ready["standards"].as_array().unwrap().iter().find(|one| one["standard"] == "SKA1").unwrap();
        assert_eq!(ska1["openFindings"], json!(1));

        // Late, it holds the audit up, and so it comes first.
        scene.app.shared.clock.advance(31 * DAY);
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        let standing = officer.get(&format!("{own}/standing")).await.expect(200);
        let attention = standing.json["attention"].as_array().unwrap();
        let late: Vec<&Value> = attention.iter().filter(|one| one["kind"] == "findingOverdue").collect();
        assert_eq!((late.len(), &late[0]["unitId"], &late[0]["core"]), (1, &json!(scene.school), &json!(true)), "{}", standing.text);
    }
}

both_stores! {
    fn what_nobody_verifies_is_late_with_the_board(store) {
        let scene = scene(store).await;
        let team = scene.unit("team", "Onderbouw", scene.school).await;
        let (_, finding) = scene.nonconformity_at(team, "minor").await;
        let day = today(&scene.app);
        let mut plan = scene.correction(&day);
        let _ = scene.part(&scene.leader, finding, "correction", plan.clone()).await.expect(200);
        let _ = scene.command(&scene.leader, finding, "answer").await.expect(200);
        // A plan that was answered with is not taken back piece by piece.
        let bare = json!({"cause": "Niemand was aangewezen."});
        let refused = scene.part(&scene.leader, finding, "correction", bare).await.refused(400, "invalid-input");
        let missing = [("/correction", "correction-missing"), ("/correctiveAction", "corrective-action-missing")];
        assert_eq!(refused.errors(), missing.map(|(at, code)| pair(at, code)));
        (plan["executedOn"], plan["executedById"]) = (json!(day), json!(scene.owner));
        let _ = scene.part(&scene.leader, finding, "correction", plan).await.expect(200);
        let _ = scene.command(&scene.leader, finding, "reportCarriedOut").await.expect(200);
        scene.app.shared.clock.advance(91 * DAY);
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        let shown = officer.get(&format!("/v1/findings/{finding}")).await.expect(200).json;
        assert_eq!((&shown["daysLate"], &shown["escalatedToUnitId"]), (&json!(1), &json!(scene.board)));
        for (unit, count) in [(scene.board, 1), (scene.school, 0)] {
            let told = officer.get(&format!("/v1/findings?escalatedTo={unit}")).await.expect(200);
            assert_eq!(told.items().len(), count);
        }
        // The school owes nothing, and is told so; the board is late.
        let overdue = async |unit: uuid::Uuid| {
            let standing = officer.get(&format!("/v1/organisation-units/{unit}/standing")).await.expect(200).json;
            (standing["whole"]["openFollowUps"]["count"].clone(), standing["whole"]["overdueFollowUps"]["count"].clone())
        };
        assert_eq!(overdue(scene.school).await, (json!(1), json!(0)));
        assert_eq!(overdue(scene.board).await, (json!(2), json!(1)));
    }
}
