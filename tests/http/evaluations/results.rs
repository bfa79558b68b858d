//! Groups under five are shown as one result.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{person, said, scene, unit};

both_stores! {
    fn small_groups_are_joined_so_that_nothing_can_be_taken_from_the_whole(store) {
        let scene = scene(store).await;
        let id = scene.open("individual").await;
        let mut teams = Vec::new();
        for (name, size, value) in [("Onderbouw", 6, "satisfactory"), ("Bovenbouw", 5, "good"), ("Zorg", 2, "unsatisfactory")] {
            let team = unit(&scene.officer, "team", name, scene.school).await;
            teams.push(team);
            for n in 0..size {
                let one = person(&scene.officer, team, &format!("{name} {n}")).await;
                let place = (scene.board, scene.school);
                let caller = scene.app.signed_in_as(one, Role::Staff, place).await;
                // On OP3 only the first three of one team say anything.
                let third = (name == "Onderbouw" && n < 3).then_some("satisfactory");
                let body = json!({"items": [said("OP2", Some(value)), said("OP3", third)], "groupUnitId": team});
                let _ = caller.post(&format!("/v1/self-evaluations/{id}/scores"), body).await.expect(201);
            }
        }
        let _ = scene.command(id, "endScoring").await.expect(200);
        let results = scene.results(id).await;
        assert_eq!(results["participants"], json!(13));
        let (op2, op3) = (&results["standards"][0], &results["standards"][1]);
        assert_eq!(op2["figures"]["scored"], json!(13));
        let parts = op2["groups"].as_array().unwrap();
        let of = |part: &Value| -> Vec<uuid::Uuid> { serde_json::from_value(part["groupUnitIds"].clone()).unwrap() };
        let scored: Vec<_> = parts.iter().map(|part| part["figures"]["scored"].as_u64().unwrap()).collect();
        assert_eq!(parts.len(), 2, "{parts:#?}");
        assert_eq!(scored.iter().sum::<u64>(), 13);
        assert!(scored.iter().all(|&count| count >= 5));
        let small = parts.iter().find(|part| of(part).contains(&teams[2])).unwrap();
        assert_eq!((of(small).len(), &small["figures"]["scored"]), (2, &json!(7)), "with the next smallest");
        // Three gave a level: the middle one and no more, of the whole and of no group.
        assert_eq!((&op3["figures"], &op3["middle"], &op3["groups"]), (&json!(null), &json!("satisfactory"), &json!([])));
        assert_eq!(results["mean"], op2["figures"]["mean"], "what is not shown is not in the mean");
    }
}
