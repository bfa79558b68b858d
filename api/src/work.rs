//! What a use case works with inside a unit of work.

use akoki_domain::{Code, Reason};
use akoki_persistence::{Change, Record, Scope, Source, StoreError, Stored, Tx, Verb};
use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use crate::{failure::Failure, guard::Call};

/// A unit of work with the call that asked for it.
#[derive(Clone, Copy)]
pub struct Work<'t> {
    /// The open unit.
    pub tx: &'t Tx,
    /// The call.
    pub call: &'t Call,
}

impl<'t> Work<'t> {
    /// A new id.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.call.id()
    }

    /// What the caller reaches with the permission of the operation.
    pub fn scope(&self) -> Scope {
        self.call.scope()
    }

    /// Reasons for the ids that are unknown or out of reach: "unknown-reference" at their pointers.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unknown<R: Record>(
        &self,
        scope: &Scope,
        references: &[(String, Uuid)],
    ) -> Result<Vec<Reason>, Failure> {
        unknown::<R>(self.tx, scope, references).await
    }

    /// Writes a new record with its trail entry and event.
    ///
    /// # Errors
    /// A conflict when a unique constraint is broken.
    pub async fn insert<R: Record>(&self, record: R, values: Value) -> Result<Stored<R>, Failure> {
        let stored = akoki_persistence::insert(self.tx, record)
            .await
            .map_err(|error| explained::<R>(error.into()))?;
        self.record(
            &stored.record,
            stored.meta.version,
            Verb::Created,
            values,
            None,
        );
        Ok(stored)
    }

    /// Writes many new records, each with its trail entry and event, in as few statements as the database
    /// allows. `values` gives what the trail keeps of one.
    ///
    /// # Errors
    /// "busy" when a unique value was taken since it was looked up: the unit then runs again over what is
    /// there now.
    pub async fn insert_many<R: Record>(
        &self,
        records: Vec<R>,
        values: impl Fn(&R) -> Result<Value, Failure>,
    ) -> Result<Vec<Stored<R>>, Failure> {
        let made = akoki_persistence::insert_many(self.tx, records).await;
        let made = made.map_err(|error| match error {
            StoreError::NotUnique(what) => Failure::Busy(what),
            error => error.into(),
        })?;
        for Stored { record, meta } in &made {
            self.record(record, meta.version, Verb::Created, values(record)?, None);
        }
        Ok(made)
    }

    /// Writes the new values of a locked record with its trail entry and event. Nothing is said when
    /// nothing changed.
    ///
    /// # Errors
    /// A conflict when a unique constraint is broken.
    pub async fn save<R: Record>(
        &self,
        before: &Stored<R>,
        record: R,
        verb: Verb,
        values: Value,
    ) -> Result<Stored<R>, Failure> {
        akoki_persistence::save(self.tx, before, &record)
            .await
            .map_err(|error| explained::<R>(error.into()))?;
        let data = (verb == Verb::Transitioned).then(|| values.clone());
        self.record(&record, before.meta.version, verb, values, data);
        Ok(Stored {
            record,
            meta: before.meta,
        })
    }

    /// Says what happened to a record.
    pub fn record<R: Record>(
        &self,
        record: &R,
        version: i64,
        verb: Verb,
        values: Value,
        data: Option<Value>,
    ) {
        self.tx.record(Change {
            noun: R::NOUN,
            id: record.id(),
            board: record.board(),
            unit: record.unit(),
            version,
            verb,
            values,
            data,
            audience: None,
        });
    }
}

/// Reasons for the ids that are unknown or out of reach.
pub async fn unknown<R: Record>(
    source: &impl Source,
    scope: &Scope,
    references: &[(String, Uuid)],
) -> Result<Vec<Reason>, Failure> {
    let ids: Vec<Uuid> = references.iter().map(|(_, id)| *id).collect();
    let missing = akoki_persistence::unreachable_ids::<R>(source, scope, &ids).await?;
    Ok(references
        .iter()
        .filter(|(_, id)| missing.contains(id))
        .map(|(pointer, _)| Reason::new(Code::UnknownReference).at(pointer.clone()))
        .collect())
}

/// What a broken constraint means for this kind of record.
pub fn explained<R: Record>(failure: Failure) -> Failure {
    failure.explain(R::UNIQUES)
}

/// A moment as it stands in the values of the trail.
///
/// # Errors
/// When it cannot be written.
pub fn moment(at: OffsetDateTime) -> Result<String, Failure> {
    at.format(&Rfc3339)
        .map_err(|error| Failure::Internal(error.to_string()))
}

/// What changed between two representations, field by field: `{"name": {"from": …, "to": …}}`.
pub fn difference(before: &Value, after: &Value) -> Value {
    let mut out = Map::new();
    let empty = Map::new();
    let (before, after) = (
        before.as_object().unwrap_or(&empty),
        after.as_object().unwrap_or(&empty),
    );
    for key in before
        .keys()
        .chain(after.keys().filter(|key| !before.contains_key(*key)))
    {
        let (from, to) = (before.get(key), after.get(key));
        if from != to {
            out.insert(key.clone(), json!({"from": from, "to": to}));
        }
    }
    Value::Object(out)
}
