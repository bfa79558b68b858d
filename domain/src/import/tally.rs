//! Counting what became of the rows.

use serde::{Deserialize, Serialize};

use super::plan::Outcome;

/// The figures of a report. `created`, `updated`, `unchanged`, `rejected` and `outOfScope` together are
/// the rows read. A row that waits for a transfer changes nothing: it counts under `unchanged`, and
/// `transferPending` says how many of those there are. `ended` counts units that vanished from the list,
/// which no row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// Rows that made something.
    pub created: u64,
    /// Rows that changed something.
    pub updated: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Rows of other boards than the caller's.
    pub out_of_scope: u64,
    /// Of the unchanged rows, those that wait for a transfer.
    pub transfer_pending: u64,
    /// Establishments that the list no longer has.
    pub ended: u64,
}

impl Tally {
    /// Counts one row.
    pub fn count(&mut self, outcome: Outcome) {
        self.add(outcome, 1);
    }

    /// Counts so many rows with one outcome.
    pub fn add(&mut self, outcome: Outcome, rows: u64) {
        match outcome {
            Outcome::Created => self.created += rows,
            Outcome::Updated => self.updated += rows,
            Outcome::Unchanged => self.unchanged += rows,
            Outcome::Rejected => self.rejected += rows,
            Outcome::OutOfScope => self.out_of_scope += rows,
            Outcome::TransferPending => {
                self.unchanged += rows;
                self.transfer_pending += rows;
            }
        }
    }

    /// The rows read.
    pub fn rows(&self) -> u64 {
        self.created + self.updated + self.unchanged + self.rejected + self.out_of_scope
    }
}

/// Whether so many would end that somebody must confirm it: more than a tenth of those that earlier
/// lists of the layout brought and that are still there.
pub fn needs_confirmation(ended: u64, known: u64) -> bool {
    ended.saturating_mul(10) > known
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OUTCOMES: [Outcome; 6] = [
        Outcome::Created,
        Outcome::Updated,
        Outcome::Unchanged,
        Outcome::Rejected,
        Outcome::OutOfScope,
        Outcome::TransferPending,
    ];

    #[test]
    fn a_tenth_may_end_and_one_more_must_be_confirmed() {
        assert!(!needs_confirmation(0, 0));
        assert!(!needs_confirmation(10, 100));
        assert!(needs_confirmation(11, 100));
        assert!(!needs_confirmation(0, 5));
        assert!(needs_confirmation(1, 5));
    }

    proptest! {
        #[test]
        fn every_row_is_counted_once(rows in proptest::collection::vec(0_usize..6, 0..60)) {
            let mut tally = Tally::default();
            let outcomes: Vec<Outcome> = rows.iter().filter_map(|n| OUTCOMES.get(*n).copied()).collect();
            for outcome in &outcomes {
                tally.count(*outcome);
            }
            let of = |wanted: Outcome| outcomes.iter().filter(|o| **o == wanted).count() as u64;
            prop_assert_eq!(tally.rows(), rows.len() as u64);
            prop_assert_eq!(tally.transfer_pending, of(Outcome::TransferPending));
            prop_assert_eq!(tally.unchanged, of(Outcome::Unchanged) + of(Outcome::TransferPending));
            prop_assert_eq!(tally.created, of(Outcome::Created));
            prop_assert_eq!(tally.rejected, of(Outcome::Rejected));
            prop_assert_eq!(tally.ended, 0);
        }
    }
}
