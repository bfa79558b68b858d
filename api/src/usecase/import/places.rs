//! The units of a board that rows name: by id, or by establishment code, BRIN or board number.

use akoki_domain::{
    id::UnitId,
    import::{Known, KnownUnit, UnitKey, row_people::UnitRef},
    organisation::Unit,
};
use akoki_persistence::{Source, StoreError, repo::listed_unit};
use uuid::Uuid;

use super::{list::Circumstances, units::word};

/// The units that rows name.
pub(super) struct Places(Known);

impl Places {
    /// Looks up the units.
    pub(super) async fn load(
        source: &impl Source,
        around: &Circumstances,
        named: &[&UnitRef],
    ) -> Result<Self, StoreError> {
        let (mut ids, mut keys): (Vec<Uuid>, Vec<UnitKey>) = (Vec::new(), Vec::new());
        for one in named {
            match one {
                UnitRef::Id(UnitId(id)) => ids.push(*id),
                UnitRef::Key(key) => keys.push(key.clone()),
            }
        }
        keys.sort_unstable();
        keys.dedup();
        let mut found = listed_unit::by_keys(source, &keys).await?;
        found.extend(listed_unit::by_ids(source, &ids).await?);
        let mut known = Known::default();
        // What another board has is not there for this one.
        found.retain(|unit| unit.board_id == around.job.board_id);
        for unit in found {
            for identifier in &unit.details.identifiers {
                let key = UnitKey::new(identifier.kind, &identifier.value);
                known.insert(key, plain(&unit));
            }
            if unit.details.identifiers.is_empty() {
                let none = akoki_domain::organisation::IdentifierType::Oin;
                known.insert(UnitKey::new(none, unit.id.to_string()), plain(&unit));
            }
        }
        Ok(Self(known))
    }

    /// The unit that a row names.
    pub(super) fn find(&self, around: &Circumstances, named: &UnitRef) -> Option<&Unit> {
        let known = match named {
            UnitRef::Id(id) => self.0.unit(*id),
            UnitRef::Key(key) => self.0.find(key, Some(around.job.board_id), around.day),
        };
        known.map(|known| &known.unit)
    }
}

fn plain(unit: &Unit) -> KnownUnit {
    KnownUnit {
        unit: unit.clone(),
        ended_by_import: false,
        listed_by: Vec::new(),
    }
}

/// A reference as one word.
pub(super) fn reference(named: &UnitRef) -> String {
    match named {
        UnitRef::Id(id) => id.to_string(),
        UnitRef::Key(key) => word(key),
    }
}
