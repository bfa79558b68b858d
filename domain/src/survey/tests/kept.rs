//! What stays of a survey is read back as it was written, and answers that fit nowhere are not left out.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::fixture::{content, version};
use crate::survey::answers::{Answers, Stage, check};
use crate::survey::campaign::{CampaignGroup, CampaignGroupKind, GroupTree};
use crate::survey::layout::Layout;
use crate::survey::misfit::Misfit;
use crate::survey::mix::{Asked, Mixed, mix};
use crate::survey::outcome::Outcome;
use crate::survey::packed::Payload;
use crate::survey::results::Results;
use crate::survey::tally::{Counted, Counter, Tally};

fn groups() -> GroupTree {
    let group = |key: &str| CampaignGroup {
        key: key.into(),
        parent_key: None,
        title: key.into(),
        kind: CampaignGroupKind::Unit,
        unit_id: None,
        group_id: None,
        teacher_ids: Vec::new(),
        population: Some(20),
    };
    GroupTree::built(&["a", "b"].map(group))
}

/// Answers of every kind, of pupils (`adult` 0) or adults (1) of a group.
fn payload(layout: &Layout, group: u32, adult: u8, age: f64) -> Payload {
    let who = ["pupil", "adult"].get(usize::from(adult)).unwrap();
    let mut given = json!({"feel": 2, "where": ["class"], "who": who, "age": age, "recommend": 9});
    if adult == 0 {
        given["why"] = json!("zo");
    }
    let given: Answers = serde_json::from_value(given).unwrap();
    let checked = check(&content(&version()), &given, Stage::Final).unwrap();
    Payload {
        group,
        dimensions: [Some(adult), None],
        scores: layout.pack(&checked),
        texts: layout.texts(&checked),
    }
}

fn mixed(payloads: &[Payload]) -> Result<Mixed, Misfit> {
    mixed_of(1, payloads)
}

fn mixed_of(windows: u32, payloads: &[Payload]) -> Result<Mixed, Misfit> {
    let content = content(&version());
    let (layout, groups) = (Layout::of(&content), groups());
    let asked = Asked {
        content: &content,
        layout: &layout,
        groups: &groups,
        dimensions: vec![(2, 2)],
        minimum: 5,
        invited: BTreeMap::new(),
        windows,
    };
    mix(&asked, payloads)
}

/// Ten pupils and ten adults in each group, each of another age.
fn forty() -> Vec<Payload> {
    let layout = Layout::of(&content(&version()));
    let one = |n: u8| {
        let age = 7.5 + f64::from(n) / 10.0;
        payload(&layout, u32::from(n % 2), n / 2 % 2, age)
    };
    (0..40).map(one).collect()
}

#[test]
fn an_outcome_with_every_kind_of_question_is_read_back_as_it_was_written() {
    let kept = mixed(&forty()).unwrap().outcome;
    assert!(!kept.cells.is_empty());
    let numbers =
        |counted: &Counted| matches!(counted, Counted::Numbers { counts } if counts.len() > 1);
    let cells = || kept.cells.iter().flat_map(|cell| &cell.tally.questions);
    assert!(cells().any(numbers), "nothing of the question that failed");
    let text = serde_json::to_string(&kept).unwrap();
    assert_eq!(serde_json::from_str::<Outcome>(&text).unwrap(), kept);
    let value: Value = serde_json::to_value(&kept).unwrap();
    assert_eq!(serde_json::from_value::<Outcome>(value).unwrap(), kept);
}

#[test]
fn a_tally_of_nobody_is_read_back() {
    let none = Counter::of(&content(&version())).none();
    let value = serde_json::to_value(&none).unwrap();
    assert_eq!(serde_json::from_value::<Tally>(value).unwrap(), none);
}

#[test]
fn an_answer_that_fits_nowhere_is_not_left_out() {
    let change = |change: &dyn Fn(&mut Payload)| {
        let mut payloads = forty();
        change(payloads.first_mut().unwrap());
        mixed(&payloads).unwrap_err()
    };
    assert_eq!(change(&|one| one.group = 2), Misfit::Group);
    assert_eq!(change(&|one| one.group = u32::MAX), Misfit::Group);
    assert_eq!(change(&|one| one.scores.truncate(1)), Misfit::Row);
    assert_eq!(
        change(&|one| one.dimensions = [Some(2), None]),
        Misfit::Value
    );
    assert_eq!(
        change(&|one| one.dimensions = [None, Some(0)]),
        Misfit::Value
    );
    assert_eq!(
        change(&|one| one.texts = vec![(0, "zo".into())]),
        Misfit::Text
    );
    assert_eq!(
        change(&|one| one.texts = vec![(99, "zo".into())]),
        Misfit::Text
    );
}

#[test]
fn rows_that_fit_nowhere_are_not_left_out() {
    let kept = mixed(&forty()).unwrap();
    let rows = kept.rows.first().unwrap().concat();
    let split = |by: &[String], block: (u32, Vec<u8>)| {
        let outcome = kept.outcome.clone();
        let counted = Results::count(content(&version()), groups(), by, outcome, &[block]);
        counted.map(drop)
    };
    let count = |block| split(&[], block);
    assert_eq!(count((0, rows.clone())), Ok(()));
    assert_eq!(count((2, rows.clone())), Err(Misfit::Part));
    let (_, short) = rows.split_first().unwrap();
    assert_eq!(count((0, short.to_vec())), Err(Misfit::Row));
    let by = ["gone", "who"].map(str::to_owned);
    assert_eq!(split(&by, (0, rows.clone())), Err(Misfit::Dimension));
    assert_eq!(split(&by[1..], (0, rows)), Ok(()));
}

/// In each of two windows half of a group of twenty answered; it is not so that all of twenty did.
#[test]
fn whoever_could_answer_in_two_windows_counts_twice() {
    let kept = mixed_of(2, &forty()).unwrap();
    let rows = kept.rows.iter().map(|rows| rows.concat());
    let blocks: Vec<(u32, Vec<u8>)> = (0..).zip(rows).collect();
    let results = Results::count(content(&version()), groups(), &[], kept.outcome, &blocks);
    let results = results.unwrap();
    let at = results.at(1).unwrap();
    assert_eq!(
        (at.took_part().population, at.took_part().respondents),
        (40, 20)
    );
    assert_eq!(at.took_part().invited, 0);
    let age = at.question(3).unwrap();
    let interval = age.interval.unwrap();
    assert!(interval.low < age.mean.unwrap() && age.mean.unwrap() < interval.high);
}
