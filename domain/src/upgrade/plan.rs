//! The plan: one pure function, which says what a dry run shows and what an application does.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Choice, Choices, chosen};
use super::row::{Outcome, Row, RowKind, Target, TargetDossier};
use crate::check::MAX_REFERENCES;
use crate::dossier::{Dossier, DossierInput};
use crate::error::{Code, Reason};
use crate::framework::{
    Carrying, EditionContent, EditionRef, Fate, Node, Relation, RequirementRef,
};
use crate::id::{CycleId, DossierId};
use crate::noun::Noun;

/// A cycle that is still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCycle {
    /// Its id.
    pub id: CycleId,
    /// The requirements that it serves.
    pub requirements: Vec<RequirementRef>,
}

/// What hangs at the unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hanging {
    /// Its dossiers.
    pub dossiers: Vec<Dossier>,
    /// Its open cycles.
    pub cycles: Vec<OpenCycle>,
}

/// A dossier to be made of older ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// Its requirement.
    pub requirement: RequirementRef,
    /// The dossiers that it continues, in the order of the older edition.
    pub previous: Vec<DossierId>,
    /// What it says to begin with.
    pub stated: DossierInput,
}

/// What is shown, and what is done when it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Every standard of the older edition and every new one, once.
    pub rows: Vec<Row>,
    /// What was chosen, now and before.
    pub choices: Choices,
    /// The dossiers to be made.
    pub make: Vec<Continuation>,
    /// The cycles to be extended, with the requirements that come beside those that they serve.
    pub extend: Vec<(CycleId, Vec<RequirementRef>)>,
    /// What keeps it from being applied.
    pub blockers: Vec<Reason>,
}

impl Plan {
    /// Whether there is nothing left to be done.
    pub fn is_done(&self) -> bool {
        self.rows.iter().all(|row| row.done)
    }
}

/// Plans the step between two editions for a unit with what hangs there. `before` is what was chosen in
/// earlier steps between the same editions; what is given now goes before it.
///
/// # Errors
/// Everything wrong with the choices: see [`chosen`].
pub fn plan(
    carrying: &Carrying,
    (from, to): (&EditionContent, &EditionContent),
    hanging: &Hanging,
    before: &Choices,
    given: &[Choice],
) -> Result<Plan, Vec<Reason>> {
    let mut rows = lines(carrying, from, to, hanging);
    let mut choices = before.clone();
    choices.retain(|code, targets| still_fits(&rows, code, targets));
    choices.extend(chosen(given, &rows, from, to)?);
    for row in &mut rows {
        let (outcome, codes) = decide(row, &choices);
        let targets = codes
            .iter()
            .map(|code| target(row, code, &from.edition, &to.edition, hanging));
        let targets = targets.collect();
        row.settle(outcome, targets);
    }
    let mut blockers: Vec<Reason> = rows.iter().filter_map(missing).collect();
    let make = continuations(&rows, &to.edition, hanging, &mut blockers);
    let extend = extensions(&rows, &to.edition, hanging, &mut blockers);
    Ok(Plan {
        rows,
        choices,
        make,
        extend,
        blockers,
    })
}

fn of(edition: &EditionRef, code: &str) -> RequirementRef {
    RequirementRef::Shipped {
        edition: edition.clone(),
        code: code.to_owned(),
    }
}

fn dossier_of<'a>(hanging: &'a Hanging, requirement: &RequirementRef) -> Option<&'a Dossier> {
    let mut all = hanging.dossiers.iter();
    all.find(|dossier| dossier.requirement == *requirement)
}

/// What was chosen before holds while the mappings still lead there.
fn still_fits(rows: &[Row], code: &str, targets: &[String]) -> bool {
    let row = rows.iter().find(|row| row.is_of_older(code));
    row.is_some_and(|row| {
        row.kind == RowKind::Choice && targets.iter().all(|target| row.leads_to(target))
    })
}

/// Every standard of the older edition in its order, then what is new, with what hangs there.
fn lines(
    carrying: &Carrying,
    from: &EditionContent,
    to: &EditionContent,
    hanging: &Hanging,
) -> Vec<Row> {
    let older = from.standards().filter_map(|node| {
        let fate = carrying.fate(&node.code)?;
        Some(older_line(&node.code, fate, (from, to), hanging))
    });
    let mut rows: Vec<Row> = older.collect();
    let reached = |code: &str| rows.iter().any(|row| row.leads_to(code));
    let new = to.standards().filter(|node| !reached(&node.code));
    let new: Vec<Row> = new.map(|node| new_line(node, &rows)).collect();
    rows.extend(new);
    rows
}

fn older_line(
    code: &str,
    fate: &Fate,
    (from, to): (&EditionContent, &EditionContent),
    hanging: &Hanging,
) -> Row {
    let in_order = |codes: &BTreeSet<String>| -> Vec<String> {
        let standards = to.standards().filter(|node| codes.contains(&node.code));
        standards.map(|node| node.code.clone()).collect()
    };
    let (mut candidates, overlaps) = (in_order(&fate.to), in_order(&fate.overlaps));
    let kind = match fate.shown() {
        Relation::Same | Relation::Renamed => RowKind::Carried,
        Relation::Dropped => RowKind::Lapsed,
        Relation::Split
        | Relation::Merged
        | Relation::Regrouped
        | Relation::Added
        | Relation::Partial => {
            candidates.extend(overlaps.iter().cloned());
            RowKind::Choice
        }
    };
    let requirement = of(&from.edition, code);
    let cycles = hanging.cycles.iter();
    let cycles = cycles.filter(|cycle| cycle.requirements.contains(&requirement));
    Row {
        kind,
        standard: code.to_owned(),
        relation: fate.shown(),
        candidates,
        overlaps,
        verified: fate.verified,
        readable_until: from.readable_until.filter(|_| kind == RowKind::Lapsed),
        dossier: dossier_of(hanging, &requirement).map(|dossier| dossier.id),
        cycles: cycles.map(|cycle| cycle.id).collect(),
        outcome: Outcome::Nothing,
        targets: Vec::new(),
        done: true,
    }
}

fn new_line(node: &Node, older: &[Row]) -> Row {
    let overlapping = older.iter().filter(|row| row.overlaps.contains(&node.code));
    Row {
        kind: RowKind::New,
        standard: node.code.clone(),
        relation: Relation::Added,
        candidates: Vec::new(),
        overlaps: overlapping.map(|row| row.standard.clone()).collect(),
        verified: node.verified,
        readable_until: None,
        dossier: None,
        cycles: Vec::new(),
        outcome: Outcome::Start,
        targets: Vec::new(),
        done: true,
    }
}

/// What becomes of what hangs there, and under which standards it goes on.
fn decide(row: &Row, choices: &Choices) -> (Outcome, Vec<String>) {
    match row.kind {
        RowKind::New => (Outcome::Start, Vec::new()),
        RowKind::Lapsed => (Outcome::Lapse, Vec::new()),
        RowKind::Carried | RowKind::Choice if !row.is_used() => (Outcome::Nothing, Vec::new()),
        RowKind::Carried => (Outcome::Carry, row.candidates.clone()),
        RowKind::Choice => match choices.get(&row.standard) {
            None => (Outcome::Choose, Vec::new()),
            Some(codes) if codes.is_empty() => (Outcome::Leave, Vec::new()),
            Some(codes) => (Outcome::Carry, codes.clone()),
        },
    }
}

fn target(row: &Row, code: &str, from: &EditionRef, to: &EditionRef, hanging: &Hanging) -> Target {
    let (older, newer) = (of(from, &row.standard), of(to, code));
    let there = dossier_of(hanging, &newer);
    let dossier = match (row.dossier, there) {
        (None, None) => TargetDossier::Absent,
        (Some(_), None) => TargetDossier::Make,
        (Some(old), Some(new)) if new.previous.contains(&old) => TargetDossier::Made,
        (Some(_) | None, Some(_)) => TargetDossier::Apart,
    };
    let lacks = |cycle: &&OpenCycle| {
        cycle.requirements.contains(&older) && !cycle.requirements.contains(&newer)
    };
    Target {
        code: code.to_owned(),
        dossier,
        dossier_id: there.map(|dossier| dossier.id),
        cycles: hanging
            .cycles
            .iter()
            .filter(lacks)
            .map(|cycle| cycle.id)
            .collect(),
    }
}

fn missing(row: &Row) -> Option<Reason> {
    (row.outcome == Outcome::Choose).then(|| {
        let reason = Reason::new(Code::ChoiceMissing).with("standard", &row.standard);
        let reason = reason.with("candidates", row.candidates.join(", "));
        match (row.dossier, row.cycles.first()) {
            (Some(dossier), _) => reason.about(Noun::Dossier, dossier),
            (None, Some(cycle)) => reason.about(Noun::ImprovementCycle, *cycle),
            (None, None) => reason,
        }
    })
}

/// The dossiers to be made: one for each standard of the newer edition, of all that go on there.
fn continuations(
    rows: &[Row],
    to: &EditionRef,
    hanging: &Hanging,
    blockers: &mut Vec<Reason>,
) -> Vec<Continuation> {
    let mut sources: BTreeMap<&str, Vec<&Dossier>> = BTreeMap::new();
    for row in rows {
        let old = hanging
            .dossiers
            .iter()
            .find(|dossier| Some(dossier.id) == row.dossier);
        let make = |target: &&Target| target.dossier == TargetDossier::Make;
        for target in row.targets.iter().filter(make) {
            sources.entry(&target.code).or_default().extend(old);
        }
    }
    let mut all = Vec::new();
    for (code, old) in sources {
        let stated = DossierInput::joined(old.iter().map(|dossier| &dossier.stated));
        if stated.evidence.len() > MAX_REFERENCES {
            let reason = old.iter().map(|dossier| {
                let reason = Reason::new(Code::TooLong).about(Noun::Dossier, dossier.id);
                reason.at("/evidence").with("max", MAX_REFERENCES)
            });
            blockers.extend(reason);
        }
        all.push(Continuation {
            requirement: of(to, code),
            previous: old.iter().map(|dossier| dossier.id).collect(),
            stated,
        });
    }
    all
}

/// The cycles to be extended, each once.
fn extensions(
    rows: &[Row],
    to: &EditionRef,
    hanging: &Hanging,
    blockers: &mut Vec<Reason>,
) -> Vec<(CycleId, Vec<RequirementRef>)> {
    let mut all = Vec::new();
    for cycle in &hanging.cycles {
        let mut added: Vec<RequirementRef> = Vec::new();
        for target in rows.iter().flat_map(|row| &row.targets) {
            let requirement = of(to, &target.code);
            if target.cycles.contains(&cycle.id) && !added.contains(&requirement) {
                added.push(requirement);
            }
        }
        if cycle.requirements.len() + added.len() > MAX_REFERENCES {
            let reason = Reason::new(Code::TooLong).about(Noun::ImprovementCycle, cycle.id);
            blockers.push(reason.at("/requirements").with("max", MAX_REFERENCES));
        }
        if !added.is_empty() {
            all.push((cycle.id, added));
        }
    }
    all
}
