//! Nobody sees what another scored: not by list, not by id, not in trail or feed.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::super::follower::settle;
use super::{person, said, scene, score, unit};

const SECRET: &str = "De leiding luistert niet.";

both_stores! {
    fn scores_are_the_participants_alone(store) {
        let scene = scene(store).await;
        let id = scene.open("individual").await;
        let staff = scene.staff(2).await;
        let items = json!([{"standard": "OP2", "value": "unsatisfactory", "reason": SECRET}]);
        let given = score(&staff[0], id, items).await.expect(201);
        let path = given.json["scores"][0]["links"]["self"].as_str().unwrap().to_owned();
        let _ = score(&staff[1], id, json!([said("OP2", Some("good"))])).await.expect(201);
        assert_eq!(staff[0].get(&path).await.expect(200).json["reason"], json!(SECRET));
        let _ = staff[0].patch(&path, json!({"reason": format!("{SECRET} Echt niet.")})).await.expect(200);

        let privacy = scene.app.caller(Role::PrivacyOfficer, scene.board).await;
        let everybody = [&scene.officer, &scene.leader, &privacy, &staff[1], &scene.app.platform().await];
        for other in everybody {
            assert!(matches!(other.get(&path).await.status, 403 | 404), "{}", other.get(&path).await.text);
            assert!(matches!(other.patch(&path, json!({"value": null})).await.status, 403 | 404));
            for list in ["/v1/scores".to_owned(), format!("/v1/self-evaluations/{id}/scores")] {
                let answer = other.get(&list).await;
                assert!(!answer.text.contains(SECRET), "{list}: {}", answer.text);
            }
        }
        let mine = staff[1].get("/v1/scores").await.expect(200);
        assert_eq!(mine.items().len(), 1);
        assert_eq!(scene.leader.get(&format!("/v1/self-evaluations/{id}/scores")).await.expect(200).items(), &[] as &[Value]);

        settle(&scene.app).await;
        for (reader, list) in [(&scene.officer, "/v1/trail?limit=200"), (&privacy, "/v1/trail?limit=200"), (&scene.officer, "/v1/events?limit=200"), (&staff[0], "/v1/events?limit=200")] {
            let answer = reader.get(list).await.expect(200);
            assert!(!answer.text.contains("unsatisfactory") && !answer.text.contains(SECRET), "{list}");
            assert!(!answer.text.contains("/v1/scores/"), "{list} names no score");
        }
        let trail = scene.officer.get(&format!("/v1/trail?resource={id}&limit=200")).await.expect(200);
        let counts: Vec<_> = trail.items().iter().filter_map(|entry| entry["changes"]["scores"]["count"].as_u64()).collect();
        assert_eq!(counts, [1, 1, 1], "that they scored, and how much");
    }
}

both_stores! {
    fn whoever_reaches_a_covered_unit_reads_and_scores_and_writes_nothing(store) {
        let scene = scene(store).await;
        let team = unit(&scene.officer, "team", "Onderbouw", scene.school).await;
        let elsewhere = unit(&scene.officer, "team", "Bovenbouw", scene.school).await;
        let id = scene.evaluation("individual", json!({"coversUnitIds": [team]})).await;
        let _ = scene.command(id, "start").await.expect(200);
        let path = format!("/v1/self-evaluations/{id}");
        let one = person(&scene.officer, team, "Team").await;
        let covered = scene.app.signed_in_as(one, Role::TeamLead, (scene.board, team)).await;
        let _ = covered.get(&path).await.expect(200);
        assert_eq!(covered.get("/v1/self-evaluations").await.expect(200).items().len(), 1);
        let _ = score(&covered, id, json!([said("OP2", None)])).await.expect(201);
        covered.patch(&path, json!({"title": "Anders"})).await.refused(403, "forbidden");
        let other = scene.app.caller(Role::TeamLead, elsewhere).await;
        other.get(&path).await.refused(404, "not-found");
        score(&other, id, json!([said("OP2", None)])).await.refused(404, "not-found");
        let (_, stranger) = scene.app.board("Twee").await;
        for tail in ["", "/results", "/scores", "/transitions"] {
            stranger.get(&format!("{path}{tail}")).await.refused(404, "not-found");
        }
        assert_eq!(stranger.get("/v1/self-evaluations").await.expect(200).items(), &[] as &[Value]);
    }
}
