//! What is told of a survey that has closed, and to whom.

use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, both_stores};
use serde_json::{Value, json};

use super::{
    all_answered,
    exported::{only, rows},
    submit, world,
};

fn of<'a>(answer: &'a Answer, list: &str, key: &str) -> &'a Value {
    let mut all = answer.json[list].as_array().unwrap().iter();
    all.find(|one| one["key"] == key).unwrap()
}

async fn results(caller: &Caller, campaign: &str, query: &str) -> Answer {
    caller
        .get(&format!("{campaign}/results{query}"))
        .await
        .expect(200)
}

both_stores! {
    fn results_are_figures_with_what_they_are_set_against(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["benchmarks"] = json!({"source": "Vensters 2025", "figures": [{"of": "enjoy", "mean": 2.5}]});
        let campaign = world.launched(stated).await;
        let before = results(&world.leader, &campaign, "").await;
        assert_eq!((&before.json["hidden"]["code"], &before.json["questions"]), (&json!("results-not-yet"), &json!([])));
        assert_eq!(before.json["groups"][0]["hidden"], Value::Null);
        world.answered(&campaign, "groep-7", &[4, 4, 4, 4, 3, 3]).await;
        world.answered(&campaign, "groep-8", &[1, 1, 1, 1, 2, 2]).await;
        world.close().await;
        let leader = world.leader_now().await;
        let whole = results(&leader, &campaign, "?include=comparisonFigures").await;
        assert_eq!(whole.json["hidden"], Value::Null);
        assert_eq!(whole.json["participation"], json!({
            "population": 50, "invited": 12, "respondents": 12, "rate": 0.24, "needed": 45, "reached": false,
        }));
        let enjoy = of(&whole, "questions", "enjoy");
        assert_eq!((&enjoy["n"], &enjoy["mean"], &enjoy["median"]), (&json!(12), &json!(2.5), &json!(2.5)));
        let counts: Vec<_> = enjoy["distribution"].as_array().unwrap().iter().map(|bar| bar["count"].clone()).collect();
        assert_eq!(counts, [4, 2, 2, 4]);
        let told = &whole.json["comparisons"];
        assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
        assert_eq!((&told[0]["with"], &told[0]["verdict"]), (&json!("benchmark"), &json!("no-difference")));
        assert_eq!(told[0]["sentence"], "Geen verschil met Vensters 2025 dat meer is dan toeval.");
        assert_eq!((&told[0]["figures"]["t"], &told[0]["figures"]["degreesOfFreedom"]), (&json!(0.0), &json!(11.0)));

        let path = format!("{campaign}/results?include=comparisonFigures");
        let again = leader.request(reqwest::Method::GET, &path);
        let again = again.header("if-none-match", whole.header("etag")).send().await.unwrap();
        assert_eq!(again.status(), 304);
        let _ = leader.get(&format!("{campaign}/results?include=all")).await.refused(400, "invalid-input");
        let class = results(&leader, &campaign, "?group=groep-7").await;
        assert_eq!((&class.json["title"], &of(&class, "questions", "enjoy")["mean"]), (&json!("Groep 7"), &json!(22.0 / 6.0)));
        let board = class.json["comparisons"].as_array().unwrap().iter().find(|one| {
            (&one["with"], &one["key"]) == (&json!("others"), &json!("enjoy"))
        });
        assert_eq!(board.unwrap()["verdict"], "higher");
        assert_eq!(board.unwrap()["figures"], Value::Null);
        let sentence = "Hoger dan bij alle anderen die meededen, en dat verschil is groot genoeg om ertoe te doen.";
        assert_eq!(board.unwrap()["sentence"], sentence);
        // A high answer to a question after something bad gives a low mark.
        let bullied = of(&class, "questions", "bullied");
        assert_eq!(bullied["reversed"], true);
        assert!(bullied["tenPoint"].as_f64().unwrap() < 3.0);
    }
}

both_stores! {
    fn classes_are_for_who_leads_the_school_and_nothing_for_another_board(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        world.answered(&campaign, "groep-7", &[4, 3, 4, 3, 4]).await;
        world.answered(&campaign, "groep-8", &[2, 1, 2, 1, 2]).await;
        world.close().await;
        let school = results(&world.leader_now().await, &campaign, "?group=school").await;
        let keys: Vec<_> = school.json["groups"].as_array().unwrap().iter().map(|group| group["key"].clone()).collect();
        assert_eq!(keys, ["groep-7", "groep-8"]);
        let (other_board, _) = world.app.board("Een ander").await;
        for role in [Role::BoardQualityOfficer, Role::BoardMember] {
            let caller = world.app.caller(role, world.board).await;
            let school = results(&caller, &campaign, "?group=school").await;
            assert_eq!(school.json["groups"], json!([]));
            let _ = caller.get(&format!("{campaign}/results?group=groep-7")).await.refused(404, "not-found");
            let _ = caller.get(&format!("{campaign}/results?group=none")).await.refused(404, "not-found");
            let table = caller.get(&format!("{campaign}/results/export")).await.expect(200).json;
            let of_class = |row: &&Value| row["groupKey"] == "groep-7";
            assert_eq!(table["groups"].as_array().unwrap().iter().filter(of_class).count(), 0);
        }
        let team = world.app.caller(Role::TeamLead, world.school).await;
        let _ = team.get(&format!("{campaign}/results?group=groep-7")).await.refused(404, "not-found");
        let officer = world.app.caller(Role::BoardQualityOfficer, world.board).await;
        let other_school = world.app.school(&officer, world.board, "De Wulp").await;
        for (role, unit) in [(Role::SchoolLeader, other_school), (Role::BoardQualityOfficer, other_board)] {
            let caller = world.app.caller(role, unit).await;
            for tail in ["results", "results/export", "open-answers"] {
                let _ = caller.get(&format!("{campaign}/{tail}")).await.refused(404, "not-found");
            }
        }
        let _ = team.get(&format!("{campaign}/open-answers")).await.refused(404, "not-found");
        let _ = team.get(&format!("{campaign}/metrics")).await.refused(404, "not-found");
        let metrics = officer.get(&format!("{campaign}/metrics")).await.expect(200);
        let satisfaction = of(&metrics, "scales", "satisfaction");
        assert_eq!((&satisfaction["n"], &satisfaction["alpha"]), (&json!(10), &json!(1.0)));
    }
}

both_stores! {
    fn a_group_of_few_is_hidden_and_so_is_what_it_would_follow_from(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        world.answered(&campaign, "groep-7", &[4, 4, 4, 4, 4, 4]).await;
        world.answered(&campaign, "groep-8", &[1]).await;
        world.close().await;
        let leader = world.leader_now().await;
        let school = results(&leader, &campaign, "?group=school").await;
        assert_eq!(of(&school, "questions", "enjoy")["n"], 7);
        assert_eq!(of(&school, "groups", "groep-7")["hidden"]["code"], "too-few-answered");
        assert_eq!(of(&school, "groups", "groep-8")["hidden"]["code"], "too-few-answered");
        let class = results(&leader, &campaign, "?group=groep-7").await;
        assert_eq!(class.json["hidden"]["code"], "too-few-answered");
        for empty in ["questions", "scales", "split", "comparisons"] {
            assert_eq!(class.json[empty], json!([]), "{empty}");
        }
        assert_eq!(class.json["participation"], Value::Null);
    }
}

both_stores! {
    fn what_was_written_is_for_few_and_of_many_and_a_table_holds_no_formulas(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["instrument"] = json!({"shipped": "parents-po"});
        stated["respondentUnit"] = json!("parent");
        for (at, title) in [(1, "=1+1"), (2, "Bovenbouw")] {
            stated["groups"][at]["kind"] = json!("stage");
            stated["groups"][at]["title"] = json!(title);
        }
        let campaign = world.launched(stated).await;
        for (group, written) in [("groep-7", 6), ("groep-8", 2)] {
            let codes = world.codes(&campaign, group, 6).await;
            for (place, code) in codes.iter().enumerate() {
                let parent = world.respondent(code).await;
                let mut answers = all_answered(&parent, 3).await;
                answers.insert("recommend".into(), json!(8));
                if place < written {
                    answers.insert("remark".into(), json!(format!("@{group} {place}")));
                }
                let _ = submit(&parent, &answers).await.expect(201);
            }
        }
        world.close().await;
        let leader = world.leader_now().await;
        let written = |query: &str| format!("{campaign}/open-answers{query}");
        let all = leader.get(&written("?question=remark")).await.expect(200);
        assert_eq!(of(&all, "questions", "remark")["answers"].as_array().unwrap().len(), 8);
        // Two of one group wrote something: of neither it is told what.
        for group in ["groep-7", "groep-8"] {
            let some = leader.get(&written(&format!("?group={group}"))).await.expect(200);
            let remark = of(&some, "questions", "remark");
            assert_eq!(remark["answers"], json!([]));
            assert!(remark["hidden"]["code"].is_string());
        }
        assert!(leader.get(&written("?question=none")).await.status == 400);

        let table = format!("{campaign}/results/export");
        let plain = leader.get(&format!("{table}?format=csv")).await.expect(200);
        assert_eq!(plain.header("content-type"), "text/csv; charset=utf-8");
        assert!(plain.header("content-disposition").starts_with("attachment; filename=\"results-"));
        let read = rows(&plain.text);
        let own = only(&read, &[("groupKey", "groep-7"), ("about", "group")]);
        assert_eq!((own["group"].as_str(), own["respondents"].as_str()), ("'=1+1", "6"));
        assert!(!plain.text.contains("groep-7 0"));
        let with = leader.get(&format!("{table}?format=csv&openAnswers=true")).await.expect(200);
        assert!(with.text.contains(",'@groep-7 0\r\n"));
        let member = world.app.caller(Role::BoardMember, world.board).await;
        let without = member.get(&format!("{table}?format=csv&openAnswers=true")).await.expect(200);
        assert!(without.text.contains("groep-7,'=1+1,") && !without.text.contains("@groep-7"));
        let one = leader.get(&format!("{table}?group=groep-8")).await.expect(200);
        let keys: Vec<_> = one.json["groups"].as_array().unwrap().iter().map(|group| group["groupKey"].clone()).collect();
        assert_eq!(keys, ["groep-8"]);
        for wrong in ["format=pdf", "openAnswers=TRUE", "group="] {
            let refused = leader.get(&format!("{table}?{wrong}")).await;
            assert_eq!(refused.status, 400, "{wrong}: {}", refused.text);
        }
        let refused = leader.request(reqwest::Method::GET, &table).header("accept", "text/html").send().await.unwrap();
        assert_eq!(refused.status(), 406);
    }
}
