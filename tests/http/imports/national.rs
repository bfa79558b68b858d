//! The national lists: in all their letters and layouts, again, newer, cut off.

use super::{
    BOARDS, PRIMARY, SECONDARY, SPECIAL, figures, import, report, settled, text, unit, without,
};
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};
use std::path::Path;

both_stores! {
    fn a_list_is_taken_in_whatever_its_letters_and_columns(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(job["status"], "succeeded", "{job}");
        assert_eq!((&job["layout"], &job["file"]["encoding"]), (&json!("primary"), &json!("windows-1252")));
        assert_eq!(figures(&job), [6, 0, 0, 0, 0, 0, 0]);
        let school = unit(&admin, "90AA").await;
        assert_eq!((&school["name"], &school["kind"], &school["sector"]), (&json!("’t Zonnepad"), &json!("school"), &json!("po")));
        assert_eq!(unit(&admin, "90AC00").await["name"], "De \"Wegwijzer\"");
        let board = unit(&admin, "board-number:99901").await;
        assert_eq!(board["name"], "Bevoegd gezag 99901");
        // One establishment: the school carries it. Two: each carries itself.
        let (one, other) = (unit(&admin, "90AA00").await, unit(&admin, "90AB01").await);
        assert_eq!((&one["carrierId"], &other["carrierId"]), (&school["id"], &other["id"]));
        let under = admin.get(&format!("/v1/organisation-units?under={}", board["id"].as_str().unwrap())).await;
        assert_eq!(under.items().len(), 8);
        // What does not have its form is left out and said.
        let remarks: Vec<Value> = report(&admin, &job, "outcome=created").await.into_iter().filter(|row| !row["code"].is_null()).collect();
        assert_eq!(remarks.len(), 1);
        assert_eq!((&remarks[0]["line"], &remarks[0]["column"], &remarks[0]["code"]), (&json!(5), &json!("INTERNETADRES"), &json!("invalid-format")));

        let job = import(&admin, "kind=duo-establishments", SPECIAL).await;
        assert_eq!((&job["layout"], &job["file"]["encoding"], &job["file"]["delimiter"]), (&json!("special"), &json!("utf-8"), &json!(",")));
        assert_eq!(figures(&job), [3, 0, 0, 0, 0, 0, 0]);
        let south = unit(&admin, "92CB01").await;
        assert_eq!((&south["name"], &south["education"]), (&json!("De Kade, locatie Zuid"), &json!(["vso"])));

        let job = import(&admin, "kind=duo-establishments", SECONDARY).await;
        assert_eq!(figures(&job), [2, 0, 0, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "93DA00").await["name"], "Zanderlyceum, vestiging Élysée");
        assert_eq!(unit(&admin, "93DA").await["name"], "Zanderlyceum");

        let job = import(&admin, "kind=duo-boards", BOARDS).await;
        assert_eq!(figures(&job), [0, 2, 0, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "board-number:99902").await["name"], "Vereniging \"De Brink\"");
        // Naming the boards does not undo that the lists have brought them.
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&job), [0, 0, 6, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "board-number:99902").await["name"], "Vereniging \"De Brink\"");
    }
}

both_stores! {
    fn the_same_list_twice_changes_nothing_and_a_newer_one_what_changed(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let before = unit(&admin, "90AA").await;
        let again = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&again), [0, 0, 6, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "90AA").await, before, "not even the version");

        // One renamed, one gone, one that moved to another board, one twice, one broken.
        let newer = text(PRIMARY).replace(";Élan;", ";Élan op Zuid;").replace("99902;91BB;91BB00", "99901;91BB;91BB00");
        let newer = without(&newer, &["91BA00"]);
        let twice: String = newer.lines().filter(|line| line.contains("90AA00")).map(|line| format!("{line}\r\n")).collect();
        let broken = "Drenthe;99901;90AD;90AD00\r\n";
        let query = "kind=duo-establishments&confirmEnd=true";
        let job = import(&admin, query, format!("{newer}{twice}{broken}")).await;
        assert_eq!(figures(&job), [0, 1, 4, 2, 0, 1, 1], "{job}");
        assert_eq!(unit(&admin, "90AB").await["name"], "Élan op Zuid");
        let gone = unit(&admin, "91BA00").await;
        assert_ne!(gone["endsOn"], json!(null));
        assert_ne!(unit(&admin, "91BA").await["endsOn"], json!(null), "the school ends with its last establishment");
        let stays = unit(&admin, "91BB00").await;
        assert_eq!(stays["boardId"], unit(&admin, "board-number:99902").await["id"]);
        let moved = report(&admin, &job, "outcome=transferPending").await;
        assert_eq!((&moved[0]["line"], &moved[0]["code"]), (&json!(6), &json!("transfer-pending")));
        let rejected = report(&admin, &job, "outcome=rejected").await;
        let codes: Vec<_> = rejected.iter().map(|row| (row["line"].as_i64().unwrap(), row["code"].as_str().unwrap())).collect();
        assert_eq!(codes, [(7, "duplicate"), (8, "cell-count-differs")]);
        let ended = report(&admin, &job, "outcome=ended").await;
        assert_eq!((&ended[0]["line"], ended[0]["href"].as_str().unwrap()), (&json!(null), format!("/v1/organisation-units/{}", gone["id"].as_str().unwrap()).as_str()));

        // Back in the list: open again.
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&job), [0, 2, 4, 0, 0, 0, 0], "{job}");
        assert_eq!(unit(&admin, "91BA00").await["endsOn"], json!(null));
        assert_eq!(unit(&admin, "91BA").await["endsOn"], json!(null));
    }
}

both_stores! {
    fn more_than_a_tenth_ends_only_when_somebody_says_so(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let _ = import(&admin, "kind=duo-establishments", SPECIAL).await;
        let fewer = without(&text(PRIMARY), &["90AB01", "91BB"]);
        let job = import(&admin, "kind=duo-establishments", fewer.clone()).await;
        assert_eq!(job["status"], "needsConfirmation", "{job}");
        assert_eq!(figures(&job), [0, 0, 4, 0, 0, 0, 2]);
        assert_eq!((&job["problem"]["code"], &job["availableCommands"]), (&json!("many-would-end"), &json!(["confirm", "cancel"])));
        assert_eq!(unit(&admin, "90AB01").await["endsOn"], json!(null), "nothing is done before that");
        let confirmations = format!("/v1/jobs/{}/confirmations", job["id"].as_str().unwrap());
        admin.post(&confirmations, json!({"confirmEnd": false})).await.refused(400, "invalid-input");
        let accepted = admin.post(&confirmations, json!({"confirmEnd": true})).await.expect(202);
        let job = settled(&admin, accepted.header("location")).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [0, 0, 4, 0, 0, 0, 2]));
        assert_ne!(unit(&admin, "90AB01").await["endsOn"], json!(null));
        assert_ne!(unit(&admin, "91BB").await["endsOn"], json!(null));
        // Only what a list of this layout brought: the special schools are still there.
        assert_eq!(unit(&admin, "92CA00").await["endsOn"], json!(null));
        // The school has one establishment left, which it now carries.
        let left = unit(&admin, "90AB00").await;
        assert_eq!(left["carrierId"], left["parentId"]);
        admin.post(&confirmations, json!({"confirmEnd": true})).await.refused(409, "job-state-forbids");
        let again = import(&admin, "kind=duo-establishments", fewer).await;
        assert_eq!(figures(&again), [0, 0, 4, 0, 0, 0, 0]);
    }
}

both_stores! {
    fn a_dry_run_says_the_same_and_leaves_no_trace(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let dry = import(&admin, "kind=duo-establishments&dryRun=true", PRIMARY).await;
        assert_eq!(dry["status"], "succeeded", "{dry}");
        assert_eq!(admin.get("/v1/organisation-units").await.items(), &[] as &[Value]);
        let wet = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&dry), figures(&wet));
        let fewer = without(&text(PRIMARY), &["90AB01", "91BB"]).replace("Brink;12", "Brink;13");
        let dry = import(&admin, "kind=duo-establishments&dryRun=true", fewer.clone()).await;
        assert_eq!((&dry["status"], &dry["problem"]["code"]), (&json!("succeeded"), &json!("many-would-end")));
        assert_eq!(unit(&admin, "90AB01").await["endsOn"], json!(null));
        let wet = import(&admin, "kind=duo-establishments&confirmEnd=true", fewer).await;
        assert_eq!((figures(&dry), figures(&dry)), (figures(&wet), [0, 1, 3, 0, 0, 0, 2]));
        let outcomes = |rows: Vec<Value>| rows.iter().map(|row| (row["line"].clone(), row["outcome"].clone(), row["code"].clone())).collect::<Vec<_>>();
        assert_eq!(outcomes(report(&admin, &dry, "").await), outcomes(report(&admin, &wet, "").await));
    }
}

both_stores! {
    fn the_real_list_is_taken_in(store) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/duo/vestigingen-bo-2026-04.csv");
        let Ok(list) = std::fs::read(path) else { return };
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let job = import(&admin, "kind=duo-establishments", list.clone()).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [6107, 0, 0, 0, 0, 0, 0]), "{job}");
        let board = unit(&admin, "board-number:41775").await;
        assert_eq!(board["name"], "Bevoegd gezag 41775");
        let under = format!("/v1/organisation-units?under={}&kind=establishment&limit=100", board["id"].as_str().unwrap());
        assert_eq!(admin.get(&under).await.items().len(), 56);
        let again = import(&admin, "kind=duo-establishments", list.clone()).await;
        assert_eq!(figures(&again), [0, 0, 6107, 0, 0, 0, 0]);
        // A file that was cut off would end much: it asks first.
        let half: Vec<u8> = list[..list.len() / 2].iter().rev().skip_while(|byte| **byte != b'\n').copied().collect();
        let half: Vec<u8> = half.into_iter().rev().collect();
        let job = import(&admin, "kind=duo-establishments", half).await;
        assert_eq!(job["status"], "needsConfirmation");
        let [_, _, unchanged, _, _, _, ended] = figures(&job);
        assert_eq!(unchanged + ended, 6107);
        let path = format!("/v1/jobs/{}/confirmations", job["id"].as_str().unwrap());
        let accepted = admin.post(&path, json!({"confirmEnd": true})).await.expect(202);
        let job = settled(&admin, accepted.header("location")).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [0, 0, unchanged, 0, 0, 0, ended]));
    }
}
