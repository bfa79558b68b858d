//! What of a campaign can be changed at each stage.

use std::collections::BTreeSet;
use time::macros::date;
use uuid::Uuid;

use super::Campaign;
use super::state::CampaignState;
use crate::error::{Code, Refusal};
use crate::id::SurveyCampaignId;
use crate::survey::campaign::tests::sample;
use crate::survey::campaign::{Benchmarks, Channel, RespondentUnit, Window};
use crate::survey::instrument::InstrumentRef;

/// The moment at which something changes.
const NOW: i64 = 150;

/// With two windows, of which the first runs.
fn campaign() -> Campaign {
    let mut campaign = sample();
    campaign.moments = vec![(100, 200), (300, 400)];
    campaign.stated.windows = vec![
        days(date!(2026 - 11 - 01), date!(2026 - 11 - 30)),
        days(date!(2027 - 03 - 01), date!(2027 - 03 - 31)),
    ];
    campaign.stated.minimum = 6;
    campaign
}

fn days(opens_on: time::Date, closes_on: time::Date) -> Window {
    Window {
        opens_on,
        closes_on,
    }
}

/// Changes something, and gives it another name.
type Change = fn(&mut Campaign);

fn population(campaign: &mut Campaign, people: Option<u32>) {
    let mut groups = campaign.stated.groups.iter_mut();
    let group = groups.find(|group| group.key == "7");
    group
        .into_iter()
        .for_each(|group| group.population = people);
}

fn window(campaign: &mut Campaign, place: usize, days: Window, moments: (i64, i64)) {
    let mut windows = campaign.stated.windows.iter_mut();
    windows.nth(place).into_iter().for_each(|one| *one = days);
    let mut all = campaign.moments.iter_mut();
    all.nth(place).into_iter().for_each(|one| *one = moments);
}

/// What is changed, and where that is refused once codes were handed out, and once there are results.
const CHANGES: &[(&str, Change, Option<&str>, Option<&str>)] = &[
    ("name", |of| of.stated.title = "Another".into(), None, None),
    (
        "instrument",
        |of| {
            let key = "social-safety".into();
            of.stated.instrument = InstrumentRef::Shipped { key };
        },
        Some("/instrument"),
        Some("/instrument"),
    ),
    (
        "who answers",
        |of| of.stated.respondent_unit = RespondentUnit::StaffMember,
        Some("/respondentUnit"),
        Some("/respondentUnit"),
    ),
    (
        "channels",
        |of| of.stated.channels = BTreeSet::from([Channel::Link]),
        None,
        Some("/channels"),
    ),
    (
        "first day of a window that has begun",
        |of| {
            let days = days(date!(2026 - 11 - 02), date!(2026 - 11 - 30));
            window(of, 0, days, (110, 200));
        },
        Some("/windows/0/opensOn"),
        Some("/windows"),
    ),
    (
        "first day of a window ahead",
        |of| {
            let days = days(date!(2027 - 03 - 02), date!(2027 - 03 - 31));
            window(of, 1, days, (310, 400));
        },
        None,
        Some("/windows"),
    ),
    (
        "last day",
        |of| {
            let days = days(date!(2027 - 03 - 01), date!(2027 - 03 - 30));
            window(of, 1, days, (300, 390));
        },
        None,
        Some("/windows"),
    ),
    (
        "a window less",
        |of| {
            of.stated.windows.truncate(1);
            of.moments.truncate(1);
        },
        None,
        Some("/windows"),
    ),
    (
        "a last window that would be over",
        |of| {
            let days = days(date!(2026 - 11 - 01), date!(2026 - 11 - 02));
            window(of, 0, days, (100, NOW));
            of.stated.windows.truncate(1);
            of.moments.truncate(1);
        },
        Some("/windows"),
        Some("/windows"),
    ),
    (
        "minimum up",
        |of| of.stated.minimum = 7,
        None,
        Some("/minimum"),
    ),
    (
        "minimum down",
        |of| of.stated.minimum = 5,
        Some("/minimum"),
        Some("/minimum"),
    ),
    (
        "people who came",
        |of| population(of, Some(21)),
        None,
        Some("/groups"),
    ),
    (
        "people who went",
        |of| population(of, Some(19)),
        Some("/groups"),
        Some("/groups"),
    ),
    (
        "people who are not counted",
        |of| population(of, None),
        Some("/groups"),
        Some("/groups"),
    ),
    (
        "a group less",
        |of| drop(of.stated.groups.pop()),
        Some("/groups"),
        Some("/groups"),
    ),
    (
        "dimensions",
        |of| of.stated.dimensions.push("who".into()),
        Some("/dimensions"),
        Some("/dimensions"),
    ),
    (
        "reminders",
        |of| of.stated.remind_on = BTreeSet::from([date!(2026 - 11 - 20)]),
        None,
        Some("/reminders"),
    ),
    (
        "day of the follow-up",
        |of| of.stated.follow_up_due_on = date!(2027 - 09 - 01),
        None,
        None,
    ),
    (
        "campaign before",
        |of| of.stated.preceding_id = Some(SurveyCampaignId(Uuid::from_u128(77))),
        None,
        None,
    ),
    (
        "figures of others",
        |of| {
            of.stated.benchmarks = Some(Benchmarks {
                source: "A yearly publication".into(),
                figures: Vec::new(),
            });
        },
        None,
        None,
    ),
];

/// The code with which a change is refused, and where.
fn refused(state: CampaignState, handed_out: bool, change: Change) -> Option<(Code, Vec<String>)> {
    let before = Campaign {
        state,
        ..campaign()
    };
    let mut after = before.clone();
    change(&mut after);
    match after.may_replace(&before, handed_out, NOW) {
        Ok(()) => None,
        Err(Refusal::Conflict { code, blockers }) => {
            let pointers = blockers
                .into_iter()
                .map(|one| one.pointer.unwrap_or_default());
            Some((code, pointers.collect()))
        }
        Err(Refusal::Invalid(reasons)) => unreachable!("{reasons:?}"),
    }
}

#[test]
fn what_is_fixed_at_each_stage() {
    use CampaignState as S;
    for (name, change, handed_out, settled) in CHANGES {
        let at =
            |code, pointer: &Option<&str>| pointer.map(|pointer| (code, vec![pointer.to_owned()]));
        let of_codes = at(Code::CodesHandedOut, handed_out);
        let of_results = at(Code::CampaignStateForbids, settled);
        let never = Some((Code::CampaignStateForbids, vec![String::new()]));
        for (state, codes, expected) in [
            (S::Draft, false, &None),
            (S::Scheduled, false, &None),
            (S::Scheduled, true, &of_codes),
            // Who answers with a link has no code.
            (S::Open, false, &of_codes),
            (S::Open, true, &of_codes),
            (S::Processing, true, &never),
            (S::FollowUp, false, &of_results),
            (S::FollowUp, true, &of_results),
            (S::Closed, false, &of_results),
            (S::Cancelled, false, &never),
        ] {
            let found = refused(state, codes, *change);
            assert_eq!(found, *expected, "{name} while {state}, codes: {codes}");
        }
    }
}

#[test]
fn all_that_is_fixed_is_told_at_once() {
    let change: Change = |of| {
        of.stated.minimum = 5;
        of.stated.dimensions.push("who".into());
    };
    let told = vec!["/dimensions".to_owned(), "/minimum".to_owned()];
    let found = refused(CampaignState::Open, false, change);
    assert_eq!(found, Some((Code::CodesHandedOut, told)));
}
