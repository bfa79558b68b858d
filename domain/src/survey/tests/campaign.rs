//! What is stated of a campaign beside what is asked.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;

use super::fixture::{changed, content, text, version};
use crate::error::Code;
use crate::survey::campaign::{
    Benchmark, Benchmarks, CampaignInput, RespondentUnit, tests::sample,
};
use crate::survey::content::Content;

fn found(stated: &CampaignInput, content: &Content) -> Vec<(Code, String)> {
    let wrong = stated.check(Some(content)).into_iter();
    wrong
        .map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
        .collect()
}

#[test]
fn figures_of_others_are_of_what_has_a_mean_once_each_and_of_a_size_that_can_be_reckoned_with() {
    let figure = |of: &str, sd| Benchmark {
        of: of.into(),
        mean: 3.0,
        standard_deviation: sd,
        responses: None,
    };
    let mut stated = sample().stated;
    stated.benchmarks = Some(Benchmarks {
        source: "A yearly publication".into(),
        figures: vec![
            figure("feel", Some(0.8)),
            figure("age", None),
            figure("recommend", None),
            figure("harm", Some(1_000.0)),
            figure("wellbeing", Some(1e200)),
            figure("experienced-safety", Some(0.0)),
            figure("where", None),
            figure("who", None),
            figure("why", None),
            figure("feel", None),
            figure("nothing", None),
        ],
    });
    let at = |at: usize, name: &str| format!("/benchmarks/figures/{at}/{name}");
    assert_eq!(
        found(&stated, &content(&version())),
        [
            (Code::InvalidValue, at(4, "standardDeviation")),
            (Code::InvalidValue, at(5, "standardDeviation")),
            (Code::Duplicate, at(9, "of")),
            (Code::QuestionWithoutMean, at(6, "of")),
            (Code::QuestionWithoutMean, at(7, "of")),
            (Code::QuestionWithoutMean, at(8, "of")),
            (Code::UnknownQuestion, at(10, "of")),
        ]
    );
}

#[test]
fn a_question_that_could_ask_parents_for_the_class_is_no_dimension() {
    let of_parents = |options: usize| {
        let option = |n| json!({"key": format!("o{n}"), "text": text("keuze")});
        let options: Vec<_> = (0..options).map(option).collect();
        let version = changed(&[
            ("/targetGroup", json!("parents")),
            ("/sections/0/questions/2/answer/options", options.into()),
        ]);
        content(&version)
    };
    let mut stated = sample().stated;
    stated.groups.retain(|group| group.parent_key.is_none());
    stated.groups.first_mut().unwrap().population = Some(200);
    stated.respondent_unit = RespondentUnit::Household;
    stated.dimensions = vec!["who".into()];
    assert_eq!(found(&stated, &of_parents(6)), []);
    let refused = [(Code::NotADimension, "/dimensions/0".to_owned())];
    assert_eq!(found(&stated, &of_parents(7)), refused);
}
