//! Ways to a row that go by who the caller is, and not by a role on a unit: rows of another table that name
//! people, or accounts of guests.

use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Query, SelectStatement, TableRef};

use crate::{
    column,
    record::PersonLink,
    scope::{Scope, Who},
};

/// The rows that name the caller as a person stand under this name, as they can be of the table itself.
pub(crate) const NAMED: &str = "named";

/// How the rows of a link name the caller.
#[derive(Clone, Copy)]
pub(crate) enum Named {
    /// As the person of their account.
    Person(&'static PersonLink),
    /// By their account itself.
    Account(&'static PersonLink),
}

impl Named {
    pub(crate) const fn link(self) -> &'static PersonLink {
        match self {
            Self::Person(link) | Self::Account(link) => link,
        }
    }
}

fn name(text: &'static str) -> Alias {
    Alias::new(text)
}

impl Scope {
    /// The rows of a link that name this row of a table and the caller: for one row, correlated.
    pub(crate) fn named(&self, table: &'static str, named: Named) -> SelectStatement {
        let (mut select, link) = (self.naming(named), named.link());
        let of = Expr::col((name(table), name(link.of)));
        select
            .expr(Expr::val(1))
            .and_where(Expr::col((name(NAMED), name(link.column))).eq(of));
        select
    }

    /// The ids of all rows of a table that a link names together with the caller.
    pub(crate) fn all_named(&self, table: &'static str, named: Named) -> SelectStatement {
        let link = named.link();
        let row = |column| Expr::col((name(table), name(column)));
        let of = |column| Expr::col((name(NAMED), name(column)));
        let mut select = self.naming(named);
        select
            .column((name(table), name("id")))
            .cross_join(name(table))
            .and_where(row("board_id").eq(of("board_id")))
            .and_where(row(link.of).eq(of(link.column)));
        select
    }

    /// The rows of a link that name the caller, without anything selected yet; from the caller down, as in
    /// [`Scope::grants`].
    pub(crate) fn naming(&self, named: Named) -> SelectStatement {
        let link = named.link();
        let of = |column| Expr::col((name(NAMED), name(column)));
        let mut select = Query::select();
        let principal = self.principal(&mut select);
        if self.is_of_nothing() {
            select.and_where(Expr::val(1).eq(0));
        }
        let caller = match named {
            Named::Person(_) => {
                let account = |column| Expr::col((name("account"), name(column)));
                select
                    .cross_join(name("account"))
                    .and_where(account("id").eq(principal));
                account("person_id")
            }
            // Another board keeps the account of a guest: it is not looked at.
            Named::Account(_) => principal,
        };
        select
            .cross_join(TableRef::from(name(link.table)).alias(name(NAMED)))
            .and_where(of(link.person).eq(caller));
        if link.days {
            let today = column::day(self.today);
            let open_end = Cond::any()
                .add(of("ends_on").is_null())
                .add(of("ends_on").gte(today.clone()));
            select
                .and_where(of("starts_on").lte(today))
                .cond_where(open_end);
        }
        select
    }

    /// Begins a statement at the caller; answers what their principal is.
    fn principal(&self, select: &mut SelectStatement) -> Expr {
        let held = |column| Expr::col((name("credential"), name(column)));
        let principal = Expr::col((name("principal"), name("id")));
        match self.who {
            Who::Credential(id) => {
                select
                    .from(name("credential"))
                    .and_where(held("id").eq(id))
                    .and_where(held("revoked_at").is_null())
                    .and_where(held("expires_at").gt(self.at));
                return held("principal_id");
            }
            Who::Principal(id) => {
                select
                    .from(name("principal"))
                    .and_where(principal.clone().eq(id));
            }
            Who::Service => {
                select.from(name("principal"));
            }
        }
        principal
    }
}
