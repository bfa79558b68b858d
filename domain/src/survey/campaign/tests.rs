//! The rules of campaigns.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use proptest::prelude::*;
use std::collections::BTreeSet;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::error::{Code, Refusal};
use crate::id::{SurveyCampaignId, UnitId};
use crate::survey::instrument::InstrumentRef;

pub(super) fn group(key: &str, parent: Option<&str>, population: Option<u32>) -> CampaignGroup {
    CampaignGroup {
        key: key.into(),
        parent_key: parent.map(str::to_owned),
        title: key.into(),
        kind: match parent {
            None => CampaignGroupKind::Unit,
            Some(_) => CampaignGroupKind::Class,
        },
        unit_id: parent
            .is_none()
            .then(|| UnitId(Uuid::from_u128(key.len() as u128))),
        group_id: None,
        teacher_ids: Vec::new(),
        population,
    }
}

fn stated() -> CampaignInput {
    CampaignInput {
        title: "Leerlingen 2026".into(),
        instrument: InstrumentRef::Shipped {
            key: "pupils-po".into(),
        },
        respondent_unit: RespondentUnit::Pupil,
        channels: BTreeSet::from([Channel::ClassCodes]),
        windows: vec![Window {
            opens_on: date!(2026 - 11 - 01),
            closes_on: date!(2027 - 04 - 30),
        }],
        minimum: 5,
        groups: vec![
            group("school", None, None),
            group("7", Some("school"), Some(20)),
            group("8", Some("school"), Some(22)),
        ],
        dimensions: Vec::new(),
        remind_on: BTreeSet::new(),
        follow_up_due_on: date!(2027 - 06 - 30),
        preceding_id: None,
        benchmarks: None,
    }
}

/// A survey among two schools.
pub(crate) fn sample() -> Campaign {
    let mut stated = stated();
    stated.groups.push(group("school-2", None, Some(40)));
    Campaign {
        id: SurveyCampaignId(Uuid::from_u128(31)),
        board_id: crate::id::BoardId(Uuid::from_u128(30)),
        unit_id: UnitId(Uuid::from_u128(30)),
        state: CampaignState::Draft,
        stated,
        target_group: crate::survey::content::TargetGroup::Pupils,
        moments: Vec::new(),
        window: 0,
        closed_early_at: None,
        reminded: BTreeSet::new(),
        launched: false,
        leftovers: false,
    }
}

fn found(stated: &CampaignInput) -> Vec<(Code, String)> {
    let wrong = stated.check(None);
    wrong
        .into_iter()
        .map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
        .collect()
}

#[test]
fn what_is_right_is_taken() {
    assert_eq!(found(&stated()), []);
    let tree = stated().tree();
    assert_eq!(tree.whole_population(), 42);
    assert_eq!(tree.unit_of("8"), tree.unit_of("school"));
    assert_eq!(tree.units().len(), 1);
}

#[test]
fn everything_wrong_is_told_at_once_and_at_its_place() {
    let mut wrong = stated();
    wrong.title = " ".into();
    wrong.channels.clear();
    wrong.minimum = 4;
    wrong.groups.push(group("8", Some("nowhere"), None));
    wrong.windows.push(Window {
        opens_on: date!(2027 - 04 - 30),
        closes_on: date!(2027 - 04 - 01),
    });
    wrong.remind_on = BTreeSet::from([date!(2026 - 10 - 31)]);
    wrong.follow_up_due_on = date!(2027 - 04 - 01);
    let told = found(&wrong);
    for expected in [
        (Code::Required, "/title"),
        (Code::Required, "/channels"),
        (Code::OutOfRange, "/minimum"),
        (Code::Duplicate, "/groups/3/key"),
        (Code::UnknownGroupKey, "/groups/3/parentKey"),
        (Code::EndBeforeStart, "/windows/1/closesOn"),
        (Code::WindowsOverlap, "/windows/1/opensOn"),
        (Code::OutsideWindow, "/reminders/0"),
        (Code::NotAfterWindow, "/followUpDueOn"),
    ] {
        let expected = (expected.0, expected.1.to_owned());
        assert!(told.contains(&expected), "{expected:?} not in {told:?}");
    }
}

#[test]
fn nothing_of_parents_is_finer_than_a_stage() {
    let kind = |kind, key, parent| CampaignGroup {
        kind,
        ..group(key, Some(parent), None)
    };
    use CampaignGroupKind as K;
    let mut parents = CampaignInput {
        respondent_unit: RespondentUnit::Household,
        ..stated()
    };
    parents.groups.truncate(1);
    parents.groups.push(CampaignGroup {
        population: Some(90),
        ..kind(K::Stage, "onderbouw", "school")
    });
    assert_eq!(found(&parents), []);
    parents.groups[1].population = None;
    for (what, key, parent) in [
        (K::Stage, "bovenbouw", "school"),
        (K::Stage, "groep-1", "onderbouw"),
        (K::Other, "groep-8", "bovenbouw"),
        (K::Class, "groep-7", "school"),
    ] {
        parents.groups.push(CampaignGroup {
            population: (key != "bovenbouw").then_some(20),
            ..kind(what, key, parent)
        });
    }
    assert_eq!(
        found(&parents),
        [
            (Code::FinerThanStage, "/groups/3/parentKey".to_owned()),
            (Code::FinerThanStage, "/groups/4/kind".to_owned()),
            (Code::FinerThanStage, "/groups/5/kind".to_owned()),
        ]
    );
}

#[test]
fn groups_that_are_parts_of_each_other_are_no_tree() {
    let mut round = stated();
    round.groups.push(group("a", Some("b"), None));
    round.groups.push(group("b", Some("a"), None));
    let told = found(&round);
    assert!(told.contains(&(Code::GroupsNotATree, "/groups/3/parentKey".into())));
    assert!(told.contains(&(Code::GroupsNotATree, "/groups/4/parentKey".into())));
}

/// A walk through the groups of a request comes to an end, whatever they are: here a key stands there twice, and one
/// of the two is a part of itself.
#[test]
fn a_key_that_leads_back_to_itself_keeps_nobody_going_round() {
    let mut round = stated();
    round.groups = vec![group("a", None, None), group("a", Some("a"), Some(9))];
    assert_eq!(
        found(&round),
        [
            (Code::Duplicate, "/groups/1/key".to_owned()),
            (Code::Required, "/groups/0/population".to_owned()),
        ]
    );
    round.groups.reverse();
    assert!(found(&round).contains(&(Code::Duplicate, "/groups/1/key".to_owned())));
    // Nothing leads from the top to these two, which are parts of each other.
    let beside = [
        group("a", Some("b"), Some(3)),
        group("b", Some("a"), Some(4)),
    ];
    assert_eq!(GroupTree::built(&beside).population("a"), 7);
}

proptest! {
    #[test]
    fn no_groups_keep_anybody_going_round(named in proptest::collection::vec((0_u8..5, proptest::option::of(0_u8..5)), 0..12)) {
        let name = |key: u8| key.to_string();
        let groups: Vec<CampaignGroup> = named
            .iter()
            .map(|(key, parent)| group(&name(*key), parent.map(name).as_deref(), Some(1)))
            .collect();
        let tree = GroupTree::built(&groups);
        let keys: BTreeSet<u8> = named.iter().map(|(key, _)| *key).collect();
        prop_assert!(tree.whole_population() <= keys.len() as u64);
        prop_assert!(crate::survey::suppression::Tree::of(&tree).nodes() <= keys.len() + 1);
        let _ = GroupTree::check(&groups, RespondentUnit::Pupil);
    }
}

pub(super) fn facts(at: i64) -> CampaignFacts {
    CampaignFacts {
        id: SurveyCampaignId(Uuid::nil()),
        at,
        moments: vec![(100, 200), (300, 400)],
        window: 0,
        unready: Vec::new(),
        handed_out: false,
        open_follow_ups: Vec::new(),
    }
}

#[test]
fn what_comes_about_by_itself_follows_the_windows() {
    use CampaignCommand as C;
    use CampaignState as S;
    for (state, at, expected) in [
        (S::Scheduled, 99, None),
        (S::Scheduled, 100, Some(C::Begin)),
        (S::Open, 199, None),
        (S::Open, 200, Some(C::Pause)),
        (S::Scheduled, 250, None),
        (S::Scheduled, 300, Some(C::Begin)),
        (S::Open, 400, Some(C::End)),
        // Nobody looked while the windows went by.
        (S::Scheduled, 400, Some(C::End)),
        (S::Draft, 400, None),
        (S::Processing, 400, None),
    ] {
        assert_eq!(due(state, &facts(at)), expected, "{state} at {at}");
        if let Some(command) = due(state, &facts(at)) {
            decide(state, command, &facts(at)).unwrap();
        }
    }
}

#[test]
fn the_second_window_counts_once_the_first_is_over() {
    let paused = decide(CampaignState::Open, CampaignCommand::Pause, &facts(200)).unwrap();
    assert_eq!(paused.window, Some(1));
    let begun = decide(
        CampaignState::Scheduled,
        CampaignCommand::Begin,
        &facts(150),
    )
    .unwrap();
    assert_eq!(begun.window, Some(0));
}

#[test]
fn a_second_window_begins_also_when_nobody_saw_the_first_end() {
    let mut campaign = Campaign {
        state: CampaignState::Open,
        moments: facts(0).moments,
        ..sample()
    };
    let mut came = Vec::new();
    let at = 350;
    while let Some(command) = due(campaign.state, &CampaignFacts::of(&campaign, at)) {
        came.push(command);
        let facts = CampaignFacts::of(&campaign, at);
        campaign.apply(decide(campaign.state, command, &facts).unwrap());
    }
    assert_eq!(came, [CampaignCommand::Pause, CampaignCommand::Begin]);
    assert_eq!(campaign.taking(at), Taking::Until(400));
}

#[test]
fn a_window_that_is_closed_before_its_time_does_not_take_the_next_one_away() {
    let mut campaign = sample();
    campaign.state = CampaignState::Open;
    campaign.moments = facts(0).moments;
    let close = |campaign: &mut Campaign, at| {
        let facts = CampaignFacts::of(campaign, at);
        let step = decide(campaign.state, CampaignCommand::CloseWindow, &facts).unwrap();
        campaign.apply(step);
    };
    let due_at = |campaign: &Campaign, at| due(campaign.state, &CampaignFacts::of(campaign, at));
    close(&mut campaign, 150);
    assert_eq!(campaign.state, CampaignState::Scheduled);
    assert_eq!(campaign.current_window(), Some((300, 400)));
    assert_eq!(campaign.held(), [(100, 150), (300, 400)]);
    assert_eq!(campaign.ended_early_at(), None);
    // It does not begin again, although its planned end lies ahead.
    assert_eq!(due_at(&campaign, 160), None);
    assert_eq!(due_at(&campaign, 300), Some(CampaignCommand::Begin));
    // As a draft it has windows of which none was held.
    let mut anew = campaign.clone();
    let facts_then = CampaignFacts::of(&anew, 160);
    let back = decide(anew.state, CampaignCommand::BackToDraft, &facts_then).unwrap();
    anew.apply(back);
    assert_eq!(
        (anew.state, anew.closed_early_at),
        (CampaignState::Draft, None)
    );
    campaign.state = CampaignState::Open;
    close(&mut campaign, 310);
    assert_eq!(campaign.state, CampaignState::Processing);
    assert_eq!(campaign.ended_early_at(), Some(310));
    assert_eq!(campaign.windows_begun(310), 2);
    assert_eq!(campaign.windows_begun(299), 1);
}

#[test]
fn what_stands_in_the_way_is_told() {
    let refused = |state, command, facts: &CampaignFacts| match decide(state, command, facts) {
        Err(Refusal::Conflict { code, blockers }) => (
            code,
            blockers.into_iter().map(|one| one.code).collect::<Vec<_>>(),
        ),
        other => panic!("{other:?}"),
    };
    let blocked = Code::TransitionBlocked;
    assert_eq!(
        refused(CampaignState::Draft, CampaignCommand::Launch, &facts(400)),
        (blocked, vec![Code::WindowOver])
    );
    let out = CampaignFacts {
        handed_out: true,
        ..facts(50)
    };
    assert_eq!(
        refused(CampaignState::Scheduled, CampaignCommand::BackToDraft, &out),
        (blocked, vec![Code::CodesHandedOut])
    );
    assert_eq!(
        refused(CampaignState::Open, CampaignCommand::End, &facts(350)),
        (blocked, vec![Code::NotYet])
    );
    assert_eq!(
        refused(CampaignState::Closed, CampaignCommand::Cancel, &facts(0)),
        (Code::CampaignStateForbids, vec![Code::CampaignStateForbids])
    );
}

proptest! {
    #[test]
    fn nobody_is_shown_a_command_that_the_clock_gives(at in 0_i64..500) {
        for &state in CampaignState::ALL {
            for (command, why) in available(state, &facts(at)) {
                prop_assert!(!command.is_of_the_clock());
                prop_assert_eq!(why.is_empty(), decide(state, command, &facts(at)).is_ok());
            }
        }
    }

    #[test]
    fn whenever_somebody_looks_it_is_open_within_its_windows_and_over_after_them(times in proptest::collection::vec(0_i64..500, 1..20)) {
        let mut campaign = Campaign {
            state: CampaignState::Scheduled,
            moments: facts(0).moments,
            ..sample()
        };
        let mut times = times;
        times.sort_unstable();
        times.push(400);
        for at in times {
            // No more than a window that ends and one that begins come about at once.
            for _ in 0..2 {
                let facts = CampaignFacts::of(&campaign, at);
                if let Some(command) = due(campaign.state, &facts) {
                    campaign.apply(decide(campaign.state, command, &facts).unwrap());
                }
            }
            let expected = match at {
                0..100 | 200..300 => CampaignState::Scheduled,
                100..200 | 300..400 => CampaignState::Open,
                _ => CampaignState::Processing,
            };
            prop_assert_eq!(campaign.state, expected, "at {}", at);
            let open = matches!(campaign.taking(at), Taking::Until(_));
            prop_assert_eq!(open, expected == CampaignState::Open, "at {}", at);
        }
    }
}
