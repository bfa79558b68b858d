//! What is worth keeping of where units stand, and what is told of it to whoever hears only some voices.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::judged_tests::{facts, judged_on, of_team, said};
use super::tests::*;
use super::*;
use crate::baseline::BaselineStatus;
use crate::error::Code;
use crate::framework::RequirementRef;
use crate::pdca::State;
use crate::verdict::Voice;

use Voice::{Inspectorate, InternalAudit, SelfAssessed};

#[test]
fn a_unit_takes_up_what_is_kept_of_it_and_nothing_else() {
    let mut facts = empty();
    assert!(pictures(&facts).iter().all(|one| !one.tells()));
    facts.units.iter_mut().for_each(|one| one.replaced = true);
    assert!(pictures(&facts).is_empty());
    facts.baselines = vec![baseline(1, 0, BaselineStatus::NotYet)];
    let found = pictures(&facts);
    let rows = found.iter().flat_map(|one| &one.standing.requirements);
    let rows: Vec<_> = rows.map(|one| one.requirement.clone()).collect();
    assert_eq!((found.len(), rows), (1, vec![requirement(0)]));
    assert_eq!(found.first().unwrap().standing.unit_id, unit(1));
}

/// What a picture that was kept tells whoever hears these voices of the first requirement: who judged it, and
/// what it needs with what that rests on.
type Told = (Vec<Voice>, &'static str, Vec<Code>);

fn heard(kept: &StandingFacts, voices: &[Voice]) -> Option<Told> {
    let picture = pictures(kept).into_iter().next()?;
    let picture = picture.heard(|voice| voices.contains(&voice))?;
    let first = picture.standing.requirements.first()?;
    let said = first.judged.iter().map(|one| one.voice).collect();
    let mut attention = picture.attention.into_iter();
    let here = attention.find(|one| one.requirement == Some(requirement(0)));
    let Some(item) = here else {
        return Some((said, "", Vec::new()));
    };
    let why = item.why.iter().map(|why| why.code).collect();
    Some((said, item.kind.as_str(), why))
}

#[test]
fn a_picture_that_was_kept_tells_nobody_more_than_they_may_hear() {
    use Code::{BaselineNotYet, JudgedLowest, NoRunningCycle, RequirementUntouched};
    let low = || vec![judged_on(1, Inspectorate, true, 9), of_team(2, 7, true, 8)];
    let kept = facts(low(), vec![said(BaselineStatus::NotYet, 7)]);
    // The baseline came after both, whoever hears them.
    let not_yet = vec![BaselineNotYet, NoRunningCycle];
    for (voices, told) in [
        (Voice::ALL, vec![SelfAssessed, Inspectorate]),
        (&[SelfAssessed], vec![SelfAssessed]),
        (&[InternalAudit], vec![]),
    ] {
        let expected = Some((told, "notYet", not_yet.clone()));
        assert_eq!(heard(&kept, voices), expected);
    }
    let mut kept = facts(low(), vec![]);
    let why = vec![JudgedLowest, JudgedLowest, NoRunningCycle];
    let expected = Some((vec![SelfAssessed, Inspectorate], "notYet", why));
    assert_eq!(heard(&kept, Voice::ALL), expected);
    let why = vec![JudgedLowest, NoRunningCycle];
    let expected = Some((vec![Inspectorate], "notYet", why));
    assert_eq!(heard(&kept, &[Inspectorate]), expected);
    // Where nothing else is kept there is no picture; else nothing was ever said of it.
    assert_eq!(heard(&kept, &[InternalAudit]), None);
    kept.baselines = vec![baseline(1, 1, BaselineStatus::InOrder)];
    let expected = Some((vec![], "untouched", vec![RequirementUntouched]));
    assert_eq!(heard(&kept, &[InternalAudit]), expected);
}

#[test]
fn who_is_not_heard_does_not_show_by_what_needs_no_attention() {
    use Code::{JudgedLowest, NoRunningCycle};
    // What the inspectorate said still counts for whoever does not hear the audit that came after it.
    let mut kept = facts(
        vec![
            judged_on(1, Inspectorate, true, 9),
            judged_on(2, InternalAudit, false, 5),
        ],
        vec![],
    );
    let all = vec![InternalAudit, Inspectorate];
    assert_eq!(heard(&kept, Voice::ALL), Some((all, "", vec![])));
    let why = vec![JudgedLowest, NoRunningCycle];
    let expected = Some((vec![Inspectorate], "notYet", why));
    assert_eq!(heard(&kept, &[Inspectorate]), expected);
    // A cycle worked on it, also then.
    kept.work.cycles = vec![cycle(10, 1, 0, State::Do, 0)];
    let expected = Some((vec![Inspectorate], "", vec![]));
    assert_eq!(heard(&kept, &[Inspectorate]), expected);
}

#[test]
fn what_is_there_for_a_voice_alone_is_not_there_for_who_does_not_hear_it() {
    let mut kept = facts(vec![judged_on(1, Inspectorate, true, 9)], vec![]);
    kept.units.iter_mut().for_each(|one| one.replaced = true);
    assert!(heard(&kept, &[Inspectorate]).is_some());
    assert_eq!(heard(&kept, &[InternalAudit]), None);
    // It has a baseline of another standard: that is told, and counted, alone.
    kept.baselines = vec![baseline(1, 1, BaselineStatus::InOrder)];
    let picture = pictures(&kept).into_iter().next().unwrap();
    let none = |one: &Picture| -> u32 {
        let cells = one.standing.figures.themes.iter();
        let cells = cells.filter_map(|row| row.phases.first());
        cells.map(|cell| cell.requirements.none).sum()
    };
    let rows = |one: &Picture| -> Vec<RequirementRef> {
        let rows = one.standing.requirements.iter();
        rows.map(|row| row.requirement.clone()).collect()
    };
    assert_eq!(
        (rows(&picture), none(&picture)),
        (vec![requirement(0), requirement(1)], 2)
    );
    let picture = picture.heard(|_| false).unwrap();
    assert_eq!((rows(&picture), none(&picture)), (vec![requirement(1)], 1));
}
