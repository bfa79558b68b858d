//! The inspectorate comes to the Wulp and leaves two orders: one is met in time, one is missed.

use serde_json::{Value, json};
use time::macros::date;

use super::world::{Year, words};

/// The visit with its two orders.
pub(super) struct Visited {
    /// On OP2; it will be met.
    met: String,
    /// On VS1; it will be missed.
    missed: String,
}

/// The visit is recorded under the edition of its first day, and its orders are taken on.
pub(super) async fn with_two_orders(year: &mut Year) -> Visited {
    year.turn(date!(2025 - 04 - 08)).await;
    let officer = year.officer.clone();
    let visit = json!({
        "unitId": year.wulp, "kind": "risk", "startedOn": "2025-03-10", "endedOn": "2025-03-11",
        "reference": "4512345", "outcome": "unsatisfactory", "reportAdoptedOn": "2025-04-07", "verdicts": [
            {"standard": "OP2", "value": "unsatisfactory", "reason": "De analyse stopt bij de groep."},
            {"standard": "VS1", "value": "unsatisfactory", "reason": "Op het plein is het niet veilig."},
            {"standard": "SKA1", "value": "satisfactory", "reason": "De koers is helder."},
        ],
    });
    let visit = officer
        .post("/v1/inspection-visits", visit)
        .await
        .expect(201);
    assert_eq!(visit.json["edition"], json!("inspectorate/2024/po"));
    let path = format!("/v1/inspection-visits/{}", visit.id());
    year.go(&officer, &path, &["report"]).await;
    let mut orders = Vec::new();
    for (standard, due_on, text) in [
        ("OP2", "2025-06-02", "De school verklaart achterstanden."),
        ("VS1", "2025-06-09", "De school zorgt voor veiligheid."),
    ] {
        let body = json!({
            "visitId": visit.id(), "standard": standard, "dueOn": due_on, "requirementText": text,
            "legalBasis": "WPO art. 8", "measures": [{"text": "Scholing", "ownerId": year.teacher}],
        });
        let made = officer.post("/v1/recovery-orders", body).await.expect(201);
        orders.push(format!("/v1/recovery-orders/{}", made.id()));
    }
    not_ready(year).await;
    year.keep(&[path]).await;
    let told = [
        "inspectionvisit.created",
        "inspectionvisit.transitioned",
        "recoveryorder.created",
    ];
    year.told(&told).await;
    let missed = orders.pop().unwrap();
    Visited {
        met: orders.pop().unwrap(),
        missed,
    }
}

/// It is not ready for the next visit: judged, and ordered to do better.
async fn not_ready(year: &Year) {
    let readiness = format!("/v1/organisation-units/{}/inspection-readiness", year.wulp);
    let readiness = year.read(&readiness).await;
    for (code, open) in [("OP2", 1), ("VS1", 1), ("SKA1", 0)] {
        let standards = readiness["standards"].as_array().unwrap();
        let one = standards
            .iter()
            .find(|one| one["standard"] == code)
            .unwrap();
        assert_eq!(
            (&one["openOrders"], &one["ready"]),
            (&json!(open), &json!(false)),
            "{code}"
        );
        let gaps = words(one["gaps"].as_array().unwrap(), "gap");
        for gap in ["judgedLowest", "orderOpen"] {
            assert_eq!(
                gaps.contains(&gap.to_owned()),
                open == 1,
                "{code}: {gaps:?}"
            );
        }
    }
}

/// In the standing of the Wulp: how many orders are late and open, and which of them need attention.
async fn late(year: &Year) -> ((usize, usize), Vec<Value>) {
    let standing = format!("/v1/organisation-units/{}/standing", year.wulp);
    let standing = year.read(&standing).await;
    let attention = standing["attention"].as_array().unwrap().iter();
    let orders = attention.filter(|one| one["kind"] == "orderOverdue");
    let count = |key: &str| {
        let why = standing["whole"][key]["why"].as_array().unwrap();
        let hrefs = words(why, "href").into_iter();
        hrefs
            .filter(|href| href.starts_with("/v1/recovery-orders/"))
            .count()
    };
    let counts = (count("overdueFollowUps"), count("openFollowUps"));
    (counts, orders.cloned().collect())
}

/// The school puts the one right and not the other.
pub(super) async fn one_met_and_one_missed(year: &mut Year, visited: &Visited) {
    year.turn(date!(2025 - 05 - 26)).await;
    assert_eq!(late(year).await, ((0, 2), vec![]));
    in_time(year, &visited.met).await;
    year.turn(date!(2025 - 06 - 09)).await;
    assert_eq!(
        late(year).await,
        ((0, 1), vec![]),
        "it is still its last day"
    );

    year.turn(date!(2025 - 06 - 10)).await;
    let (counts, attention) = late(year).await;
    assert_eq!(counts, (1, 1));
    let [order] = &attention[..] else {
        panic!("one is late: {attention:?}")
    };
    let told = (&order["href"], &order["daysLate"], &order["core"]);
    assert_eq!(told, (&json!(visited.missed), &json!(1), &json!(true)));
    // It is the first that the board is shown of all its schools.
    let board = format!("/v1/organisation-units/{}/standing", year.board);
    assert_eq!(year.read(&board).await["attention"][0], *order);
    let listed = year
        .officer
        .get("/v1/recovery-orders?overdue=true")
        .await
        .expect(200);
    assert_eq!(listed.items().len(), 1);
    assert_eq!(listed.items()[0]["escalatedToUnitId"], json!(year.board));

    year.turn(date!(2025 - 06 - 16)).await;
    let settle = json!({"command": "settleMissed", "outcome": {"on": "2025-06-16", "text": "Nog niet veilig; nieuw onderzoek volgt."}});
    let missed = year
        .officer
        .post(&format!("{}/transitions", visited.missed), settle)
        .await;
    let missed = missed.expect(200).json;
    let outcome = (
        &missed["state"],
        &missed["outcome"]["result"],
        &missed["outcome"]["inTime"],
    );
    assert_eq!(outcome, (&json!("missed"), &json!("notMet"), &json!(false)));
    // The inspectorate came to its end with it, and nothing was put right by that.
    let (counts, attention) = late(year).await;
    assert_eq!((counts, attention.len()), ((1, 1), 1));
    let told = (&attention[0]["href"], &attention[0]["daysLate"]);
    assert_eq!(told, (&json!(visited.missed), &json!(7)));
    // What is owed still is worked on in a cycle, of which the year will tell.
    let order = visited.missed.rsplit('/').next().unwrap();
    let cycle = json!({
        "unitId": year.wulp, "theme": "onderwijs", "title": "Een veilig plein",
        "arisesFrom": {"type": "recovery-order", "id": order},
    });
    let cycle = year.officer.post("/v1/improvement-cycles", cycle).await;
    let cycle = cycle.expect(201);
    assert_eq!(cycle.json["links"]["arisesFrom"], json!(visited.missed));
    year.keep(&[visited.met.clone(), visited.missed.clone()])
        .await;
    year.told(&["recoveryorder.updated", "recoveryorder.transitioned"])
        .await;
}

/// Measures, the check of the board by somebody who took none, and the word of the inspectorate.
async fn in_time(year: &Year, order: &str) {
    let transitions = format!("{order}/transitions");
    let early =
        json!({"command": "settleMet", "outcome": {"on": "2025-05-26", "text": "Hersteld."}});
    let refused = year.officer.post(&transitions, early.clone()).await;
    let refused = refused.refused(409, "transition-blocked");
    assert_eq!(
        refused.blockers(),
        ["measure-not-done", "verification-missing"]
    );
    let done = json!({"measures": [{"text": "Scholing", "ownerId": year.teacher, "doneOn": "2025-05-19"}]});
    let _ = year.leads.patch(order, done).await.expect(200);
    year.go(&year.leads, order, &["reportMeasures"]).await;
    let verified = |by| {
        json!({"command": "verify", "verification": {
            "verifiedOn": "2025-05-26", "verifiedById": by, "met": true, "text": "In elke groep gezien.",
        }})
    };
    let refused = year
        .officer
        .post(&transitions, verified(year.teacher))
        .await;
    let refused = refused.refused(409, "transition-blocked");
    assert_eq!(refused.blockers(), ["verifier-owns-measure"]);
    let _ = year
        .officer
        .post(&transitions, verified(year.member))
        .await
        .expect(200);
    let met = year.officer.post(&transitions, early).await.expect(200);
    let outcome = (&met.json["state"], &met.json["outcome"]["inTime"]);
    assert_eq!(outcome, (&json!("met"), &json!(true)));
}
