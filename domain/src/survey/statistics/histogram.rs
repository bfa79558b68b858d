//! How often each point of a scale was answered, and what follows from that.

use super::{Moments, finite, real};

/// How often each point of a scale was answered, from the lowest point on. A fixed scale: what lies outside it
/// is not an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    lowest: i32,
    counts: Vec<u64>,
}

/// One point of a [`Histogram`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The point.
    pub point: i64,
    /// How often it was answered.
    pub count: u64,
    /// Which part of the answers that is, 0 to 1; `None` when there is no answer at all.
    pub share: Option<f64>,
}

impl Histogram {
    /// From the counts of the points, the lowest point first.
    pub fn new(lowest: i32, counts: Vec<u64>) -> Self {
        Self { lowest, counts }
    }

    /// Without answers, for a scale of so many points.
    pub fn empty(lowest: i32, points: u8) -> Self {
        Self::new(lowest, vec![0; usize::from(points)])
    }

    /// Takes in one answer. False, and nothing taken in, when the scale has no such point.
    #[must_use]
    pub fn push(&mut self, point: i32) -> bool {
        let place = i64::from(point) - i64::from(self.lowest);
        let count = usize::try_from(place)
            .ok()
            .and_then(|place| self.counts.get_mut(place));
        count
            .map(|count| *count = count.saturating_add(1))
            .is_some()
    }

    /// Takes in what was answered elsewhere to the same scale. False, and nothing taken in, when it is another
    /// scale.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> bool {
        let same = self.lowest == other.lowest && self.counts.len() == other.counts.len();
        if same {
            for (count, more) in self.counts.iter_mut().zip(&other.counts) {
                *count = count.saturating_add(*more);
            }
        }
        same
    }

    /// The lowest point of the scale.
    pub fn lowest(&self) -> i32 {
        self.lowest
    }

    /// How often each point was answered, the lowest point first.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// How many answers there are.
    pub fn n(&self) -> u64 {
        self.counts
            .iter()
            .fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Every point with how often it was answered, the lowest first.
    pub fn distribution(&self) -> Vec<Bar> {
        let n = self.n();
        let bar = |(point, count): (i64, &u64)| Bar {
            point,
            count: *count,
            share: share(*count, n),
        };
        (i64::from(self.lowest)..)
            .zip(&self.counts)
            .map(bar)
            .collect()
    }

    /// Number, mean and spread of the answers. The mean is reckoned from whole numbers, so the same answers in
    /// another order give the same to the last bit.
    pub fn moments(&self) -> Moments {
        let n = self.n();
        if n == 0 {
            return Moments::default();
        }
        let mean = self
            .steps()
            .map(|(step, count)| step * real(count))
            .sum::<f64>()
            / real(n);
        let squares = self
            .steps()
            .map(|(step, count)| real(count) * (step - mean) * (step - mean))
            .sum();
        Moments::exact(n, f64::from(self.lowest) + mean, squares)
    }

    /// The middle answer, of an even number the mean of the two in the middle; `None` of none.
    pub fn median(&self) -> Option<f64> {
        let lowest = f64::from(self.lowest);
        median(self.steps().map(|(step, count)| (lowest + step, count)))
    }

    /// How often each point was answered, by its distance to the lowest.
    fn steps(&self) -> impl Iterator<Item = (f64, u64)> + Clone {
        (0_u32..).map(f64::from).zip(self.counts.iter().copied())
    }

    /// Which part of the answers is one of the two highest points of the scale, 0 to 1; `None` of none.
    pub fn top_two(&self) -> Option<f64> {
        let top = self.counts.iter().rev().take(2);
        let top = top.fold(0_u64, |sum, count| sum.saturating_add(*count));
        share(top, self.n())
    }

    /// The mean as a school mark from 1 to 10, see [`ten_point`].
    pub fn ten_point(&self) -> Option<f64> {
        let points = u32::try_from(self.counts.len()).ok()?;
        ten_point(self.moments().mean()?, self.lowest, points)
    }
}

/// The middle of values in their order, each with how often it was given; of an even number the mean of the two in the
/// middle; `None` of none.
pub fn median(values: impl Iterator<Item = (f64, u64)> + Clone) -> Option<f64> {
    let all = values.clone();
    let all = all.fold(0_u64, |sum, (_, count)| sum.saturating_add(count));
    let at = |place: u64| {
        let mut passed = 0_u64;
        let mut values = values.clone();
        let found = values.find(|(_, count)| {
            passed = passed.saturating_add(*count);
            place < passed
        });
        found.map(|(value, _)| value)
    };
    let last = all.checked_sub(1)?;
    Some(f64::midpoint(at(last / 2)?, at(last - last / 2)?))
}

/// A value on a scale of so many points as a school mark from 1 to 10: 1 + 9 · (value − lowest) / (points − 1).
/// Of a scale of four points, 1 to 4, that is the 3 · value − 2 of the national standard (Vensters).
///
/// The map is a straight line, so the ends of an interval may be mapped as well as a mean. `None` of a scale of
/// fewer than two points, or a value that is not a number.
pub fn ten_point(value: f64, lowest: i32, points: u32) -> Option<f64> {
    let steps = points.checked_sub(1).filter(|steps| *steps > 0)?;
    finite(1.0 + 9.0 * (value - f64::from(lowest)) / f64::from(steps))
}

/// Which part so many are of all; `None` when there are none.
pub(super) fn share(count: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| real(count) / real(all))
}
