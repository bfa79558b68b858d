//! What answers from elsewhere count for, and files that were not taken in to the end.

use crate::http::imports::{figures, import, report, settled, upload};
use akoki_domain::access::Role;
use akoki_persistence::repo::survey::imported;
use akoki_tests::{TestApp, both_stores};
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

use super::{
    DAY, all_answered,
    import::{Held, codes, ready, taken, template},
    submit, world,
};

both_stores! {
    fn answers_from_elsewhere_count_and_are_no_more_than_the_people_of_the_group(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["channels"] = json!(["import", "single-use-codes"]);
        let campaign = world.launched(stated).await;
        let code = world.codes(&campaign, "groep-7", 1).await.remove(0);
        let pupil = world.respondent(&code).await;
        let _ = submit(&pupil, &all_answered(&pupil, 4).await).await.expect(201);
        let id: Uuid = campaign.rsplit('/').next().unwrap().parse().unwrap();
        let held = Held { board: world.board, id, query: format!("kind=survey-responses&campaignId={id}") };
        let (heading, row) = template(&world.officer, &held).await;
        assert!(row.starts_with("groep-7;"), "{row}");
        let responses = async || {
            let told = world.leader.get(&format!("{campaign}/participation")).await.expect(200).json;
            told["units"][0]["responses"].clone()
        };
        assert_eq!(responses().await, 0);
        let rows = |count: usize| format!("{heading}\n{}", format!("{row}\n").repeat(count));
        let job = import(&world.officer, &held.query, rows(9)).await;
        assert_eq!(figures(&job), [9, 0, 0, 0, 0, 0, 0], "{job}");
        assert_eq!(responses().await, 10);
        // The group has 24 pupils; a dry run says the same as the run.
        for (dry, lines) in [("&dryRun=true", 17), ("", 17)] {
            let job = import(&world.officer, &format!("{}{dry}", held.query), rows(lines)).await;
            assert_eq!(figures(&job), [15, 0, 0, 2, 0, 0, 0], "{job}");
            let rejected = report(&world.officer, &job, "outcome=rejected").await;
            let expected = [(17, vec![("", "more-than-population")]), (18, vec![("", "more-than-population")])];
            assert_eq!(codes(&rejected), expected);
        }
        assert_eq!(responses().await, 25);
        assert_eq!(taken(&world.app.shared, &held).await.len(), 25);
        world.close().await;
        let call = world.app.service().await;
        assert!(imported::counts(call.store(), held.key()).await.unwrap().is_empty());
    }
}

both_stores! {
    fn a_file_that_was_stopped_half_way_goes_on_from_there(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("B").await;
        let held = ready(&officer, board, &["groep-7"]).await;
        let (heading, row) = template(&officer, &held).await;
        let rows = 8_000;
        let file = format!("{heading}\n{}", format!("{row}\n").repeat(rows));
        let accepted = upload(&officer, &held.query, file.clone()).await.expect(202);
        let path = accepted.header("location").to_owned();
        let stopped = loop {
            let job = officer.get(&path).await.expect(200).json;
            let done = job["progress"]["done"].as_u64().unwrap();
            assert!(done < rows as u64, "it was done before it could be stopped: {job}");
            if done > 0 {
                break officer.delete(&path).await;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        assert_eq!(stopped.status, 204, "{}", stopped.text);
        let job = settled(&officer, &path).await;
        assert_eq!(job["status"], "cancelled");
        let before = taken(&app.shared, &held).await.len();
        assert!(0 < before && before < rows, "{before}");
        let rest = import(&officer, &held.query, file.clone()).await;
        assert_eq!(figures(&rest), [i64::try_from(rows - before).unwrap(), 0, 0, 0, 0, 0, 0], "{rest}");
        assert_eq!(taken(&app.shared, &held).await.len(), rows);
        upload(&officer, &held.query, file).await.refused(409, "already-taken-in");
    }
}

both_stores! {
    fn a_file_that_failed_half_way_goes_on_from_there(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("B").await;
        let held = ready(&officer, board, &["groep-7"]).await;
        let (heading, row) = template(&officer, &held).await;
        let rows = 8_000;
        let file = format!("{heading}\n{}", format!("{row}\n").repeat(rows));
        let accepted = upload(&officer, &held.query, file.clone()).await.expect(202);
        let path = accepted.header("location").to_owned();
        // The last of its pieces can no longer be opened.
        let spoil = "UPDATE job_file SET bytes = substr(bytes, 2) WHERE number = (SELECT max(number) FROM job_file)";
        app.store().execute(spoil).await.unwrap();
        let job = settled(&officer, &path).await;
        assert_eq!((&job["status"], &job["problem"]["code"]), (&json!("failed"), &json!("internal-error")), "{job}");
        let before = taken(&app.shared, &held).await.len();
        assert!(0 < before && before < rows, "{before}");
        assert_eq!((&job["progress"]["done"], &job["result"]["created"]), (&json!(before), &json!(before)));
        let rest = import(&officer, &held.query, file).await;
        assert_eq!(figures(&rest), [i64::try_from(rows - before).unwrap(), 0, 0, 0, 0, 0, 0], "{rest}");
        assert_eq!(taken(&app.shared, &held).await.len(), rows);
    }
}

both_stores! {
    fn everybody_can_have_answered_elsewhere_in_each_of_two_windows(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["channels"] = json!(["import"]);
        stated["windows"] = json!([
            {"opensOn": "2026-11-01", "closesOn": "2026-12-18"}, {"opensOn": "2027-02-01", "closesOn": "2027-02-26"},
        ]);
        let campaign = world.launched(stated).await;
        let id: Uuid = campaign.rsplit('/').next().unwrap().parse().unwrap();
        let held = Held { board: world.board, id, query: format!("kind=survey-responses&campaignId={id}") };
        let (heading, row) = template(&world.officer, &held).await;
        let rows = |count: usize| format!("{heading}\n{}", format!("{row}\n").repeat(count));
        let job = import(&world.officer, &held.query, rows(25)).await;
        assert_eq!(figures(&job), [24, 0, 0, 1, 0, 0, 0], "{job}");
        world.app.shared.clock.advance(75 * DAY);
        world.run_due().await;
        let officer = world.app.caller(Role::BoardQualityOfficer, world.board).await;
        let job = import(&officer, &held.query, rows(23)).await;
        assert_eq!(figures(&job), [23, 0, 0, 0, 0, 0, 0], "{job}");
        let job = import(&officer, &held.query, rows(2)).await;
        assert_eq!(figures(&job), [1, 0, 0, 1, 0, 0, 0], "{job}");
        world.app.shared.clock.advance(30 * DAY);
        world.run_due().await;
        let results = world.leader_now().await.get(&format!("{campaign}/results?group=groep-7")).await.expect(200).json;
        let told = &results["participation"];
        assert_eq!((&told["population"], &told["respondents"]), (&json!(48), &json!(48)));
    }
}

both_stores! {
    fn rows_are_read_anew_when_the_campaign_was_changed_between_two_chunks(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("B").await;
        let held = ready(&officer, board, &["groep-7"]).await;
        let (heading, row) = template(&officer, &held).await;
        let strange = row.replacen("groep-7", "groep-9", 1);
        let rejected = 8_000;
        let file = format!("{heading}\n{}{}", format!("{strange}\n").repeat(rejected), format!("{row}\n").repeat(5));
        let accepted = upload(&officer, &held.query, file).await.expect(202);
        let path = accepted.header("location").to_owned();
        loop {
            let job = officer.get(&path).await.expect(200).json;
            let done = job["progress"]["done"].as_u64().unwrap();
            assert!(done < rejected as u64, "it came to what is taken in before anything was changed: {job}");
            if done > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // Nothing was taken in, so the groups can change: another comes before the one that there was.
        let campaign = format!("/v1/survey-campaigns/{}", held.id);
        let mut groups = officer.get(&campaign).await.expect(200).json["groups"].clone();
        let mut first = groups[1].clone();
        first["key"] = json!("groep-6");
        groups.as_array_mut().unwrap().push(first);
        let _ = officer.patch(&campaign, json!({"groups": groups})).await.expect(200);
        let job = settled(&officer, &path).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [5, 0, 0, 8_000, 0, 0, 0]), "{job}");
        // Keys go by the alphabet: group 7 is the second of two, and was the only one.
        let places: Vec<u32> = taken(&app.shared, &held).await.iter().map(|one| one.group).collect();
        assert_eq!(places, [1; 5]);
    }
}
