//! The statements of the hottest operations, built once.
//!
//! Building the statement of a read from its parts cost about as much as sending it. Its text depends
//! on the table, the roles and the kind of caller only, so it is built once with marks for values and
//! kept; later calls put their own values where the marks stood.

use sea_orm::{DbBackend, Statement, StatementBuilder, Value};
use std::{any::TypeId, cell::RefCell, collections::HashMap, mem::discriminant, rc::Rc};
use time::{Date, macros::date};
use uuid::Uuid;

use crate::{
    column,
    record::Record,
    records::{find_statement, lock_statement},
    scope::{Scope, Who},
};

const ID: Uuid = Uuid::from_u128(0x6d61_726b_0000_8000_8000_0000_0000_0001);
const CALLER: Uuid = Uuid::from_u128(0x6d61_726b_0000_8000_8000_0000_0000_0002);
const AT: i64 = i64::MIN + 11;
const NOW: i64 = i64::MIN + 12;
const DAY: Date = date!(0001 - 01 - 01);

/// Where a value of the statement comes from.
enum Slot {
    Id,
    Caller,
    At,
    Now,
    Day,
    Fixed(Value),
}

struct Memo {
    sql: String,
    slots: Vec<Slot>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    record: TypeId,
    lock: bool,
    who: std::mem::Discriminant<Who>,
    roles: (*const akoki_domain::access::Role, usize),
    word: &'static str,
    postgres: bool,
}

thread_local! {
    static MEMOS: RefCell<HashMap<Key, Rc<Memo>>> = RefCell::new(HashMap::new());
}

/// The statement of [`crate::find`].
pub(crate) fn find<R: Record>(backend: DbBackend, scope: &Scope, id: Uuid) -> Statement {
    statement::<R>(backend, scope, id, None)
}

/// The statement of [`crate::lock`].
pub(crate) fn lock<R: Record>(backend: DbBackend, scope: &Scope, id: Uuid, now: i64) -> Statement {
    statement::<R>(backend, scope, id, Some(now))
}

fn statement<R: Record>(
    backend: DbBackend,
    scope: &Scope,
    id: Uuid,
    now: Option<i64>,
) -> Statement {
    let key = Key {
        record: TypeId::of::<R>(),
        lock: now.is_some(),
        who: discriminant(&scope.who),
        roles: (scope.roles.as_ptr(), scope.roles.len()),
        word: scope.word,
        postgres: backend == DbBackend::Postgres,
    };
    let memo = MEMOS.with_borrow_mut(|memos| {
        memos
            .entry(key)
            .or_insert_with(|| Rc::new(build::<R>(backend, scope, now.is_some())))
            .clone()
    });
    let caller = match scope.who {
        Who::Credential(id) | Who::Principal(id) => id,
        Who::Service => Uuid::nil(),
    };
    let values = memo.slots.iter().map(|slot| match slot {
        Slot::Id => id.into(),
        Slot::Caller => caller.into(),
        Slot::At => scope.at.into(),
        Slot::Now => now.unwrap_or_default().into(),
        Slot::Day => column::day(scope.today).into(),
        Slot::Fixed(value) => value.clone(),
    });
    Statement::from_sql_and_values(backend, memo.sql.clone(), values)
}

fn build<R: Record>(backend: DbBackend, scope: &Scope, lock: bool) -> Memo {
    let who = match scope.who {
        Who::Credential(_) => Who::Credential(CALLER),
        Who::Principal(_) => Who::Principal(CALLER),
        Who::Service => Who::Service,
    };
    let marked = Scope {
        who,
        roles: scope.roles,
        word: scope.word,
        at: AT,
        today: DAY,
    };
    let statement = if lock {
        StatementBuilder::build(&lock_statement::<R>(&marked, ID, NOW), &backend)
    } else {
        StatementBuilder::build(&find_statement::<R>(&marked, ID), &backend)
    };
    let day: Value = column::day(DAY).into();
    let slots = statement
        .values
        .map(|values| values.0)
        .unwrap_or_default()
        .into_iter()
        .map(|value| match value {
            Value::Uuid(Some(ID)) => Slot::Id,
            Value::Uuid(Some(CALLER)) => Slot::Caller,
            Value::BigInt(Some(AT)) => Slot::At,
            Value::BigInt(Some(NOW)) => Slot::Now,
            value if value == day => Slot::Day,
            value => Slot::Fixed(value),
        });
    Memo {
        sql: statement.sql,
        slots: slots.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use akoki_domain::{access::Permission, organisation::Unit};

    #[test]
    fn a_kept_statement_is_the_one_that_would_be_built() {
        for backend in [DbBackend::Postgres, DbBackend::Sqlite] {
            for permission in Permission::ALL {
                for n in 1..4_u128 {
                    let at = 1_700_000_000_000 + i64::try_from(n).unwrap_or_default();
                    let id = Uuid::from_u128(n);
                    for who in [
                        Who::Credential(Uuid::from_u128(n + 7)),
                        Who::Principal(Uuid::from_u128(n)),
                        Who::Service,
                    ] {
                        let scope = Scope {
                            who,
                            roles: permission.roles(),
                            word: permission.scope(),
                            at,
                            today: date!(2026 - 11 - 24),
                        };
                        let built =
                            StatementBuilder::build(&find_statement::<Unit>(&scope, id), &backend);
                        assert_eq!(
                            find::<Unit>(backend, &scope, id).to_string(),
                            built.to_string()
                        );
                        let built = StatementBuilder::build(
                            &lock_statement::<Unit>(&scope, id, at + 1),
                            &backend,
                        );
                        assert_eq!(
                            lock::<Unit>(backend, &scope, id, at + 1).to_string(),
                            built.to_string()
                        );
                    }
                }
            }
        }
    }
}
