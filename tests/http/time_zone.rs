//! Boards whose days begin later than Amsterdam's: what is decided about what is theirs goes by the day
//! where they are.

use akoki_domain::access::Role;
use akoki_tests::{Caller, StoreHandle, TestApp, both_stores};
use serde_json::json;
use time::{Date, Duration};
use uuid::Uuid;

const ISLAND: &str = "America/Curacao";

/// A service where it is 02:00 or 03:00 in Amsterdam, and late in the evening of the day before on
/// Curaçao; with the two days.
async fn at_night(store: StoreHandle) -> (TestApp, Date, Date) {
    let app = TestApp::start(store).await;
    let here = app.shared.clock.now().date() + Duration::days(2);
    move_to(&app, here, 1).await;
    assert_eq!(app.shared.clock.today(), here);
    (app, here, here - Duration::days(1))
}

async fn move_to(app: &TestApp, day: Date, hour: u8) {
    let to = json!({"to": format!("{day}T{hour:02}:00:00Z")});
    let _ = app.anonymous().post("/sandbox/clock", to).await.expect(200);
}

/// A board in a zone, with a school.
async fn board(app: &TestApp, name: &str, zone: Option<&str>) -> (Uuid, Uuid, Caller) {
    let body = json!({"kind": "board", "name": name, "timeZone": zone});
    let platform = app.platform().await;
    let board = platform
        .post("/v1/organisation-units", body)
        .await
        .expect(201);
    assert_eq!(board.json["timeZone"], json!(zone));
    let id = board.id();
    let officer = app.caller(Role::BoardQualityOfficer, id).await;
    let school = app.school(&officer, id, "School").await;
    (id, school, officer)
}

async fn cycle(officer: &Caller, school: Uuid) -> String {
    let body = json!({"unitId": school, "theme": "onderwijs", "title": "Rekenen"});
    let cycle = officer.post("/v1/improvement-cycles", body).await;
    format!("/v1/improvement-cycles/{}", cycle.expect(201).id())
}

both_stores! {
    fn a_board_says_in_which_zone_it_is(store) {
        let app = TestApp::start(store).await;
        let (id, school, officer) = board(&app, "Eiland", Some(ISLAND)).await;
        let path = format!("/v1/organisation-units/{id}");
        let elsewhere = json!({"timeZone": "Europe/Brussels"});
        let answer = officer.patch(&path, elsewhere).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/timeZone".to_owned(), "invalid-value".to_owned())]);
        for zone in ["Europe/Amsterdam", "America/Kralendijk", "America/Lower_Princes", "America/Aruba"] {
            assert!(answer.text.contains(zone), "{}", answer.text);
            let moved = officer.patch(&path, json!({"timeZone": zone})).await.expect(200);
            assert_eq!(moved.json["timeZone"], zone);
        }
        let none = officer.patch(&path, json!({"timeZone": null})).await.expect(200);
        assert_eq!(none.json["timeZone"], json!(null));
        let path = format!("/v1/organisation-units/{school}");
        let answer = officer.patch(&path, json!({"timeZone": ISLAND})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/timeZone".to_owned(), "time-zone-not-of-kind".to_owned())]);
    }
}

both_stores! {
    fn what_happened_is_not_after_the_day_of_the_board(store) {
        let (app, here, there) = at_night(store).await;
        for (zone, today) in [(None, here), (Some(ISLAND), there)] {
            let (_, school, officer) = board(&app, "Bestuur", zone).await;
            let path = cycle(&officer, school).await;
            for day in [here, there] {
                let done = json!({"title": "Scholing", "status": "done", "doneOn": day.to_string()});
                let answer = officer.post(&format!("{path}/actions"), done).await;
                assert_eq!(answer.status == 201, day <= today, "{zone:?} {day}: {}", answer.text);
            }
            let factor = json!({"unitId": school, "title": "Krimp", "kind": "pupilPopulation"});
            let factor = officer.post("/v1/context-factors", factor).await.expect(201);
            assert_eq!(factor.json["changedOn"], today.to_string());
            let standing = officer.get(&format!("/v1/organisation-units/{school}/standing")).await.expect(200);
            assert_eq!(standing.json["on"], today.to_string());
        }
    }
}

both_stores! {
    fn late_is_late_where_the_board_is(store) {
        let (app, here, there) = at_night(store).await;
        let mut island = Uuid::nil();
        for (zone, late) in [(None, true), (Some(ISLAND), false)] {
            let (id, school, officer) = board(&app, "Bestuur", zone).await;
            island = id;
            let path = cycle(&officer, school).await;
            let action = json!({"title": "Scholing", "dueOn": there.to_string()});
            let action = officer.post(&format!("{path}/actions"), action).await.expect(201);
            assert_eq!(action.json["overdue"], late, "{zone:?}");
            let goal = json!({"title": "Beter", "dueOn": there.to_string()});
            let goal = officer.post(&format!("{path}/goals"), goal).await;
            if late {
                // No goal is set on a day that has passed where the board is.
                let past = ("/dueOn".to_owned(), "date-in-past".to_owned());
                assert_eq!(goal.refused(400, "invalid-input").errors(), [past]);
            } else {
                assert_eq!(goal.expect(201).json["overdue"], false);
            }
            for (list, overdue) in [("actions", late), ("goals", false)] {
                for (asked, found) in [(true, overdue), (false, !late)] {
                    let list = officer.get(&format!("/v1/{list}?overdue={asked}")).await.expect(200);
                    assert_eq!(list.items().len(), usize::from(found), "{zone:?} {asked}");
                }
            }
        }
        // Once the day has begun there too, both are late.
        move_to(&app, here, 5).await;
        let officer = app.caller(Role::BoardQualityOfficer, island).await;
        assert_eq!(officer.get("/v1/goals?overdue=true").await.items().len(), 1);
        let (_, school, officer) = board(&app, "Eiland", Some(ISLAND)).await;
        let path = cycle(&officer, school).await;
        let action = json!({"title": "Scholing", "dueOn": there.to_string()});
        let action = officer.post(&format!("{path}/actions"), action).await.expect(201);
        assert_eq!(action.json["overdue"], true);
        assert_eq!(officer.get("/v1/actions?overdue=true").await.items().len(), 1);
    }
}

both_stores! {
    fn a_succession_waits_until_the_day_has_begun_for_every_board(store) {
        let (app, here, _) = at_night(store).await;
        let (_, school, giver) = board(&app, "Amsterdam", None).await;
        let (island, _, taker) = board(&app, "Eiland", Some(ISLAND)).await;
        let body = json!({"kind": "transfer", "effectiveOn": here.to_string(), "from": [school],
            "to": [{"boardId": island, "name": "De Brug"}]});
        let id = giver.post("/v1/successions", body).await.expect(201).id();
        let steps = format!("/v1/successions/{id}/transitions");
        let accepted = taker.post(&steps, json!({"command": "accept"})).await.expect(200);
        assert_eq!(accepted.json["state"], "accepted");
        taker.post(&steps, json!({"command": "execute"})).await.refused(409, "succession-blocked");
        move_to(&app, here, 3).await;
        let path = format!("/v1/successions/{id}");
        let officer = app.caller(Role::BoardQualityOfficer, island).await;
        assert_eq!(officer.get(&path).await.expect(200).json["state"], "accepted");
        move_to(&app, here, 5).await;
        let officer = app.caller(Role::BoardQualityOfficer, island).await;
        assert_eq!(officer.get(&path).await.expect(200).json["state"], "executed");
    }
}

both_stores! {
    fn an_assignment_ends_on_the_day_of_its_board(store) {
        let (app, here, there) = at_night(store).await;
        for (zone, today) in [(None, here), (Some(ISLAND), there)] {
            let (board, school, officer) = board(&app, "Bestuur", zone).await;
            let person = json!({"givenName": "Sam", "familyName": "Meer", "homeUnitId": board});
            let person = officer.post("/v1/people", person).await.expect(201).id();
            let body = json!({"personId": person, "unitId": school, "function": "teacher", "startsOn": "2020-08-01"});
            let id = officer.post("/v1/assignments", body).await.expect(201).id();
            let ended = officer.post(&format!("/v1/assignments/{id}/endings"), json!({})).await.expect(200);
            assert_eq!(ended.json["endsOn"], today.to_string());
        }
    }
}
