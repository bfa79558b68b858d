//! Answers as school marks, and how a question goes together with the others.

use crate::survey::content::{AnswerKind, Content};
use crate::survey::layout::Layout;
use crate::survey::statistics::{ratio, ten_point};

/// For each question that is answered with a point the mark of each point: from 1 to 10, turned where a high answer
/// is bad.
pub(in crate::survey) struct Marks {
    of: Vec<Option<Mark>>,
    /// Which questions are about the school itself: points on a scale, not how important something is.
    rated: Vec<bool>,
}

struct Mark {
    lowest: u8,
    values: Vec<f64>,
}

impl Marks {
    pub(in crate::survey) fn of(content: &Content) -> Self {
        let mark = |kind: &AnswerKind| {
            let (lowest, highest) = kind.points()?;
            let steps = highest.saturating_sub(lowest);
            let turned = matches!(kind, AnswerKind::Scale { reversed: true, .. });
            let value = |step: u8| {
                let step = if turned { steps - step } else { step };
                ten_point(step.into(), 0, u32::from(steps) + 1)
            };
            let values: Option<Vec<f64>> = (0..=steps).map(value).collect();
            Some(Mark {
                lowest,
                values: values?,
            })
        };
        let questions = || content.questions();
        Self {
            of: questions().map(|question| mark(&question.answer)).collect(),
            rated: questions()
                .map(|question| {
                    let scale = matches!(question.answer, AnswerKind::Scale { .. });
                    scale && question.importance_of.is_none()
                })
                .collect(),
        }
    }

    /// The mark that somebody gave.
    pub(in crate::survey) fn mark(
        &self,
        layout: &Layout,
        row: &[u8],
        question: usize,
    ) -> Option<f64> {
        let mark = self.of.get(question)?.as_ref()?;
        let point = layout.point(row, question)?;
        let step = usize::from(point.saturating_sub(mark.lowest));
        mark.values.get(step).copied()
    }

    /// Counts, for each question about the school, the mark with the mean of the marks for all others.
    pub(in crate::survey) fn tie(&self, layout: &Layout, row: &[u8], ties: &mut [Tie]) {
        let rated = || {
            let places = self.rated.iter().enumerate().filter(|(_, rated)| **rated);
            places.filter_map(|(place, _)| Some((place, self.mark(layout, row, place)?)))
        };
        let (sum, many) = rated().fold((0.0, 0_u32), |(sum, many), (_, mark)| {
            (sum + mark, many + 1)
        });
        if many < 2 {
            return;
        }
        for (place, mark) in rated() {
            if let Some(tie) = ties.get_mut(place) {
                tie.push(mark, (sum - mark) / f64::from(many - 1));
            }
        }
    }
}

/// How a mark goes together with the mean of the marks for the other questions: sums, so that those of parts add up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::survey) struct Tie {
    n: u64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

/// Marks are taken from here, so that little is lost.
const MIDDLE: f64 = 5.5;

impl Tie {
    fn push(&mut self, mark: f64, rest: f64) {
        let (x, y) = (mark - MIDDLE, rest - MIDDLE);
        self.n += 1;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.yy += y * y;
        self.xy += x * y;
    }

    pub(in crate::survey) fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.yy += other.yy;
        self.xy += other.xy;
    }

    pub(in crate::survey) fn n(&self) -> u64 {
        self.n
    }

    /// The correlation (Pearson); `None` of fewer than two, or where a side has no variance.
    pub(in crate::survey) fn correlation(&self) -> Option<f64> {
        let n = self.n as f64;
        let (one, other) = (n * self.xx - self.x * self.x, n * self.yy - self.y * self.y);
        // What is left of sums of equal marks is rounding.
        let varies = |variance: f64, squares: f64| variance > 1e-9 * (n * squares).max(1.0);
        let sound = self.n > 1 && varies(one, self.xx) && varies(other, self.yy);
        let together = n * self.xy - self.x * self.y;
        sound.then(|| ratio(together, one, other)).flatten()
    }
}
