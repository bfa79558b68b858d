//! What was judged of a requirement: what counts of it, and where it stands.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use time::{Date, macros::date};
use uuid::Uuid;

use super::tests::*;
use super::*;
use crate::baseline::BaselineStatus;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason, Subject};
use crate::framework::tests::seeds::shipped;
use crate::framework::{EditionRef, RequirementRef};
use crate::id::*;
use crate::noun::Noun;
use crate::pdca::State;
use crate::verdict::{EvaluationLevel, GivenVerdict, Voice};

use Voice::{ExternalAudit, Inspectorate, InternalAudit, SelfAssessed};

/// A verdict on unit 1 and its first requirement, so many days ago; of the leadership when it is self-assessed.
pub(super) fn judged_on(id: u128, voice: Voice, falls_short: bool, days_ago: i64) -> VerdictFact {
    VerdictFact {
        unit_id: unit(1),
        requirement: requirement(0),
        judged: Judged {
            verdict_id: VerdictId(Uuid::from_u128(id)),
            voice,
            level: (voice == SelfAssessed).then_some(EvaluationLevel::Leadership),
            evaluated: None,
            value: if falls_short { "low" } else { "mid" }.to_owned(),
            falls_short,
            given_on: day(days_ago),
            source: Subject::new(Noun::Audit, Uuid::from_u128(id)),
        },
    }
}

/// A verdict of a team about itself.
pub(super) fn of_team(id: u128, team: u128, falls_short: bool, days_ago: i64) -> VerdictFact {
    let mut fact = judged_on(id, SelfAssessed, falls_short, days_ago);
    fact.judged.level = Some(EvaluationLevel::Team);
    fact.judged.evaluated = Some(unit(team));
    fact
}

/// What the unit itself said so many days ago.
pub(super) fn said(status: BaselineStatus, days_ago: i64) -> BaselineFact {
    let mut fact = baseline(1, 0, status);
    fact.said.assessed_on = day(days_ago);
    fact
}

pub(super) fn facts(verdicts: Vec<VerdictFact>, baselines: Vec<BaselineFact>) -> StandingFacts {
    StandingFacts {
        verdicts,
        baselines,
        ..empty()
    }
}

/// What needs attention at the first requirement of unit 1.
fn attention(facts: &StandingFacts) -> Option<Attention> {
    let all = standing(facts).attention.into_iter();
    let mut here = all.filter(|one| one.unit_id == unit(1));
    here.find(|one| one.requirement == Some(requirement(0)))
}

/// The kind of attention, with the verdicts to which it leads.
fn found(verdicts: Vec<VerdictFact>, baselines: Vec<BaselineFact>) -> (&'static str, Vec<u128>) {
    let item = attention(&facts(verdicts, baselines));
    let judged = |why: &&Reason| why.code == Code::JudgedLowest;
    item.map_or(("", Vec::new()), |item| {
        let from = item.why.iter().filter(judged);
        let from = from.map(|why| why.subject.unwrap().id.as_u128());
        (item.kind.as_str(), from.collect())
    })
}

#[test]
fn what_was_judged_too_low_and_nobody_works_on_is_not_in_order() {
    let low = judged_on(1, Inspectorate, true, 9);
    let item = attention(&facts(vec![low.clone()], vec![])).unwrap();
    let codes: Vec<Code> = item.why.iter().map(|why| why.code).collect();
    assert_eq!(item.kind, AttentionKind::NotYet);
    assert_eq!(codes, [Code::JudgedLowest, Code::NoRunningCycle]);
    let told = &item.why.first().unwrap().params;
    let expected = [
        ("level", "low".to_owned()),
        ("voice", "inspectorate".to_owned()),
        ("on", day(9).to_string()),
    ];
    assert_eq!(
        *told,
        expected.map(|(name, value)| (name.to_owned(), value))
    );
    // A cycle works on it; one that has ended works on nothing.
    for (state, none) in [(State::Do, true), (State::Closed, false)] {
        let mut facts = facts(vec![low.clone()], vec![]);
        facts.work.cycles = vec![cycle(10, 1, 0, state, 0)];
        assert_eq!(attention(&facts).is_none(), none, "{state:?}");
    }
    // What is good enough needs nothing, and is known.
    assert_eq!(
        found(vec![judged_on(1, InternalAudit, false, 9)], vec![]),
        ("", vec![])
    );
    assert_eq!(found(vec![], vec![]), ("untouched", vec![]));
    let tells = pictures(&facts(vec![low], vec![]));
    let tells: Vec<bool> = tells.iter().map(Picture::tells).collect();
    assert_eq!(tells, [true, false]);
}

#[test]
fn the_last_word_counts_whoever_says_it() {
    let (low, mid) = (
        |id, voice, ago| judged_on(id, voice, true, ago),
        |id, voice, ago| judged_on(id, voice, false, ago),
    );
    for (verdicts, expected) in [
        (
            vec![low(1, Inspectorate, 9), mid(2, InternalAudit, 8)],
            ("", vec![]),
        ),
        (
            vec![mid(1, Inspectorate, 9), low(2, InternalAudit, 8)],
            ("notYet", vec![2]),
        ),
        (
            vec![low(1, Inspectorate, 9), mid(2, SelfAssessed, 8)],
            ("", vec![]),
        ),
        // Of one day the voice furthest from the unit.
        (
            vec![mid(1, ExternalAudit, 9), low(2, InternalAudit, 9)],
            ("", vec![]),
        ),
        (
            vec![low(1, ExternalAudit, 9), mid(2, InternalAudit, 9)],
            ("notYet", vec![1]),
        ),
        // Of one voice the newer, and of one day the one given last.
        (
            vec![low(1, Inspectorate, 9), mid(2, Inspectorate, 8)],
            ("", vec![]),
        ),
        (
            vec![mid(3, Inspectorate, 9), low(2, Inspectorate, 9)],
            ("", vec![]),
        ),
    ] {
        assert_eq!(found(verdicts.clone(), vec![]), expected, "{verdicts:?}");
    }
}

#[test]
fn a_baseline_is_a_word_of_the_unit_and_no_last_one_for_ever() {
    use BaselineStatus::{InOrder, NotYet, Unknown};
    let low = || vec![judged_on(1, Inspectorate, true, 9)];
    let mid = || vec![judged_on(1, Inspectorate, false, 9)];
    for (verdicts, status, ago, expected) in [
        // What the unit said before does not silence who came from outside, nor on the same day.
        (low(), InOrder, 10, ("notYet", vec![1])),
        (low(), InOrder, 9, ("notYet", vec![1])),
        (low(), InOrder, 8, ("", vec![])),
        (mid(), NotYet, 10, ("", vec![])),
        (mid(), NotYet, 8, ("notYet", vec![])),
        // Who does not know says nothing against who does.
        (low(), Unknown, 8, ("notYet", vec![1])),
        (mid(), Unknown, 8, ("unknown", vec![])),
        (mid(), Unknown, 10, ("", vec![])),
    ] {
        let case = format!("{verdicts:?} {status:?} {ago}");
        assert_eq!(found(verdicts, vec![said(status, ago)]), expected, "{case}");
    }
}

#[test]
fn a_team_speaks_of_itself_alone() {
    let of_school = |short, ago| judged_on(9, InternalAudit, short, ago);
    for (verdicts, expected) in [
        // One team is not answered by another, nor the school by a team.
        (
            vec![of_team(1, 7, true, 5), of_team(2, 8, false, 4)],
            ("notYet", vec![1]),
        ),
        (
            vec![of_school(true, 5), of_team(2, 8, false, 4)],
            ("notYet", vec![9]),
        ),
        (
            vec![of_school(false, 5), of_team(2, 8, true, 4)],
            ("notYet", vec![2]),
        ),
        // By itself it is, and by a later word about the whole.
        (
            vec![of_team(1, 7, true, 5), of_team(2, 7, false, 4)],
            ("", vec![]),
        ),
        (
            vec![of_team(1, 7, true, 5), of_school(false, 4)],
            ("", vec![]),
        ),
        // The newest comes first.
        (
            vec![
                of_school(true, 5),
                of_team(1, 7, true, 3),
                of_team(2, 8, true, 4),
            ],
            ("notYet", vec![1, 2, 9]),
        ),
    ] {
        assert_eq!(found(verdicts.clone(), vec![]), expected, "{verdicts:?}");
    }
}

fn given(id: u128, requirement: &str, value: Option<&str>, day: Date) -> GivenVerdict {
    let requirement: RequirementRef = requirement.parse().unwrap();
    let edition = match &requirement {
        RequirementRef::Shipped { edition, .. } => edition.clone(),
        RequirementRef::Own(_) => "inspectorate/2025/po".parse().unwrap(),
    };
    GivenVerdict {
        id: VerdictId(Uuid::from_u128(id)),
        board_id: BoardId(Uuid::nil()),
        unit_id: unit(1),
        voice: Inspectorate,
        level: None,
        evaluated: None,
        edition,
        requirement,
        value: value.map(str::to_owned),
        given_on: day,
        school_year: SchoolYear::of(day),
        source: Subject::new(Noun::InspectionVisit, Uuid::from_u128(id)),
    }
}

#[test]
fn a_verdict_counts_from_its_day_where_it_says_something_under_the_edition() {
    let own = "own/0190c2f6-7d5a-7000-8000-000000000001";
    let (low, day) = (Some("unsatisfactory"), date!(2026 - 03 - 01));
    let verdicts = [
        given(1, "inspectorate/2025/po/OP2", low, day),
        given(2, "inspectorate/2024/po/OP3", Some("satisfactory"), day),
        // Several standards became one; one is of another sector; one was not assessed; one is of tomorrow.
        given(3, "inspectorate/2017/po/OP2", low, day),
        given(4, "inspectorate/2025/vo/OP2", low, day),
        given(5, "inspectorate/2025/po/VS1", None, day),
        given(6, "inspectorate/2025/po/VS2", low, date!(2026 - 03 - 02)),
        given(7, own, low, day),
    ];
    let edition: EditionRef = "inspectorate/2025/po".parse().unwrap();
    let under = |edition| -> Vec<(String, u128, bool)> {
        let all = judged(shipped(), edition, day, &verdicts).into_iter();
        all.map(|one| {
            let (id, short) = (one.judged.verdict_id.0, one.judged.falls_short);
            (one.requirement.to_string(), id.as_u128(), short)
        })
        .collect()
    };
    let of = |text: &str, id, short| (text.to_owned(), id, short);
    let expected = [
        of("inspectorate/2025/po/OP2", 1, true),
        of("inspectorate/2025/po/OP3", 2, false),
        of(own, 7, true),
    ];
    assert_eq!(under(Some(&edition)), expected);
    // Without an edition only a board's own standards have a place.
    assert_eq!(under(None), [of(own, 7, true)]);
}

proptest! {
    /// Whatever was said, in whatever order: what is not in order rests on words that nothing later and nothing of
    /// the same day from further away took the place of, and on all of them.
    #[test]
    fn what_is_not_in_order_rests_on_every_word_that_still_counts(
        words in prop::collection::vec((prop::sample::select(Voice::ALL), any::<bool>(), 0_i64..6, 0_u128..3), 0..8),
        answer in prop::option::of((prop::sample::select(BaselineStatus::ALL), 0_i64..6)),
    ) {
        let verdicts: Vec<VerdictFact> = (1..).zip(&words).map(|(id, (voice, short, ago, team))| match team {
            0 => judged_on(id, *voice, *short, *ago),
            team => of_team(id, 60 + team, *short, *ago),
        }).collect();
        let baselines: Vec<BaselineFact> = answer.iter().map(|(status, ago)| said(*status, *ago)).collect();
        let (kind, mut from) = found(verdicts.clone(), baselines);
        // A word of its own is the last one that this speaker said.
        let later = |a: &Judged, b: &Judged| (a.given_on, a.verdict_id) > (b.given_on, b.verdict_id);
        let own = |one: &Judged| !verdicts.iter().any(|other| {
            let other = &other.judged;
            (other.voice, other.level, other.evaluated) == (one.voice, one.level, one.evaluated) && later(other, one)
        });
        let silenced = |one: &Judged| verdicts.iter().map(|fact| &fact.judged).any(|other| {
            other.evaluated.is_none() && own(other)
                && (other.given_on > one.given_on || (other.given_on == one.given_on && other.voice > one.voice))
        }) || answer.is_some_and(|(status, ago)| status != BaselineStatus::Unknown && day(ago) > one.given_on);
        let counts = verdicts.iter().map(|fact| &fact.judged).filter(|one| one.falls_short && own(one) && !silenced(one));
        let mut expected: Vec<u128> = counts.map(|one| one.verdict_id.0.as_u128()).collect();
        expected.sort_unstable();
        from.sort_unstable();
        prop_assert_eq!(&from, &expected);
        prop_assert!(expected.is_empty() || kind == "notYet", "{kind}");
        prop_assert!(kind != "untouched" || (verdicts.is_empty() && answer.is_none()));
    }
}
