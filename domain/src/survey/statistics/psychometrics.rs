//! Whether the questions of a scale measure one thing.

use super::Covariances;
use super::covariance::ratio;
use super::{finite, real};

/// What part of the sum of all that was added up is no more than rounding.
const ROUNDING: f64 = 1e-10;

/// How well the questions of a scale go together, of the respondents who answered all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// How many answered all of them.
    pub n: u64,
    /// How many did not, and are left out.
    pub incomplete: u64,
    /// Cronbach's alpha, at most 1 and below zero where questions work against each other; `None` of fewer than
    /// two questions or respondents, or where the sum of the answers has no variance.
    pub alpha: Option<f64>,
    /// The figures of each question, in their order.
    pub items: Vec<ItemFigures>,
}

/// What one question does in its scale.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ItemFigures {
    /// Its mean among those who answered all; `None` when nobody did.
    pub mean: Option<f64>,
    /// Its standard deviation (n − 1); `None` of fewer than two.
    pub sd: Option<f64>,
    /// Its correlation with the sum of the other questions (corrected item-total correlation); `None` where one of
    /// the two has no variance.
    pub rest: Option<f64>,
    /// The alpha of the scale without it; `None` when that is not there, so also of a scale of two questions.
    pub alpha_without: Option<f64>,
}

/// Cronbach's alpha (*Psychometrika* 16, 1951), k / (k − 1) · (1 − Σ vᵢ / V) with vᵢ the variance of a question and
/// V that of the sum of all, and the item analysis that goes with it (Nunnally and Bernstein, *Psychometric
/// Theory*, 3rd ed., 1994, ch. 8).
///
/// The answers of one respondent a row, questions of which a high answer is bad already turned; where the number
/// of points differs, brought to one scale first.
pub fn reliability(answers: &Covariances) -> Reliability {
    let items = answers.items();
    let lines: Vec<Line> = (0..items).map(|item| Line::of(answers, item)).collect();
    let all = Line {
        own: lines.iter().map(|line| line.own).sum(),
        total: lines.iter().map(|line| line.total).sum(),
        weight: lines.iter().map(|line| line.weight).sum(),
    };
    let figures = |(item, line): (usize, &Line)| {
        let rest = Line {
            own: all.own - line.own,
            total: all.total - 2.0 * line.total + line.own,
            weight: all.weight,
        };
        ItemFigures {
            mean: answers.mean(item),
            sd: answers.covariance(item, item).map(f64::sqrt),
            rest: rest
                .variance()
                .and_then(|sum| ratio(line.total - line.own, line.own, sum)),
            alpha_without: rest.alpha(items.saturating_sub(1)),
        }
    };
    Reliability {
        n: answers.n(),
        incomplete: answers.incomplete(),
        alpha: all.alpha(items),
        items: lines.iter().enumerate().map(figures).collect(),
    }
}

/// Sums over a line of the covariance matrix, or over several; all on the same footing.
struct Line {
    /// The variances.
    own: f64,
    /// The variances and covariances.
    total: f64,
    /// The same without their signs.
    weight: f64,
}

impl Line {
    fn of(answers: &Covariances, item: usize) -> Self {
        let shared = (0..answers.items()).filter_map(|other| answers.scaled(item, other));
        let (total, weight) = shared.fold((0.0, 0.0), |(total, weight), value| {
            (total + value, weight + value.abs())
        });
        let own = answers.scaled(item, item).unwrap_or_default().max(0.0);
        Self { own, total, weight }
    }

    /// The variance of the sum; `None` where there is none but what rounding left.
    fn variance(&self) -> Option<f64> {
        finite(self.total).filter(|total| *total > ROUNDING * self.weight)
    }

    /// Alpha of so many questions.
    fn alpha(&self, items: usize) -> Option<f64> {
        let others = items.checked_sub(1).filter(|others| *others > 0)?;
        let (items, others) = (real(items as u64), real(others as u64));
        let alpha = items / others * (1.0 - self.own / self.variance()?);
        finite(alpha).map(|alpha| alpha.min(1.0))
    }
}
