//! The rules of deliveries.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use time::{Date, Month, macros::date};
use uuid::Uuid;

use super::*;
use crate::calendar::SchoolYear;
use crate::error::Code;
use crate::id::{BoardId, SafetyDeliveryId, SurveyCampaignId, UnitId};
use crate::survey::campaign::Window;
use crate::survey::instrument::InstrumentRef;
use crate::text::Bilingual;

const MADE: Date = date!(2027 - 05 - 01);
const TODAY: Date = date!(2027 - 06 - 01);

fn made() -> SafetyDelivery {
    SafetyDelivery {
        id: SafetyDeliveryId(Uuid::from_u128(1)),
        board_id: BoardId(Uuid::from_u128(2)),
        unit_id: UnitId(Uuid::from_u128(3)),
        campaign_id: SurveyCampaignId(Uuid::from_u128(4)),
        school_year: SchoolYear(2026),
        state: DeliveryState::Made,
        due_on: date!(2027 - 06 - 30),
        term_verified: true,
        made_on: MADE,
        instrument: InstrumentRef::Shipped { key: "a".into() },
        instrument_title: Bilingual {
            nl: "A".into(),
            en: "A".into(),
        },
        official: false,
        measured: (date!(2027 - 03 - 01), date!(2027 - 04 - 30)),
        figures: None,
        permit: None,
        delivered: None,
        withdrawn: Vec::new(),
    }
}

fn asked(command: DeliveryCommand) -> DeliveryAsked {
    DeliveryAsked {
        command,
        permit: None,
        reason: None,
        delivered: None,
    }
}

fn permit(permitted_on: Date) -> DeliveryAsked {
    DeliveryAsked {
        permit: Some(Permit {
            permitted_on,
            role: PermitRole::SchoolLeader,
            person: None,
        }),
        ..asked(DeliveryCommand::Permit)
    }
}

fn withdraw() -> DeliveryAsked {
    DeliveryAsked {
        reason: Some("Cijfers kloppen niet".into()),
        ..asked(DeliveryCommand::WithdrawPermission)
    }
}

fn deliver(delivered_on: Date) -> DeliveryAsked {
    DeliveryAsked {
        delivered: Some(Delivered {
            delivered_on,
            channel: "Internet Schooldossier".into(),
            reference: None,
        }),
        ..asked(DeliveryCommand::Deliver)
    }
}

fn take(one: &mut SafetyDelivery, asked: DeliveryAsked) -> bool {
    match decide(asked.command, &DeliveryFacts::of(one)) {
        Ok(step) => {
            one.apply(step, asked, TODAY);
            true
        }
        Err(_) => false,
    }
}

#[test]
fn it_is_delivered_after_the_school_permits_it_and_then_stays_so() {
    let mut one = made();
    assert!(!take(&mut one, deliver(TODAY)), "nobody permitted it");
    assert!(take(&mut one, permit(TODAY)));
    assert!(take(&mut one, withdraw()));
    assert_eq!((one.state, &one.permit), (DeliveryState::Withdrawn, &None));
    assert!(
        !take(&mut one, deliver(TODAY)),
        "nobody permits it any more"
    );
    assert!(take(&mut one, permit(TODAY)));
    assert!(take(&mut one, deliver(TODAY)));
    for asked in [permit(TODAY), withdraw(), deliver(TODAY)] {
        assert!(!take(&mut one, asked));
    }
    assert_eq!(one.withdrawn.len(), 1);
    assert!(one.permit.is_some() && one.delivered.is_some());
}

#[test]
fn what_goes_with_a_command_goes_with_no_other() {
    let found = |one: &SafetyDelivery, asked: &DeliveryAsked| {
        let wrong = asked.check(one, TODAY).into_iter();
        wrong
            .map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let one = made();
    let pair = |code, at: &str| (code, at.to_owned());
    for (command, at) in [
        (DeliveryCommand::Permit, "/permit"),
        (DeliveryCommand::WithdrawPermission, "/reason"),
        (DeliveryCommand::Deliver, "/delivered"),
    ] {
        assert_eq!(found(&one, &asked(command)), [pair(Code::Required, at)]);
    }
    let both = DeliveryAsked {
        reason: Some("x".into()),
        ..permit(TODAY)
    };
    assert_eq!(found(&one, &both), [pair(Code::NotWithCommand, "/reason")]);
    let early = permit(date!(2027 - 04 - 30));
    let at = "/permit/permittedOn";
    assert_eq!(found(&one, &early), [pair(Code::PermittedBeforeMade, at)]);
    assert_eq!(found(&one, &permit(MADE)), []);
    let mut permitted = made();
    assert!(take(&mut permitted, permit(TODAY)));
    let early = deliver(date!(2027 - 05 - 31));
    let at = "/delivered/deliveredOn";
    assert_eq!(
        found(&permitted, &early),
        [pair(Code::DeliveredBeforePermitted, at)]
    );
    assert_eq!(found(&permitted, &deliver(TODAY)), []);
}

#[test]
fn it_is_late_until_it_is_delivered() {
    let mut one = made();
    let late = |one: &SafetyDelivery| {
        [date!(2027 - 06 - 30), date!(2027 - 07 - 03)].map(|day| one.days_late(day))
    };
    for state in [
        DeliveryState::Made,
        DeliveryState::Permitted,
        DeliveryState::Withdrawn,
    ] {
        one.state = state;
        assert_eq!(late(&one), [0, 3], "{state}");
    }
    one.state = DeliveryState::Delivered;
    assert_eq!(late(&one), [0, 0]);
}

fn term(year: i32, due_on: Date) -> SafetyTerm {
    SafetyTerm {
        school_year: SchoolYear(year),
        due_on,
        source: "https://example.org".into(),
        verified: true,
    }
}

#[test]
fn a_year_that_is_not_known_yet_has_the_day_of_the_last_one() {
    let terms = vec![
        term(2025, date!(2026 - 06 - 30)),
        term(2027, date!(2028 - 02 - 29)),
    ];
    let terms = SafetyTerms::check(terms).unwrap();
    let of = |year| {
        let found = terms.of(SchoolYear(year)).unwrap();
        (found.due_on, found.verified)
    };
    assert_eq!(of(2025), (date!(2026 - 06 - 30), true));
    assert_eq!(of(2026), (date!(2027 - 06 - 30), false));
    assert_eq!(of(2024), (date!(2025 - 06 - 30), false));
    assert_eq!(of(2028), (date!(2029 - 02 - 28), false));
    assert_eq!(of(2031), (date!(2032 - 02 - 29), false));
}

#[test]
fn terms_that_cannot_be_are_refused() {
    assert!(SafetyTerms::check(Vec::new()).is_err());
    assert!(SafetyTerms::check(vec![term(2025, date!(2025 - 06 - 30))]).is_err());
    let twice = vec![
        term(2025, date!(2026 - 06 - 30)),
        term(2025, date!(2026 - 06 - 01)),
    ];
    assert!(SafetyTerms::check(twice).is_err());
}

#[test]
fn the_response_is_a_part_of_those_who_could_answer() {
    let figures = |respondents, population| SafetyFigures {
        respondents,
        population,
        topics: Vec::new(),
    };
    assert_eq!(figures(30, 40).response(), Some(0.75));
    assert_eq!(figures(0, 0).response(), None);
}

proptest! {
    /// Each year has one day, in that school year.
    #[test]
    fn every_year_has_a_day_of_its_own(year in 1990_i32..2100, first in 2000_i32..2050, month in 1_u8..=12, day in 1_u8..=28) {
        let month = Month::try_from(month).unwrap();
        let due_on = Date::from_calendar_date(first, month, day).unwrap();
        let terms = SafetyTerms::check(vec![term(SchoolYear::of(due_on).0, due_on)]).unwrap();
        let found = terms.of(SchoolYear(year)).unwrap();
        prop_assert_eq!(SchoolYear::of(found.due_on), SchoolYear(year));
    }

    /// It is delivered only with a permission, and what was withdrawn is kept.
    #[test]
    fn nothing_is_delivered_without_a_permission(commands in prop::collection::vec(0_usize..3, 0..40)) {
        let mut one = made();
        let mut withdrawn = 0;
        for command in commands {
            let asked = [permit(TODAY), withdraw(), deliver(TODAY)].into_iter().nth(command).unwrap();
            let withdraws = asked.command == DeliveryCommand::WithdrawPermission;
            if take(&mut one, asked) {
                withdrawn += usize::from(withdraws);
            }
            let permitted = matches!(one.state, DeliveryState::Permitted | DeliveryState::Delivered);
            prop_assert_eq!(one.permit.is_some(), permitted);
            prop_assert_eq!(one.delivered.is_some(), one.state == DeliveryState::Delivered);
            prop_assert_eq!(one.withdrawn.len(), withdrawn);
        }
    }
}

#[test]
fn what_is_measured_in_two_years_is_of_the_second_and_ends_when_it_ended() {
    let mut stated = crate::survey::campaign::tests::sample().stated;
    let year = |opens_on, closes_on| Window {
        opens_on,
        closes_on,
    };
    stated.windows = vec![
        year(date!(2027 - 03 - 01), date!(2027 - 04 - 30)),
        year(date!(2028 - 03 - 01), date!(2028 - 04 - 28)),
    ];
    let planned = SafetyDelivery::measured(&stated, None).unwrap();
    let days = (date!(2027 - 03 - 01), date!(2028 - 04 - 28));
    assert_eq!(planned, (days, SchoolYear(2027)));
    let early = SafetyDelivery::measured(&stated, Some(date!(2028 - 03 - 20))).unwrap();
    assert_eq!(early.0.1, date!(2028 - 03 - 20));
}
