//! A process that is killed while it takes in a file: another goes on where it was.

use super::{figures, import, settled, upload};
use akoki_tests::{
    TestApp, both_stores,
    process::{self, Process},
};
use serde_json::json;
use std::time::Duration;

/// A list of so many schools, a hundred to a board.
pub(super) fn list(schools: usize) -> String {
    let mut list = String::from(
        "BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM\r\n",
    );
    for n in 0..schools {
        let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
        let brin = format!("{:02}{}{}", n % 100, letter(n / 100), letter(n / 2600));
        let board = 95_000 + n / 100;
        list.push_str(&format!(
            "{board};{brin};{brin}00;School {n};Laan;{n};1234 AB;DORP\r\n"
        ));
    }
    list
}

#[test]
#[ignore = "serves the tests below, as a process of its own"]
fn serves_until_it_is_killed() {
    process::serve();
}

both_stores! {
    fn a_killed_process_loses_nothing_and_does_nothing_twice(store) {
        let schools = 1500;
        let process = Process::start(&store, "http::imports::kill::serves_until_it_is_killed").await;
        let admin = process.platform().await;
        let accepted = upload(&admin, "kind=duo-establishments", list(schools)).await.expect(202);
        let path = accepted.header("location").to_owned();
        let mut seen = 0;
        while seen == 0 {
            let job = admin.get(&path).await.expect(200).json;
            assert!(matches!(job["status"].as_str(), Some("queued" | "running")), "it was done before it could be killed: {job}");
            if job["progress"]["phase"] == "applying" {
                seen = job["progress"]["done"].as_u64().unwrap();
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        process.kill();

        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let before = admin.get(&path).await.expect(200).json;
        assert_eq!(before["status"], "running", "killed in the middle of it: {before}");
        let job = settled(&admin, &path).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [i64::try_from(schools).unwrap(), 0, 0, 0, 0, 0, 0]));
        let mut codes = Vec::new();
        let mut path = "/v1/organisation-units?kind=establishment&limit=200&fields=identifiers".to_owned();
        loop {
            let page = admin.get(&path).await.expect(200);
            codes.extend(page.items().iter().map(|item| item["identifiers"][0]["value"].as_str().unwrap().to_owned()));
            let Some(next) = page.json["nextCursor"].as_str() else { break };
            path = format!("/v1/organisation-units?kind=establishment&limit=200&fields=identifiers&cursor={next}");
        }
        let made = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!((made, codes.len()), (schools, schools));
        let again = import(&admin, "kind=duo-establishments", list(schools)).await;
        assert_eq!(figures(&again)[2], i64::try_from(schools).unwrap());
    }
}

both_stores! {
    fn two_of_one_list_at_once_make_each_school_once(store) {
        let app = TestApp::start(store).await;
        let other = Process::start(app.store(), "http::imports::kill::serves_until_it_is_killed").await;
        let admin = app.platform().await;
        let one = upload(&admin, "kind=duo-establishments", list(600)).await.expect(202);
        let two = upload(&admin, "kind=duo-establishments", list(600)).await.expect(202);
        let one = settled(&admin, one.header("location")).await;
        let two = settled(&admin, two.header("location")).await;
        let (one, two) = (figures(&one), figures(&two));
        assert_eq!((one[0] + two[0], one[2] + two[2]), (600, 600), "{one:?} {two:?}");
        let units = admin.get("/v1/organisation-units?identifier=00AA00").await;
        assert_eq!(units.items().len(), 1);
        drop(other);
    }
}

both_stores! {
    fn a_job_whose_caller_lost_the_right_stops(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", list(20)).await;
        let job = import(&admin, "kind=duo-establishments", list(10)).await;
        assert_eq!(job["status"], "needsConfirmation");
        let path = format!("/v1/jobs/{}", job["id"].as_str().unwrap());
        app.store().execute("UPDATE access_grant SET ends_on = '2000-01-01'").await.unwrap();
        let other = app.platform().await;
        let _ = other.post(&format!("{path}/confirmations"), json!({"confirmEnd": true})).await.expect(202);
        let job = settled(&other, &path).await;
        assert_eq!((&job["status"], &job["problem"]["code"]), (&json!("failed"), &json!("grant-lost")));
        let left = other.get("/v1/organisation-units?identifier=15AA00").await.expect(200);
        assert_eq!(left.items()[0]["endsOn"], json!(null));
    }
}
