//! What is told of a survey that has closed: figures of each question and scale, for each group that is shown, with
//! what they are set against.
//!
//! All of it is reckoned from the parts of which every group that is shown is made (see [`super::suppression`]), so
//! nothing here tells more than what was solved to be safe.

mod compare;
mod figures;
mod metrics;
mod named;
mod priorities;
mod rights;
mod same_group;
mod split;
#[cfg(test)]
mod tests;

use super::campaign::GroupTree;
use super::content::{AnswerKind, Content, Scale};
use super::marks::{Marks, Tie};
use super::misfit::Misfit;
use super::outcome::{Cell, Outcome, TookPart};
use super::suppression::{Dimension, ScaleShown, Tree, Visibility};
use super::tally::{Counted, Counter, Tally};

pub use compare::{Compared, Of, Other, ResultKind, against};
pub use figures::{Figures, MeanOf, ScaleFigures, Share, figures};
pub use metrics::{ItemMetrics, Metrics, effects, metrics};
pub use priorities::Priorities;
pub use rights::{Rights, RightsFacts};
pub use split::{AnswerValue, CellFigures, Split, SplitValues};

/// The scores of a part: its place, and its packed rows one after the other.
pub type Block = (u32, Vec<u8>);

/// A survey that has closed, counted.
pub struct Results {
    content: Content,
    groups: GroupTree,
    tree: Tree,
    outcome: Outcome,
    /// The places of the questions by whose answers results are split.
    dimensions: Vec<usize>,
    none: Counts,
    parts: Vec<Counts>,
}

/// What was counted of a part, or of several.
#[derive(Clone)]
struct Counts {
    tally: Tally,
    /// For each question how it goes together with the others.
    ties: Vec<Tie>,
}

impl Counts {
    fn merge(&mut self, other: &Self) {
        self.tally.merge(&other.tally);
        for (mine, theirs) in self.ties.iter_mut().zip(&other.ties) {
            mine.merge(theirs);
        }
    }
}

impl Results {
    /// Counts the rows of each part; `dimensions` has the keys of the questions by whose answers results are split.
    ///
    /// # Errors
    /// When there are rows of a part that is not there, what is there does not fill rows, or one of those questions is
    /// not there: nothing is left out.
    pub fn count(
        content: Content,
        groups: GroupTree,
        dimensions: &[String],
        outcome: Outcome,
        blocks: &[Block],
    ) -> Result<Self, Misfit> {
        let counter = Counter::of(&content);
        let marks = Marks::of(&content);
        let none = Counts {
            tally: counter.none(),
            ties: vec![Tie::default(); counter.layout().questions()],
        };
        let mut parts = vec![none.clone(); outcome.shown.parts.len()];
        let width = counter.layout().width().max(1);
        for (part, packed) in blocks {
            let part = usize::try_from(*part).ok();
            let counts = part.and_then(|part| parts.get_mut(part));
            let counts = counts.ok_or(Misfit::Part)?;
            let rows = packed.chunks_exact(width);
            if !rows.remainder().is_empty() {
                return Err(Misfit::Row);
            }
            for row in rows {
                counter.count(&mut counts.tally, row);
                marks.tie(counter.layout(), row, &mut counts.ties);
            }
        }
        let dimensions = content.split_by(dimensions)?.into_iter();
        let dimensions = dimensions.map(|by| by.question).collect();
        Ok(Self {
            tree: Tree::of(&groups),
            content,
            groups,
            outcome,
            dimensions,
            none,
            parts,
        })
    }

    /// What was asked.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Among whom.
    pub fn groups(&self) -> &GroupTree {
        &self.groups
    }

    /// What may be shown.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The tree of groups, with the whole on top.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Whether a node is shown, and why not.
    pub fn visibility(&self, node: usize) -> Visibility {
        let nodes = &self.outcome.shown.nodes;
        nodes.get(node).copied().unwrap_or(Visibility::TooFew)
    }

    /// What there is at a node; `None` where nothing is shown of it.
    pub fn at(&self, node: usize) -> Option<At<'_>> {
        self.outcome.shown.shows(node).then(|| At {
            results: self,
            node,
            took_part: self
                .outcome
                .took_part
                .get(&node)
                .copied()
                .unwrap_or_default(),
            counts: self.merged(|part| self.part_is_under(part, node)),
        })
    }

    fn part_is_under(&self, part: &[usize], node: usize) -> bool {
        node == 0 || part.iter().all(|leaf| self.tree.leaf_is_under(*leaf, node))
    }

    /// The parts of which this holds, taken together.
    fn merged(&self, takes: impl Fn(&[usize]) -> bool) -> Counts {
        let mut all = self.none.clone();
        for (counts, part) in self.parts.iter().zip(&self.outcome.shown.parts) {
            if takes(part) {
                all.merge(counts);
            }
        }
        all
    }

    /// The questions by whose answers results are split. Their own answers are in the split alone.
    pub fn dimensions(&self) -> &[usize] {
        &self.dimensions
    }

    fn kind(&self, question: usize) -> Option<&AnswerKind> {
        self.content
            .questions()
            .nth(question)
            .map(|question| &question.answer)
    }

    /// What was solved of a scale, by its key.
    fn scale_shown(&self, scale: &Scale) -> Option<&ScaleShown> {
        let mut scales = self.content.scales.iter();
        let place = scales.position(|one| one.key == scale.key)?;
        self.outcome.scales.get(place)
    }
}

/// The results of one group that is shown.
pub struct At<'a> {
    results: &'a Results,
    node: usize,
    took_part: TookPart,
    counts: Counts,
}

impl<'a> At<'a> {
    /// All results of the campaign.
    pub fn results(&self) -> &'a Results {
        self.results
    }

    /// How many took part.
    pub fn took_part(&self) -> TookPart {
        self.took_part
    }

    /// How many there are, where that is known: of whom more answered than there are was not counted.
    fn population(&self) -> Option<u64> {
        Some(self.took_part.population).filter(|all| *all >= self.took_part.respondents.max(1))
    }

    /// Whether a question is shown here, and why not.
    pub fn question_visibility(&self, question: usize) -> Visibility {
        let shown = self.results.outcome.of_question(question);
        let node = shown.nodes.get(self.node).copied();
        node.unwrap_or(Visibility::TooFew)
    }

    fn shows(&self, question: usize) -> bool {
        self.question_visibility(question) == Visibility::Shown
    }

    /// The figures of a question; `None` where it is not shown, of an open one, and of one by which is split.
    pub fn question(&self, question: usize) -> Option<Figures> {
        if !self.shows(question) || self.results.dimensions.contains(&question) {
            return None;
        }
        let kind = self.results.kind(question)?;
        let counted = self.counts.tally.questions.get(question)?;
        figures(kind, counted, self.population())
    }

    /// Whether a scale is shown here, and why not: as the question in its mean of which least is shown, and not where
    /// those would follow who skipped one.
    pub fn scale_visibility(&self, scale: &Scale) -> Visibility {
        let shown = self.results.scale_shown(scale);
        let seen = shown.and_then(|shown| shown.nodes.get(self.node));
        seen.copied().unwrap_or(Visibility::TooFew)
    }

    /// The figures of the scale at this place; where it is not shown the mean of the marks of its questions, and
    /// `None` where those are not shown either.
    pub fn scale(&self, place: usize) -> Option<ScaleFigures> {
        let scale = self.results.content.scales.get(place)?;
        if self.scale_visibility(scale) != Visibility::Shown {
            let questions = self.results.content.in_mean(scale).into_iter();
            let questions: Option<Vec<Figures>> =
                questions.map(|question| self.question(question)).collect();
            return ScaleFigures::of_questions(&questions?);
        }
        let scored = self.counts.tally.scales.get(place)?;
        Some(ScaleFigures::of(scored, self.population()))
    }

    /// The cells of the split, where it is shown at this node.
    fn cells(&self) -> impl Iterator<Item = &'a Cell> {
        let node = self.node;
        let outcome = &self.results.outcome;
        let shown = outcome.shown.splits(node) && outcome.shown.by.is_some();
        outcome
            .cells
            .iter()
            .filter(move |cell| shown && cell.node == node)
    }

    /// Whether the split tells of a question here.
    fn splits(&self, question: usize) -> bool {
        let shown = self.results.outcome.of_question(question);
        shown.splits(self.node) && !self.results.dimensions.contains(&question)
    }
}

/// Which dimensions a split is by, by their places.
fn places(by: Dimension) -> &'static [usize] {
    match by {
        Dimension::First => &[0],
        Dimension::Second => &[1],
        Dimension::Both => &[0, 1],
    }
}
