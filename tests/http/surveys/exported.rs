//! The results of all groups as a file: what is in it, and in which form.

use akoki_domain::access::Role;
use akoki_tests::{Caller, both_stores};
use calamine::{Data, Reader, Xlsx};
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Cursor};

use super::{World, all_answered, compared::two_years, submit, world};

/// A row: what stands under each name.
type Row = BTreeMap<String, String>;

/// The rows of a table (RFC 4180).
pub(super) fn rows(text: &str) -> Vec<Row> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut all = text.chars().peekable();
    while let Some(next) = all.next() {
        let record = records.last_mut().unwrap();
        match next {
            '"' if quoted && all.next_if_eq(&'"').is_some() => record.last_mut().unwrap().push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => records.push(vec![String::new()]),
            other => record.last_mut().unwrap().push(other),
        }
    }
    // Each row ends in a line of its own.
    assert_eq!(records.pop().unwrap(), [""]);
    let names = records.remove(0);
    let row = |cells: Vec<String>| {
        assert_eq!(cells.len(), names.len());
        names.iter().cloned().zip(cells).collect()
    };
    records.into_iter().map(row).collect()
}

/// The only row with these cells.
pub(super) fn only<'a>(rows: &'a [Row], of: &[(&str, &str)]) -> &'a Row {
    let fits = |row: &&Row| of.iter().all(|(name, value)| row[*name] == *value);
    let found: Vec<&Row> = rows.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{of:?}");
    found[0]
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

/// The rows of a sheet, and that no cell of it is a formula.
fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<BTreeMap<String, Data>> {
    assert!(book.worksheet_formula(name).unwrap().is_empty());
    let range = book.worksheet_range(name).unwrap();
    let names: Vec<String> = range
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(Data::to_string)
        .collect();
    let row = |row: &[Data]| names.iter().cloned().zip(row.iter().cloned()).collect();
    range.rows().skip(1).map(row).collect()
}

/// Each group of the export is what the reading of its results says.
async fn as_read(caller: &Caller, campaign: &str) {
    let export = caller
        .get(&format!("{campaign}/results/export"))
        .await
        .expect(200)
        .json;
    let groups = export["groups"].as_array().unwrap();
    assert!(!groups.is_empty());
    for group in groups {
        let own = group["links"]["self"].as_str().unwrap();
        let with = if own.contains('?') { '&' } else { '?' };
        let read = caller
            .get(&format!("{own}{with}include=comparisonFigures"))
            .await
            .expect(200);
        assert_eq!(*group, read.json);
    }
}

both_stores! {
    fn a_file_holds_splits_comparisons_and_of_what_a_mean_is(store) {
        let mut world = world(store).await;
        let campaign = two_years(&mut world).await;
        as_read(&world.leader, &campaign).await;
        let path = |form: &str| format!("{campaign}/results/export?format={form}");
        let table = rows(&world.leader.get(&path("csv")).await.expect(200).text);
        let of = |what: &'static str, key: &'static str, split: &'static str| {
            [("groupKey", "school"), ("about", what), ("key", key), ("splitAnswers", split)]
        };
        // Two of six and three of six.
        let mood = only(&table, &of("question", "mood", ""));
        assert_eq!((mood["n"].as_str(), mood["mean"].as_str(), mood["tenPoint"].as_str()), ("12", "2.5", "4.375"));
        assert_eq!(mood["group"], "'=1+1");
        // 28/6 in the year before.
        assert!((number(&mood["precedingDifference"]) - (2.5 - 28.0 / 6.0)).abs() < 1e-12);
        assert_eq!((mood["precedingVerdict"].as_str(), mood["precedingSchoolYears"].as_str()), ("lower", "2026"));
        assert!(number(&mood["precedingAdjustedP"]) < 0.05 && number(&mood["precedingEffectSize"]) < 0.0);
        assert_eq!((mood["importance"].as_str(), mood["quadrant"].as_str()), ("10", "improve"));
        let both = only(&table, &of("scale", "both", ""));
        assert_eq!((both["meanOf"].as_str(), both["mean"].as_str()), ("respondents", "6.0625"));
        let answers = table.iter().filter(|row| row["about"] == "answer" && row["key"] == "mood" && row["groupKey"] == "school");
        let counts: Vec<_> = answers.map(|row| (row["answer"].as_str(), row["count"].as_str())).collect();
        assert_eq!(counts, [("1", "0"), ("2", "6"), ("3", "6"), ("4", "0"), ("5", "0")]);
        // The answers to the question by which is split stand with the split. Who did not answer it, which nobody did,
        // are too few to stand alone: they go with the last option.
        for (options, text, mean) in [("a", "een", "2"), ("b (unanswered)", "twee", "3")] {
            let group = only(&table, &of("group", "", options));
            let told = ["splitQuestion", "splitText", "respondents", "share"].map(|name| group[name].as_str());
            assert_eq!(told, ["who", text, "6", "0.5"]);
            assert_eq!(only(&table, &of("question", "mood", options))["mean"], mean);
        }
        assert!(!table.iter().any(|row| row["key"] == "who"));

        let sent = world.leader.request(Method::GET, &path("xlsx")).send().await.unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(sent.bytes().await.unwrap().to_vec())).unwrap();
        assert_eq!(book.sheet_names(), ["figures", "splits", "comparisons"]);
        let text = |text: &str| Data::String(text.to_owned());
        let of_mood = |row: &&BTreeMap<String, Data>| row["groupKey"] == text("school") && row["key"] == text("mood");
        let figures = sheet(&mut book, "figures");
        let mood = figures.iter().filter(of_mood).find(|row| row["about"] == text("question")).unwrap();
        assert_eq!((&mood["mean"], &mood["group"]), (&Data::Float(2.5), &text("=1+1")));
        let splits = sheet(&mut book, "splits");
        let means: Vec<_> = splits.iter().filter(of_mood).map(|row| (row["splitAnswers"].clone(), row["mean"].clone())).collect();
        assert_eq!(means, [(text("a"), Data::Float(2.0)), (text("b (unanswered)"), Data::Float(3.0))]);
        let comparisons = sheet(&mut book, "comparisons");
        let mood = comparisons.iter().filter(of_mood).find(|row| row["with"] == text("preceding")).unwrap();
        assert!(mood["sentence"].to_string().contains("Leerlingen groep 7 en 8 (2026/27)"));
        assert_eq!(mood["verdict"], text("lower"));
    }
}

/// Pupils of two classes, of which one is too small.
async fn with_few(world: &World) -> String {
    let campaign = world.launched(world.stated()).await;
    for (group, count, point) in [("groep-7", 6, 4), ("groep-8", 1, 1)] {
        for code in world.codes(&campaign, group, count).await {
            let pupil = world.respondent(&code).await;
            let answers = all_answered(&pupil, point).await;
            let _ = submit(&pupil, &answers).await.expect(201);
        }
    }
    campaign
}

both_stores! {
    fn what_is_hidden_is_in_no_file(store) {
        let world = world(store).await;
        let campaign = with_few(&world).await;
        let path = format!("{campaign}/results/export?format=csv");
        let before = rows(&world.leader.get(&path).await.expect(200).text);
        assert!(before.iter().all(|row| row["hidden"] == "results-not-yet" && row["about"] == "group"));
        world.close().await;
        let leader = world.leader_now().await;
        as_read(&leader, &campaign).await;
        let table = rows(&leader.get(&path).await.expect(200).text);
        let school = [("groupKey", "school"), ("about", "group")];
        assert_eq!(only(&table, &school)["respondents"], "7");
        for class in ["groep-7", "groep-8"] {
            // One row, that says why, and no figure in it.
            let row = only(&table, &[("groupKey", class)]);
            assert_eq!((row["about"].as_str(), row["hidden"].as_str()), ("group", "too-few-answered"));
            let told = row.iter().filter(|(_, cell)| !cell.is_empty()).map(|(name, _)| name.as_str());
            assert_eq!(told.collect::<Vec<_>>(), ["about", "group", "groupKey", "hidden"]);
        }
        let sent = leader.request(Method::GET, &format!("{campaign}/results/export?format=xlsx")).send().await.unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(sent.bytes().await.unwrap().to_vec())).unwrap();
        for name in ["splits", "comparisons"] {
            let of_class = |row: &&BTreeMap<String, Data>| row["groupKey"].to_string().starts_with("groep");
            assert_eq!(sheet(&mut book, name).iter().filter(of_class).count(), 0, "{name}");
        }
    }
}

both_stores! {
    fn a_split_that_is_not_told_says_why(store) {
        let mut world = world(store).await;
        let campaign = two_years(&mut world).await;
        let told = world.leader.get(&format!("{campaign}/results?group=school")).await.expect(200).json;
        assert_eq!(told["dimensions"], json!([{"key": "who", "text": "Wie ben je?", "hidden": null}]));
        // The year before four were the one and two the other.
        let before = told["links"]["preceding"].as_str().unwrap();
        let before = world.leader.get(&format!("{before}/results?group=school")).await.expect(200).json;
        assert_eq!((&before["hidden"], &before["split"]), (&Value::Null, &json!([])));
        let who = &before["dimensions"][0];
        assert_eq!((&who["key"], &who["hidden"]["code"]), (&json!("who"), &json!("too-few-answered")));
    }
}

both_stores! {
    fn the_form_is_that_which_the_caller_would_have_rather(store) {
        let world = world(store).await;
        let campaign = with_few(&world).await;
        world.close().await;
        let leader = world.leader_now().await;
        let sent = async |query: &str, accept: &str| {
            let path = format!("{campaign}/results/export{query}");
            let sent = leader.request(Method::GET, &path).header("accept", accept).send().await.unwrap();
            let kind = sent.headers()["content-type"].to_str().unwrap().to_owned();
            (sent.status().as_u16(), kind)
        };
        let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        for (accept, kind) in [
            ("*/*", "application/json"),
            ("application/json;q=0.5, text/csv;q=0.8", "text/csv; charset=utf-8"),
            ("application/json;q=0, text/csv;q=0, */*;q=0.1", xlsx),
            ("text/*;q=0.3, application/*;q=0.2", "text/csv; charset=utf-8"),
        ] {
            assert_eq!(sent("", accept).await, (200, kind.to_owned()), "{accept}");
        }
        for accept in ["text/csv;q=0", "text/html", "application/problem+json", "*/*;q=0"] {
            let (status, _) = sent("", accept).await;
            assert_eq!(status, 406, "{accept}");
        }
        // What is asked for by its name comes first.
        assert_eq!(sent("?format=xlsx", "text/csv").await, (200, xlsx.to_owned()));
    }
}

both_stores! {
    fn links_are_for_who_may_follow_them(store) {
        let world = world(store).await;
        let campaign = with_few(&world).await;
        world.close().await;
        for (role, unit, metrics, written) in [
            (Role::BoardQualityOfficer, world.board, true, true),
            (Role::QualityCoordinator, world.school, true, false),
            (Role::SchoolLeader, world.school, false, true),
            (Role::BoardMember, world.board, false, false),
        ] {
            let caller = world.app.caller(role, unit).await;
            let told = caller.get(&format!("{campaign}/results")).await.expect(200).json;
            for (name, tail, may) in [("metrics", "metrics", metrics), ("openAnswers", "open-answers", written)] {
                let link = told["links"][name].as_str();
                assert_eq!(link.is_some(), may, "{role:?} {name}");
                let followed = caller.get(link.unwrap_or(&format!("{campaign}/{tail}"))).await;
                assert_eq!(followed.status == 200, may, "{role:?} {name}: {}", followed.text);
            }
            for name in ["campaign", "export"] {
                let _ = caller.get(told["links"][name].as_str().unwrap()).await.expect(200);
            }
        }
    }
}

both_stores! {
    fn nobody_is_said_to_be_invited_who_came_in_otherwise(store) {
        let world = world(store).await;
        let campaign = world.launched(world.stated()).await;
        let asked = json!({"kind": "class-code", "groupKey": "groep-7", "minutes": 30, "atMost": 24});
        let made = world.leader.post(&format!("{campaign}/entries"), asked).await.expect(201).json;
        for _ in 0..6 {
            let pupil = world.respondent(made["code"].as_str().unwrap()).await;
            let answers = all_answered(&pupil, 3).await;
            let _ = submit(&pupil, &answers).await.expect(201);
        }
        let total = async |leader: &Caller| {
            let told = leader.get(&format!("{campaign}/participation")).await.expect(200).json;
            ["invited", "letIn", "responses"].map(|name| told["total"][name].clone())
        };
        assert_eq!(total(&world.leader).await, [Value::Null, json!(5), json!(5)]);
        world.close().await;
        let leader = world.leader_now().await;
        assert_eq!(total(&leader).await, [Value::Null, Value::Null, json!(5)]);
        let told = leader.get(&format!("{campaign}/results?group=school")).await.expect(200).json;
        let part = &told["participation"];
        assert_eq!((&part["invited"], &part["respondents"]), (&Value::Null, &json!(6)));
    }
}
