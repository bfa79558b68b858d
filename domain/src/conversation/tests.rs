//! Agreements from one conversation to the next, what may be changed when, and what is gathered.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use time::macros::date;
use uuid::Uuid;

use super::editing::{Edit, edits, may_edit, may_remove};
use super::samples::*;
use super::*;
use crate::error::{Code, Subject, View};
use crate::framework::EditionRef;
use crate::id::VerdictId;
use crate::noun::Noun;
use crate::standing::{StandingFacts, standing};
use crate::verdict::{EvaluationLevel, GivenVerdict, Voice};

fn minted() -> impl FnMut() -> AgreementId {
    let mut next = 100;
    move || {
        next += 1;
        AgreementId(Uuid::from_u128(next))
    }
}

fn pairs(wrong: Vec<crate::error::Reason>) -> Vec<(Code, String)> {
    wrong
        .into_iter()
        .map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
        .collect()
}

#[test]
fn an_agreement_that_goes_on_becomes_one_of_the_next_without_its_old_date() {
    let before = previous(1, &[11, 12, 13]);
    let mut next = conversation(2);
    let input = ConversationInput {
        checked: vec![
            check(11, AgreementStatus::Done),
            check(12, AgreementStatus::Continued),
            check(13, AgreementStatus::Dropped),
        ],
        ..next.input()
    };
    next.change(input, Some(&before), TODAY, minted()).unwrap();
    assert_eq!(next.previous, Some(before.id));
    let [one] = &next.agreements[..] else {
        unreachable!("{:?}", next.agreements)
    };
    assert_eq!(one.continues, Some(before.open[1].id));
    assert_eq!(
        (&one.text, one.owner),
        (&before.open[1].text, before.open[1].owner)
    );
    assert_eq!(one.due_on, None);

    // A second change keeps it, whether or not the caller names it.
    let id = one.id;
    let mut input = next.input();
    input.agreements[0].due_on = Some(date!(2026 - 05 - 01));
    next.change(input, Some(&before), TODAY, minted()).unwrap();
    let mut input = next.input();
    input.agreements.clear();
    next.change(input, Some(&before), TODAY, minted()).unwrap();
    assert_eq!(next.agreements[0].id, id);
    assert_eq!(next.agreements[0].due_on, Some(date!(2026 - 05 - 01)));

    // It goes away with what made it.
    let mut input = next.input();
    input.checked[1].status = AgreementStatus::Done;
    next.change(input, Some(&before), TODAY, minted()).unwrap();
    assert_eq!(next.agreements, []);
}

#[test]
fn what_was_said_of_the_agreements_of_another_conversation_lapses() {
    let mut next = conversation(3);
    let input = ConversationInput {
        checked: vec![check(11, AgreementStatus::Continued)],
        ..next.input()
    };
    let first = previous(1, &[11]);
    next.change(input, Some(&first), TODAY, minted()).unwrap();
    // Another was held meanwhile.
    let second = previous(2, &[21]);
    let mut agenda = next.input();
    agenda.agenda.push(AgendaItem {
        title: "Rooster".into(),
        note: None,
    });
    next.change(agenda, Some(&second), TODAY, minted()).unwrap();
    assert_eq!(next.previous, Some(second.id));
    assert_eq!((next.checked.len(), next.agreements.len()), (0, 0));
    assert_eq!(next.agenda.len(), 1);
    // Once it is held, the one before it is fixed.
    next.number = Some(3);
    next.follow(Some(&first));
    assert_eq!(next.previous, Some(second.id));
}

#[test]
fn everything_wrong_is_said_at_once() {
    let mut next = conversation(2);
    let mut input = next.input();
    let person = PersonId(Uuid::from_u128(9));
    input.leaders = vec![person, person];
    input.agenda = vec![AgendaItem {
        title: " ".into(),
        note: None,
    }];
    let mut late = AgreementInput::from(&agreement(77));
    late.done_on = Some(date!(2026 - 02 - 11));
    late.text = "x".repeat(MAX_AGREEMENT + 1);
    input.agreements = vec![late];
    let mut dropped = check(11, AgreementStatus::Dropped);
    dropped.note = None;
    let done = check(11, AgreementStatus::Done);
    input.checked = vec![dropped, done, check(55, AgreementStatus::Done)];
    let before = previous(1, &[11]);
    let wrong = next
        .change(input, Some(&before), TODAY, minted())
        .unwrap_err();
    let at = |code, pointer: &str| (code, pointer.to_owned());
    assert_eq!(
        pairs(wrong),
        [
            at(Code::Duplicate, "/leaderIds/1"),
            at(Code::Required, "/agenda/0/title"),
            at(Code::TooLong, "/agreements/0/text"),
            at(Code::DateInFuture, "/agreements/0/doneOn"),
            at(Code::Required, "/checked/0/note"),
            at(Code::UnknownReference, "/agreements/0/id"),
            at(Code::Duplicate, "/checked/1/agreementId"),
            at(Code::UnknownReference, "/checked/2/agreementId"),
        ]
    );
    assert_eq!(next, conversation(2), "as it was");
}

#[test]
fn the_agenda_is_for_before_minutes_and_agreements_are_for_after() {
    let id = conversation(1).id;
    let allowed = |state| -> Vec<Edit> {
        let all = Edit::ALL.iter().copied();
        all.filter(|edit| may_edit(id, state, *edit).is_ok())
            .collect()
    };
    let before = [Edit::Plan, Edit::People, Edit::Check];
    assert_eq!(allowed(State::Planned), before);
    assert_eq!(allowed(State::Prepared), before);
    let after = [Edit::People, Edit::Check, Edit::Minutes, Edit::Agreements];
    assert_eq!(allowed(State::Held), after);
    assert_eq!(allowed(State::Closed), []);
    assert_eq!(allowed(State::Cancelled), []);
    for &state in State::ALL {
        assert_eq!(may_remove(id, state).is_ok(), state == State::Planned);
    }
    let now = conversation(1).input();
    assert_eq!(edits(&now, &now), []);
    let mut other = now.clone();
    other.minutes = Some("Besproken".into());
    other.planned_on = date!(2026 - 03 - 01);
    assert_eq!(edits(&now, &other), [Edit::Plan, Edit::Minutes]);
}

#[test]
fn only_what_is_not_done_is_left_for_the_next() {
    let mut held = conversation(1);
    assert_eq!(held.as_previous(), None);
    held.number = Some(4);
    held.held_on = Some(TODAY);
    held.state = State::Held;
    let mut done = agreement(1);
    done.done_on = Some(TODAY);
    held.agreements = vec![done, agreement(2)];
    let previous = held.as_previous().unwrap();
    assert!(!previous.closed);
    assert_eq!(
        (previous.number, &previous.open[..]),
        (4, &[agreement(2)][..])
    );
}

fn verdict(id: u128, voice: Voice, code: &str, value: &str, on: Date) -> GivenVerdict {
    let edition: EditionRef = "inspectorate/2025/po".parse().unwrap();
    GivenVerdict {
        id: VerdictId(Uuid::from_u128(id)),
        board_id: BoardId(Uuid::from_u128(1)),
        unit_id: UnitId(Uuid::from_u128(2)),
        voice,
        level: (voice == Voice::SelfAssessed).then_some(EvaluationLevel::Team),
        evaluated: None,
        requirement: format!("{edition}/{code}").parse().unwrap(),
        edition,
        value: Some(value.to_owned()),
        given_on: on,
        school_year: SchoolYear::of(on),
        source: Subject::new(Noun::SelfEvaluation, Uuid::from_u128(1)),
    }
}

#[test]
fn the_newest_verdict_of_each_voice_counts_whatever_the_order() {
    let facts = StandingFacts {
        on: TODAY,
        units: Vec::new(),
        requirements: Vec::new(),
        dossiers: Vec::new(),
        baselines: Vec::new(),
        verdicts: Vec::new(),
        work: Default::default(),
        follow_ups: Vec::new(),
    };
    let mut verdicts = vec![
        verdict(
            1,
            Voice::SelfAssessed,
            "OP1",
            "sufficient",
            date!(2025 - 01 - 01),
        ),
        verdict(
            2,
            Voice::SelfAssessed,
            "OP1",
            "insufficient",
            date!(2026 - 01 - 01),
        ),
        verdict(
            3,
            Voice::SelfAssessed,
            "OP2",
            "insufficient",
            date!(2025 - 06 - 01),
        ),
        verdict(
            4,
            Voice::Inspectorate,
            "OP1",
            "sufficient",
            date!(2024 - 01 - 01),
        ),
    ];
    let stands = standing(&facts);
    let first = gather(&stands, &verdicts, Some(&previous(1, &[11])));
    verdicts.reverse();
    assert_eq!(gather(&stands, &verdicts, Some(&previous(1, &[11]))), first);
    let [own, theirs] = &first.verdicts[..] else {
        unreachable!("{:?}", first.verdicts)
    };
    assert_eq!(
        (own.voice, own.newest_on),
        (Voice::SelfAssessed, date!(2026 - 01 - 01))
    );
    let values: Vec<_> = own
        .values
        .iter()
        .map(|one| (one.value.as_deref(), one.count))
        .collect();
    assert_eq!(values, [(Some("insufficient"), 2)]);
    assert_eq!(theirs.values[0].count, 1);
    let agenda = first.agenda(UnitId(Uuid::from_u128(2)));
    let codes: Vec<Code> = agenda.iter().map(|one| one.code).collect();
    assert_eq!(codes, [Code::AgendaAgreements, Code::AgendaVerdicts]);
    assert!(agenda.iter().all(|one| one.view != Some(View::Standing)));
}

#[test]
fn the_agenda_counts_all_that_needs_attention() {
    let gathered = Gathered {
        on: TODAY,
        figures: GatheredFigures {
            attention: 23,
            ..GatheredFigures::default()
        },
        attention: Vec::new(),
        overdue: Vec::new(),
        verdicts: Vec::new(),
        previous: None,
        agreements: Vec::new(),
    };
    let agenda = gathered.agenda(UnitId(Uuid::from_u128(2)));
    let [one] = &agenda[..] else {
        unreachable!("{agenda:?}")
    };
    assert_eq!(one.code, Code::AgendaAttention);
    let counted = crate::error::Reason::new(Code::AgendaAttention).with("count", 23);
    assert_eq!(one.params, counted.params);
}

#[test]
fn evidence_shows_what_came_of_agreements_since_the_conversation_before() {
    let evidence = |n| EvidenceId(Uuid::from_u128(n));
    let mut one = conversation(1);
    assert_eq!(one.looked_back_on(None).from, Some(TODAY));
    let before = previous(2, &[5]);
    let since = one.looked_back_on(Some(&before));
    assert_eq!((since.from, since.until), (Some(before.held_on), None));
    one.agreements = vec![agreement(3)];
    one.agreements[0].evidence_ids = vec![evidence(8)];
    one.checked = vec![check(5, AgreementStatus::Done)];
    one.checked[0].evidence_ids = vec![evidence(9)];
    assert_eq!(one.rests_on(), [evidence(8), evidence(9)].into());
    // What goes on is an agreement of its own, that nothing shows anything of yet.
    let mut input = one.input();
    input.checked[0].status = AgreementStatus::Continued;
    one.state = State::Held;
    one.previous = Some(before.id);
    let mut n = 20;
    let mint = || {
        n += 1;
        AgreementId(Uuid::from_u128(n))
    };
    one.change(input, Some(&before), TODAY, mint).unwrap();
    let goes_on = one.agreements.iter().find(|one| one.continues.is_some());
    assert_eq!(goes_on.unwrap().evidence_ids, []);
    let mut twice = one.input();
    twice.agreements[0].evidence_ids = vec![evidence(8), evidence(8)];
    twice.checked[0].evidence_ids = vec![evidence(9), evidence(9)];
    let at: Vec<_> = twice
        .check(TODAY)
        .into_iter()
        .map(|one| one.pointer.unwrap())
        .collect();
    assert_eq!(
        at,
        ["/agreements/0/evidenceIds/1", "/checked/0/evidenceIds/1"]
    );
}
