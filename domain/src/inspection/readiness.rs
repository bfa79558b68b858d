//! How ready a unit is for a visit: for each standard of the edition then in force, what is arranged, what
//! each voice says of it, and what still stands open. What the caller may not see is left out, and a standard
//! of which something was left out is never called ready.

use std::collections::BTreeMap;

use time::Date;

use crate::baseline::AssessableStandard;
use crate::dossier::Dossier;
use crate::error::{Code, Reason, Subject, View};
use crate::evidence::Claim;
use crate::framework::{EditionContent, Leads, Library, Relation, RequirementRef};
use crate::id::{DossierId, EvidenceId, UnitId};
use crate::noun::Noun;
use crate::organisation::Period;
use crate::pdca::work::DossierEvidence;
use crate::standing::RequirementStanding;
use crate::verdict::{EvaluationLevel, GivenVerdict, Voice, Whose, judged_lowest};
use crate::words::words;

words! {
    /// Why a standard is not ready.
    Gap {
        /// Something is not arranged over plan, do, check and act.
        DossierIncomplete => "dossierIncomplete",
        /// Nothing shows it.
        EvidenceMissing => "evidenceMissing",
        /// What showed it holds no longer.
        EvidenceExpired => "evidenceExpired",
        /// The unit never said how it stands.
        NotSelfAssessed => "notSelfAssessed",
        /// Somebody gave it the lowest level.
        JudgedLowest => "judgedLowest",
        /// A finding about it is open.
        FindingOpen => "findingOpen",
        /// A recovery order about it is not met yet, or was missed.
        OrderOpen => "orderOpen",
    }
}

/// Something open about a requirement: a finding or an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPoint {
    /// What it is about.
    pub requirement: RequirementRef,
    /// What it is.
    pub subject: Subject,
    /// By when it is to be closed.
    pub due_on: Option<Date>,
    /// What is said to be done about it.
    pub claims: Vec<Claim>,
}

/// What a voice last said of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Who says it.
    pub voice: Voice,
    /// At which level, of a self-assessed one.
    pub level: Option<EvaluationLevel>,
    /// Which team or subject department, where there can be several.
    pub unit: Option<UnitId>,
    /// The level under the edition in force; none when it was said under an earlier one that does not lead
    /// here one to one.
    pub value: Option<String>,
    /// The level as it was given.
    pub given: String,
    /// The day from which it holds.
    pub given_on: Date,
    /// What gave it.
    pub source: Subject,
    /// The standard as it was given, and how it relates, when that was under an earlier edition.
    pub earlier: Option<(RequirementRef, Relation)>,
}

/// What is arranged for each requirement, with the dossiers themselves and their evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arranged {
    /// How complete it is.
    pub standings: Vec<RequirementStanding>,
    /// The dossiers.
    pub dossiers: Vec<Dossier>,
    /// Their evidence.
    pub evidence: Vec<DossierEvidence>,
}

/// What readiness is computed from. What is `None` the caller may not see.
pub struct ReadinessFacts<'a> {
    /// The day.
    pub on: Date,
    /// The unit.
    pub unit: UnitId,
    /// The edition in force.
    pub edition: &'a EditionContent,
    /// All editions and mappings.
    pub library: &'a Library,
    /// What is asked of the unit on the day.
    pub required: Vec<AssessableStandard>,
    /// What is arranged for each requirement.
    pub arranged: Option<Arranged>,
    /// The voices that may be heard.
    pub voices: Vec<Voice>,
    /// What they said, oldest first.
    pub verdicts: Vec<GivenVerdict>,
    /// The findings that are open.
    pub findings: Option<Vec<OpenPoint>>,
    /// The recovery orders that are open.
    pub orders: Vec<OpenPoint>,
    /// The days on which the evidence of findings and orders can be leaned on.
    pub serves: BTreeMap<EvidenceId, Period>,
}

/// How ready a unit is on one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardReadiness {
    /// The standard.
    pub standard: AssessableStandard,
    /// The standard with its edition.
    pub requirement: RequirementRef,
    /// What is arranged.
    pub arranged: Option<RequirementStanding>,
    /// What each voice that was heard, each level of the unit about itself, and each of several teams last
    /// said; whoever said nothing is not there.
    pub heard: Vec<Heard>,
    /// The findings that are open.
    pub findings: Option<Vec<OpenPoint>>,
    /// The recovery orders that are open.
    pub orders: Vec<OpenPoint>,
    /// Why it is not ready.
    pub gaps: Vec<(Gap, Vec<Reason>)>,
    /// Whether nothing stands in the way; unknown when nothing is seen and not everything may be.
    pub ready: Option<bool>,
}

/// How ready the unit is on each standard that is asked of it, in the order of the edition.
pub fn readiness(facts: &ReadinessFacts<'_>) -> Vec<StandardReadiness> {
    let whole = facts.arranged.is_some()
        && facts.findings.is_some()
        && Voice::ALL.iter().all(|voice| facts.voices.contains(voice));
    let found = Found::of(facts);
    let standards = facts.required.iter();
    standards
        .map(|standard| {
            let mut one = found.standard(standard);
            one.gaps = gaps(facts, &one);
            one.ready = match (one.gaps.is_empty(), whole) {
                (false, _) => Some(false),
                (true, true) => Some(true),
                (true, false) => None,
            };
            one
        })
        .collect()
}

/// On how many standards there is each gap, in the order of the list.
pub fn summary(standards: &[StandardReadiness]) -> Vec<(Gap, usize)> {
    let has = |one: &StandardReadiness, gap| one.gaps.iter().any(|(known, _)| *known == gap);
    let counted = Gap::ALL.iter().map(|&gap| {
        let there = standards.iter().filter(|one| has(one, gap));
        (gap, there.count())
    });
    counted.filter(|(_, count)| *count > 0).collect()
}

/// What was found, by the code of the standard to which it leads.
struct Found<'a> {
    facts: &'a ReadinessFacts<'a>,
    heard: BTreeMap<String, BTreeMap<Whose, Heard>>,
    findings: BTreeMap<String, Vec<OpenPoint>>,
    orders: BTreeMap<String, Vec<OpenPoint>>,
}

impl<'a> Found<'a> {
    fn of(facts: &'a ReadinessFacts<'a>) -> Self {
        let mut leads = Leads::into(facts.library, &facts.edition.edition);
        let mut heard: BTreeMap<String, BTreeMap<Whose, Heard>> = BTreeMap::new();
        for verdict in &facts.verdicts {
            // "Not assessed" says nothing, and takes the place of nothing.
            let Some(given) = verdict.value.clone() else {
                continue;
            };
            if verdict.given_on > facts.on || !facts.voices.contains(&verdict.voice) {
                continue;
            }
            for lead in leads.of(&verdict.requirement) {
                let here = verdict.edition == facts.edition.edition;
                let one = Heard {
                    voice: verdict.voice,
                    level: verdict.level,
                    unit: verdict.apart(),
                    value: lead.one_to_one.then(|| given.clone()),
                    given: given.clone(),
                    given_on: verdict.given_on,
                    source: verdict.source,
                    earlier: (!here).then(|| (verdict.requirement.clone(), lead.relation)),
                };
                // They come oldest first: the newest stays, but what cannot be read under this edition takes
                // the place of nothing that can.
                let kept = heard.entry(lead.code).or_default().entry(verdict.whose());
                let kept = kept.or_insert_with(|| one.clone());
                if one.value.is_some() || kept.value.is_none() {
                    *kept = one;
                }
            }
        }
        Self {
            facts,
            heard,
            findings: by_standard(&mut leads, facts.findings.as_deref().unwrap_or_default()),
            orders: by_standard(&mut leads, &facts.orders),
        }
    }

    fn standard(&self, standard: &AssessableStandard) -> StandardReadiness {
        let requirement = RequirementRef::Shipped {
            edition: self.facts.edition.edition.clone(),
            code: standard.code.clone(),
        };
        let arranged = self.facts.arranged.as_ref();
        let arranged = arranged.and_then(|Arranged { standings, .. }| {
            let mut all = standings.iter();
            all.find(|one| one.requirement == requirement).cloned()
        });
        let points = |of: &BTreeMap<String, Vec<OpenPoint>>| {
            of.get(&standard.code).cloned().unwrap_or_default()
        };
        StandardReadiness {
            standard: standard.clone(),
            requirement,
            arranged,
            heard: self
                .heard
                .get(&standard.code)
                .map(|all| all.values().cloned().collect())
                .unwrap_or_default(),
            findings: self.facts.findings.as_ref().map(|_| points(&self.findings)),
            orders: points(&self.orders),
            gaps: Vec::new(),
            ready: None,
        }
    }
}

fn by_standard(leads: &mut Leads<'_>, points: &[OpenPoint]) -> BTreeMap<String, Vec<OpenPoint>> {
    let mut all: BTreeMap<String, Vec<OpenPoint>> = BTreeMap::new();
    for point in points {
        for lead in leads.of(&point.requirement) {
            all.entry(lead.code).or_default().push(point.clone());
        }
    }
    all
}

fn gaps(facts: &ReadinessFacts<'_>, one: &StandardReadiness) -> Vec<(Gap, Vec<Reason>)> {
    let mut all: BTreeMap<Gap, Vec<Reason>> = BTreeMap::new();
    if let Some(arranged) = &one.arranged {
        for reason in arranged.completeness.missing() {
            let reason = led(reason.clone(), facts.unit, &one.requirement);
            let (gap, reason) = match reason.code {
                Code::EvidenceMissing => evidence(facts, &one.requirement, reason),
                _ => (Gap::DossierIncomplete, reason),
            };
            all.entry(gap).or_default().push(reason);
        }
    }
    let self_assessed = one
        .heard
        .iter()
        .any(|heard| heard.voice == Voice::SelfAssessed && heard.value.is_some());
    if facts.voices.contains(&Voice::SelfAssessed) && !self_assessed {
        let reason = Reason::new(Code::SelfVerdictMissing).with("requirement", &one.requirement);
        let reason = reason.seen(View::List(
            Noun::SelfEvaluation,
            vec![("unitId".to_owned(), facts.unit.to_string())],
        ));
        all.entry(Gap::NotSelfAssessed).or_default().push(reason);
    }
    for heard in &one.heard {
        let value = heard.value.as_deref();
        if let Some(value) = value.filter(|value| facts.edition.scale.falls_short(value)) {
            let reason = judged_lowest(heard.source, value, heard.voice, heard.given_on);
            all.entry(Gap::JudgedLowest).or_default().push(reason);
        }
    }
    for (gap, code, points) in [
        (
            Gap::FindingOpen,
            Code::FindingStillOpen,
            one.findings.as_deref().unwrap_or_default(),
        ),
        (
            Gap::OrderOpen,
            Code::RecoveryOrderOpen,
            one.orders.as_slice(),
        ),
    ] {
        for point in points {
            let mut reason = Reason::new(code).about(point.subject.noun, point.subject.id);
            if let Some(due) = point.due_on {
                reason = reason.with("dueOn", due);
            }
            all.entry(gap).or_default().push(reason);
            for (gap, reason) in unshown(facts, point) {
                all.entry(gap).or_default().push(reason);
            }
        }
    }
    all.into_iter().collect()
}

/// What is said to be done about something open, and is not shown on the day.
fn unshown(facts: &ReadinessFacts<'_>, point: &OpenPoint) -> Vec<(Gap, Reason)> {
    let lacking = point.claims.iter();
    let lacking = lacking.filter_map(|claim| claim.lacks(&facts.serves, facts.on));
    let with_gap = |reason: Reason| {
        let gap = match reason.code {
            Code::EvidenceHoldsNoLonger => Gap::EvidenceExpired,
            _ => Gap::EvidenceMissing,
        };
        (gap, reason.about(point.subject.noun, point.subject.id))
    };
    lacking.map(with_gap).collect()
}

/// A reason that leads nowhere leads to the place where the dossier would be.
fn led(reason: Reason, unit: UnitId, requirement: &RequirementRef) -> Reason {
    if reason.subject.is_some() {
        return reason;
    }
    let values = [
        ("unitId", unit.to_string()),
        ("requirement", requirement.to_string()),
    ];
    let values = values.map(|(name, value)| (name.to_owned(), value));
    reason.seen(View::List(Noun::Dossier, values.to_vec()))
}

/// Whether nothing ever showed it, or what showed it holds no longer.
fn evidence(
    facts: &ReadinessFacts<'_>,
    requirement: &RequirementRef,
    missing: Reason,
) -> (Gap, Reason) {
    let about = |arranged: &Arranged, of: DossierId| {
        let mut dossiers = arranged.dossiers.iter();
        dossiers.any(|one| one.id == of && one.requirement == *requirement)
    };
    let ended = facts
        .arranged
        .iter()
        .flat_map(|arranged| {
            let evidence = arranged.evidence.iter();
            evidence.filter(|one| about(arranged, one.dossier_id))
        })
        .filter_map(|evidence| evidence.serves.until)
        .filter(|until| *until < facts.on)
        .max();
    match ended {
        None => (Gap::EvidenceMissing, missing),
        Some(until) => {
            let mut expired = missing.with("until", until);
            expired.code = Code::EvidenceHoldsNoLonger;
            (Gap::EvidenceExpired, expired)
        }
    }
}
