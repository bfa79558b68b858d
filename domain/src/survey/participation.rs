//! How many take part in a survey, as far as that is told: in steps, so that nobody sees from a count that goes up who
//! answers.

use std::collections::BTreeMap;

use super::campaign::GroupTree;
use super::outcome::TookPart;
use super::statistics::Requirement;
use super::suppression::Tree;

/// How many were invited and how many of those answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Invited or let in.
    pub invited: u64,
    /// Let in with a class code or a link, among those.
    pub let_in: u64,
    /// Answered, here or elsewhere.
    pub answered: u64,
}

impl Counts {
    /// Invited by name: with a code that was handed out for them alone.
    pub fn by_name(&self) -> u64 {
        self.invited.saturating_sub(self.let_in)
    }

    fn plus(self, more: &Self) -> Self {
        Self {
            invited: self.invited.saturating_add(more.invited),
            let_in: self.let_in.saturating_add(more.let_in),
            answered: self.answered.saturating_add(more.answered),
        }
    }

    /// Who answers must not be seen from a count that goes up as they do, so that goes in steps. The same holds for
    /// those who come in with a class code or a link.
    fn stepped(self, step: u32) -> Self {
        let step = u64::from(step).max(1);
        let whole = |count: u64| count / step * step;
        let let_in = whole(self.let_in);
        Self {
            invited: self.by_name().saturating_add(let_in),
            let_in,
            answered: whole(self.answered),
        }
    }
}

/// What is known of how many take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Answers are taken, or will be: by the key of each group without parts.
    Running(BTreeMap<String, Counts>),
    /// There are results: by node of the tree, of those groups that are shown.
    Settled(BTreeMap<usize, TookPart>),
    /// Nothing: invitations go one after the other while answers are mixed, so what is left of them tells nothing, and
    /// of a survey that was broken off nothing is kept.
    Nothing,
}

/// What is told of one group, or of all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// How many times somebody can answer.
    pub population: u64,
    /// How many were invited by name. Where nobody was nothing is told: none of none would read as nobody asked.
    pub invited: Option<u64>,
    /// How many were let in. Once the survey is over nobody comes in any more, and it is no longer told.
    pub let_in: Option<u64>,
    /// How many answered.
    pub responses: Option<u64>,
    /// How many are needed for results that stand for all.
    pub needed: u64,
    /// Whether so many answered.
    pub reached: Option<bool>,
}

/// How many take part in a survey.
#[derive(Debug, Clone)]
pub struct Participation<'a> {
    groups: &'a GroupTree,
    tree: Tree,
    step: u32,
    windows: u32,
    known: Known,
}

impl<'a> Participation<'a> {
    /// As far as it is known of a survey among these groups. Counts go up by `step`, and everybody can answer in each
    /// of the `windows` that have begun.
    pub fn new(groups: &'a GroupTree, (step, windows): (u32, u32), known: Known) -> Self {
        Self {
            groups,
            tree: Tree::of(groups),
            step,
            windows,
            known,
        }
    }

    /// Of a group with its parts.
    pub fn of_group(&self, key: &str) -> Told {
        let counts = match &self.known {
            Known::Running(counts) => Some(self.under(counts, key)),
            Known::Settled(took_part) => {
                let node = self.tree.node(key);
                node.and_then(|node| self.settled(took_part, node))
            }
            Known::Nothing => None,
        };
        self.told(self.groups.population(key), counts)
    }

    /// Of all together. While the survey runs that is the sum of what is told of each group at the top: in steps of its
    /// own it would go up at another moment. How far another unit is in steps is no secret to those who take part with
    /// it. What is told afterwards is exact, so that is for whoever sees all of those: whoever misses one alone would
    /// have that one by taking off the others.
    pub fn of_all(&self, sees_all: bool) -> Told {
        let counts = match &self.known {
            Known::Running(counts) => {
                let tops = self.groups.tops().iter();
                let tops = tops.map(|top| self.under(counts, top));
                Some(tops.fold(Counts::default(), |sum, top| sum.plus(&top)))
            }
            Known::Settled(took_part) if sees_all => self.settled(took_part, 0),
            Known::Settled(_) | Known::Nothing => None,
        };
        self.told(self.groups.whole_population(), counts)
    }

    fn under(&self, counts: &BTreeMap<String, Counts>, key: &str) -> Counts {
        let within = self.groups.within(key).into_iter();
        let counts = within.filter_map(|key| counts.get(key));
        counts
            .fold(Counts::default(), Counts::plus)
            .stepped(self.step)
    }

    fn settled(&self, took_part: &BTreeMap<usize, TookPart>, node: usize) -> Option<Counts> {
        let group = took_part.get(&node)?;
        let counts = Counts {
            invited: group.invited,
            let_in: 0,
            answered: group.respondents,
        };
        Some(counts.stepped(self.step))
    }

    fn told(&self, people: u64, counts: Option<Counts>) -> Told {
        let population = people.saturating_mul(u64::from(self.windows.max(1)));
        let responses = counts.map(|counts| counts.answered);
        let needed = Requirement::default().needed(population);
        let by_name = counts.map(|counts| counts.by_name());
        let let_in = counts.map(|counts| counts.let_in);
        Told {
            population,
            invited: by_name.filter(|by_name| *by_name > 0),
            let_in: let_in.filter(|_| matches!(self.known, Known::Running(_))),
            responses,
            needed,
            reached: responses.map(|responses| responses >= needed),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::UnitId;
    use crate::survey::campaign::{CampaignGroup, CampaignGroupKind};

    /// The oak has two classes of twenty; the elm has thirty people.
    fn groups() -> GroupTree {
        let group = |key: &str, parent: Option<&str>, population| CampaignGroup {
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
        };
        GroupTree::built(&[
            group("oak", None, None),
            group("7", Some("oak"), Some(20)),
            group("8", Some("oak"), Some(20)),
            group("elm", None, Some(30)),
        ])
    }

    fn with(groups: &GroupTree, known: Known) -> Participation<'_> {
        Participation::new(groups, (5, 1), known)
    }

    /// That while it runs: of each group how many were invited or let in, were let in, and answered.
    fn running(counts: &[(&str, u64, u64, u64)]) -> Known {
        let counts = counts.iter().map(|(key, invited, let_in, answered)| {
            let counts = Counts {
                invited: *invited,
                let_in: *let_in,
                answered: *answered,
            };
            ((*key).to_owned(), counts)
        });
        Known::Running(counts.collect())
    }

    fn took_part(population: u64, invited: u64, respondents: u64) -> TookPart {
        TookPart {
            population,
            invited,
            respondents,
        }
    }

    #[test]
    fn a_unit_goes_up_in_steps_of_all_its_groups_together() {
        let groups = groups();
        // Nine answered: one step, although neither class has made one.
        let known = running(&[("7", 12, 0, 4), ("8", 10, 0, 5), ("elm", 30, 0, 29)]);
        let told = with(&groups, known).of_group("oak");
        assert_eq!((told.invited, told.responses), (Some(22), Some(5)));
        assert_eq!(told.population, 40);
    }

    #[test]
    fn all_together_goes_up_when_a_unit_does_and_not_in_between() {
        let groups = groups();
        let all = |oak, elm| {
            let known = running(&[("7", 20, 0, oak), ("elm", 30, 0, elm)]);
            // Whoever sees one unit sees what it comes to as well: it is told in steps.
            let told = with(&groups, known);
            assert_eq!(told.of_all(true), told.of_all(false));
            told.of_all(true).responses
        };
        // Eight answered, in steps of their own that would be five.
        assert_eq!(all(4, 4), Some(0));
        assert_eq!(all(5, 4), Some(5));
        assert_eq!(all(5, 9), Some(10));
        assert_eq!(all(5, 10), Some(15));
    }

    #[test]
    fn who_was_let_in_goes_in_steps_apart_from_who_was_invited_by_name() {
        let groups = groups();
        let let_in = |many| {
            let known = running(&[("7", 2 + many, many, 0)]);
            let told = with(&groups, known).of_group("oak");
            (told.invited, told.let_in)
        };
        assert_eq!(let_in(4), (Some(2), Some(0)));
        assert_eq!(let_in(9), (Some(2), Some(5)));
    }

    #[test]
    fn where_nobody_was_invited_by_name_nothing_is_told_of_that() {
        let groups = groups();
        let known = running(&[("7", 6, 6, 5)]);
        let told = with(&groups, known).of_group("oak");
        assert_eq!((told.invited, told.let_in), (None, Some(5)));
    }

    #[test]
    fn with_results_it_is_told_of_what_is_shown_and_not_who_was_let_in() {
        let groups = groups();
        let tree = Tree::of(&groups);
        let oak = tree.node("oak").unwrap_or_default();
        let shown = BTreeMap::from([(0, took_part(70, 60, 37)), (oak, took_part(40, 35, 24))]);
        let told = with(&groups, Known::Settled(shown));
        let of_oak = told.of_group("oak");
        assert_eq!((of_oak.invited, of_oak.let_in), (Some(35), None));
        assert_eq!(of_oak.responses, Some(20));
        // Too few answered there.
        let of_elm = told.of_group("elm");
        assert_eq!(
            (of_elm.invited, of_elm.responses, of_elm.reached),
            (None, None, None)
        );
        assert_eq!(of_elm.population, 30);
        assert_eq!(told.of_all(true).responses, Some(35));
    }

    #[test]
    fn with_results_whoever_misses_a_unit_is_not_told_of_all_together() {
        let groups = groups();
        let shown = BTreeMap::from([(0, took_part(70, 60, 37))]);
        let told = with(&groups, Known::Settled(shown)).of_all(false);
        assert_eq!(
            (told.invited, told.responses, told.reached),
            (None, None, None)
        );
        assert_eq!(told.population, 70);
    }

    #[test]
    fn while_answers_are_mixed_nothing_is_told() {
        let groups = groups();
        let told = with(&groups, Known::Nothing);
        for one in [told.of_all(true), told.of_group("oak")] {
            assert_eq!((one.invited, one.let_in), (None, None));
            assert_eq!((one.responses, one.reached), (None, None));
        }
    }

    #[test]
    fn everybody_can_answer_in_each_window_and_enough_is_reckoned_of_all_times() {
        let groups = groups();
        let known = running(&[("elm", 30, 0, 30)]);
        let in_windows = |windows| {
            let told = Participation::new(&groups, (5, windows), known.clone());
            told.of_group("elm")
        };
        // Before the first has begun everybody can answer once.
        assert_eq!(in_windows(0), in_windows(1));
        let (once, twice) = (in_windows(1), in_windows(2));
        assert_eq!((once.population, twice.population), (30, 60));
        // All of thirty are enough for thirty, and half of sixty is not for sixty.
        assert_eq!((once.reached, twice.reached), (Some(true), Some(false)));
        assert!(once.needed < twice.needed);
    }

    #[test]
    fn a_step_of_none_is_a_step_of_one() {
        let counts = Counts {
            invited: 3,
            let_in: 2,
            answered: 1,
        };
        assert_eq!(counts.stepped(0), counts);
    }
}
