//! What is known of a survey that has closed: how many took part, what may be shown, and the tallies of what is split
//! by answers. The scores of the respondents themselves stand apart, by part (see [`super::suppression`]).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::suppression::{Dimension, Dimensions, ScaleShown, Shown};
use super::tally::Tally;

/// A cell of a split: the sets of values of the first and of the second dimension, by their places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// The node of the tree.
    pub node: usize,
    /// By what it is split.
    pub by: Dimension,
    /// The places of the sets of values: of the first dimension, and of the second.
    pub sets: (usize, usize),
    /// What was answered.
    pub tally: Tally,
}

/// How many of a group were asked and took part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TookPart {
    /// How many times somebody could answer: whoever could in each of two windows counts twice, as their answers do.
    pub population: u64,
    /// How many were invited by name; not who came in with a class code or a link, nor whose answers were taken in
    /// from elsewhere.
    pub invited: u64,
    /// How many answered.
    pub respondents: u64,
}

/// What is known of a survey that has closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Of fewer nothing is shown.
    pub minimum: u32,
    /// How many took part, for each node of the tree that is shown; the whole first.
    pub took_part: BTreeMap<usize, TookPart>,
    /// What is shown of all who took part.
    pub shown: Shown,
    /// What is shown of each question by its place, where that is less because fewer answered it.
    pub narrower: BTreeMap<usize, Shown>,
    /// Where each scale is shown, in the order of the version.
    pub scales: Vec<ScaleShown>,
    /// Which values of the dimensions are taken together.
    pub dimensions: Dimensions,
    /// The cells of the split.
    pub cells: Vec<Cell>,
}

impl Outcome {
    /// What is shown of a question.
    pub fn of_question(&self, question: usize) -> &Shown {
        self.narrower.get(&question).unwrap_or(&self.shown)
    }

    /// Whether so many texts to one question can be told: each was written by somebody else, so of fewer than the
    /// minimum nothing is.
    pub fn tells_texts(&self, texts: usize) -> bool {
        u64::try_from(texts).is_ok_and(|texts| texts >= u64::from(self.minimum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_fewer_texts_than_the_minimum_none_is_told() {
        let outcome = Outcome {
            minimum: 6,
            took_part: BTreeMap::new(),
            shown: Shown {
                nodes: Vec::new(),
                parts: Vec::new(),
                split: Vec::new(),
                by: None,
            },
            narrower: BTreeMap::new(),
            scales: Vec::new(),
            dimensions: Dimensions::default(),
            cells: Vec::new(),
        };
        assert_eq!(
            [0, 5, 6].map(|texts| outcome.tells_texts(texts)),
            [false, false, true]
        );
    }
}
