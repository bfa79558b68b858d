//! Jobs: what is refused at once, repeated, stopped, and told in the feed.

use super::{PRIMARY, SPECIAL, import, settled, text, unit, upload, without};
use akoki_tests::{TestApp, both_stores, send};
use reqwest::{Method, header};
use serde_json::{Value, json};

both_stores! {
    fn a_wrong_file_is_refused_at_once_with_what_is_wrong(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let refused = async |kind: &str, bytes: &[u8]| {
            let answer = upload(&admin, &format!("kind={kind}"), bytes).await.refused(400, "invalid-input");
            let errors = answer.json["errors"].as_array().unwrap().clone();
            errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(refused("duo-establishments", b"%PDF-1.7\n%\xe2\xe3").await, ["not-csv"]);
        assert_eq!(refused("duo-establishments", b"PK\x03\x04\x14\0").await, ["not-csv"]);
        assert_eq!(refused("duo-establishments", b"").await, ["empty-file"]);
        assert_eq!(refused("duo-boards", b"BEVOEGD GEZAG NUMMER;BEVOEGD GEZAG NAAM\r\n").await, ["empty-file"]);
        assert_eq!(refused("duo-boards", b"naam;adres\r\nx;y\r\n").await, ["unknown-layout", "column-missing", "column-missing"]);
        let answer = upload(&admin, "kind=duo-establishments", b"BRIN NUMMER;VESTIGINGSCODE\r\na;b\r\n".as_slice()).await.refused(400, "invalid-input");
        let missing: Vec<_> = answer.json["errors"].as_array().unwrap().iter().map(|e| e["detail"].as_str().unwrap().to_owned()).collect();
        assert_eq!(missing.len(), 6, "{missing:?}");
        assert!(missing.iter().any(|detail| detail.contains("BEVOEGD GEZAG NUMMER")), "{missing:?}");
        let errors = answer.errors();
        assert!(errors.contains(&("BEVOEGD GEZAG NUMMER".to_owned(), "column-missing".to_owned())), "{errors:?}");
        assert_eq!(answer.json["errors"][0]["in"], json!("body"));
        // What is missing here is what the kinds say is required.
        let kinds = admin.get("/v1/import-kinds").await.expect(200);
        let kind = kinds.items().iter().find(|kind| kind["key"] == "duo-establishments").unwrap();
        let column = |name: &str| kind["columns"].as_array().unwrap().iter().find(|one| one["names"][0] == name).unwrap().clone();
        for (location, _) in errors {
            assert_eq!(column(&location)["required"], json!(true), "{location}");
        }
        assert_eq!(column("GEMEENTENAAM")["required"], json!(false));
        assert_eq!(column("VESTIGINGSNAAM")["alternatives"], json!(["INSTELLINGSNAAM"]));
        let errors = upload(&admin, "kind=nonsense&dryRun=maybe&page=1", PRIMARY).await.refused(400, "invalid-input").errors();
        let locations: Vec<_> = errors.into_iter().map(|(location, _)| location).collect();
        assert_eq!(locations, ["dryRun", "kind", "page"]);
        let request = admin.request(Method::POST, "/v1/imports?kind=duo-boards").json(&json!({}));
        send(request).await.refused(415, "unsupported-media-type");
        assert_eq!(admin.get("/v1/jobs").await.items(), &[] as &[Value], "nothing was promised");
    }
}

both_stores! {
    fn a_repeated_upload_is_one_job(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let once = async |bytes: &'static [u8]| {
            let request = admin
                .request(Method::POST, "/v1/imports?kind=duo-establishments")
                .header(header::CONTENT_TYPE, "text/csv")
                .header("Idempotency-Key", "\"list of april\"")
                .body(bytes);
            send(request).await
        };
        let first = once(PRIMARY).await.expect(202);
        let again = once(PRIMARY).await.expect(202);
        assert_eq!(first.text, again.text);
        once(SPECIAL).await.refused(422, "idempotency-key-reused");
        let _ = settled(&admin, first.header("location")).await;
        assert_eq!(admin.get("/v1/jobs").await.items().len(), 1);
    }
}

both_stores! {
    fn a_job_can_be_stopped(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let job = import(&admin, "kind=duo-establishments", without(&text(PRIMARY), &["90AA"])).await;
        assert_eq!(job["status"], "needsConfirmation");
        let path = format!("/v1/jobs/{}", job["id"].as_str().unwrap());
        assert_eq!(admin.delete(&path).await.status, 204);
        assert_eq!(admin.delete(&path).await.status, 204, "once more changes nothing");
        let job = admin.get(&path).await.expect(200).json;
        assert_eq!((&job["status"], &job["availableCommands"]), (&json!("cancelled"), &json!([])));
        assert_eq!(unit(&admin, "90AA00").await["endsOn"], json!(null));
        let done = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let path = format!("/v1/jobs/{}", done["id"].as_str().unwrap());
        let answer = admin.delete(&path).await.refused(409, "job-state-forbids");
        assert_eq!(answer.json["detail"], "De status van de taak is succeeded; dan kan dit niet.");
    }
}

both_stores! {
    fn one_event_tells_of_the_file_and_one_of_each_unit(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let from = admin.get("/v1/events?cursor=latest").await.expect(200).json["nextCursor"].as_str().unwrap().to_owned();
        let _ = import(&admin, "kind=duo-establishments&dryRun=true", PRIMARY).await;
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let (mut events, mut cursor) = (Vec::new(), from);
        for _ in 0..100 {
            let page = admin.get(&format!("/v1/events?limit=200&wait=1&cursor={cursor}")).await.expect(200);
            // What is shipped was published at the start, and may be numbered only now.
            let shipped = |event: &&Value| event["type"] != "nl.akoki.frameworkversion.created.v1";
            events.extend(page.items().iter().filter(shipped).cloned());
            cursor = page.json["nextCursor"].as_str().unwrap().to_owned();
            if events.iter().any(|event| event["type"] == "nl.akoki.import.completed.v1") {
                break;
            }
        }
        let of = |kind: &str| events.iter().filter(|event| event["type"] == kind).count();
        // Two boards, five schools, six establishments; and nothing of the dry run.
        assert_eq!((of("nl.akoki.organisationunit.created.v1"), of("nl.akoki.import.completed.v1")), (13, 1));
        assert_eq!(events.len(), 14, "{events:#?}");
        let rows = &job["result"]["rows"];
        assert_eq!((&job["progress"]["done"], &job["progress"]["total"]), (rows, rows), "done is done");
        let summary = events.last().unwrap();
        assert_eq!(summary["data"]["result"]["created"], 6);
        let subject = admin.get(summary["subject"].as_str().unwrap()).await.expect(200);
        assert_eq!(subject.json["id"], job["id"]);
    }
}
