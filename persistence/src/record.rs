//! What an aggregate says once about its table, so that the mechanics in [`crate::records`] can serve it.

use akoki_domain::{Code, Noun, access::Permission};
use sea_orm::{ActiveModelTrait, EntityTrait};
use std::future::Future;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    connect::Exec,
    error::StoreError,
    list::{Filter, Sort},
    scope::Scope,
};

/// What the store keeps beside the record itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// Counts the writes; the first half of the ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    pub updated_at: OffsetDateTime,
}

/// A record with what the store knows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<R> {
    /// The record.
    pub record: R,
    /// Its version and times.
    pub meta: Meta,
}

impl<R> Stored<R> {
    /// The records alone.
    pub(crate) fn records(found: Vec<Self>) -> Vec<R> {
        found.into_iter().map(|stored| stored.record).collect()
    }
}

/// A unique constraint and what breaking it means to the caller.
#[derive(Debug, Clone, Copy)]
pub struct Unique {
    /// The name of the constraint or index (PostgreSQL says this).
    pub name: &'static str,
    /// Its columns as SQLite says them: `table.column, table.column`.
    pub columns: &'static str,
    /// The code of the problem.
    pub code: Code,
    /// Where in the input.
    pub pointer: &'static str,
}

/// Another way to a record than over the unit on which it hangs: rows of another table that name it
/// and hang on units themselves.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// The table, with the columns `board_id` and `unit_id`.
    pub table: &'static str,
    /// Its column with the id of the record.
    pub column: &'static str,
    /// Whether who comes this way may change the record as well.
    pub writes: bool,
}

/// Another way to a record than over a unit: rows that name people. Whoever calls as such a person comes
/// to the record without a role.
#[derive(Debug, Clone, Copy)]
pub struct PersonLink {
    /// The column of the record that is compared.
    pub of: &'static str,
    /// The table with the rows that name people, with the columns `board_id` and `person_id`; it can be
    /// that of the record itself.
    pub table: &'static str,
    /// Its column that is compared.
    pub column: &'static str,
    /// Its column with the person.
    pub person: &'static str,
    /// Whether a row holds on the days between its columns `starts_on` and `ends_on` alone.
    pub days: bool,
    /// Whether who comes this way may change the record as well.
    pub writes: bool,
}

/// What of a kind is kept, for a time, from most of those whose role shows it.
#[derive(Debug, Clone, Copy)]
pub struct Withheld {
    /// The column that says that it is shown to all of them.
    pub column: &'static str,
    /// Whoever has this permission is shown it before.
    pub from_all_but: Permission,
}

impl Withheld {
    /// What somebody with this reach is shown before the others are.
    pub(crate) fn for_some(self, scope: &Scope) -> Scope {
        if scope.is_of_nothing() {
            return scope.clone();
        }
        scope.with_roles(self.from_all_but.roles(), scope.word)
    }

    /// Whether this role is shown it before the others are.
    pub(crate) fn shown_to(self, role: &str) -> bool {
        let mut roles = self.from_all_but.roles().iter();
        roles.any(|one| one.as_str() == role)
    }
}

/// An aggregate with a table of its own, with the columns `board_id`, `id`, `unit_id`, `version`,
/// `created_at` and `updated_at`.
pub trait Record: Sized + Clone + Send + Sync + 'static {
    /// The entity of the table.
    type Entity: EntityTrait;
    /// A row to be written.
    type Row: ActiveModelTrait<Entity = Self::Entity> + Send;

    /// What it is.
    const NOUN: Noun;
    /// What a list can be narrowed by.
    const FILTERS: &'static [Filter];
    /// What a search can be narrowed by besides: with words that must not stand in an address.
    const SEARCHES: &'static [Filter] = &[];
    /// What a list can be sorted by; the first is the default.
    const SORTS: &'static [Sort];
    /// The constraints that callers can break.
    const UNIQUES: &'static [Unique] = &[];
    /// From where it is reached beside the unit on which it hangs.
    const LINKS: &'static [Link] = &[];

    /// The people who reach it as themselves.
    const PEOPLE: &'static [PersonLink] = &[];
    /// The guests who reach it as themselves, by their account: another board keeps it, and who they are
    /// is of no concern here. The column `person` has the account.
    const GUESTS: &'static [PersonLink] = &[];
    /// Until when it is kept from those whose role shows it; those who reach it as themselves are not
    /// concerned. Not for what has [`Record::LINKS`].
    const WITHHELD: Option<Withheld> = None;
    /// Whether nobody reaches it but these people: no role on the unit shows it.
    const OF_PEOPLE_ALONE: bool = false;

    /// Whether it is read, too, by whoever reaches something under its unit: what a board sets for its
    /// schools. Never written from there.
    const SEEN_FROM_BELOW: bool = false;
    /// Whether all of this kind hang on the platform: seen from below, they are there for whoever has a
    /// role that may read them anywhere.
    const OF_PLATFORM: bool = false;

    /// Its id.
    fn id(&self) -> Uuid;
    /// Its board; [`crate::scope::PLATFORM`] for what belongs to none.
    fn board(&self) -> Uuid;
    /// The unit on which it hangs: whoever reaches that reaches this.
    fn unit(&self) -> Uuid;

    /// Reads a row back.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when no version of this program can have written it.
    fn read(row: <Self::Entity as EntityTrait>::Model) -> Result<Self, StoreError>;
    /// The row to be written.
    fn row(&self, meta: &Meta) -> Self::Row;

    /// Loads what stands in other tables, for a whole page at once.
    fn load_parts(
        _exec: &Exec<'_>,
        _records: &mut [Stored<Self>],
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }

    /// Writes what stands in other tables, for many records at once; with each, what it was before.
    fn save_parts(
        _exec: &Exec<'_>,
        _records: &[(&Self, Option<&Self>)],
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }

    /// Deletes what stands in other tables.
    fn delete_parts(
        _exec: &Exec<'_>,
        _record: &Self,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }
}
