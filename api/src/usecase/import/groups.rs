//! A board's list of groups.

use akoki_domain::{
    Code, Noun, Reason, Subject,
    id::{GroupId, UnitId},
    import::{
        Column, Columns,
        people_plan::plan_group,
        row_people::{GroupRow, read_group},
    },
    organisation::{ExternalId, Group},
};
use akoki_openapi::wire::group::GroupInput;
use akoki_persistence::{Source, StoreError, Tx, repo::listed_person};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

use super::{
    changes::Changes,
    list::{Circumstances, List, Meant, ReadRow},
    people::id_word,
    places::{Places, reference},
    writing::write,
};
use crate::failure::Failure;

/// Groups of a board, by external id and by name.
pub(super) struct Classes {
    places: Places,
    external: HashMap<ExternalId, (Noun, Uuid)>,
    groups: HashMap<GroupId, Group>,
    changes: Changes<GroupId, Group>,
}

impl Classes {
    /// The group that a row means: the one with its external id; else the one with its name in this unit
    /// and school year, unless that one has another id in the same system.
    fn meant(&self, row: &GroupRow, unit: Option<UnitId>) -> Result<Option<&Group>, Reason> {
        let id = row.external_id.as_ref();
        match id.and_then(|id| self.external.get(id)) {
            Some((Noun::Group, group)) => return Ok(self.groups.get(&GroupId(*group))),
            Some((noun, other)) => return Err(Reason::new(Code::Duplicate).about(*noun, *other)),
            None => {}
        }
        Ok(self.groups.values().find(|group| {
            let details = &group.details;
            let elsewhere = |id: &ExternalId| {
                let mut ids = details.external_ids.iter();
                ids.any(|other| other.system == id.system)
            };
            Some(details.unit_id) == unit
                && details.school_year == row.school_year
                && details.name == row.name
                && !id.is_some_and(elsewhere)
        }))
    }
}

/// A list of groups.
pub(super) struct Groups;

impl List for Groups {
    type Row = GroupRow;
    type Chunk = Classes;

    fn read(columns: &Columns, cells: &[&str]) -> Result<GroupRow, Vec<Reason>> {
        read_group(columns, cells)
    }

    fn keys(row: &GroupRow) -> Vec<String> {
        vec![match &row.external_id {
            Some(id) => id_word(id),
            None => {
                let (unit, year) = (reference(&row.unit), row.school_year);
                format!("name:{unit}:{year}:{}", row.name)
            }
        }]
    }

    async fn load<S: Source>(
        source: &S,
        around: &Circumstances,
        rows: &[ReadRow<GroupRow>],
        _planned: bool,
    ) -> Result<Classes, StoreError> {
        // Rows of one file are about different groups, so what earlier rows plan need not be laid over.
        let read = || rows.iter().filter_map(|read| read.row.as_ref().ok());
        let named: Vec<_> = read().map(|row| &row.unit).collect();
        let places = Places::load(source, around, &named).await?;
        let ids: Vec<ExternalId> = read().filter_map(|row| row.external_id.clone()).collect();
        let board = around.job.board_id;
        let external = listed_person::by_external_ids(source, board, &ids).await?;
        let known: Vec<Uuid> = external
            .values()
            .filter(|(noun, _)| *noun == Noun::Group)
            .map(|(_, id)| *id)
            .collect();
        let mut units: Vec<Uuid> = read()
            .filter_map(|row| places.find(around, &row.unit))
            .map(|unit| unit.id.0)
            .collect();
        units.sort_unstable();
        units.dedup();
        let groups = listed_person::groups(source, board, &known, &units).await?;
        Ok(Classes {
            places,
            external,
            groups: groups.into_iter().map(|group| (group.id, group)).collect(),
            changes: Changes::default(),
        })
    }

    fn plan(classes: &mut Classes, around: &Circumstances, row: &GroupRow) -> Meant {
        let unit = classes.places.find(around, &row.unit).map(|unit| unit.id);
        let before = match classes.meant(row, unit) {
            Ok(before) => before,
            Err(reason) => {
                let column = Column::ExternalId.names().first().copied();
                return Meant::rejected(reason.at(column.unwrap_or_default()));
            }
        };
        let about = before.map(|group| group.id).filter(|_| unit.is_some());
        let plan = plan_group(before, row, unit, around.job.board_id, around.id());
        let mut subject = about;
        if let Some(change) = &plan.change {
            let group = change.after().clone();
            for id in &group.details.external_ids {
                let held = (Noun::Group, group.id.0);
                classes.external.insert(id.clone(), held);
            }
            subject = Some(group.id);
            classes.changes.add(group.id, change);
            classes.groups.insert(group.id, group);
        }
        Meant {
            outcome: plan.outcome,
            reasons: plan.reasons,
            subject: subject.map(|id| Subject::new(Noun::Group, id)),
            writes: plan.change.is_some(),
        }
    }

    async fn remember(_: &Classes, _: &Circumstances, _: &Tx) -> Result<(), StoreError> {
        Ok(())
    }

    async fn write(classes: &Classes, around: &Circumstances, tx: &Tx) -> Result<(), Failure> {
        write(tx, around, &classes.changes, values).await
    }
}

fn values(group: &Group) -> Result<Value, Failure> {
    serde_json::to_value(GroupInput::from(&group.details))
        .map_err(|error| Failure::Internal(error.to_string()))
}
