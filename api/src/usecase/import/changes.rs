//! The changes of a chunk of rows: rows of one chunk may touch the same record, which is then written
//! once, with one entry in the trail and one event.

use akoki_domain::import::plan::Change;
use std::{collections::HashMap, hash::Hash};

/// What becomes of one record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry<T> {
    /// As it is; none when it is made.
    pub(super) before: Option<T>,
    /// As it will be.
    pub(super) after: T,
}

/// Changes by record, in the order in which the records were first touched.
#[derive(Debug)]
pub(super) struct Changes<K, T> {
    entries: Vec<Entry<T>>,
    places: HashMap<K, usize>,
}

impl<K, T> Default for Changes<K, T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<K: Eq + Hash, T: Clone + PartialEq> Changes<K, T> {
    /// Adds a change of the record with this id.
    pub(super) fn add(&mut self, id: K, change: &Change<T>) {
        let after = change.after().clone();
        if let Some(entry) = self
            .places
            .get(&id)
            .and_then(|at| self.entries.get_mut(*at))
        {
            entry.after = after;
            return;
        }
        let before = match change {
            Change::Created(_) => None,
            Change::Updated { before, .. } => Some(before.clone()),
        };
        self.places.insert(id, self.entries.len());
        self.entries.push(Entry { before, after });
    }

    /// The records as they will be.
    pub(super) fn after(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|entry| &entry.after)
    }

    /// The records that are made, in their order.
    pub(super) fn made(&self) -> Vec<T> {
        let made = self.entries.iter().filter(|entry| entry.before.is_none());
        made.map(|entry| entry.after.clone()).collect()
    }

    /// The records that differ from what they are, with what they are.
    pub(super) fn changed(&self) -> impl Iterator<Item = (&T, &T)> {
        self.entries.iter().filter_map(|entry| {
            let before = entry.before.as_ref()?;
            (*before != entry.after).then_some((before, &entry.after))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn updated(before: u8, after: u8) -> Change<u8> {
        Change::Updated {
            before,
            after,
            fields: Vec::new(),
        }
    }

    #[test]
    fn each_record_is_written_once_from_what_it_was_to_what_it_becomes() {
        let mut changes = Changes::default();
        changes.add('a', &Change::Created(1));
        changes.add('b', &updated(5, 6));
        changes.add('a', &updated(1, 2));
        changes.add('b', &updated(6, 7));
        changes.add('c', &updated(8, 9));
        changes.add('c', &updated(9, 8));
        assert_eq!(changes.made(), [2]);
        assert_eq!(changes.changed().collect::<Vec<_>>(), [(&5, &7)]);
        assert_eq!(changes.after().copied().collect::<Vec<_>>(), [2, 7, 8]);
    }
}
