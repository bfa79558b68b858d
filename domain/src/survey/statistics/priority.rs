//! What to work on first: importance against score.

use super::{Moments, finite};
use crate::words::words;

words! {
    /// How it is known how important something is.
    Importance {
        /// Respondents were asked.
        Stated => "stated",
        /// It follows from how closely the answers go together with the score of the whole.
        Derived => "derived",
    }
}

words! {
    /// A field of the priority matrix (Martilla and James, *Journal of Marketing* 41, 1977).
    Quadrant {
        /// Important and not well: work on it.
        Improve => "improve",
        /// Important and well: keep it so.
        Maintain => "maintain",
        /// Less important and not well: it can wait.
        LowPriority => "low-priority",
        /// Less important and well: perhaps more is done than is asked for.
        PossibleOverkill => "possible-overkill",
    }
}

/// What is known of one question or scale.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rated {
    /// Its score, as a school mark.
    pub score: Option<f64>,
    /// Mean of the answers to the question that asks how important it is, as a school mark.
    pub stated: Option<f64>,
    /// Its correlation with the score of the whole, best without itself in it.
    pub derived: Option<f64>,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// How important it is, a mark or a correlation.
    pub importance: f64,
    /// Its score.
    pub score: f64,
    /// In which field that is.
    pub quadrant: Quadrant,
}

/// Importance against score, with the lines between the fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// How importance is known; the same for all, as a mark and a correlation cannot be set side by side.
    pub by: Importance,
    /// The mean importance of all that have a place: from here on something is important.
    pub importance: f64,
    /// The mean of their scores: from here on something is well.
    pub score: f64,
    /// Where each stands, in the order in which they were given; `None` of what lacks a score or an importance.
    pub places: Vec<Option<Place>>,
}

/// Makes the priority matrix. Importance is the stated one where at least two have that and a score, otherwise the
/// derived one. What lies on a line counts as important, and as well.
///
/// `None` when fewer than two have a place, as nothing can be weighed against itself.
pub fn matrix(items: &[Rated]) -> Option<Matrix> {
    [Importance::Stated, Importance::Derived]
        .into_iter()
        .find_map(|by| by_importance(by, items))
}

fn by_importance(by: Importance, items: &[Rated]) -> Option<Matrix> {
    let point = |item: &Rated| {
        let importance = match by {
            Importance::Stated => item.stated,
            Importance::Derived => item.derived,
        };
        importance.and_then(finite).zip(item.score.and_then(finite))
    };
    let points: Vec<Option<(f64, f64)>> = items.iter().map(point).collect();
    let placed = || points.iter().flatten();
    if placed().count() < 2 {
        return None;
    }
    let importance = placed().map(|point| point.0).collect::<Moments>().mean()?;
    let score = placed().map(|point| point.1).collect::<Moments>().mean()?;
    let place = |point: Option<(f64, f64)>| {
        point.map(|at| Place {
            importance: at.0,
            score: at.1,
            quadrant: quadrant(reaches(at.0, importance), reaches(at.1, score)),
        })
    };
    Some(Matrix {
        by,
        importance,
        score,
        places: points.into_iter().map(place).collect(),
    })
}

/// Whether a value is at least the line, which was rounded in the reckoning.
fn reaches(value: f64, line: f64) -> bool {
    value >= line - 1e-9 * line.abs().max(1.0)
}

fn quadrant(important: bool, well: bool) -> Quadrant {
    match (important, well) {
        (true, false) => Quadrant::Improve,
        (true, true) => Quadrant::Maintain,
        (false, false) => Quadrant::LowPriority,
        (false, true) => Quadrant::PossibleOverkill,
    }
}
