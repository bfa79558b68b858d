//! Guests of another board, for named units and days.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{account_of, command_by, pairs, report, scene, wrong};

const DAY: i64 = 86_400_000;

both_stores! {
    fn a_guest_sees_the_audit_on_the_named_days_and_nothing_else(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let (their_board, _) = scene.app.board("Twee").await;
        let their_officer = scene.app.signed_in("kwaliteit@twee.nl", None, Role::BoardQualityOfficer, their_board).await;
        let guest = scene.app.signed_in("gast@twee.nl", None, Role::Staff, their_board).await;
        let account = account_of(&guest).await;
        let (other_audit, lead) = scene.led().await;
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Rekenen"});
        let cycle = officer.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let team = json!([
            {"personId": lead, "role": "lead"},
            {"accountId": account, "role": "auditor", "startsOn": scene.day(1), "endsOn": scene.day(2)},
        ]);
        let audit = scene.plan(json!({"team": team})).await;
        let path = format!("/v1/audits/{audit}");
        // The right was given in the same step, on the unit and for the days.
        let grants = officer.get(&format!("/v1/grants?principalId={account}")).await.expect(200);
        assert_eq!(grants.items().len(), 1);
        let grant = &grants.items()[0];
        assert_eq!((&grant["role"], &grant["unitId"]), (&json!("guest-auditor"), &json!(scene.school)));
        assert_eq!((&grant["startsOn"], &grant["endsOn"]), (&json!(scene.day(1)), &json!(scene.day(2))));
        scene.bring(audit, &["prepare", "start"]).await;

        // Before the first day there is nothing.
        guest.get(&path).await.refused(404, "not-found");
        assert_eq!(guest.get("/v1/audits").await.expect(200).items(), &[] as &[Value]);
        scene.app.shared.clock.advance(DAY);
        let seen = guest.get(&path).await.expect(200);
        assert_eq!(seen.json["state"], json!("inProgress"));
        let listed = guest.get("/v1/audits").await.expect(200);
        assert_eq!(listed.items().iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&json!(audit)]);
        let _ = guest.get(&format!("{path}/transitions")).await.expect(200);
        let _ = guest.put(&format!("{path}/report"), report()).await.expect(200);
        assert_eq!(guest.get(&path).await.json["report"]["summary"], json!("Het gaat goed."));
        let _ = guest.get(&format!("/v1/organisation-units/{}", scene.school)).await.expect(200);
        // Nothing else of the board, and no command.
        for out_of_reach in [
            format!("/v1/audits/{other_audit}"), format!("/v1/improvement-cycles/{cycle}"),
            format!("/v1/organisation-units/{}", scene.other), format!("/v1/organisation-units/{}", scene.board),
            format!("/v1/organisation-units/{}/standing", scene.school), format!("/v1/people/{lead}"),
        ] {
            guest.get(&out_of_reach).await.refused(404, "not-found");
        }
        for list in ["improvement-cycles", "dossiers", "people", "assignments", "auditors", "audit-programmes"] {
            let seen = guest.get(&format!("/v1/{list}")).await;
            assert!(seen.status == 403 || seen.items().is_empty(), "{list}: {}", seen.text);
        }
        command_by(&guest, audit, "draftReport").await.refused(403, "forbidden");
        guest.patch(&path, json!({"title": "Anders"})).await.refused(403, "forbidden");
        // Nobody who may not change the team learns from it which accounts there are.
        for id in [account, scene.school] {
            let probe = json!({"team": [{"accountId": id, "role": "auditor", "startsOn": scene.day(0), "endsOn": scene.day(1)}]});
            guest.patch(&path, probe).await.refused(403, "forbidden");
        }
        their_officer.get(&path).await.refused(404, "not-found");
        // After the last day there is nothing again.
        scene.app.shared.clock.advance(2 * DAY);
        guest.get(&path).await.refused(404, "not-found");
        guest.get(&format!("/v1/organisation-units/{}", scene.school)).await.refused(404, "not-found");
        assert_eq!(guest.get("/v1/audits").await.expect(200).items(), &[] as &[Value]);
    }
}

both_stores! {
    fn the_right_of_a_guest_ends_with_the_team_and_with_the_audit(store) {
        let scene = scene(store).await;
        let (their_board, _) = scene.app.board("Twee").await;
        let guest = scene.app.signed_in("gast@twee.nl", None, Role::Staff, their_board).await;
        let account = account_of(&guest).await;
        let (_, lead) = scene.led().await;
        let member = |from, until| json!([
            {"personId": lead, "role": "lead"},
            {"accountId": account, "role": "auditor", "startsOn": scene.day(from), "endsOn": scene.day(until)},
        ]);
        let audit = scene.plan(json!({"team": member(0, 3)})).await;
        let path = format!("/v1/audits/{audit}");
        let school = format!("/v1/organisation-units/{}", scene.school);
        let _ = guest.get(&path).await.expect(200);
        // Other days are another right.
        let _ = scene.officer.patch(&path, json!({"team": member(0, 6)})).await.expect(200);
        let _ = guest.get(&path).await.expect(200);
        let grants = scene.officer.get(&format!("/v1/grants?principalId={account}")).await.expect(200);
        let in_force: Vec<_> = grants.items().iter().filter(|one| one["inForce"] == json!(true)).map(|one| &one["endsOn"]).collect();
        assert_eq!((grants.items().len(), in_force), (2, vec![&json!(scene.day(6))]));
        let _ = scene.officer.patch(&path, json!({"team": [{"personId": lead, "role": "lead"}]})).await.expect(200);
        guest.get(&path).await.refused(404, "not-found");
        guest.get(&school).await.refused(404, "not-found");
        let _ = scene.officer.patch(&path, json!({"team": member(0, 6)})).await.expect(200);
        let _ = guest.get(&school).await.expect(200);
        let _ = command_by(&scene.officer, audit, "cancel").await.expect(200);
        guest.get(&school).await.refused(404, "not-found");
        // Of what is over by itself nothing is touched when the audit ends.
        let ended = scene.plan(json!({"team": member(0, 1)})).await;
        scene.app.shared.clock.advance(2 * DAY);
        let given = scene.officer.get(&format!("/v1/grants?principalId={account}")).await.expect(200).text;
        let _ = command_by(&scene.officer, ended, "cancel").await.expect(200);
        assert_eq!(scene.officer.get(&format!("/v1/grants?principalId={account}")).await.expect(200).text, given);
        // Two audits give and end for themselves.
        let (one, two) = (scene.plan(json!({"team": member(0, 3)})).await, scene.plan(json!({"team": member(0, 3)})).await);
        scene.officer.delete(&format!("/v1/audits/{one}")).await.expect(204);
        guest.get(&format!("/v1/audits/{one}")).await.refused(404, "not-found");
        let _ = guest.get(&format!("/v1/audits/{two}")).await.expect(200);
    }
}

both_stores! {
    fn a_guest_is_of_another_board_and_asked_for_days(store) {
        let scene = scene(store).await;
        let own = scene.app.account("eigen@een.nl", scene.board, None).await;
        let (their_board, _) = scene.app.board("Twee").await;
        let theirs = scene.app.account("gast@twee.nl", their_board, None).await;
        let stopped = scene.app.disabled_account("weg@twee.nl", their_board, "een lang wachtwoord").await;
        let days = |id: uuid::Uuid| json!({"accountId": id, "role": "auditor", "startsOn": scene.day(0), "endsOn": scene.day(1)});
        let team = json!([days(own), {"accountId": theirs, "role": "auditor"}, days(stopped), days(scene.school)]);
        let refused = scene.officer.post("/v1/audits", scene.collegial(json!({"team": team}))).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[
            ("/team/0/accountId", "guest-of-own-board"), ("/team/1/startsOn", "required"), ("/team/1/endsOn", "required"),
            ("/team/2/accountId", "unknown-reference"), ("/team/3/accountId", "unknown-reference"),
        ]));
        let team = json!([{"accountId": theirs, "role": "auditor", "startsOn": "2020-01-01", "endsOn": scene.day(65)}]);
        let refused = scene.officer.post("/v1/audits", scene.collegial(json!({"team": team}))).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[("/team/0/startsOn", "guest-outside-audit"), ("/team/0/endsOn", "guest-outside-audit")]));
        let last = json!([{"accountId": theirs, "role": "auditor", "startsOn": scene.day(0), "endsOn": scene.day(64)}]);
        let _ = scene.plan(json!({"team": last, "scopeUnitIds": [scene.school, scene.other]})).await;
        let grants = scene.officer.get(&format!("/v1/grants?principalId={theirs}")).await.expect(200);
        assert_eq!(grants.items().len(), 2, "one for each unit");
    }
}
