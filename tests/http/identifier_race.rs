//! The code of a school is that of one school, also when many boards take it at one moment.

use akoki_tests::{Answer, TestApp, both_stores};
use serde_json::json;

const ROUNDS: u32 = 8;
const BOARDS: usize = 6;

fn taken(answer: &Answer) -> bool {
    let errors = answer.errors();
    answer.status == 400
        && !errors.is_empty()
        && errors.iter().all(|(_, code)| code == "identifier-taken")
}

both_stores! {
    fn of_many_boards_that_take_a_code_at_one_moment_one_gets_it(store) {
        let app = TestApp::start(store).await;
        let mut boards = Vec::new();
        for number in 0..BOARDS {
            boards.push(app.board(&format!("Bestuur {number}")).await);
        }
        let mut schools = Vec::new();
        for (board, officer) in &boards {
            schools.push(app.school(officer, *board, "School").await);
        }
        for round in 0..ROUNDS {
            // Two codes, in another order each time: one unit waits for another, and no two for each other.
            let codes = [format!("9{round}AA"), format!("9{round}BB")];
            let tries: Vec<_> = (0..BOARDS)
                .map(|number| {
                    let ((board, officer), school) = (boards[number].clone(), schools[number]);
                    let mut identifiers = [
                        json!({"type": "brin", "value": codes[0], "validUntil": "2020-07-31"}),
                        json!({"type": "brin", "value": codes[1], "validFrom": "2020-08-01"}),
                    ];
                    identifiers.rotate_left(number % 2);
                    tokio::spawn(async move {
                        // Half of them make a school, half change the one they have.
                        if number % 3 == 0 {
                            let path = format!("/v1/organisation-units/{school}");
                            return officer.patch(&path, json!({"identifiers": identifiers})).await;
                        }
                        let body = json!({
                            "kind": "school", "name": "School", "parentId": board, "sector": "po", "identifiers": identifiers,
                        });
                        officer.post("/v1/organisation-units", body).await
                    })
                })
                .collect();
            let mut got = 0;
            for one in tries {
                let answer = one.await.unwrap();
                match answer.status {
                    200 | 201 => got += 1,
                    _ => assert!(taken(&answer), "{}", answer.text),
                }
            }
            assert_eq!(got, 1, "round {round}");
        }
    }
}
