//! Whoever sees what of a class, whatever the class is called.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{compared::colleague, world};

both_stores! {
    fn a_teacher_who_sees_the_school_as_well_sees_no_class_but_their_own(store) {
        let world = world(store).await;
        let teacher = colleague(&world, "Leraar", "teacher").await;
        let mut stated = world.stated();
        stated["groups"][1]["teacherIds"] = json!([teacher]);
        let sixth = json!({"key": "groep-6", "parentKey": "school", "title": "Groep 6", "kind": "class", "population": 20});
        stated["groups"].as_array_mut().unwrap().push(sixth);
        let campaign = world.launched(stated).await;
        for (group, point) in [("groep-6", 3), ("groep-7", 4), ("groep-8", 2)] {
            world.answered(&campaign, group, &[point; 5]).await;
        }
        world.close().await;
        let place = (world.board, world.school);
        let person = teacher.parse().unwrap();
        let both = world.app.signed_in_as(person, Role::QualityCoordinator, place).await;
        let school = both.get(&format!("{campaign}/results?group=school")).await.expect(200).json;
        assert_eq!(school["participation"]["respondents"], 15);
        let named: Vec<&Value> = school["groups"].as_array().unwrap().iter().map(|group| &group["key"]).collect();
        assert_eq!(named, ["groep-7"]);
        let _ = both.get(&format!("{campaign}/results?group=groep-7")).await.expect(200);
        for group in ["groep-6", "groep-8"] {
            let _ = both.get(&format!("{campaign}/results?group={group}")).await.refused(404, "not-found");
        }
        let table = both.get(&format!("{campaign}/results/export")).await.expect(200).json;
        let of = |key: &str| table["groups"].as_array().unwrap().iter().filter(|group| group["groupKey"] == key).count();
        assert_eq!(["school", "groep-6", "groep-7", "groep-8"].map(of), [1, 0, 1, 0]);
    }
}

both_stores! {
    fn a_stage_of_one_class_is_that_class(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        let school = stated["groups"][0].clone();
        let stage = |key: &str| json!({"key": key, "parentKey": "school", "title": key, "kind": "stage"});
        let class = |key: &str, of: &str| {
            json!({"key": key, "parentKey": of, "title": key, "kind": "class", "population": 20})
        };
        stated["groups"] = json!([
            school, stage("middenbouw"), stage("bovenbouw"),
            class("groep-5", "middenbouw"), class("groep-6", "middenbouw"), class("groep-8", "bovenbouw"),
        ]);
        let campaign = world.launched(stated).await;
        for group in ["groep-5", "groep-6", "groep-8"] {
            world.answered(&campaign, group, &[3; 5]).await;
        }
        world.close().await;
        let leader = world.leader_now().await;
        let coordinator = world.app.caller(Role::QualityCoordinator, world.school).await;
        for (group, seen) in [("middenbouw", true), ("bovenbouw", false), ("groep-8", false), ("groep-5", false)] {
            let path = format!("{campaign}/results?group={group}");
            let _ = leader.get(&path).await.expect(200);
            let told = coordinator.get(&path).await;
            assert_eq!(told.status, if seen { 200 } else { 404 }, "{group}: {}", told.text);
        }
    }
}
