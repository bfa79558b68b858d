//! The baseline: what is refused, and what the draft plan holds.

#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use proptest::prelude::*;
use time::macros::date;

const TODAY: Date = date!(2026 - 03 - 01);

fn standard(code: &str, core: bool, theme: Option<Theme>) -> AssessableStandard {
    AssessableStandard {
        code: code.into(),
        title: Bilingual {
            nl: "Titel".into(),
            en: "Title".into(),
        },
        core,
        theme,
    }
}

fn input(answers: &[(&str, BaselineStatus)]) -> BaselineInput {
    BaselineInput {
        edition: "inspectorate/2025/po".parse().unwrap(),
        assessed_on: TODAY,
        answers: answers
            .iter()
            .map(|(code, status)| BaselineAnswer {
                standard: (*code).into(),
                status: *status,
                line: None,
            })
            .collect(),
    }
}

fn codes(proposals: &[Proposal]) -> Vec<String> {
    let code = |p: &Proposal| p.requirement.to_string().rsplit('/').next().unwrap().into();
    proposals.iter().map(code).collect()
}

#[test]
fn everything_left_out_doubled_or_unknown_is_listed() {
    use BaselineStatus::*;
    let standards = ["OP1", "OP2", "OP3"].map(|code| standard(code, false, None));
    let mut input = input(&[("OP2", InOrder), ("OP5", NotYet), ("OP2", Unknown)]);
    input.answers.last_mut().unwrap().line = Some("een\ntwee".into());
    let Err(Refusal::Invalid(wrong)) = assess(&input, &standards, TODAY) else {
        unreachable!("the input is wrong")
    };
    let wrong: Vec<_> = wrong
        .into_iter()
        .map(|r| {
            (
                r.code,
                r.pointer.unwrap(),
                r.params.into_iter().next().map(|p| p.1),
            )
        })
        .collect();
    let expected = [
        (Code::UnknownStandard, "/answers/1/standard", Some("OP5")),
        (Code::Duplicate, "/answers/2/standard", Some("OP2")),
        (Code::InvalidFormat, "/answers/2/line", Some("one line")),
        (Code::UnansweredStandard, "/answers", Some("OP1")),
        (Code::UnansweredStandard, "/answers", Some("OP3")),
    ];
    assert_eq!(
        wrong,
        expected.map(|(c, p, s)| (c, p.to_owned(), s.map(str::to_owned)))
    );
}

#[test]
fn what_is_wrong_comes_before_what_is_unknown_and_core_comes_first() {
    use BaselineStatus::*;
    let theme = Some(Theme::Onderwijs);
    let standards = [
        standard("OP0", false, theme),
        standard("OP1", true, theme),
        standard("OP2", false, theme),
        standard("OP3", true, theme),
        standard("OP4", true, theme),
    ];
    let answers = [
        ("OP4", InOrder),
        ("OP3", NotYet),
        ("OP2", NotYet),
        ("OP1", Unknown),
        ("OP0", Unknown),
    ];
    let baseline = assess(&input(&answers), &standards, TODAY).unwrap();
    assert_eq!(codes(&baseline.plan), ["OP3", "OP2", "OP1", "OP0"]);
    assert_eq!(baseline.later, []);
    let first = baseline.plan.first().unwrap();
    let why: Vec<Code> = first.why.iter().map(|reason| reason.code).collect();
    assert_eq!(why, [Code::BaselineNotYet, Code::CoreStandard]);
    assert_eq!(first.title.nl, "OP3 Titel");
    let order: Vec<_> = baseline.statuses.iter().map(|s| s.status).collect();
    assert_eq!(order, [Unknown, Unknown, NotYet, NotYet, InOrder]);
}

#[test]
fn a_fifth_theme_waits_while_the_first_four_fill_the_year() {
    let themes = [0, 1, 2, 3, 4, 0].map(|n: usize| Theme::ALL.get(n).copied());
    let names = ["A", "B", "C", "D", "E", "F"];
    let standards: Vec<_> = names
        .iter()
        .zip(themes)
        .map(|(code, theme)| standard(code, false, theme))
        .collect();
    let answers = names.map(|code| (code, BaselineStatus::NotYet));
    let baseline = assess(&input(&answers), &standards, TODAY).unwrap();
    assert_eq!(codes(&baseline.plan), ["A", "B", "C", "D", "F"]);
    assert_eq!(codes(&baseline.later), ["E"]);
    let why = &baseline.later.first().unwrap().why;
    assert_eq!(why.last().unwrap().code, Code::PlanFull);
}

proptest! {
    #[test]
    fn every_standard_that_is_not_in_order_is_proposed_once_within_the_limits(
        drawn in prop::collection::vec((0_usize..3, any::<bool>(), 0_usize..7), 0..25),
        turn in 0_usize..25,
    ) {
        let names: Vec<String> = (0..drawn.len()).map(|n| format!("S{n}")).collect();
        let standards: Vec<_> = names.iter().zip(&drawn)
            .map(|(name, (_, core, theme))| standard(name, *core, Theme::ALL.get(*theme).copied()))
            .collect();
        let mut answers: Vec<(&str, BaselineStatus)> = names.iter().zip(&drawn)
            .map(|(name, (status, ..))| (name.as_str(), *BaselineStatus::ALL.get(*status).unwrap()))
            .collect();
        let straight = assess(&input(&answers), &standards, TODAY).unwrap();
        if !answers.is_empty() {
            let by = turn % answers.len();
            answers.rotate_left(by);
        }
        prop_assert_eq!(&assess(&input(&answers), &standards, TODAY).unwrap(), &straight);

        prop_assert!(straight.plan.len() <= 10);
        let themes: BTreeSet<_> = straight.plan.iter().map(|p| p.theme).collect();
        prop_assert!(themes.len() <= 4);
        let mut proposed = codes(&straight.plan);
        proposed.extend(codes(&straight.later));
        proposed.sort();
        let mut open: Vec<String> = answers.iter()
            .filter(|(_, status)| *status != BaselineStatus::InOrder)
            .map(|(name, _)| (*name).to_owned()).collect();
        open.sort();
        prop_assert_eq!(proposed, open);
    }
}
