//! Who reads and keeps evidence.

use super::{PDF, PLAN, path, scene, upload};
use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

both_stores! {
    fn what_a_board_shows_is_read_from_below_and_changed_from_above(store) {
        let scene = scene(store).await;
        let of_board = scene.with(json!({"unitId": scene.board})).await.expect(201);
        let of_school = scene.with(json!({})).await.expect(201);
        let other = scene.app.school(&scene.officer, scene.board, "De Overkant").await;
        let file = upload(&scene.officer, &path(&of_board), "plan.pdf", PDF, PLAN).await.expect(201);
        let own = upload(&scene.officer, &path(&of_school), "plan.pdf", PDF, PLAN).await.expect(201);
        let neighbour = scene.app.caller(Role::SchoolLeader, other).await;
        neighbour.get(&path(&of_board)).await.expect(200);
        neighbour.get(file.json["href"].as_str().unwrap()).await.expect(200);
        neighbour.get(&path(&of_school)).await.refused(404, "not-found");
        neighbour.get(own.json["href"].as_str().unwrap()).await.refused(404, "not-found");
        neighbour.patch(&path(&of_board), json!({"title": "x"})).await.refused(403, "forbidden");
        upload(&neighbour, &path(&of_board), "x.pdf", PDF, b"%PDF-x").await.refused(403, "forbidden");
        upload(&neighbour, &path(&of_school), "x.pdf", PDF, b"%PDF-x").await.refused(404, "not-found");
        neighbour.delete(file.json["href"].as_str().unwrap()).await.refused(403, "forbidden");
        assert_eq!(neighbour.get("/v1/evidence").await.expect(200).items().len(), 1);
        // Those who work at a school read what is shown of it; they do not keep it.
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        assert_eq!(staff.get("/v1/evidence").await.expect(200).items().len(), 2);
        staff.patch(&path(&of_school), json!({"title": "x"})).await.refused(403, "forbidden");
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let _ = leader.patch(&path(&of_school), json!({"title": "Plan"})).await.expect(200);
    }
}

both_stores! {
    fn another_board_and_the_platform_see_nothing(store) {
        let scene = scene(store).await;
        let plan = scene.with(json!({})).await.expect(201);
        let file = upload(&scene.officer, &path(&plan), "plan.pdf", PDF, PLAN).await.expect(201);
        let (_, stranger) = scene.app.board("Twee").await;
        for caller in [stranger, scene.app.platform().await] {
            caller.get(&path(&plan)).await.refused(404, "not-found");
            caller.get(file.json["href"].as_str().unwrap()).await.refused(404, "not-found");
            caller.delete(&path(&plan)).await.refused(404, "not-found");
            caller.delete(file.json["href"].as_str().unwrap()).await.refused(404, "not-found");
            upload(&caller, &path(&plan), "x.pdf", PDF, b"%PDF-x").await.refused(404, "not-found");
            assert_eq!(caller.get("/v1/evidence").await.expect(200).items(), &[] as &[Value]);
        }
        scene.app.anonymous().get(file.json["href"].as_str().unwrap()).await.refused(401, "unauthenticated");
    }
}
