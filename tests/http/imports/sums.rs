//! Whatever stands in a file, each of its rows becomes one thing, and the figures add up to the rows.

use super::{figures, import, report};
use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use proptest::{
    prelude::*,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde_json::json;
use std::collections::BTreeMap;

const HEADING: &str = "BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM";

/// A row of a file: of few boards and schools, so that rows meet; some broken in some way.
fn row() -> impl Strategy<Value = String> {
    let good =
        (0..3_u8, 0..6_u8, 0..3_u8, "[A-Z][a-z]{1,8}").prop_map(|(board, school, place, name)| {
            format!("9700{board};9{school}XX;9{school}XX0{place};{name};Laan;1;1234 AB;DORP")
        });
    let broken = prop::sample::select(vec![
        "97001;99XX;99XX00",
        "97001;99XX;99XX00;;Laan;1;1234 AB;DORP",
        "x;y;z;;;;;",
        "97001;\"98XX;98XX00;Open;Laan;1;1234 AB;DORP",
        "97001;98XX;97XX00;Verkeerd;Laan;1;1234 AB;DORP",
    ]);
    prop_oneof![6 => good, 1 => broken.prop_map(str::to_owned)]
}

both_stores! {
    fn the_figures_add_up_to_the_rows(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let board = json!({"kind": "board", "name": "B", "identifiers": [{"type": "board-number", "value": "97001"}]});
        let board = admin.post("/v1/organisation-units", board).await.expect(201).id();
        let client = app.caller(Role::Integrator, board).await;
        let mut runner = TestRunner::deterministic();
        let files = proptest::collection::vec(row(), 1..40);
        for turn in 0..6 {
            let rows = files.new_tree(&mut runner).unwrap().current();
            let file = format!("{HEADING}\r\n{}\r\n", rows.join("\r\n"));
            let caller = if turn % 2 == 0 { &admin } else { &client };
            let query = "kind=duo-establishments&confirmEnd=true";
            let dry = import(caller, &format!("{query}&dryRun=true"), file.clone()).await;
            let job = import(caller, query, file.clone()).await;
            assert_eq!(figures(&dry), figures(&job), "{file}");
            let [created, updated, unchanged, rejected, out, pending, ended] = figures(&job);
            assert_eq!(created + updated + unchanged + rejected + out, i64::try_from(rows.len()).unwrap(), "{file}");
            let mut counts = BTreeMap::new();
            for line in report(caller, &job, "").await {
                *counts.entry(line["outcome"].as_str().unwrap().to_owned()).or_insert(0) += 1;
            }
            let count = |word: &str| counts.get(word).copied().unwrap_or(0);
            let reported = ["created", "updated", "unchanged", "rejected", "outOfScope", "transferPending", "ended"].map(count);
            assert_eq!(reported, [created, updated, unchanged - pending, rejected, out, pending, ended], "{file}");
            let again = import(caller, query, file).await;
            assert_eq!(figures(&again), [0, 0, created + updated + unchanged, rejected, out, pending, 0]);
        }
    }
}
