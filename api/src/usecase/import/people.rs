//! A board's list of people, and the looking up of people that its other lists name.

use akoki_domain::{
    Code, Noun, Reason, Subject,
    id::PersonId,
    import::{
        Column, Columns, Outcome, people_plan::plan_person, plan::Change, row_people::read_person,
    },
    organisation::{ExternalId, Person, PersonDetails},
};
use akoki_openapi::wire::person::PersonInput;
use akoki_persistence::{Source, StoreError, Tx, repo::listed_person};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

use super::{
    changes::Changes,
    list::{Circumstances, List, Meant, ReadRow},
    writing::write,
};
use crate::failure::Failure;

/// People of a board, by external id and by e-mail address.
#[derive(Default)]
pub(super) struct Folk {
    external: HashMap<ExternalId, (Noun, Uuid)>,
    emails: HashMap<String, PersonId>,
    people: HashMap<PersonId, Person>,
    changes: Changes<PersonId, Person>,
}

impl Folk {
    /// Looks up people.
    pub(super) async fn load(
        source: &impl Source,
        around: &Circumstances,
        ids: &[ExternalId],
        emails: &[String],
    ) -> Result<Self, StoreError> {
        let board = around.job.board_id;
        let external = listed_person::by_external_ids(source, board, ids).await?;
        let people: Vec<Uuid> = external
            .values()
            .filter(|(noun, _)| *noun == Noun::Person)
            .map(|(_, id)| *id)
            .collect();
        let mut folk = Self {
            external,
            ..Self::default()
        };
        for person in listed_person::people(source, board, &people, emails).await? {
            folk.know(person);
        }
        Ok(folk)
    }

    fn know(&mut self, person: Person) {
        for id in &person.details.external_ids {
            let held = (Noun::Person, person.id.0);
            self.external.insert(id.clone(), held);
        }
        if let Some(email) = &person.details.email {
            self.emails.insert(email.clone(), person.id);
        }
        self.people.insert(person.id, person);
    }

    /// The person with this external id; or that something else of the board has it.
    pub(super) fn by_id(&self, id: &ExternalId) -> Result<Option<&Person>, Reason> {
        match self.external.get(id) {
            None => Ok(None),
            Some((Noun::Person, person)) => Ok(self.people.get(&PersonId(*person))),
            Some((noun, other)) => Err(Reason::new(Code::Duplicate).about(*noun, *other)),
        }
    }

    /// The person with this e-mail address.
    pub(super) fn by_email(&self, email: &str) -> Option<&Person> {
        self.people.get(self.emails.get(email)?)
    }
}

/// An external id as one word.
pub(super) fn id_word(id: &ExternalId) -> String {
    format!("id:{}:{}", id.system, id.value)
}

/// A list of people.
pub(super) struct People;

impl List for People {
    type Row = PersonDetails;
    type Chunk = Folk;

    fn read(columns: &Columns, cells: &[&str]) -> Result<PersonDetails, Vec<Reason>> {
        read_person(columns, cells)
    }

    fn keys(row: &PersonDetails) -> Vec<String> {
        let ids = row.external_ids.iter().map(id_word);
        let email = row.email.iter().map(|email| format!("email:{email}"));
        ids.chain(email).collect()
    }

    async fn load<S: Source>(
        source: &S,
        around: &Circumstances,
        rows: &[ReadRow<PersonDetails>],
        _planned: bool,
    ) -> Result<Folk, StoreError> {
        // Rows of one file are about different people, so what earlier rows plan need not be laid over.
        let read = || rows.iter().filter_map(|read| read.row.as_ref().ok());
        let ids: Vec<ExternalId> = read().flat_map(|row| row.external_ids.clone()).collect();
        let emails: Vec<String> = read().filter_map(|row| row.email.clone()).collect();
        Folk::load(source, around, &ids, &emails).await
    }

    fn plan(folk: &mut Folk, around: &Circumstances, row: &PersonDetails) -> Meant {
        let by_id = row.external_ids.first().map(|id| folk.by_id(id));
        let by_id = match by_id.transpose() {
            Ok(found) => found.flatten(),
            Err(reason) => {
                let column = Column::ExternalId.names().first().copied();
                return Meant::rejected(reason.at(column.unwrap_or_default()));
            }
        };
        let by_email = row.email.as_deref().and_then(|email| folk.by_email(email));
        let about = by_id.or(by_email).map(|person| person.id);
        let plan = plan_person(by_id, by_email, row, around.job.board_id, around.id());
        let about = match &plan.change {
            Some(change) => Some(folk.take(change)),
            None => about.filter(|_| plan.outcome != Outcome::Rejected),
        };
        Meant {
            outcome: plan.outcome,
            reasons: plan.reasons,
            subject: about.map(|id| Subject::new(Noun::Person, id)),
            writes: plan.change.is_some(),
        }
    }

    async fn remember(_: &Folk, _: &Circumstances, _: &Tx) -> Result<(), StoreError> {
        Ok(())
    }

    async fn write(folk: &Folk, around: &Circumstances, tx: &Tx) -> Result<(), Failure> {
        write(tx, around, &folk.changes, values).await
    }
}

impl Folk {
    fn take(&mut self, change: &Change<Person>) -> PersonId {
        let person = change.after().clone();
        let id = person.id;
        self.changes.add(id, change);
        self.know(person);
        id
    }
}

fn values(person: &Person) -> Result<Value, Failure> {
    serde_json::to_value(PersonInput::from(person))
        .map_err(|error| Failure::Internal(error.to_string()))
}
