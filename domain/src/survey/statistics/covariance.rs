//! How answers to several questions go together.

use super::{finite, real};

/// Sums over complete rows, from which means, variances and covariances follow.
///
/// Each row is taken in as its distance to the first, so that little is lost however far from zero the values
/// lie, and of points, being whole, nothing at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariances {
    n: u64,
    incomplete: u64,
    first: Vec<f64>,
    sums: Vec<f64>,
    /// Sum of products, row by row; on and right of the diagonal alone.
    products: Vec<f64>,
    /// The row being taken in.
    row: Vec<f64>,
}

impl Covariances {
    /// Of so many items, without rows yet.
    pub fn new(items: usize) -> Self {
        Self {
            n: 0,
            incomplete: 0,
            first: Vec::new(),
            sums: vec![0.0; items],
            products: vec![0.0; items.saturating_mul(items)],
            row: Vec::with_capacity(items),
        }
    }

    /// Takes in a row with a value for each item. A row in which one is absent or not a number, or that has more
    /// or fewer values than there are items, is not complete and only counted as such. Where an answer is a byte
    /// with one value set apart for none, map it on the way in: nothing has to be copied first.
    pub fn push(&mut self, row: impl IntoIterator<Item = Option<f64>>) {
        self.row.clear();
        for value in row {
            match value.and_then(finite) {
                Some(value) if self.row.len() < self.sums.len() => self.row.push(value),
                _ => return self.skip(),
            }
        }
        if self.row.len() != self.sums.len() {
            return self.skip();
        }
        if self.n == 0 {
            self.first.clone_from(&self.row);
        }
        self.n = self.n.saturating_add(1);
        for (value, first) in self.row.iter_mut().zip(&self.first) {
            *value -= first;
        }
        self.take();
    }

    fn skip(&mut self) {
        self.incomplete = self.incomplete.saturating_add(1);
    }

    /// Adds the shifted row to the sums.
    fn take(&mut self) {
        for (sum, value) in self.sums.iter_mut().zip(&self.row) {
            *sum += value;
        }
        let lines = self.products.chunks_exact_mut(self.row.len().max(1));
        for (place, (line, value)) in lines.zip(&self.row).enumerate() {
            let right = line.get_mut(place..).unwrap_or_default();
            let others = self.row.get(place..).unwrap_or_default();
            for (sum, other) in right.iter_mut().zip(others) {
                *sum += value * other;
            }
        }
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.sums.len()
    }

    /// How many complete rows were taken in.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// How many rows were not complete.
    pub fn incomplete(&self) -> u64 {
        self.incomplete
    }

    /// The mean of an item; `None` without rows, or without such an item.
    pub fn mean(&self, item: usize) -> Option<f64> {
        finite(self.first.get(item)? + self.sums.get(item)? / real(self.n))
    }

    /// The covariance of two items, Σ(x − x̄)(y − ȳ) / (n − 1), of an item with itself its variance; `None` of
    /// fewer than two rows, or without such items.
    pub fn covariance(&self, one: usize, other: usize) -> Option<f64> {
        let pairs = real(self.n) * real(self.n.checked_sub(1).filter(|free| *free > 0)?);
        finite(self.scaled(one, other)? / pairs)
    }

    /// The correlation of two items (Pearson); `None` of fewer than two rows, where one has no variance, or
    /// without such items.
    pub fn correlation(&self, one: usize, other: usize) -> Option<f64> {
        ratio(
            self.scaled(one, other)?,
            self.scaled(one, one)?,
            self.scaled(other, other)?,
        )
    }

    /// The covariance n · (n − 1) times, which of whole numbers is whole.
    pub(super) fn scaled(&self, one: usize, other: usize) -> Option<f64> {
        let (low, high) = (one.min(other), one.max(other));
        let sums = self.sums.get(low)? * self.sums.get(high)?;
        let product = self.products.get(low * self.sums.len() + high)?;
        Some(real(self.n) * product - sums)
    }
}

/// A correlation from a covariance and two variances on the same footing.
pub(in crate::survey) fn ratio(together: f64, one: f64, other: f64) -> Option<f64> {
    let sound = one > 0.0 && other > 0.0;
    let value = finite(together / (one.sqrt() * other.sqrt())).filter(|_| sound)?;
    Some(value.clamp(-1.0, 1.0))
}

/// The correlation of pairs (Pearson); `None` of fewer than two pairs, or where a side has no variance. Pairs with
/// what is not a number are left out.
///
/// Set against a score that has the question itself in it, a question correlates too highly: use the
/// [score without it](super::ItemFigures::rest) there.
pub fn correlation(pairs: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let mut both = Covariances::new(2);
    for (one, other) in pairs {
        both.push([Some(one), Some(other)]);
    }
    both.correlation(0, 1)
}
