//! Figures against values that were reckoned by hand.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::*;
use crate::id::UnitId;
use crate::survey::campaign::{CampaignGroup, CampaignGroupKind};
use crate::survey::follow_up::ResultRef;
use crate::survey::layout::Layout;
use crate::survey::mix::{Asked, mix};
use crate::survey::packed::Payload;
use crate::survey::statistics::{Against, Quadrant, Verdict};

fn text(nl: &str) -> serde_json::Value {
    json!({"nl": nl, "en": nl})
}

/// In order: 0 like, 1 bullied (turned), 2 recommend, 3 who (one of two options).
fn content() -> Content {
    let scale = |key: &str, reversed: bool| {
        json!({"key": key, "text": text(key), "required": false, "answer": {
            "kind": "scale", "points": 4, "low": text("nooit"), "high": text("altijd"), "reversed": reversed,
        }})
    };
    serde_json::from_value(json!({
        "title": text("Peiling"), "targetGroup": "pupils", "purposes": ["satisfaction"], "official": false,
        "source": "A test.",
        "sections": [{"key": "all", "title": text("Alles"), "questions": [
            scale("like", false), scale("bullied", true),
            {"key": "recommend", "text": text("Aanraden?"), "required": false, "answer": {"kind": "recommendation"}},
            {"key": "who", "text": text("Wie?"), "required": false, "answer": {
                "kind": "single", "options": [{"key": "a", "text": text("a")}, {"key": "b", "text": text("b")}],
            }},
        ]}],
        "scales": [{"key": "mood", "title": text("Stemming"), "purpose": "satisfaction", "items": [
            {"question": "like", "inMean": true}, {"question": "bullied", "inMean": true},
        ]}],
    }))
    .unwrap()
}

/// Schools a, b and c, each a group without parts.
fn groups() -> GroupTree {
    let group = |(unit, key): (u128, &str)| CampaignGroup {
        key: key.into(),
        parent_key: None,
        title: key.into(),
        kind: CampaignGroupKind::Unit,
        unit_id: Some(UnitId(uuid::Uuid::from_u128(unit))),
        group_id: None,
        teacher_ids: Vec::new(),
        population: Some(20),
    };
    GroupTree::built(&[(1, "a"), (2, "b"), (3, "c")].map(group))
}

/// Results of these: school, like, bullied, recommend (none when above ten), who.
pub(super) fn results(answers: &[(u32, u8, u8, u8, Option<u8>)], dimensions: &[String]) -> Results {
    let content = content();
    let layout = Layout::of(&content);
    let groups = groups();
    let payloads: Vec<Payload> = answers
        .iter()
        .map(|(group, like, bullied, recommend, who)| Payload {
            group: *group,
            dimensions: [*who, None],
            scores: vec![*like, *bullied, *recommend, who.unwrap_or(255)],
            texts: Vec::new(),
        })
        .collect();
    let asked = Asked {
        content: &content,
        layout: &layout,
        groups: &groups,
        dimensions: dimensions.iter().map(|_| (3, 2)).collect(),
        minimum: 5,
        invited: BTreeMap::new(),
        windows: 1,
    };
    let mixed = mix(&asked, &payloads).unwrap();
    let blocks: Vec<Block> = (0..)
        .zip(&mixed.rows)
        .map(|(part, rows)| (part, rows.concat()))
        .collect();
    Results::count(
        content.clone(),
        groups.clone(),
        dimensions,
        mixed.outcome,
        &blocks,
    )
    .unwrap()
}

/// Ten in a, ten in b, ten in c.
pub(super) fn three_schools() -> Vec<(u32, u8, u8, u8, Option<u8>)> {
    let school = |school: u32, points: [u8; 10]| {
        points.map(|point| {
            (
                school,
                point,
                5 - point,
                if point == 4 { 9 } else { 6 },
                None,
            )
        })
    };
    [
        school(0, [4, 4, 4, 4, 4, 4, 4, 4, 3, 3]),
        school(1, [1, 1, 1, 1, 2, 2, 2, 2, 2, 2]),
        school(2, [1, 1, 1, 1, 2, 2, 2, 2, 2, 2]),
    ]
    .concat()
}

fn near(value: Option<f64>, expected: f64) {
    assert!(
        value.is_some_and(|value| (value - expected).abs() < 1e-9),
        "{value:?} {expected}"
    );
}

#[test]
fn a_question_has_the_figures_of_the_textbook() {
    let all = results(&three_schools(), &[]);
    let a = all.at(all.tree().node("a").unwrap()).unwrap();
    let like = a.question(0).unwrap();
    assert_eq!(like.n, 10);
    let counts: Vec<u64> = like.distribution.iter().map(|share| share.count).collect();
    assert_eq!(counts, [0, 0, 2, 8]);
    near(like.mean, 3.8);
    // Eight at 0.2 and two at -0.8 from the mean: 8 · 0.04 + 2 · 0.64 = 1.6, of nine.
    near(like.sd, (1.6_f64 / 9.0).sqrt());
    near(like.median, 4.0);
    near(like.top_two, 1.0);
    near(like.ten_point, 9.4);
    // t of nine degrees at 97.5 % is 2.262157; ten of twenty answered, which takes √(10 / 19).
    let half =
        2.262_157_162_740_992 * (1.6_f64 / 9.0).sqrt() / 10_f64.sqrt() * (10.0_f64 / 19.0).sqrt();
    near(like.interval.map(|ends| ends.low), 3.8 - half);
    let bullied = a.question(1).unwrap();
    near(bullied.mean, 1.2);
    near(bullied.ten_point, 9.4);
    near(
        a.question(2).unwrap().recommendation.map(|one| one.score),
        60.0,
    );
    // Nobody answered it, which is too few.
    assert_eq!(a.question(3), None);
    let mood = a.scale(0).unwrap();
    assert_eq!(mood.n, 10);
    near(mood.mean, 9.4);
}

#[test]
fn a_group_of_too_few_has_no_figures_and_a_question_that_few_answered_neither() {
    let mut answers = three_schools();
    answers.retain(|(school, ..)| *school != 2);
    answers.extend([(2, 4, 1, 9, None); 3]);
    let some = results(&answers, &[]);
    let node = |key: &str| some.tree().node(key).unwrap();
    assert!(some.at(0).is_some() && some.at(node("c")).is_none());
    assert_eq!(some.visibility(node("c")), Visibility::TooFew);
    // One of a and b goes along, or c would follow.
    let hidden = [node("a"), node("b")].map(|node| some.visibility(node));
    assert!(hidden.contains(&Visibility::Protects), "{hidden:?}");

    let mut answers = three_schools();
    answers[..7].iter_mut().for_each(|one| one.2 = 255);
    let fewer = results(&answers, &[]);
    let a = fewer.at(fewer.tree().node("a").unwrap()).unwrap();
    assert!(a.question(0).is_some());
    assert_eq!(a.question(1), None);
    assert_eq!(a.scale(0), None);
    assert!(
        !a.means()
            .iter()
            .any(|(of, _)| matches!(of, Of::Scale(_) | Of::Question(1)))
    );
    assert!(
        !a.rest(&BTreeSet::new())
            .iter()
            .any(|(of, _)| *of == Of::Question(1))
    );
}

#[test]
fn a_group_is_set_against_all_others_without_itself() {
    let all = results(&three_schools(), &[]);
    let a = all.at(all.tree().node("a").unwrap()).unwrap();
    let node = |key: &str| all.tree().node(key).unwrap();
    let rest: BTreeMap<Of, _> = a.rest(&BTreeSet::new()).into_iter().collect();
    assert_eq!(rest[&Of::Question(0)].n(), 20);
    near(rest[&Of::Question(0)].mean(), 1.6);
    let found = against(&a.means(), |of| rest.get(&of).copied().map(Against::Sample));
    assert_eq!(found[0].of, Of::Question(0));
    assert_eq!(found[0].judged.verdict, Verdict::Higher);
    near(found[0].judged.comparison.difference, 2.2);
    assert!(all.at(0).unwrap().rest(&BTreeSet::new()).is_empty());
    // Whoever sees b as well would learn of c; whoever sees both learns nothing new.
    assert_eq!(a.rest(&BTreeSet::from([node("b")])), []);
    let both = BTreeSet::from([node("b"), node("c")]);
    assert_eq!(a.rest(&both).len(), rest.len());
    let b = all.at(all.tree().node("b").unwrap()).unwrap();
    let c = all.at(all.tree().node("c").unwrap()).unwrap();
    let same = against(&b.means(), |of| c.mean(of).map(Against::Sample));
    let verdicts: Vec<_> = same.iter().map(|one| one.judged.verdict).collect();
    // All gave the same recommendation: there is no variance to weigh a difference by.
    let alike = Verdict::NoDifference;
    assert_eq!(verdicts, [alike, alike, Verdict::NotComparable, alike]);
}

#[test]
fn only_what_was_asked_alike_is_the_same_in_another_campaign() {
    let one = results(&three_schools(), &[]);
    let mut other = results(&three_schools(), &[]);
    assert_eq!(one.same(Of::Question(0), &other), Some(Of::Question(0)));
    assert_eq!(one.same(Of::Question(3), &other), None);
    assert_eq!(one.same(Of::Scale(0), &other), Some(Of::Scale(0)));
    if let AnswerKind::Scale { reversed, .. } = &mut other.content.sections[0].questions[1].answer {
        *reversed = false;
    }
    assert_eq!(one.same(Of::Question(1), &other), None);
    assert_eq!(one.same(Of::Scale(0), &other), None);
}

#[test]
fn a_split_has_the_figures_of_those_who_answered_so() {
    let answers: Vec<_> = three_schools()
        .into_iter()
        .enumerate()
        .map(|(place, one)| (one.0, one.1, one.2, one.3, Some(u8::from(place % 2 == 0))))
        .collect();
    let split = results(&answers, &["who".to_owned()]);
    let whole = split.at(0).unwrap();
    let cells = whole.split();
    let n: Vec<u64> = cells.iter().map(|cell| cell.n).collect();
    assert_eq!(n, [15, 15]);
    assert_eq!(cells[0].by.len(), 1);
    let mean = |cell: &Split| {
        cell.questions
            .iter()
            .find(|(place, _)| *place == 0)
            .unwrap()
            .1
            .mean
    };
    let both = (mean(&cells[0]).unwrap() + mean(&cells[1]).unwrap()) / 2.0;
    near(whole.question(0).unwrap().mean, both);
    // What somebody answered to the question itself stands in the split alone.
    assert_eq!(whole.question(3), None);
}

#[test]
fn priorities_set_importance_against_score() {
    // Everybody who likes it is not bullied: both go together with the other in the same way.
    let few = results(&three_schools(), &[]);
    assert_eq!(few.at(0).unwrap().priorities(), None);
    let all = results(&three_schools().repeat(4), &[]);
    let found = all.at(0).unwrap().priorities().unwrap();
    assert_eq!(found.questions, [0, 1]);
    let places: Vec<_> = found.matrix.places.iter().flatten().collect();
    assert!(
        places
            .iter()
            .all(|place| (place.importance - 1.0).abs() < 1e-9)
    );
    assert!(
        places
            .iter()
            .all(|place| place.quadrant == Quadrant::Maintain)
    );
}

#[test]
fn metrics_are_of_those_who_answered_all() {
    let content = content();
    let answers = three_schools().repeat(4);
    let all = results(&answers, &[]);
    let rows: Vec<u8> = answers
        .iter()
        .flat_map(|(_, like, bullied, recommend, _)| [*like, *bullied, *recommend, 255])
        .collect();
    assert_eq!(Layout::of(&content).width(), 4);
    let few = metrics(&all, &[(0, rows[..rows.len() / 4].to_vec())]);
    assert_eq!((few[0].n, few[0].items[1].rest), (30, None));
    let found = metrics(&all, &[(0, rows)]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].n, found[0].alpha), (120, Some(1.0)));
    assert_eq!(found[0].items[1].rest, Some(1.0));
    near(
        found[0].items[0].mean,
        all.at(0).unwrap().question(0).unwrap().ten_point.unwrap(),
    );
    let effects = effects(&all, &all);
    assert!(effects.iter().all(|(_, effect)| effect.d == 0.0) && effects.len() == 4);
}

/// Nobody of c answered the second question: against a it would be b alone.
#[test]
fn what_one_other_group_alone_answered_is_not_set_against() {
    let mut answers = three_schools();
    answers
        .iter_mut()
        .filter(|one| one.0 == 2)
        .for_each(|one| one.2 = 255);
    let all = results(&answers, &[]);
    let a = all.at(all.tree().node("a").unwrap()).unwrap();
    let of = |known: BTreeSet<usize>| -> BTreeSet<Of> {
        a.rest(&known).into_iter().map(|(of, _)| of).collect()
    };
    assert!(of(BTreeSet::new()).contains(&Of::Question(0)));
    assert!(!of(BTreeSet::new()).contains(&Of::Question(1)));
    let b = all.tree().node("b").unwrap();
    assert!(of(BTreeSet::from([b])).contains(&Of::Question(1)));
}

/// Of c three answered, so c is not told of.
#[test]
fn what_is_hidden_cannot_be_named() {
    let mut answers = three_schools();
    answers.retain(|(school, ..)| *school != 2);
    answers.extend([(2, 4, 1, 9, None); 3]);
    let some = results(&answers, &[]);
    let shown = ["a", "b"].into_iter().find(|key| {
        let node = some.tree().node(key).unwrap();
        some.visibility(node) == Visibility::Shown
    });
    let unit = |key: &str| some.groups().unit_of(key).unwrap();
    let named = |key: &str, group: Option<&str>| ResultRef {
        key: key.to_owned(),
        group_key: group.map(str::to_owned),
    };
    let c = [
        named("like", Some("c")),
        named("mood", None),
        named("no", None),
    ];
    let wrong = some.not_shown(&c, unit("c"));
    let at: Vec<_> = wrong
        .iter()
        .map(|one| one.pointer.as_deref().unwrap())
        .collect();
    assert_eq!(at, ["/results/0", "/results/1", "/results/2"]);
    assert_eq!(some.not_shown(&c[1..], unit(shown.unwrap())), []);
}

/// One of a skips the second question: their score would follow from the scale beside its questions, and so would
/// nothing from the mean of the marks of those.
#[test]
fn where_few_skip_a_question_a_scale_is_the_mean_of_its_questions() {
    let mut answers = three_schools();
    answers[0].2 = 255;
    let all = results(&answers, &[]);
    let a = all.at(all.tree().node("a").unwrap()).unwrap();
    let scale = &all.content().scales[0];
    assert_ne!(a.scale_visibility(scale), Visibility::Shown);
    let mood = a.scale(0).unwrap();
    let [like, bullied] = [0, 1].map(|place| a.question(place).unwrap());
    assert_eq!((mood.mean_of, mood.n), (MeanOf::Questions, bullied.n));
    assert_eq!((mood.sd, mood.interval), (None, None));
    let named = ResultRef {
        key: "mood".to_owned(),
        group_key: Some("a".to_owned()),
    };
    let unit = all.groups().unit_of("a").unwrap();
    assert_eq!(all.not_shown(&[named], unit), []);
    near(
        mood.mean,
        (like.ten_point.unwrap() + bullied.ten_point.unwrap()) / 2.0,
    );
    assert!(!a.means().iter().any(|(of, _)| *of == Of::Scale(0)));
}
