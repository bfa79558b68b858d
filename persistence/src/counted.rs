//! For every version of a resource there is an entry of the trail and an event: also for one that was counted
//! up because something that belongs to the resource changed, and of which the unit itself said nothing.

use akoki_domain::{Noun, event::Verb};
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

use crate::{
    act::Change,
    changes::Told,
    record::{Record, Stored},
};

/// So many of the changes that a version was counted up for are named in the trail.
const NAMED: usize = 20;

/// A version that was counted up.
pub(crate) struct Counted {
    noun: Noun,
    id: Uuid,
    board: Uuid,
    unit: Uuid,
    version: i64,
}

impl Counted {
    /// Whether it is that of this record.
    pub(crate) fn is<R: Record>(&self, id: Uuid) -> bool {
        (self.noun, self.id) == (R::NOUN, id)
    }

    pub(crate) fn new<R: Record>(stored: &Stored<R>) -> Self {
        Self {
            noun: R::NOUN,
            id: stored.record.id(),
            board: stored.record.board(),
            unit: stored.record.unit(),
            version: stored.meta.version,
        }
    }
}

/// What a unit did not say of the versions that it counted up: one change for each resource, with its last
/// version and with what else of its board changed in the same unit.
pub(crate) fn untold(told: &[Told], counted: Vec<Counted>) -> Vec<Told> {
    let mut last: HashMap<(Noun, Uuid), i64> = HashMap::new();
    let followed = told.iter().filter(|told| told.followed);
    for Change {
        noun, id, version, ..
    } in followed.map(|told| &told.change)
    {
        let known = last.entry((*noun, *id)).or_insert(*version);
        *known = (*known).max(*version);
    }
    let mut silent: Vec<Counted> = Vec::new();
    // The last one of each is the one that is kept.
    for one in counted.into_iter().rev() {
        let known = last.entry((one.noun, one.id)).or_insert(0);
        if *known < one.version {
            *known = one.version;
            silent.push(one);
        }
    }
    silent.into_iter().rev().map(|one| say(told, one)).collect()
}

fn say(told: &[Told], one: Counted) -> Told {
    let mut because: Vec<String> = Vec::new();
    for Change { noun, id, .. } in told
        .iter()
        .map(|told| &told.change)
        .filter(|change| change.board == one.board)
    {
        let path = format!("/v1/{}/{id}", noun.path());
        if because.len() < NAMED && !because.contains(&path) {
            because.push(path);
        }
    }
    Told {
        change: Change {
            noun: one.noun,
            id: one.id,
            board: one.board,
            unit: one.unit,
            version: one.version,
            verb: Verb::Updated,
            values: json!({ "because": because }),
            data: None,
            audience: None,
        },
        followed: true,
        trailed: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(noun: Noun, id: u128, version: i64, followed: bool) -> Told {
        let (id, board) = (Uuid::from_u128(id), Uuid::from_u128(1));
        Told {
            change: Change {
                noun,
                id,
                board,
                unit: board,
                version,
                verb: Verb::Updated,
                values: json!({}),
                data: None,
                audience: None,
            },
            followed,
            trailed: true,
        }
    }

    fn counted(noun: Noun, id: u128, version: i64) -> Counted {
        Counted {
            noun,
            id: Uuid::from_u128(id),
            board: Uuid::from_u128(1),
            unit: Uuid::from_u128(1),
            version,
        }
    }

    #[test]
    fn what_the_unit_said_is_not_said_again() {
        let told = [change(Noun::Goal, 2, 3, true)];
        assert!(untold(&told, vec![counted(Noun::Goal, 2, 3)]).is_empty());
        assert!(untold(&told, vec![]).is_empty());
    }

    #[test]
    fn what_it_did_not_say_is_said_once_with_the_last_version_and_why() {
        // The cycle is locked twice; of the goal only the first version was told, of the other goal only the
        // trail heard.
        let told = [
            change(Noun::Goal, 2, 3, true),
            change(Noun::Goal, 4, 9, false),
        ];
        let all = vec![
            counted(Noun::ImprovementCycle, 3, 7),
            counted(Noun::Goal, 2, 4),
            counted(Noun::ImprovementCycle, 3, 8),
            counted(Noun::Goal, 4, 9),
        ];
        let said = untold(&told, all);
        let seen: Vec<_> = said
            .iter()
            .map(|told| {
                (
                    told.change.noun,
                    told.change.id.as_u128(),
                    told.change.version,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (Noun::Goal, 2, 4),
                (Noun::ImprovementCycle, 3, 8),
                (Noun::Goal, 4, 9)
            ]
        );
        let path = |id: u128| format!("/v1/goals/{}", Uuid::from_u128(id));
        assert_eq!(
            said.iter().map(|told| &told.change.values).nth(1),
            Some(&json!({"because": [path(2), path(4)]}))
        );
        assert!(said.iter().all(|told| told.followed));
    }
}
