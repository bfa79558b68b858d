//! Who is named and who takes part: whoever works where an evaluation is about, with a role or without.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::follower::settle;
use super::{blockers, pairs, person, said, scene, score, unit};

both_stores! {
    fn a_leader_without_a_role_names_who_take_part_and_themselves(store) {
        let scene = scene(store).await;
        let team = unit(&scene.officer, "team", "Onderbouw", scene.school).await;
        let elsewhere = scene.app.school(&scene.officer, scene.board, "Elders").await;
        // Leads it, and works elsewhere.
        let leads = person(&scene.officer, elsewhere, "Vries").await;
        let leading = scene.app.signed_in_as(leads, Role::Staff, (scene.board, elsewhere)).await;
        let colleague = person(&scene.officer, scene.school, "Jansen").await;
        let of_team = person(&scene.officer, team, "Smit").await;
        let stranger = person(&scene.officer, elsewhere, "Bakker").await;
        let of_board = person(&scene.officer, scene.board, "Bestuurder").await;
        let (_, other_officer) = scene.app.board("Twee").await;
        let id = scene.evaluation("joint", json!({})).await;
        let path = format!("/v1/self-evaluations/{id}");
        let _ = scene.officer.patch(&path, json!({"leaderId": leads})).await.expect(200);
        let steps = format!("{path}/transitions");
        let _ = leading.post(&steps, json!({"command": "start"})).await.expect(200);
        let met = |day: &str, people: &[Uuid]| json!({"meeting": {"heldOn": day, "attendeeIds": people}});
        let unknown = Uuid::from_u128(7);
        let refused = leading.patch(&path, met("2026-10-01", &[colleague, stranger, of_team, of_board, unknown])).await
            .refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[
            ("/meeting/attendeeIds/1", "unknown-reference"),
            ("/meeting/attendeeIds/3", "unknown-reference"),
            ("/meeting/attendeeIds/4", "unknown-reference"),
        ]));
        // Nobody worked there yet on this day.
        let refused = leading.patch(&path, met("2025-07-31", &[colleague, leads])).await.refused(400, "invalid-input");
        let wrong = ("/meeting/attendeeIds/0".to_owned(), "unknown-reference".to_owned());
        assert!(refused.errors().contains(&wrong), "{}", refused.text);
        assert!(!refused.errors().iter().any(|(at, _)| at == "/meeting/attendeeIds/1"), "{}", refused.text);

        let kept = leading.patch(&path, met("2026-10-01", &[colleague, leads, of_team])).await.expect(200);
        assert_eq!(kept.json["meeting"]["attendeeIds"], json!([colleague, leads, of_team]));
        // Nothing more is told of them.
        for one in [colleague, of_team] {
            let answer = leading.get(&format!("/v1/people/{one}")).await;
            assert!(matches!(answer.status, 403 | 404), "{}", answer.text);
        }
        other_officer.patch(&path, met("2026-10-01", &[colleague])).await.refused(404, "not-found");
        let items = json!({"items": [said("OP2", Some("satisfactory")), said("OP3", None)]});
        let _ = leading.put(&format!("{path}/verdicts"), items).await.expect(200);
        let _ = leading.post(&steps, json!({"command": "conclude"})).await.expect(200);
    }
}

both_stores! {
    fn once_results_are_shown_the_board_alone_names_another_leader(store) {
        let scene = scene(store).await;
        let (first, second) = (
            person(&scene.officer, scene.school, "Vries").await,
            person(&scene.officer, scene.school, "Jansen").await,
        );
        let leading = scene.app.signed_in_as(first, Role::Staff, (scene.board, scene.school)).await;
        let id = scene.evaluation("individual", json!({"leaderId": second})).await;
        let path = format!("/v1/self-evaluations/{id}");
        let _ = scene.command(id, "start").await.expect(200);
        // While the scoring goes on who leads is a matter of the school.
        let _ = scene.leader.patch(&path, json!({"leaderId": first})).await.expect(200);
        let _ = score(&leading, id, json!([said("OP2", None)])).await.expect(201);
        let _ = scene.command(id, "endScoring").await.expect(200);
        for leader in [json!(scene.leader_id), json!(null)] {
            let body = json!({"leaderId": leader});
            scene.leader.patch(&path, body.clone()).await.refused(403, "leader-named-by-board");
            leading.patch(&path, body).await.refused(403, "leader-named-by-board");
        }
        // Nor is there a way around it.
        let _ = scene.command(id, "reopen").await.expect(200);
        scene.leader.patch(&path, json!({"leaderId": scene.leader_id})).await.refused(403, "leader-named-by-board");
        let _ = scene.command(id, "endScoring").await.expect(200);
        // What does not concern it is changed as before.
        let _ = scene.leader.patch(&path, json!({"title": "Anders"})).await.expect(200);
        assert_eq!(scene.read(id).await.json["leaderId"], json!(first));
        let moved = scene.officer.patch(&path, json!({"leaderId": second})).await.expect(200);
        assert_eq!(moved.json["leaderId"], json!(second));
        settle(&scene.app).await;
        let trail = scene.officer.get(&format!("/v1/trail?resource={id}&limit=200")).await.expect(200);
        let told = |entry: &Value| entry["changes"]["leaderId"].clone();
        let told: Vec<_> = trail.items().iter().map(told).filter(|change| !change.is_null()).collect();
        assert!(told.iter().any(|change| change.to_string().contains(&second.to_string())), "{told:?}");
    }
}

both_stores! {
    fn a_group_is_a_unit_under_the_one_that_evaluates_itself(store) {
        let scene = scene(store).await;
        let team = unit(&scene.officer, "team", "Onderbouw", scene.school).await;
        let id = scene.open("individual").await;
        let staff = scene.staff(2).await;
        let path = format!("/v1/self-evaluations/{id}/scores");
        let given = |group: Uuid| json!({"groupUnitId": group, "items": [said("OP2", None)]});
        let refused = staff[0].post(&path, given(scene.school)).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/groupUnitId", "unit-not-under")]));
        // Nobody scores for a group in which they do not work: not from the school, not from another team.
        let of = |member| scene.app.signed_in_as(member, Role::Staff, (scene.board, scene.school));
        let other = unit(&scene.officer, "team", "Bovenbouw", scene.school).await;
        let beside = of(person(&scene.officer, other, "Ander").await).await;
        for caller in [&staff[0], &beside] {
            let refused = caller.post(&path, given(team)).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), pairs(&[("/groupUnitId", "not-in-group")]));
        }
        // It may be left out, and whoever works in it names it.
        let _ = score(&staff[0], id, json!([said("OP2", None)])).await.expect(201);
        let member = of(person(&scene.officer, team, "Lid").await).await;
        let _ = member.post(&path, given(team)).await.expect(201);
    }
}

both_stores! {
    fn whoever_is_assigned_to_the_school_scores_at_each_of_its_establishments(store) {
        let scene = scene(store).await;
        let north = unit(&scene.officer, "establishment", "Noord", scene.school).await;
        let south = unit(&scene.officer, "establishment", "Zuid", scene.school).await;
        let team = unit(&scene.officer, "team", "Onderbouw", north).await;
        let of = |unit| scene.evaluation("individual", unit);
        let at_north = of(json!({"unitId": north})).await;
        let of_team = of(json!({"unitId": team, "level": "team"})).await;
        let at_school = scene.evaluation("individual", json!({})).await;
        for id in [at_north, of_team, at_school] {
            let _ = scene.command(id, "start").await.expect(200);
        }
        // All may score at the school by their role: what differs is where they work.
        let mut callers = Vec::new();
        for unit in [scene.school, north, south] {
            let one = person(&scene.officer, unit, "Leraar").await;
            callers.push(scene.app.signed_in_as(one, Role::Staff, (scene.board, scene.school)).await);
        }
        let [school, north, south] = &callers[..] else { unreachable!("three callers") };
        let items = json!([said("OP2", None)]);
        for caller in [school, north] {
            let _ = score(caller, at_north, items.clone()).await.expect(201);
        }
        score(south, at_north, items.clone()).await.refused(403, "not-a-participant");
        for caller in &callers {
            score(caller, of_team, items.clone()).await.refused(403, "not-a-participant");
            let _ = score(caller, at_school, items.clone()).await.expect(201);
        }
        let refused = scene.command(of_team, "endScoring").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("nobody-scored", "")]));
    }
}
