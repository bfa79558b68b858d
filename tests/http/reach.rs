//! What comes into somebody's reach and what leaves it is told to them, and to nobody else.

use super::{
    follower::{Follower, settle, types},
    raw,
};
use akoki_api::auth::token::{Claims, issue, verify};
use akoki_domain::{
    access::{CredentialKind, Role},
    id::{CredentialId, PrincipalId},
};
use akoki_persistence::{
    reach::{self, Reach, access_changed},
    repo::principal,
};
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use time::{Date, Duration};
use uuid::Uuid;

/// The principal behind a caller of the tests.
fn principal_of(app: &TestApp, caller: &Caller) -> Uuid {
    let auth = &app.shared.auth;
    let token = caller.token.as_deref().unwrap();
    verify(
        &auth.ring(),
        auth.issuer(),
        token,
        app.shared.clock.millis(),
    )
    .unwrap()
    .sub
    .0
}

async fn grant(app: &TestApp, caller: &Caller, board: Uuid, unit: Uuid, role: Role) -> Uuid {
    let call = app.service().await;
    let (principal, today) = (principal_of(app, caller), call.today);
    call.unit(move |tx| {
        Box::pin(async move {
            access_changed(tx, principal, unit, role, Reach::Gained).await?;
            Ok(akoki_tests::people::grant(tx, board, unit, principal, role, today).await?)
        })
    })
    .await
    .unwrap()
}

fn subjects(events: &[Value]) -> Vec<String> {
    let mut all: Vec<_> = events
        .iter()
        .map(|event| event["subject"].as_str().unwrap().to_owned())
        .collect();
    all.sort();
    all
}

fn paths(ids: &[Uuid]) -> Vec<String> {
    let mut all: Vec<_> = ids
        .iter()
        .map(|id| format!("/v1/organisation-units/{id}"))
        .collect();
    all.sort();
    all
}

both_stores! {
    fn a_new_grant_tells_of_all_that_it_opens(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let own = app.school(&officer, board, "Eigen").await;
        let other = app.school(&officer, board, "Ander").await;
        let leader = app.caller(Role::SchoolLeader, own).await;
        let witness = app.caller(Role::BoardMember, board).await;
        let mut ids = vec![other];
        // More than one chunk.
        for n in 0..230 {
            let team = json!({"kind": "team", "name": format!("T{n}"), "parentId": other});
            ids.push(officer.post("/v1/organisation-units", team).await.expect(201).id());
        }
        settle(&app).await;
        let mut follower = Follower::latest(&leader).await;
        let mut beside = Follower::latest(&witness).await;
        grant(&app, &leader, board, other, Role::SchoolLeader).await;
        settle(&app).await;
        let gained = follower.rest(&leader, "").await;
        assert!(types(&gained).iter().all(|verb| *verb == "gained"));
        assert_eq!(subjects(&gained), paths(&ids));
        assert!(gained.iter().all(|event| event["version"] == 1 && event["boardId"] == json!(board)));
        assert!(beside.rest(&witness, "").await.is_empty(), "addressed to one");
        settle(&app).await;
        assert!(follower.rest(&leader, "").await.is_empty(), "told once");
    }
}

both_stores! {
    fn a_grant_that_ends_tells_of_all_that_it_closes(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let kept = json!({"kind": "team", "name": "Houdt", "parentId": school});
        let kept = officer.post("/v1/organisation-units", kept).await.expect(201).id();
        let leader = app.caller(Role::TeamLead, kept).await;
        let second = grant(&app, &leader, board, school, Role::SchoolLeader).await;
        settle(&app).await;
        let mut follower = Follower::latest(&leader).await;
        let call = app.service().await;
        end(&app, second, call.today - Duration::DAY).await;
        let principal = principal_of(&app, &leader);
        call.unit(move |tx| Box::pin(async move {
            Ok(access_changed(tx, principal, school, Role::SchoolLeader, Reach::Lost).await?)
        })).await.unwrap();
        settle(&app).await;
        let lost = follower.rest(&leader, "").await;
        assert_eq!(types(&lost), ["lost"], "the team is still read through the other grant");
        assert_eq!(subjects(&lost), paths(&[school]));
        // What happens there from now on is not seen.
        officer.patch(&format!("/v1/organisation-units/{school}"), json!({"shortName": "x"})).await.expect(200);
        settle(&app).await;
        assert!(follower.rest(&leader, "").await.is_empty());
    }
}

/// Lets a grant end on this day, as the use case of grants does.
async fn end(app: &TestApp, grant: Uuid, on: Date) {
    let id = raw::id(app, grant);
    raw::execute(
        app,
        &format!("UPDATE access_grant SET ends_on = '{on}' WHERE id = {id}"),
    )
    .await;
}

both_stores! {
    fn grants_that_begin_and_end_by_the_calendar_are_told_on_the_day(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let first = app.school(&officer, board, "Een").await;
        let second = app.school(&officer, board, "Twee").await;
        let team = json!({"kind": "team", "name": "Team", "parentId": first});
        let team = officer.post("/v1/organisation-units", team).await.expect(201).id();
        let leader = app.caller(Role::TeamLead, team).await;
        let call = app.service().await;
        let (principal, today) = (principal_of(&app, &leader), call.today);
        let ends = call.unit(move |tx| {
            Box::pin(async move {
                akoki_tests::people::grant(tx, board, second, principal, Role::SchoolLeader, today + Duration::days(1)).await?;
                Ok(akoki_tests::people::grant(tx, board, first, principal, Role::SchoolLeader, today).await?)
            })
        }).await.unwrap();
        end(&app, ends, today + Duration::days(2)).await;
        settle(&app).await;
        let mut told = Vec::new();
        let mut cursor = Follower::latest(&leader).await.cursor;
        for _ in 0..4 {
            app.shared.clock.advance(86_400_000);
            settle(&app).await;
            let leader = again(&app, principal).await;
            let mut follower = Follower { cursor, ..Follower::beginning() };
            let events = follower.rest(&leader, "").await;
            told.push(types(&events).into_iter().map(str::to_owned).zip(subjects(&events)).collect::<Vec<_>>());
            cursor = follower.cursor;
        }
        let one = |verb: &str, id: Uuid| vec![(verb.to_owned(), paths(&[id])[0].clone())];
        assert_eq!(told, [one("gained", second), vec![], one("lost", first), vec![]]);
    }
}

/// A fresh token for the same principal: those made before have ended by the moved clock.
async fn again(app: &TestApp, principal: Uuid) -> Caller {
    let call = app.service().await;
    let credential: CredentialId = call.id();
    let ends = call.at + 3_600_000;
    call.unit(move |tx| {
        Box::pin(async move {
            let new = principal::NewCredential {
                id: credential.0,
                principal,
                kind: CredentialKind::Script,
                scope: "all".to_owned(),
                expires_at: ends,
            };
            Ok(principal::add_credential(tx, &new).await?)
        })
    })
    .await
    .unwrap();
    let issuer = app.shared.auth.issuer().to_owned();
    let claims = Claims {
        iss: issuer.clone(),
        aud: issuer,
        sub: PrincipalId(principal),
        client_id: "test".to_owned(),
        azp: "test".to_owned(),
        iat: call.at / 1000,
        exp: ends / 1000,
        jti: credential.0.to_string(),
        sid: credential,
        scope: "all".to_owned(),
    };
    app.with_token(issue(&app.shared.auth.ring(), &claims, call.at).unwrap())
}

both_stores! {
    fn a_unit_that_moves_is_lost_by_some_and_gained_by_others(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (from, to) = (app.school(&officer, board, "Van").await, app.school(&officer, board, "Naar").await);
        let place = |kind: &str, parent| json!({"kind": kind, "name": kind, "parentId": parent});
        let department = officer.post("/v1/organisation-units", place("department", from)).await.expect(201).id();
        let team = officer.post("/v1/organisation-units", place("team", department)).await.expect(201).id();
        let (giver, taker) = (app.caller(Role::SchoolLeader, from).await, app.caller(Role::SchoolLeader, to).await);
        settle(&app).await;
        let mut gives = Follower::latest(&giver).await;
        let mut takes = Follower::latest(&taker).await;
        let mut both = Follower::latest(&officer).await;
        officer.patch(&format!("/v1/organisation-units/{department}"), json!({"parentId": to})).await.expect(200);
        settle(&app).await;
        let lost = gives.rest(&giver, "").await;
        assert_eq!(types(&lost), ["lost", "lost"]);
        assert_eq!(subjects(&lost), paths(&[department, team]));
        let gained = takes.rest(&taker, "&type=nl.akoki.organisationunit.gained.v1").await;
        assert_eq!(subjects(&gained), paths(&[department, team]));
        assert_eq!(types(&both.rest(&officer, "").await), ["updated"], "nothing changed in the officer's reach");
    }
}

both_stores! {
    fn what_a_board_sets_for_its_schools_is_told_to_them(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let leader = app.caller(Role::SchoolLeader, school).await;
        let (_, stranger) = app.board("Twee").await;
        settle(&app).await;
        let (mut follows, mut apart) = (Follower::latest(&leader).await, Follower::latest(&stranger).await);
        let own = json!({"code": "EA1", "boardId": board, "title": "Onderzoekend leren", "theme": "onderwijs", "validFrom": "2026-08-01"});
        let own = officer.post("/v1/own-standards", own).await.expect(201).id();
        officer.patch(&format!("/v1/own-standards/{own}"), json!({"title": "Onderzoekend en ontwerpend leren"})).await.expect(200);
        settle(&app).await;
        assert_eq!(types(&follows.rest(&leader, "").await), ["created", "updated"]);
        assert!(apart.rest(&stranger, "").await.is_empty());
    }
}

both_stores! {
    fn every_table_of_resources_is_told(store) {
        let app = TestApp::start(store).await;
        let told: Vec<&str> = reach::kinds().into_iter().map(|kind| kind.table).collect();
        let found = raw::tables_of_resources(&app).await;
        // A client is seen wherever clients are; a step is told with what took it; of scores nobody is told.
        let apart = ["api_client", "score", "transition"];
        let untold: Vec<_> = found
            .iter()
            .filter(|table| !told.contains(&table.as_str()) && !apart.contains(&table.as_str()))
            .collect();
        assert!(untold.is_empty(), "add to persistence/src/reach/kinds.rs: {untold:?}");
        for kind in reach::kinds() {
            assert!(found.iter().any(|name| name == kind.table), "{kind:?}");
            let verbs = akoki_domain::event::verbs(kind.noun);
            assert!(verbs.contains(&akoki_domain::event::Verb::Gained), "{kind:?}");
        }
    }
}
