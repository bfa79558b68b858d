//! Accounts. Whoever keeps the access of the board that made one sees and changes it; whoever keeps the
//! access of a unit on which it has a grant sees it.

use akoki_domain::{
    Code, Noun,
    access::{Account, AccountDetails},
    id::{BoardId, PersonId, PrincipalId, UnitId},
    organisation::person::normalise_email,
    text::search_form,
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::account as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Link, Meta, Record, Unique},
    scope::Scope,
    unit::Tx,
};

impl Record for Account {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Account;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("disabled", "disabled", FilterKind::Flag),
    ];
    const SEARCHES: &'static [Filter] =
        &[Filter::new("q", "name_sort", FilterKind::Custom(called))];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "displayName",
            column: "name_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "account_email",
        columns: "account.email",
        code: Code::Duplicate,
        pointer: "/email",
    }];
    const LINKS: &'static [Link] = &[Link {
        table: "account_granted",
        column: "account_id",
        writes: false,
    }];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let details: AccountDetails = column::read_document(row.details)?;
        Ok(Account {
            id: PrincipalId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            details,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            email: Set(self.details.email.clone()),
            name_sort: Set(search_form(&self.details.display_name)),
            person_id: Set(self.details.person_id.map(|id| id.0)),
            disabled: Set(self.details.disabled),
            details: Set(column::document(&self.details)),
        }
    }
}

/// By words of the name, or by the whole e-mail address.
fn called(text: &str) -> Option<Condition> {
    let own = |column| Expr::col((Alias::new("account"), Alias::new(column)));
    if text.contains('@') {
        let email = normalise_email(text).unwrap_or_default();
        return Some(Cond::all().add(own("email").eq(email)));
    }
    let form = search_form(text);
    let words = form.split(' ');
    Some(words.fold(Cond::all(), |all, word| {
        all.add(own("name_sort").like(format!("%{word}%")))
    }))
}

/// The account with this e-mail address (in its normal form), whoever keeps it: for signing in, and for
/// giving a right to somebody by their address. It lies beyond the fence; no more than its id is shown.
///
/// # Errors
/// When the store fails.
pub async fn by_email(source: &impl Source, email: &str) -> Result<Option<Account>, StoreError> {
    let row = table::Entity::find()
        .filter(table::Column::Email.eq(email))
        .one(&source.everything().db)
        .await?;
    row.map(Account::read).transpose()
}

/// The person to whom an account belongs; nothing when the principal is no account. It lies beyond the fence
/// where the scope does: whoever calls may be kept by a board on which they have no right.
///
/// # Errors
/// When the store fails.
pub async fn person_of(
    source: &impl Source,
    scope: &Scope,
    principal: Uuid,
) -> Result<Option<Option<PersonId>>, StoreError> {
    let row = table::Entity::find()
        .filter(table::Column::Id.eq(principal))
        .one(&source.exec_for(scope).db)
        .await?;
    Ok(row.map(|row| row.person_id.map(PersonId)))
}

/// The account with this id, held: until this unit ends nobody else changes it, and whoever signs in or
/// sets a password for it waits. On SQLite the one writer sees to that. It lies beyond the fence: whoever
/// calls may be kept by a board on which they have no right.
///
/// # Errors
/// When the store fails.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<Option<Account>, StoreError> {
    let row = table::Entity::find()
        .filter(table::Column::Id.eq(id))
        .lock_exclusive()
        .one(&tx.everything().db)
        .await?;
    row.map(Account::read).transpose()
}
