//! How questions and scales hold as measurements: for those who make instruments, of all respondents together.

use super::compare::Of;
use super::{At, Block, Results};
use crate::survey::layout::Layout;
use crate::survey::marks::Marks;
use crate::survey::statistics::{Covariances, Effect, effect, reliability};
use crate::survey::suppression::Visibility;

/// From so many on what each answered cannot be solved from correlations and the distributions beside them. Of fewer no
/// correlation is told: with five pupils and two questions it nearly always tells who answered both how.
pub(super) const MANY: u64 = 100;

/// How a scale holds. Alpha and correlations are of those who answered all its questions; where somebody skipped one
/// to three decimals. Of fewer than a hundred there is alpha alone, to two.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// The place of the scale.
    pub scale: usize,
    /// How many answered all its questions.
    pub n: u64,
    /// Cronbach's alpha of them.
    pub alpha: Option<f64>,
    /// Each question in the mean.
    pub items: Vec<ItemMetrics>,
}

/// How a question holds in its scale. Mean and deviation are of all who answered it, as marks from 1 to 10, 10 best:
/// of those alone who answered all, the few others would follow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemMetrics {
    /// The place of the question.
    pub question: usize,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation (n − 1).
    pub sd: Option<f64>,
    /// The correlation with the sum of the others.
    pub rest: Option<f64>,
    /// Alpha without it.
    pub alpha_without: Option<f64>,
}

/// How the scales hold that are shown of the whole and of which enough answered all questions. Reckoned from the rows
/// themselves, so it takes a moment.
pub fn metrics(results: &Results, blocks: &[Block]) -> Vec<Metrics> {
    let Some(whole) = results.at(0) else {
        return Vec::new();
    };
    let content = results.content();
    let (layout, marks) = (Layout::of(content), Marks::of(content));
    let minimum = u64::from(results.outcome().minimum);
    let scales = content.scales.iter().enumerate();
    let shown = scales.filter(|(_, one)| whole.scale_visibility(one) == Visibility::Shown);
    let held = shown.map(|(place, scale)| {
        let items = results.content().in_mean(scale);
        let rows = covariances((&layout, &marks), &items, blocks);
        of_scale(&whole, place, &items, &rows)
    });
    held.filter(|one| one.n >= minimum).collect()
}

fn covariances(
    (layout, marks): (&Layout, &Marks),
    items: &[usize],
    blocks: &[Block],
) -> Covariances {
    let mut rows = Covariances::new(items.len());
    for (_, packed) in blocks {
        for row in packed.chunks_exact(layout.width().max(1)) {
            rows.push(items.iter().map(|item| marks.mark(layout, row, *item)));
        }
    }
    rows
}

fn of_scale(whole: &At<'_>, scale: usize, items: &[usize], rows: &Covariances) -> Metrics {
    let found = reliability(rows);
    let exact = found.n >= MANY && found.n == whole.took_part().respondents;
    let many = found.n >= MANY;
    let told = |value: f64| match exact {
        true => value,
        false => rounded(value, 1_000.0),
    };
    let alpha = |value: f64| match many {
        true => told(value),
        false => rounded(value, 100.0),
    };
    let each = items.iter().zip(&found.items);
    Metrics {
        scale,
        n: found.n,
        alpha: found.alpha.map(alpha),
        items: each
            .map(|(question, item)| {
                let figures = whole.question(*question);
                let steps = whole.results.kind(*question).and_then(|kind| kind.points());
                let step = steps.map(|(low, high)| 9.0 / f64::from((high - low).max(1)));
                let sd = figures.as_ref().and_then(|figures| figures.sd);
                ItemMetrics {
                    question: *question,
                    mean: figures.and_then(|figures| figures.ten_point),
                    sd: sd.zip(step).map(|(sd, step)| sd * step),
                    rest: item.rest.filter(|_| many).map(told),
                    alpha_without: item.alpha_without.filter(|_| many).map(told),
                }
            })
            .collect(),
    }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

/// How large the differences with a campaign before are, of all respondents together.
pub fn effects(now: &Results, before: &Results) -> Vec<(Of, Effect)> {
    let (Some(mine), Some(theirs)) = (now.at(0), before.at(0)) else {
        return Vec::new();
    };
    let means = mine.means().into_iter();
    means
        .filter_map(|(of, mean)| {
            let other = theirs.mean(now.same(of, before)?)?;
            Some((of, effect(&mean, &other)?))
        })
        .collect()
}
