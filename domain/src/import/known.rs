//! What is there already, as far as a chunk of rows touches it; plans are laid over it one by one, so
//! that a row knows what the rows before it make.

use std::collections::BTreeMap;

use time::Date;

use super::layout::Layout;
use super::plan::Change;
use crate::id::{BoardId, UnitId};
use crate::organisation::carrier::{CarriedEstablishment, settle_carriers};
use crate::organisation::identifier::IdentifierType;
use crate::organisation::kind::ESTABLISHMENT;
use crate::organisation::unit::Unit;

/// How a list knows a unit: by one identifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitKey {
    /// What kind of identifier it is.
    pub kind: IdentifierType,
    /// Its value, in its normal form.
    pub value: String,
}

impl UnitKey {
    /// The key with this kind and value.
    pub fn new(kind: IdentifierType, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
        }
    }

    /// The key by which a list knows the unit: its board number, BRIN or establishment code, the one
    /// that holds on the day or else the last it had.
    pub fn of(unit: &Unit, day: Date) -> Option<Self> {
        let kinds = [
            IdentifierType::BoardNumber,
            IdentifierType::Brin,
            IdentifierType::Establishment,
        ];
        let mut of_kind = unit
            .details
            .identifiers
            .iter()
            .filter(|identifier| kinds.contains(&identifier.kind));
        let holding = of_kind.clone().find(|i| i.period().contains(day));
        let identifier = holding.or_else(|| of_kind.next_back())?;
        Some(Self::new(identifier.kind, &identifier.value))
    }
}

/// A unit that is there, with what earlier lists did to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUnit {
    /// The unit.
    pub unit: Unit,
    /// Whether it ended because it vanished from a list.
    pub ended_by_import: bool,
    /// The layouts of the lists that brought it and have not lost it since.
    pub listed_by: Vec<Layout>,
}

impl KnownUnit {
    /// Whether it has not ended before the day.
    pub fn is_open(&self, day: Date) -> bool {
        self.unit.details.ends_on.is_none_or(|last| last >= day)
    }
}

/// The units that a chunk of rows touches: the boards, schools and establishments that the rows name,
/// and all other establishments of those schools.
#[derive(Debug, Clone, Default)]
pub struct Known {
    units: BTreeMap<UnitKey, Vec<KnownUnit>>,
}

impl Known {
    /// Adds a unit under the key by which the list knows it.
    pub fn insert(&mut self, key: UnitKey, unit: KnownUnit) {
        self.units.entry(key).or_default().push(unit);
    }

    /// The unit that the key means for a row of this board: one that is there before one that has
    /// ended, and one of the row's board before one of another.
    pub fn find(&self, key: &UnitKey, board: Option<BoardId>, day: Date) -> Option<&KnownUnit> {
        let candidates = self.units.get(key)?;
        let own = |known: &KnownUnit| Some(known.unit.board_id) == board;
        candidates
            .iter()
            .max_by_key(|known| (known.is_open(day), own(known), known.unit.details.ends_on))
    }

    /// The unit with this id.
    pub fn unit(&self, id: UnitId) -> Option<&KnownUnit> {
        let mut all = self.units.values().flatten();
        all.find(|known| known.unit.id == id)
    }

    /// The establishments of a school.
    pub fn establishments(&self, school: UnitId) -> impl Iterator<Item = &KnownUnit> {
        self.units.values().flatten().filter(move |known| {
            known.unit.parent_id == Some(school) && known.unit.details.kind == ESTABLISHMENT
        })
    }

    /// Lays changes over what is known. `layout` is the list that brings what is made.
    pub fn absorb(&mut self, changes: &[Change<Unit>], layout: Layout, day: Date) {
        for change in changes {
            let after = change.after();
            let known = self.units.values_mut().flatten();
            match known.into_iter().find(|known| known.unit.id == after.id) {
                Some(known) => {
                    known.ended_by_import &= after.details.ends_on.is_some();
                    known.unit = after.clone();
                }
                None => {
                    if let Some(key) = UnitKey::of(after, day) {
                        let unit = KnownUnit {
                            unit: after.clone(),
                            ended_by_import: false,
                            listed_by: vec![layout],
                        };
                        self.insert(key, unit);
                    }
                }
            }
        }
    }

    /// Settles the carriers of a school's establishments after `changes`, which may make, reopen or end
    /// some: sets them in those changes and adds a change for each other that is touched.
    pub fn settle(&self, school: UnitId, changes: &mut Vec<Change<Unit>>, day: Date) {
        let made: Vec<UnitId> = changes
            .iter()
            .filter(|change| matches!(change, Change::Created(_)))
            .map(|change| change.after().id)
            .collect();
        let changed = changes.iter().map(Change::after);
        let mut units: Vec<Unit> = changed
            .filter(|u| u.parent_id == Some(school) && u.details.kind == ESTABLISHMENT)
            .cloned()
            .collect();
        for known in self.establishments(school) {
            if !units.iter().any(|unit| unit.id == known.unit.id) {
                units.push(known.unit.clone());
            }
        }
        let carried: Vec<CarriedEstablishment> = units
            .iter()
            .map(|unit| CarriedEstablishment {
                id: unit.id,
                period: unit.period(),
                carrier_id: (!made.contains(&unit.id)).then_some(unit.carrier_id),
                changes: unit.carrier_changes.clone(),
            })
            .collect();
        for settled in settle_carriers(school, &carried, day) {
            let Some(unit) = units.iter().find(|unit| unit.id == settled.id) else {
                continue;
            };
            let mut after = unit.clone();
            after.carrier_id = settled.carrier_id;
            after.carrier_changes = settled.changes;
            replace(changes, unit, after);
        }
    }
}

fn replace(changes: &mut Vec<Change<Unit>>, before: &Unit, settled: Unit) {
    let planned = changes.iter_mut().find(|c| c.after().id == settled.id);
    match planned {
        Some(Change::Created(after)) => *after = settled,
        Some(Change::Updated { after, fields, .. }) => {
            fields.push("carrierId");
            *after = settled;
        }
        None => changes.push(Change::Updated {
            before: before.clone(),
            after: settled,
            fields: vec!["carrierId"],
        }),
    }
}
