//! The stores: SQLite and PostgreSQL behind one set of repositories.
//!
//! Everything is asked with a [`Scope`] (who asks, in which roles) and changed in one unit of work
//! ([`Store::unit`]). Nothing here decides: rules live in the domain.

mod act;
pub mod backup;
mod bulk;
mod chain;
mod changes;
mod column;
mod connect;
mod counted;
mod entity;
mod error;
mod fence;
mod hold;
mod lane;
mod list;
mod memo;
mod naming;
pub mod plan;
pub mod reach;
mod record;
mod records;
pub mod repo;
mod rows;
mod scope;
mod seal;
mod unit;
mod users;
mod verify;
mod writer;

pub use act::{Act, Change, Mint, UNCHANGED};
pub use akoki_domain::event::Verb;
pub use bulk::{find_many, hold_rows, lock_many, save_many};
pub use connect::{Backend, Exec, Source, Store, Stores};
pub use error::StoreError;
pub use hold::{Hold, beside, file_of};
pub use list::{Filter, FilterKind, ListQuery, Page, Position, Sort, SortValue};
pub use record::{Link, Meta, PersonLink, Record, Stored, Unique, Withheld};
pub use records::{
    delete, find, insert, insert_many, list, lock, may_write, save, unreachable_ids,
};
pub use scope::{PLATFORM, Scope, Who};
pub use seal::{SealReport, seal};
pub use unit::{Tx, UnitError};
pub use users::{unnamed, users};
pub use verify::{Fault, Finding, Head, Report, verify};

/// A future that can be sent to the writer.
pub type BoxFuture<'a, T> = futures_util::future::BoxFuture<'a, T>;
