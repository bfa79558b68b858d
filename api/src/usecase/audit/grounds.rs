//! What the rule of independence looks at, gathered for many audits at once. It goes beyond what the caller
//! reaches: whoever leads an audit need not see who works at the school.

use akoki_domain::{
    audit::{AccreditedBody, Audit, Auditor, Grounds, Near, Who},
    framework::{ALL_SECTORS, sector_of},
    id::{AuditId, BoardId, PersonId, UnitId},
    organisation::{
        Assignment, Unit,
        succession::{Made, SuccessionInput, came_before},
    },
};
use akoki_persistence::{
    Source, find_many,
    repo::{
        assignment::of_people,
        audit::{around, of_team, successions_of},
        organisation_unit::of_ids,
    },
};
use std::collections::{BTreeMap, BTreeSet};

use crate::{failure::Failure, guard::Call};

/// The grounds of these audits.
///
/// # Errors
/// When the store fails.
pub async fn of(
    call: &Call,
    source: &impl Source,
    audits: &[&Audit],
) -> Result<BTreeMap<AuditId, Grounds>, Failure> {
    let mut by_board: BTreeMap<BoardId, Vec<&Audit>> = BTreeMap::new();
    for audit in audits {
        by_board.entry(audit.board_id).or_default().push(audit);
    }
    let mut grounds = BTreeMap::new();
    for (board, audits) in by_board {
        let gathered = Gathered::load(call, source, board, &audits).await?;
        grounds.extend(audits.iter().map(|audit| (audit.id, gathered.of(audit))));
    }
    Ok(grounds)
}

/// What is known for several audits of one board.
struct Gathered {
    tree: Vec<(UnitId, UnitId)>,
    units: Vec<Unit>,
    assignments: Vec<Assignment>,
    auditors: Vec<Auditor>,
    bodies: Vec<AccreditedBody>,
    made: Vec<Made>,
    executed: Vec<SuccessionInput>,
}

impl Gathered {
    async fn load(
        call: &Call,
        source: &impl Source,
        board: BoardId,
        audits: &[&Audit],
    ) -> Result<Self, Failure> {
        let scope = call.everything();
        let stated = || audits.iter().map(|audit| &audit.stated);
        let audited: BTreeSet<UnitId> = stated().flat_map(|one| one.scope.clone()).collect();
        let audited: Vec<UnitId> = audited.into_iter().collect();
        let members = stated().flat_map(|one| one.team.iter().map(|member| member.who));
        let members: BTreeSet<Who> = members.collect();
        let members: Vec<Who> = members.into_iter().collect();
        let people: Vec<PersonId> = members.iter().copied().filter_map(person).collect();
        let bodies: Vec<_> = stated().filter_map(|one| one.body).map(|id| id.0).collect();
        let (made, executed) = successions_of(source, &scope, board).await?;
        let before = came_before(&audited, &made, &executed);
        let known: Vec<UnitId> = audited.iter().chain(before.keys()).copied().collect();
        let tree = around(source, &scope, board, &known).await?;
        let near: BTreeSet<UnitId> = tree
            .iter()
            .flat_map(|(one, other)| [*one, *other])
            .collect();
        let near: Vec<UnitId> = near.into_iter().chain(audited).collect();
        let bodies = find_many::<AccreditedBody>(source, &scope, &bodies).await?;
        let units = of_ids(source, &scope, &near).await?;
        Ok(Self {
            tree,
            units: units.into_iter().map(|stored| stored.record).collect(),
            assignments: of_people(source, &scope, &people).await?,
            auditors: of_team(source, &scope, board, &members).await?,
            bodies: bodies.into_iter().map(|stored| stored.record).collect(),
            made,
            executed,
        })
    }

    fn of(&self, audit: &Audit) -> Grounds {
        let stated = &audit.stated;
        let body = self.bodies.iter().find(|body| Some(body.id) == stated.body);
        let before = came_before(&stated.scope, &self.made, &self.executed);
        let near = Near::new(&stated.scope, audit.board_id, &self.tree);
        Grounds {
            near: near.after(&before, audit.board_id, &self.tree),
            sectors: stated
                .scope
                .iter()
                .map(|unit| self.sector(audit, *unit))
                .collect(),
            assignments: self.assignments.clone(),
            auditors: self.auditors.clone(),
            body: body.cloned(),
        }
    }

    /// The sector of a unit: its own, that of the nearest above it, or that of the edition.
    fn sector(&self, audit: &Audit, unit: UnitId) -> String {
        let mut next = self.units.iter().find(|one| one.id == unit);
        while let Some(unit) = next {
            if let Some(sector) = sector_of(unit) {
                return sector.to_owned();
            }
            next = self.units.iter().find(|one| Some(one.id) == unit.parent_id);
        }
        let edition = &audit.pinned.edition.sector;
        let edition = Some(edition).filter(|sector| *sector != ALL_SECTORS);
        edition.cloned().unwrap_or_default()
    }
}

const fn person(who: Who) -> Option<PersonId> {
    match who {
        Who::Person(id) => Some(id),
        Who::Account(_) | Who::Auditor(_) => None,
    }
}
