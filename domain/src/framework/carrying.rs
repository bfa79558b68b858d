//! What becomes of every standard of an edition in another one, over one mapping or over several in a
//! row: in which the years between were each mapped to the next.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::content::EditionContent;
use super::library::Library;
use super::mapping::{MappingContent, Relation};
use super::requirement::EditionRef;

/// What became of one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// How it relates: `Same` and `Renamed` are one to one and have one code in `to`; `Dropped` has none.
    pub relation: Relation,
    /// Where its content is found.
    pub to: BTreeSet<String>,
    /// What overlaps with it, beside that: neither stands for the other.
    pub overlaps: BTreeSet<String>,
    /// Whether all of it was read in the official text.
    pub verified: bool,
}

impl Fate {
    /// The standard that stands for it, alone and in full.
    pub fn one_to_one(&self) -> Option<&str> {
        match self.relation {
            Relation::Same | Relation::Renamed => self.to.first().map(String::as_str),
            Relation::Split
            | Relation::Merged
            | Relation::Regrouped
            | Relation::Dropped
            | Relation::Added
            | Relation::Partial => None,
        }
    }

    /// How it relates when what merely overlaps is all that there is.
    pub fn shown(&self) -> Relation {
        match self.relation {
            Relation::Dropped if !self.overlaps.is_empty() => Relation::Partial,
            relation => relation,
        }
    }

    fn gone() -> Self {
        Self {
            relation: Relation::Dropped,
            to: BTreeSet::new(),
            overlaps: BTreeSet::new(),
            verified: true,
        }
    }
}

/// What becomes of every standard of one edition in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrying {
    /// The edition it comes from.
    pub from: EditionRef,
    /// The editions between, in which nothing is left behind.
    pub via: Vec<EditionRef>,
    /// The edition it leads to.
    pub to: EditionRef,
    fates: BTreeMap<String, Fate>,
}

impl Carrying {
    /// Over one mapping between these two editions. A standard that the mapping passes over has nothing
    /// that stands for it.
    pub fn of(mapping: &MappingContent, from: &EditionContent, to: &EditionContent) -> Self {
        let fates = from.standards().map(|node| {
            let fate = fate_of(mapping, to, &node.code);
            (node.code.clone(), fate)
        });
        Self {
            from: from.edition.clone(),
            via: Vec::new(),
            to: to.edition.clone(),
            fates: fates.collect(),
        }
    }

    /// This one and then the next, as one.
    #[must_use]
    pub fn then(&self, next: &Carrying) -> Self {
        let fates = self.fates.iter().map(|(code, fate)| {
            let fate = follow(code, fate, next);
            (code.clone(), fate)
        });
        let between = [self.to.clone()];
        Self {
            from: self.from.clone(),
            via: [&self.via[..], &between, &next.via].concat(),
            to: next.to.clone(),
            fates: fates.collect(),
        }
    }

    /// What became of a standard; none for a code that the edition does not judge.
    pub fn fate(&self, code: &str) -> Option<&Fate> {
        self.fates.get(code)
    }

    /// The standards that have a part in one of the edition that it leads to.
    pub fn sources<'a>(&'a self, target: &'a str) -> impl Iterator<Item = (&'a str, &'a Fate)> {
        let leads = move |fate: &Fate| fate.to.contains(target);
        let all = self.fates.iter();
        all.filter(move |(_, fate)| leads(fate))
            .map(|(code, fate)| (code.as_str(), fate))
    }

    /// The standard of the other edition that stands for this one, and for no other.
    pub fn counterpart(&self, code: &str) -> Option<&str> {
        let target = self.fate(code)?.one_to_one()?;
        (self.sources(target).count() == 1).then_some(target)
    }

    /// The standard of this edition for which one of the other stands, and for no other.
    pub fn origin<'a>(&'a self, target: &'a str) -> Option<&'a str> {
        let mut sources = self.sources(target);
        let (code, _) = sources.next()?;
        (self.counterpart(code) == Some(target)).then_some(code)
    }
}

/// What one mapping says of a standard, over all its links that name it.
fn fate_of(mapping: &MappingContent, edition: &EditionContent, code: &str) -> Fate {
    let judged = |target: &&String| edition.node(target).is_some_and(|node| node.assessable);
    let mut fate = Fate::gone();
    let mut relations = Vec::new();
    let links = mapping.links.iter();
    for link in links.filter(|link| link.from.iter().any(|from| from == code)) {
        let targets = link.to.iter().filter(judged).cloned();
        if link.relation == Relation::Partial {
            fate.overlaps.extend(targets);
        } else {
            let targets: Vec<String> = targets.collect();
            if !targets.is_empty() {
                relations.push(link.relation);
            }
            fate.to.extend(targets);
        }
        fate.verified &= link.verified;
    }
    fate.relation = match relations[..] {
        [] => Relation::Dropped,
        [relation] => relation,
        // Several links that say something else of it: its content was divided anew.
        _ => Relation::Regrouped,
    };
    fate.overlaps = &fate.overlaps - &fate.to;
    fate
}

/// What became of a standard after a further step.
fn follow(code: &str, first: &Fate, next: &Carrying) -> Fate {
    let gone = Fate::gone();
    let after = |code: &String| next.fate(code).unwrap_or(&gone);
    let mut fate = Fate {
        verified: first.verified,
        ..Fate::gone()
    };
    for step in first.to.iter().map(after) {
        fate.to.extend(step.to.iter().cloned());
        fate.overlaps.extend(step.overlaps.iter().cloned());
        fate.verified &= step.verified;
    }
    for step in first.overlaps.iter().map(after) {
        fate.overlaps.extend(step.to.iter().cloned());
        fate.overlaps.extend(step.overlaps.iter().cloned());
    }
    fate.overlaps = &fate.overlaps - &fate.to;
    fate.relation = related(code, first, &fate.to, &after);
    fate
}

fn related<'a>(
    code: &str,
    first: &Fate,
    to: &BTreeSet<String>,
    after: &impl Fn(&String) -> &'a Fate,
) -> Relation {
    if to.is_empty() {
        return Relation::Dropped;
    }
    if let Some(between) = first.one_to_one() {
        let second = after(&between.to_owned());
        return match second.one_to_one() {
            Some(target) if target == code => Relation::Same,
            Some(_) => Relation::Renamed,
            None => second.relation,
        };
    }
    // Divided or joined once, it stays so; only when each part goes on as it is, is it so in the same way.
    let whole = first
        .to
        .iter()
        .all(|part| after(part).one_to_one().is_some());
    match whole && to.len() == first.to.len() {
        true => first.relation,
        false => Relation::Regrouped,
    }
}

impl Library {
    /// What becomes of the standards of an edition in a later one of the same framework and sector: over
    /// the mapping between them, or over as few in a row as there are. None when no mappings lead there.
    pub fn carrying(&self, from: &EditionRef, to: &EditionRef) -> Option<Carrying> {
        let kin =
            |one: &EditionRef| (&one.framework, &one.sector) == (&from.framework, &from.sector);
        if from == to || !kin(to) {
            return None;
        }
        let mut before: BTreeMap<&EditionRef, &MappingContent> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(here) = queue.pop_front() {
            let steps = self.mappings().filter(|one| one.from == *here);
            for step in steps.filter(|one| kin(&one.to) && one.to != *from) {
                if !before.contains_key(&step.to) {
                    before.insert(&step.to, step);
                    queue.push_back(&step.to);
                }
            }
        }
        let mut steps = Vec::new();
        let mut here = to;
        while here != from {
            let step = *before.get(here)?;
            steps.push(Carrying::of(
                step,
                self.edition(&step.from)?,
                self.edition(&step.to)?,
            ));
            here = &step.from;
        }
        let mut steps = steps.into_iter().rev();
        let first = steps.next()?;
        Some(steps.fold(first, |all, step| all.then(&step)))
    }
}
