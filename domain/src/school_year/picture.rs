//! The picture of a school year: what was planned, what ran, and what was followed up, each with what that
//! rests on. The order of the facts does not matter, and nothing is followed up that did not run.

use std::collections::BTreeSet;

use time::Date;

use super::{FollowUp, Instrument, PlanLine, SchoolYearPlan};
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason, Subject};
use crate::id::{CycleId, UnitId};
use crate::noun::Noun;

/// One use of an instrument at a unit: a self-evaluation, an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The unit.
    pub unit_id: UnitId,
    /// The instrument.
    pub instrument: Instrument,
    /// What it is.
    pub subject: Subject,
    /// The school year that it names itself; the day on which it ran, or was to run, says it otherwise.
    pub year: Option<SchoolYear>,
    /// The first and the last day that are planned for it, where they are.
    pub planned: Option<(Date, Date)>,
    /// The day on which it came to its result.
    pub ran_on: Option<Date>,
    /// The day on which its follow-up was closed.
    pub closed_on: Option<Date>,
    /// The improvement cycles that arise from it.
    pub cycles: Vec<ArisenCycle>,
    /// It counts, but nothing more is told of it: neither which it is nor when.
    pub untold: bool,
}

/// A cycle that arises from something of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArisenCycle {
    /// The day on which it was opened.
    pub opened_on: Date,
    /// The cycle.
    pub id: CycleId,
    /// It counts, but nothing more is told of it.
    pub untold: bool,
}

/// What the picture of one unit rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFacts {
    /// The school year.
    pub year: SchoolYear,
    /// Its plan, when there is one.
    pub plan: Option<SchoolYearPlan>,
    /// What there is of every instrument; what is of another year does not count.
    pub instances: Vec<Instance>,
}

/// One instrument in one school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentYear {
    /// The instrument.
    pub instrument: Instrument,
    /// Whether it was planned.
    pub planned: Told,
    /// Whether it ran.
    pub ran: Told,
    /// Whether all that ran was followed up.
    pub followed_up: Told,
    /// Something of that counts of which nothing more is told.
    pub withheld: bool,
}

/// Whether something holds, on which days, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whether it does.
    pub holds: bool,
    /// The first of its days; none while it does not hold, as the days of a part would pass for those of the
    /// whole: these stand with the reasons. None either where the days are untold.
    pub from: Option<Date>,
    /// The last of its days, as with the first.
    pub until: Option<Date>,
    /// What that rests on.
    pub why: Vec<Reason>,
}

impl Told {
    /// Of what is untold it is said once that there is something.
    fn new(holds: bool, days: impl IntoIterator<Item = Date>, mut why: Vec<Reason>) -> Self {
        let mut said = false;
        why.retain(|reason| {
            let untold = reason.code == Code::CheckWithheld;
            !untold || !std::mem::replace(&mut said, true)
        });
        let days: BTreeSet<Date> = days.into_iter().filter(|_| holds).collect();
        Self {
            holds,
            from: days.first().copied(),
            until: days.last().copied(),
            why,
        }
    }

    fn not(code: Code) -> Self {
        Self::new(false, [], vec![Reason::new(code)])
    }
}

impl Instance {
    /// Whether it is of this school year.
    pub fn is_of(&self, year: SchoolYear) -> bool {
        let of = self.year.or_else(|| {
            let day = self.ran_on.or(self.planned.map(|(from, _)| from))?;
            Some(SchoolYear::of(day))
        });
        of == Some(year)
    }

    /// A reason that rests on it, when more may be told than that it is there.
    pub(super) fn because(&self, code: Code, on: &[(&'static str, Date)]) -> Reason {
        if self.untold {
            return Reason::new(Code::CheckWithheld);
        }
        let reason = Reason::new(code).about(self.subject.noun, self.subject.id);
        let on = on.iter();
        on.fold(reason, |reason, (name, day)| reason.with(name, day))
    }

    /// Its days, as far as they are told.
    fn days(&self, days: impl IntoIterator<Item = Date>) -> Vec<Date> {
        match self.untold {
            true => Vec::new(),
            false => days.into_iter().collect(),
        }
    }
}

impl YearFacts {
    /// What there is of an instrument in the year, each once, in one order.
    pub(super) fn of(&self, instrument: Instrument) -> Vec<&Instance> {
        let ours = self.instances.iter();
        let mut ours: Vec<&Instance> = ours
            .filter(|one| one.instrument == instrument && one.is_of(self.year))
            .collect();
        ours.sort_by_key(|one| (one.ran_on, one.planned, one.subject.id));
        ours.dedup_by_key(|one| one.subject);
        ours
    }
}

/// What was planned, ran and was followed up, one row for each instrument.
pub fn picture(facts: &YearFacts) -> Vec<InstrumentYear> {
    Instrument::ALL
        .iter()
        .map(|&instrument| {
            let instances = facts.of(instrument);
            InstrumentYear {
                instrument,
                planned: planned(facts.plan.as_ref(), instrument, &instances),
                ran: ran(&instances),
                followed_up: followed_up(facts.plan.as_ref(), instrument, &instances),
                withheld: instances
                    .iter()
                    .any(|one| one.untold || one.cycles.iter().any(|cycle| cycle.untold)),
            }
        })
        .collect()
}

fn planned(plan: Option<&SchoolYearPlan>, instrument: Instrument, instances: &[&Instance]) -> Told {
    let (mut days, mut why, mut unneeded) = (Vec::new(), Vec::new(), Vec::new());
    let span = |reason: Reason, from: Date, until: Date| {
        let reason = reason.with("from", from);
        reason.with("until", until)
    };
    if let Some(plan) = plan {
        let about = |code| Reason::new(code).about(Noun::SchoolYearPlan, plan.id);
        let mut lines: Vec<&PlanLine> = plan.lines.iter().collect();
        lines.retain(|line| line.instrument == instrument);
        lines.sort_by_key(|line| (line.from, line.until));
        for line in lines {
            if let Some(reason) = &line.not_needed {
                unneeded.push(about(Code::CheckNotNeeded).with("reason", reason));
            } else if let (Some(from), Some(until)) = (line.from, line.until) {
                days.extend([from, until]);
                why.push(span(about(Code::CheckPlanned), from, until));
            }
        }
    }
    for one in instances {
        // What is there was meant to be, also without days.
        match one.planned {
            Some((from, until)) => {
                days.extend(one.days([from, until]));
                let span = [("from", from), ("until", until)];
                why.push(one.because(Code::CheckPlanned, &span));
            }
            None => why.push(one.because(Code::CheckUndated, &[])),
        }
    }
    if !why.is_empty() {
        return Told::new(true, days, why);
    }
    match unneeded.is_empty() {
        true => Told::not(Code::CheckNotPlanned),
        false => Told::new(false, [], unneeded),
    }
}

fn ran(instances: &[&Instance]) -> Told {
    let (mut days, mut why) = (Vec::new(), Vec::new());
    for one in instances {
        match one.ran_on {
            Some(on) => {
                days.extend(one.days([on]));
                why.push(one.because(Code::CheckRan, &[("on", on)]));
            }
            None => why.push(one.because(Code::CheckStillOpen, &[])),
        }
    }
    let any = instances.iter().any(|one| one.ran_on.is_some());
    match why.is_empty() {
        true => Told::not(Code::CheckNotRan),
        false => Told::new(any, days, why),
    }
}

fn followed_up(
    plan: Option<&SchoolYearPlan>,
    instrument: Instrument,
    instances: &[&Instance],
) -> Told {
    let ran = instances.iter().filter_map(|one| Some((*one, one.ran_on?)));
    let (mut all, mut any) = (true, false);
    let (mut days, mut why) = (Vec::new(), Vec::new());
    for (one, on) in ran {
        any = true;
        let followed = follow_up_of(plan, one, on);
        if followed.is_empty() {
            all = false;
            why.push(one.because(missing(instrument), &[]));
        }
        for (day, reason) in followed {
            days.extend(day);
            why.push(reason);
        }
    }
    match any {
        true => Told::new(all, days, why),
        false => Told::not(Code::CheckNotRan),
    }
}

/// What is said of one that ran and was not followed up. Of an audit nobody decides that nothing
/// needs to follow; of a survey the unit decides so where it closes its part.
const fn missing(instrument: Instrument) -> Code {
    match instrument {
        Instrument::Audit => Code::AuditNotClosed,
        Instrument::SelfEvaluation => Code::FollowUpMissing,
        Instrument::Survey => Code::ResultsNotFollowedUp,
    }
}

/// What followed on one that ran, each with its day where that is told; nothing when it was not followed up.
fn follow_up_of(
    plan: Option<&SchoolYearPlan>,
    one: &Instance,
    ran_on: Date,
) -> Vec<(Option<Date>, Reason)> {
    match one.instrument {
        // An audit is followed up when it is closed: cycles may be running by then, or done. Of a survey each unit
        // closes its own part, by naming cycles or by a decision.
        Instrument::Audit | Instrument::Survey => {
            let closed = one.closed_on.map(|on| {
                let reason = one.because(Code::CheckClosed, &[("on", on)]);
                ((!one.untold).then_some(on), reason)
            });
            closed.into_iter().collect()
        }
        Instrument::SelfEvaluation => {
            let mut cycles = one.cycles.clone();
            cycles.sort_unstable();
            cycles.dedup();
            let arose = cycles.iter().map(|cycle| {
                if cycle.untold {
                    return (None, Reason::new(Code::CheckWithheld));
                }
                let reason = Reason::new(Code::CycleArose).about(Noun::ImprovementCycle, cycle.id);
                (Some(cycle.opened_on), reason.with("on", cycle.opened_on))
            });
            let decided = plan.into_iter().flat_map(|plan| {
                let about = |decision: &FollowUp| {
                    let reason = Reason::new(Code::FollowUpNotNeeded);
                    let reason = reason.about(Noun::SchoolYearPlan, plan.id);
                    let reason = reason.with("on", decision.on);
                    (Some(decision.on), reason.with("reason", &decision.reason))
                };
                let ours = plan.follow_ups.iter();
                let mut ours: Vec<_> = ours
                    .filter(|decision| decision.is_about(one, ran_on))
                    .map(about)
                    .collect();
                ours.sort_by(|(one, a), (other, b)| (one, &a.params).cmp(&(other, &b.params)));
                ours
            });
            arose.chain(decided).collect()
        }
    }
}
