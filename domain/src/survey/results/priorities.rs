//! What to work on first: how important each question is, against its score.

use super::At;
use super::metrics::MANY;
use crate::survey::content::AnswerKind;
use crate::survey::marks::Tie;
use crate::survey::statistics::{Matrix, Rated, matrix};

/// The priority matrix, with the places of its questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Priorities {
    /// The places of the questions, in the order of the matrix.
    pub questions: Vec<usize>,
    /// The matrix.
    pub matrix: Matrix,
}

impl At<'_> {
    /// The priority matrix of the questions that are answered with a point on a scale; `None` when fewer than two
    /// have a place.
    ///
    /// How important something is was asked, or follows from how closely a mark goes together with the mean of the
    /// marks for the other questions. The latter is told only where all who answered the question answered another
    /// as well: of others than those who answered it nothing was solved; and of so many only that nothing of one follows.
    pub fn priorities(&self) -> Option<Priorities> {
        let content = self.results.content();
        let places = content.by_key();
        let mut questions = Vec::new();
        let mut rated = Vec::new();
        for (place, question) in content.questions().enumerate() {
            let scale = matches!(question.answer, AnswerKind::Scale { .. });
            if !scale || question.importance_of.is_some() {
                continue;
            }
            let Some(found) = self.question(place) else {
                continue;
            };
            let mut asking = content.questions();
            let asking =
                asking.find(|other| other.importance_of.as_deref() == Some(&*question.key));
            let asked = asking.and_then(|other| places.get(other.key.as_str()));
            let tie = self.counts.ties.get(place);
            let tie = tie.filter(|tie| tie.n() == found.n && found.n >= MANY);
            questions.push(place);
            rated.push(Rated {
                score: found.ten_point,
                stated: asked.and_then(|(other, _)| self.question(*other)?.ten_point),
                derived: tie.and_then(Tie::correlation),
            });
        }
        let matrix = matrix(&rated)?;
        Some(Priorities { questions, matrix })
    }
}
