//! Units of a chunk of rows: looked up, laid over, and written.

use akoki_domain::{
    id::UnitId,
    import::{Known, KnownUnit, UnitKey, plan::Change},
    organisation::{Unit, kind::SCHOOL},
};
use akoki_openapi::wire::organisation_unit::OrganisationUnitInput;
use akoki_persistence::{
    Source, StoreError, Tx,
    repo::{
        job_plan::{self, Planned},
        list_mark::{self, Mark},
        listed_unit,
    },
};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

use super::{changes::Changes, list::Circumstances, writing::write};
use crate::failure::Failure;

/// The units that a chunk touches, and what becomes of them.
pub(super) struct Units {
    /// As the domain plans over them.
    pub(super) known: Known,
    /// What becomes of them.
    pub(super) changes: Changes<UnitId, Unit>,
    /// Marks to be set.
    pub(super) marks: Vec<(Uuid, Uuid, Mark)>,
    marked: HashMap<Uuid, Vec<Mark>>,
    boards: HashMap<UnitId, Uuid>,
}

/// A key of a unit as one word.
pub(super) fn word(key: &UnitKey) -> String {
    format!("{}:{}", key.kind.as_str(), key.value)
}

/// The key that such a word stands for.
pub(super) fn key(word: &str) -> Option<UnitKey> {
    let (kind, value) = word.split_once(':')?;
    let kinds = akoki_domain::organisation::IdentifierType::ALL.iter();
    let kind = kinds.copied().find(|one| one.as_str() == kind)?;
    Some(UnitKey::new(kind, value))
}

/// How a list knows a unit; one without an identifier is known by its id, which no list has.
fn key_of(unit: &Unit, around: &Circumstances) -> UnitKey {
    UnitKey::of(unit, around.day).unwrap_or_else(|| {
        let none = akoki_domain::organisation::IdentifierType::Establishment;
        UnitKey::new(none, unit.id.to_string())
    })
}

impl Units {
    /// The units with these keys and the establishments of their schools.
    pub(super) async fn by_keys(
        source: &impl Source,
        around: &Circumstances,
        keys: &[UnitKey],
        planned: bool,
    ) -> Result<Self, StoreError> {
        let found = listed_unit::by_keys(source, keys).await?;
        let words = keys.iter().map(word).collect();
        Self::lay_out(source, around, found, words, planned).await
    }

    /// The units with these ids, their schools and the establishments of those.
    pub(super) async fn by_ids(
        source: &impl Source,
        around: &Circumstances,
        ids: &[Uuid],
        planned: bool,
    ) -> Result<Self, StoreError> {
        let found = listed_unit::with_siblings(source, ids).await?;
        Self::lay_out(source, around, found, Vec::new(), planned).await
    }

    async fn lay_out(
        source: &impl Source,
        around: &Circumstances,
        found: Vec<Unit>,
        mut words: Vec<String>,
        planned: bool,
    ) -> Result<Self, StoreError> {
        let ids: Vec<Uuid> = found.iter().map(|unit| unit.id.0).collect();
        let mut marked: HashMap<Uuid, Vec<Mark>> = HashMap::new();
        for (unit, mark) in list_mark::of(source, &ids).await? {
            marked.entry(unit).or_default().push(mark);
        }
        let mut units = Self {
            known: Known::default(),
            changes: Changes::default(),
            marks: Vec::new(),
            marked,
            boards: HashMap::new(),
        };
        words.extend(found.iter().map(|unit| word(&key_of(unit, around))));
        let mut schools = schools(&found);
        for unit in found {
            units.know(unit, around);
        }
        if planned {
            words.sort_unstable();
            words.dedup();
            let mut over: Vec<Unit> = job_plan::find(source, &around.job, &words, &schools).await?;
            // Schools that are only planned yet have establishments that are only planned yet.
            let more: Vec<Uuid> = self::schools(&over)
                .into_iter()
                .filter(|school| !schools.contains(school))
                .collect();
            over.extend(job_plan::find(source, &around.job, &[], &more).await?);
            schools.extend(more);
            for unit in over {
                units.absorb(&[Change::Created(unit)], around);
            }
        }
        Ok(units)
    }

    fn know(&mut self, unit: Unit, around: &Circumstances) {
        let marks = self.marked.get(&unit.id.0).map_or(&[][..], Vec::as_slice);
        let known = KnownUnit {
            ended_by_import: marks
                .iter()
                .any(|mark| matches!(mark, Mark::Ended(day) if unit.details.ends_on == Some(*day))),
            listed_by: marks
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Listed(layout) => Some(*layout),
                    Mark::Ended(_) => None,
                })
                .collect(),
            unit,
        };
        self.boards.insert(known.unit.id, known.unit.board_id.0);
        self.known.insert(key_of(&known.unit, around), known);
    }

    fn absorb(&mut self, changes: &[Change<Unit>], around: &Circumstances) {
        let layout = around.job.order.layout;
        self.known.absorb(changes, layout, around.day);
        for change in changes {
            let unit = change.after();
            self.boards.insert(unit.id, unit.board_id.0);
        }
    }

    /// Takes note of what becomes of units.
    pub(super) fn take(&mut self, changes: &[Change<Unit>], around: &Circumstances) {
        self.absorb(changes, around);
        for change in changes {
            self.changes.add(change.after().id, change);
        }
    }

    /// Takes note that the list has this establishment. Whether that is news, for a unit in reach.
    pub(super) fn list(&mut self, unit: UnitId, around: &Circumstances) -> bool {
        let mark = Mark::Listed(around.job.order.layout);
        let Some(board) = self.boards.get(&unit).copied() else {
            return false;
        };
        let known = self.marked.entry(unit.0).or_default();
        if known.contains(&mark) || !around.reach.covers(board.into()) {
            return false;
        }
        known.push(mark);
        self.marks.push((board, unit.0, mark));
        true
    }

    /// Keeps what becomes of the units, for the rows that follow.
    pub(super) async fn remember(&self, around: &Circumstances, tx: &Tx) -> Result<(), StoreError> {
        let planned: Vec<Planned<&Unit>> = self
            .changes
            .after()
            .map(|unit| Planned {
                id: unit.id.0,
                key: word(&key_of(unit, around)),
                under: unit.parent_id.map(|id| id.0),
                record: unit,
            })
            .collect();
        job_plan::put(tx, &around.job, &planned).await
    }

    /// Writes what becomes of the units, with trail and events, and the marks.
    pub(super) async fn write(&self, around: &Circumstances, tx: &Tx) -> Result<(), Failure> {
        write(tx, around, &self.changes, values).await?;
        list_mark::set(tx, &self.marks).await?;
        Ok(())
    }
}

/// The schools among the units and above them.
fn schools(units: &[Unit]) -> Vec<Uuid> {
    let mut schools: Vec<Uuid> = units
        .iter()
        .filter_map(|unit| {
            if unit.details.kind == SCHOOL {
                Some(unit.id)
            } else {
                unit.parent_id
            }
        })
        .map(|id| id.0)
        .collect();
    schools.sort_unstable();
    schools.dedup();
    schools
}

/// What a caller could have set and what follows from it, for the trail.
fn values(unit: &Unit) -> Result<Value, Failure> {
    let mut values = serde_json::to_value(OrganisationUnitInput::from(unit))
        .map_err(|error| Failure::Internal(error.to_string()))?;
    if let Value::Object(map) = &mut values {
        map.insert("carrierId".into(), json!(unit.carrier_id));
    }
    Ok(values)
}
