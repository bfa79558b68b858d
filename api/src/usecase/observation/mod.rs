//! Observations of lessons. What was seen and noted never enters the trail, which others read.

mod examples;
mod results;

use akoki_domain::{
    Code, Noun, Reason, Refusal,
    access::Permission,
    id::{BoardId, PersonId},
    observation::{Observation, Stated, fits, fixed},
    organisation::Group,
};
use akoki_openapi::wire::{
    observation::{Observation as View, ObservationInput},
    schema::Links,
};
use akoki_persistence::{Source, Stored, find};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    carrier::at_carrier_of_school,
    improvement_cycle::{path_of_arising, references::unknown_people},
    participant::person_here,
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

pub use results::endpoint as results_endpoint;

/// The resource.
pub struct Observations;

impl Resource for Observations {
    type Record = Observation;
    type Input = ObservationInput;
    type View = View;

    const NAMES: Names = names!("Observation", "Observations", "observations");
    const READ: Permission = Permission::ReadObservations;
    const WRITE: Permission = Permission::ChangeObservations;
    const CREATE: Permission = Permission::WriteObservations;
    const UNTOLD: &'static [&'static str] = &["lesson", "scores", "note"];

    async fn create(work: Work<'_>, input: ObservationInput) -> Result<Observation, Failure> {
        let mut wrong = Vec::new();
        let unit = at_carrier_of_school(work, input.unit_id, "/unitId", &mut wrong).await?;
        if unit.as_ref().is_some_and(|unit| !fits(&unit.details.kind)) {
            wrong.push(Reason::new(Code::NotATeamOrSchool).at("/unitId"));
        }
        let board = unit.as_ref().map(|unit| unit.board_id);
        let own = match board {
            Some(board) => person_here(work, board).await?,
            None => None,
        };
        let observer = input.observer_id.map(PersonId).or(own);
        if observer.is_none() && board.is_some() {
            wrong.push(Reason::new(Code::Required).at("/observerId"));
        }
        let stated = input.stated(observer.unwrap_or(PersonId(Uuid::max())), &mut wrong);
        if let Some(stated) = &stated {
            wrong.extend(wrong_with(work, board, stated, None).await?);
            let mut people = vec![("/observedId".to_owned(), stated.observed)];
            // Oneself is known, wherever one belongs.
            if observer.is_some() && observer != own {
                people.push(("/observerId".to_owned(), stated.observer));
            }
            wrong.extend(unknown_people(work, board, &people, &[]).await?);
        }
        let (Some(unit), Some(stated), true) = (unit, stated, wrong.is_empty()) else {
            return Err(Failure::invalid("body", wrong));
        };
        Ok(Observation {
            id: work.id(),
            board_id: unit.board_id,
            unit_id: unit.id,
            stated,
        })
    }

    async fn change(
        work: Work<'_>,
        before: &Observation,
        input: ObservationInput,
    ) -> Result<Observation, Failure> {
        let (earlier, mut wrong) = (&before.stated, Vec::new());
        let Some(stated) = input.stated(earlier.observer, &mut wrong) else {
            return Err(Failure::invalid("body", wrong));
        };
        let fixed = [
            ("/unitId", input.unit_id == before.unit_id.0),
            ("/instrument", stated.instrument == earlier.instrument),
            ("/observedId", stated.observed == earlier.observed),
        ];
        let changed = fixed.into_iter().filter(|(_, same)| !same);
        wrong.extend(changed.map(|(at, _)| Reason::new(Code::NotChangeable).at(at)));
        let board = before.board_id;
        still_open(work, before).await?;
        wrong.extend(wrong_with(work, Some(board), &stated, Some(earlier)).await?);
        if stated.observer != earlier.observer {
            let observer = [("/observerId".to_owned(), stated.observer)];
            wrong.extend(unknown_people(work, board, &observer, &[]).await?);
        }
        Refusal::unless_empty(wrong)?;
        Ok(Observation {
            stated,
            ..before.clone()
        })
    }

    async fn remove(work: Work<'_>, observation: &Observation) -> Result<(), Failure> {
        still_open(work, observation).await
    }

    fn input(observation: &Observation) -> ObservationInput {
        observation.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<Observation>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        examples::observation()
    }

    fn patch_example() -> Value {
        json!({"note": "Nabesproken; de leraar wil de instructie korter houden."})
    }
}

/// Refuses to touch what counts in results that are shown.
async fn still_open(work: Work<'_>, observation: &Observation) -> Result<(), Failure> {
    let today = work.today_of(observation.board_id).await?;
    match fixed(observation.stated.observed_on, today) {
        None => Ok(()),
        Some(reason) => {
            let reason = reason.about(Noun::Observation, observation.id);
            Err(Refusal::conflict(Code::SchoolYearFinished, vec![reason]).into())
        }
    }
}

/// What is wrong with what is said, apart from the people that it names.
async fn wrong_with(
    work: Work<'_>,
    board: Option<BoardId>,
    stated: &Stated,
    before: Option<&Stated>,
) -> Result<Vec<Reason>, Failure> {
    let today = match board {
        Some(board) => work.today_of(board).await?,
        None => work.call.today,
    };
    let known = work.call.frameworks().await?;
    let instrument = known.library.edition(&stated.instrument);
    let mut wrong = stated.check(instrument, today);
    if instrument.is_none() {
        wrong.push(Reason::new(Code::UnknownReference).at("/instrument"));
    }
    let earlier = before.and_then(|before| before.group);
    if let Some(group) = stated.group.filter(|_| stated.group != earlier) {
        let readable = work.call.scope_of(Permission::ReadGroups);
        let found = find::<Group>(work.tx, &readable, group.0).await?;
        let of_board = |one: BoardId| board.is_none_or(|board| board == one);
        if !found.is_some_and(|found| of_board(found.record.board_id)) {
            wrong.push(Reason::new(Code::UnknownReference).at("/groupId"));
        }
    }
    Ok(wrong)
}

fn view(item: Stored<Observation>) -> View {
    let Stored { record, meta } = item;
    let stated = record.stated;
    let link = |noun: Noun, id: uuid::Uuid| format!("/v1/{}/{id}", noun.path());
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        instrument: stated.instrument.to_string(),
        observed_id: stated.observed.0,
        observer_id: stated.observer.0,
        observed_on: stated.observed_on,
        group_id: stated.group.map(|id| id.0),
        lesson: stated.lesson,
        scores: stated.seen.iter().map(Into::into).collect(),
        note: stated.note,
        links: Links::from([
            ("self", link(Noun::Observation, record.id.0)),
            ("unit", link(Noun::OrganisationUnit, record.unit_id.0)),
            ("improvementCycles", path_of_arising(record.id)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}
