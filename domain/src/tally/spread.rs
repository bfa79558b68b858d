//! How answers lie on an ordered scale. Levels are ranked from 1, the lowest; what is computed is exact,
//! in hundredths.

/// How many answers each level of a scale got, lowest level first. "Not assessed" is no level.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread(pub Vec<u64>);

impl Spread {
    /// How many answers there are.
    pub fn count(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Each rank that got answers, with how many.
    fn ranks(&self) -> impl Iterator<Item = (u128, u128)> {
        (1..).zip(self.0.iter().map(|&count| u128::from(count)))
    }

    /// The sum of the ranks of all answers.
    pub fn total(&self) -> u64 {
        let total: u128 = self.ranks().map(|(rank, count)| rank * count).sum();
        u64::try_from(total).unwrap_or(u64::MAX)
    }

    /// The mean rank, in hundredths; none without answers.
    pub fn mean(&self) -> Option<i64> {
        rounded(u128::from(self.total()) * 100, u128::from(self.count()))
    }

    /// The standard deviation of the ranks over all who answered, in hundredths; none without answers.
    pub fn deviation(&self) -> Option<i64> {
        let count = u128::from(self.count());
        let total = u128::from(self.total());
        let squares: u128 = self.ranks().map(|(rank, n)| rank * rank * n).sum();
        // Never below nothing: the mean of squares is at least the square of the mean.
        let variance = (count * squares).saturating_sub(total * total);
        // Twice the deviation in hundredths, rounded down, so that the half shows.
        let doubled = (variance * 40_000).checked_div(count * count)?.isqrt();
        i64::try_from(doubled.div_ceil(2)).ok()
    }

    /// How far the answers agree, in hundredths: 100 when all are the same, 0 when half lie at either end.
    ///
    /// The consensus of Leik ("A measure of ordinal consensus", Pacific Sociological Review 9, 1966):
    /// `1 − 2·Σ min(Fᵢ, 1 − Fᵢ) / (k − 1)`, where `Fᵢ` is the share of answers at level `i` or lower and
    /// `i` goes over all `k` levels but the highest. It treats levels as ordered, not as numbers.
    pub fn agreement(&self) -> Option<i64> {
        let count = u128::from(self.count());
        let steps = u128::try_from(self.0.len().saturating_sub(1)).ok()?;
        if count == 0 {
            return None;
        }
        if steps == 0 {
            return Some(100);
        }
        let mut below = 0;
        let mut apart = 0;
        for (_, answers) in self.ranks().take(self.0.len().saturating_sub(1)) {
            below += answers;
            apart += below.min(count.saturating_sub(below));
        }
        let whole = count * steps;
        rounded(whole.saturating_sub(2 * apart) * 100, whole)
    }

    /// The place of the middle answer, the lowest level being 0; of two middle answers the level half way,
    /// rounded down. None without answers.
    pub fn median(&self) -> Option<usize> {
        let count = self.count();
        let upper = self.at(count / 2)?;
        let lower = self.at(count.checked_sub(1)? / 2)?;
        Some(usize::midpoint(lower, upper))
    }

    /// The place of the middle answer, where it may be told of few (see [`super::FEW`]).
    pub fn middle_of_few(&self) -> Option<usize> {
        let ends = |at: &usize| *at == 0 || at.saturating_add(1) >= self.0.len();
        self.median()
            .filter(|at| self.count() >= super::FEW && !ends(at))
    }

    /// The level of the answer at a place, when they are sorted.
    fn at(&self, place: u64) -> Option<usize> {
        let mut passed = 0;
        self.0.iter().position(|&count| {
            passed += count;
            place < passed
        })
    }

    /// Adds the answers of others on the same scale.
    pub fn add(&mut self, other: &Spread) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }
}

/// A quotient rounded to the nearest whole, half up; none when divided by nothing.
fn rounded(dividend: u128, divisor: u128) -> Option<i64> {
    let doubled = (2 * dividend).checked_div(divisor)?;
    i64::try_from(doubled.div_ceil(2)).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn figures(counts: &[u64]) -> (Option<i64>, Option<i64>, Option<i64>, Option<usize>) {
        let spread = Spread(counts.into());
        let (mean, deviation) = (spread.mean(), spread.deviation());
        (mean, deviation, spread.agreement(), spread.median())
    }

    #[test]
    fn the_figures_of_small_spreads() {
        assert_eq!(figures(&[]), (None, None, None, None));
        assert_eq!(figures(&[0, 0, 0]), (None, None, None, None));
        assert_eq!(
            figures(&[0, 4, 0]),
            (Some(200), Some(0), Some(100), Some(1))
        );
        // Half at either end: as far apart as can be.
        assert_eq!(
            figures(&[3, 0, 0, 3]),
            (Some(250), Some(150), Some(0), Some(1))
        );
        // 1, 2, 2, 3, 3, 3: mean 14/6, variance 20/36.
        assert_eq!(
            figures(&[1, 2, 3]),
            (Some(233), Some(75), Some(33), Some(1))
        );
        assert_eq!(figures(&[7]), (Some(100), Some(0), Some(100), Some(0)));
    }

    proptest! {
        #[test]
        fn figures_lie_within_their_bounds(counts in proptest::collection::vec(0_u64..50, 1..7)) {
            let spread = Spread(counts.clone());
            let levels = i64::try_from(counts.len()).unwrap();
            if spread.count() == 0 {
                prop_assert_eq!(spread.agreement(), None);
                return Ok(());
            }
            prop_assert!((100..=100 * levels).contains(&spread.mean().unwrap()));
            // No deviation is greater than half the scale.
            prop_assert!((0..=50 * (levels - 1)).contains(&spread.deviation().unwrap()));
            prop_assert!((0..=100).contains(&spread.agreement().unwrap()));
            prop_assert!(spread.median().unwrap() < counts.len());
            let alone = counts.iter().filter(|&&count| count > 0).count() == 1;
            prop_assert_eq!(spread.deviation() == Some(0), alone);
            prop_assert!(!alone || spread.agreement() == Some(100));
        }

        #[test]
        fn nobody_of_few_learns_from_the_middle_and_their_own_what_another_said(
            answers in proptest::collection::vec(0_usize..5, 1..5), levels in 1_usize..6,
        ) {
            let spread = |answers: &[usize]| {
                let mut all = Spread(vec![0; levels]);
                for &answer in answers {
                    all.0[answer % levels] += 1;
                }
                all
            };
            let shown = spread(&answers).middle_of_few();
            prop_assert!(shown.is_none() || answers.len() >= 3);
            // Everything that the others can have said, for whoever knows the first answer. Where nothing is
            // shown to two, one of three is no more than the scale.
            if answers.len() > 1 && levels > 1 {
                let others = answers.len() - 1;
                let all = (0..levels.pow(u32::try_from(others).unwrap())).map(|mut code| {
                    let mut said = vec![answers[0] % levels];
                    for _ in 0..others {
                        said.push(code % levels);
                        code /= levels;
                    }
                    said
                });
                let possible: Vec<_> = all.filter(|said| spread(said).middle_of_few() == shown).collect();
                for other in 1..=others {
                    let first = possible[0][other];
                    prop_assert!(possible.iter().any(|said| said[other] != first));
                }
            }
        }

        #[test]
        fn the_scale_read_from_the_other_end_agrees_and_deviates_alike(
            counts in proptest::collection::vec(0_u64..50, 1..7),
        ) {
            let spread = Spread(counts.clone());
            let turned = Spread(counts.iter().rev().copied().collect());
            prop_assert_eq!(spread.agreement(), turned.agreement());
            prop_assert_eq!(spread.deviation(), turned.deviation());
        }

        #[test]
        fn agreement_is_one_less_twice_the_distance_to_the_middle(
            counts in proptest::collection::vec(0_u64..50, 2..7),
        ) {
            // The sum over the levels equals the distance of all answers to the middle one.
            let spread = Spread(counts.clone());
            prop_assume!(spread.count() > 0);
            let middle = spread.at(spread.count() / 2).unwrap();
            let apart: u64 = counts.iter().enumerate()
                .map(|(at, count)| count * at.abs_diff(middle) as u64).sum();
            let whole = spread.count() * (counts.len() as u64 - 1);
            let doubled = 200 * (whole - 2 * apart) / whole;
            prop_assert_eq!(spread.agreement(), Some(i64::try_from(doubled.div_ceil(2)).unwrap()));
        }
    }
}
