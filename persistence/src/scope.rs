//! The reach of a caller, as a predicate of every statement.
//!
//! Grants, their dates and the revocation of credentials are looked at by the statement that loads or
//! changes a row, never before it and never from a cache: a right holds from the answer that gave it,
//! and stops with the answer that took it.

use akoki_domain::access::{Permission, Role};
use sea_orm::sea_query::{
    Alias, Cond, Condition, Expr, ExprTrait, Query, SelectStatement, TableRef, UnionType,
};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    naming::Named,
    record::{Link, Withheld},
};

/// The tenant of what belongs to no board, and the unit above all boards.
pub const PLATFORM: Uuid = Uuid::nil();

/// Whose grants count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Those of whoever holds this credential, while it is neither revoked nor expired.
    Credential(Uuid),
    /// Those of this principal: for work that goes on after the request that asked for it.
    Principal(Uuid),
    /// The service itself: set-up, the command line on the machine, workers. Everything is in reach.
    Service,
}

/// A set of tenants and subtrees: what a statement may touch.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Whose grants count.
    pub who: Who,
    /// The roles that suffice.
    pub roles: &'static [Role],
    /// The token scope that goes with it: a grant that is narrowed to some scopes must name it.
    pub word: &'static str,
    /// The moment, for the life of the credential.
    pub at: i64,
    /// The day, for the dates of grants.
    pub today: Date,
}

/// The grants of the caller stand under this name in a statement, so that grants can be what it is about.
pub(crate) const HELD: &str = "held";

fn name(text: &'static str) -> Alias {
    Alias::new(text)
}

impl Scope {
    /// The same reach with another permission.
    #[must_use]
    pub fn with(&self, permission: Permission) -> Self {
        self.with_roles(permission.roles(), permission.scope())
    }

    /// The same reach with other roles, and the token scope that goes with them.
    #[must_use]
    pub fn with_roles(&self, roles: &'static [Role], word: &'static str) -> Self {
        Self {
            roles,
            word,
            ..self.clone()
        }
    }

    /// The same reach with nothing in it: what goes with this permission is not what the caller's token is for.
    /// No role leads to anything then, and neither does being somebody whom a row names.
    #[must_use]
    pub fn of_nothing(&self, permission: Permission) -> Self {
        self.with_roles(&[], permission.scope())
    }

    /// Whether nothing is in reach: no role suffices for what goes with the word.
    pub(crate) fn is_of_nothing(&self) -> bool {
        self.who != Who::Service && self.roles.is_empty() && !self.word.is_empty()
    }

    /// The row of this table hangs on a unit in reach: for one row, correlated.
    pub(crate) fn covers(&self, table: &'static str) -> Condition {
        if self.who == Who::Service {
            return Cond::all();
        }
        Cond::all().add(Expr::exists(self.covering(table)))
    }

    /// The grants through which a row of this table is in reach.
    pub(crate) fn covering(&self, table: &'static str) -> SelectStatement {
        let above = |column| Expr::col((name("unit_ancestor"), name(column)));
        let row = |column| Expr::col((name(table), name(column)));
        let mut select = self.grants();
        select
            .expr(Expr::val(1))
            .cross_join(name("unit_ancestor"))
            .and_where(above("board_id").eq(row("board_id")))
            .and_where(above("unit_id").eq(row("unit_id")))
            .and_where(above("ancestor_id").equals((name(HELD), name("unit_id"))));
        select
    }

    /// The caller has one of the roles somewhere.
    pub(crate) fn anywhere(&self) -> Condition {
        if self.who == Who::Service {
            return Cond::all();
        }
        let mut select = self.grants();
        select.expr(Expr::val(1));
        Cond::all().add(Expr::exists(select))
    }

    /// `principal` is the caller.
    pub(crate) fn is_caller(&self, principal: Expr) -> Condition {
        match self.who {
            Who::Service => Cond::all(),
            Who::Principal(id) => Cond::all().add(principal.eq(id)),
            Who::Credential(id) => {
                let column = |column| Expr::col((name("credential"), name(column)));
                let mut select = Query::select();
                select
                    .column((name("credential"), name("principal_id")))
                    .from(name("credential"))
                    .and_where(column("id").eq(id))
                    .and_where(column("revoked_at").is_null())
                    .and_where(column("expires_at").gt(self.at));
                Cond::all().add(principal.in_subquery(select))
            }
        }
    }

    /// The row of this table belongs to a board on which, or on a part of which, the caller has one of
    /// the roles: an index on the board serves a list then. Not for roles that hold on the platform.
    pub(crate) fn of_board(&self, table: &'static str) -> Condition {
        if self.who == Who::Service {
            return Cond::all();
        }
        let mut select = self.grants();
        select.column((name(HELD), name("board_id")));
        Cond::all().add(Expr::col((name(table), name("board_id"))).in_subquery(select))
    }

    /// The row of this table hangs on a unit in reach: for lists, as a set of boards and units, which
    /// the index on both serves.
    pub(crate) fn within(&self, table: &'static str) -> Condition {
        if self.who == Who::Service {
            return Cond::all();
        }
        let row = |column| Expr::col((name(table), name(column)));
        Cond::all().add(Expr::tuple([row("board_id"), row("unit_id")]).in_subquery(self.units()))
    }

    /// The row of this table hangs on a unit above one with a grant: for one row, correlated.
    pub(crate) fn above(&self, table: &'static str) -> Condition {
        let above = |column| Expr::col((name("unit_ancestor"), name(column)));
        let mut select = self.grants();
        select
            .expr(Expr::val(1))
            .cross_join(name("unit_ancestor"))
            .and_where(above("unit_id").equals((name(HELD), name("unit_id"))))
            .and_where(above("ancestor_id").equals((name(table), name("unit_id"))));
        Cond::all().add(Expr::exists(select))
    }

    /// The row of this table hangs on a unit in reach or above one, or is of those who come as a person: for
    /// lists, as a set of ids.
    pub(crate) fn within_or_above(&self, table: &'static str, named: &[Named]) -> Condition {
        if self.who == Who::Service {
            return Cond::all();
        }
        let above = |column| Expr::col((name("unit_ancestor"), name(column)));
        let mut over = self.grants();
        over.column((name(table), name("id")))
            .cross_join(name("unit_ancestor"))
            .cross_join(name(table))
            .and_where(above("unit_id").equals((name(HELD), name("unit_id"))))
            .and_where(above("board_id").equals((name(table), name("board_id"))))
            .and_where(above("ancestor_id").equals((name(table), name("unit_id"))));
        let mut ids = self.named_by(table, "id");
        ids.union(UnionType::Distinct, over);
        for &named in named {
            ids.union(UnionType::Distinct, self.all_named(table, named));
        }
        Cond::all().add(Expr::col((name(table), name("id"))).in_subquery(ids))
    }

    /// As [`Scope::covers`], or named by a row of a link that hangs on a unit in reach.
    pub(crate) fn covers_or_linked<'a>(
        &self,
        table: &'static str,
        links: impl Iterator<Item = &'a Link>,
    ) -> Condition {
        if self.who == Who::Service {
            return Cond::all();
        }
        let id = || Expr::col((name(table), name("id")));
        links.fold(Cond::any().add(self.covers(table)), |any, link| {
            any.add(Expr::exists(self.linking(link, id())))
        })
    }

    /// The rows of a link that name this id and hang on a unit in reach.
    pub(crate) fn linking(&self, link: &Link, id: Expr) -> SelectStatement {
        let above = |column| Expr::col((name("unit_ancestor"), name(column)));
        let of = |column| Expr::col((name(link.table), name(column)));
        let mut select = self.grants();
        // The few rows that name the record come before the tree.
        select
            .expr(Expr::val(1))
            .cross_join(name(link.table))
            .cross_join(name("unit_ancestor"))
            .and_where(of(link.column).eq(id))
            .and_where(above("board_id").equals((name(link.table), name("board_id"))))
            .and_where(above("unit_id").equals((name(link.table), name("unit_id"))))
            .and_where(above("ancestor_id").equals((name(HELD), name("unit_id"))));
        select
    }

    /// As [`Scope::within`], or named by a row of a link that hangs on a unit in reach, or of those who
    /// come as a person. Without `links` no unit leads to it. What is withheld is left out as long as it is.
    pub(crate) fn within_or_linked(
        &self,
        table: &'static str,
        (links, withheld): (Option<&[Link]>, Option<Withheld>),
        named: &[Named],
    ) -> Condition {
        if self.who == Who::Service || (links.is_some_and(<[Link]>::is_empty) && named.is_empty()) {
            return self.within(table);
        }
        let over_units = links.map(|links| {
            let more = links
                .iter()
                .map(|link| self.named_by(link.table, link.column));
            let mut own = vec![self.named_by(table, "id")];
            if let Some(withheld) = withheld {
                let column = Expr::col((name(table), name(withheld.column)));
                for shown in &mut own {
                    shown.and_where(column.clone().eq(true));
                }
                own.push(withheld.for_some(self).named_by(table, "id"));
            }
            own.into_iter().chain(more).collect::<Vec<_>>()
        });
        let as_themselves = named.iter().map(|&named| self.all_named(table, named));
        let mut ways = over_units
            .unwrap_or_default()
            .into_iter()
            .chain(as_themselves);
        let Some(mut ids) = ways.next() else {
            return Cond::any();
        };
        for way in ways {
            ids.union(UnionType::Distinct, way);
        }
        Cond::all().add(Expr::col((name(table), name("id"))).in_subquery(ids))
    }

    /// The values of a column of all rows of a table that hang on a unit in reach.
    fn named_by(&self, table: &'static str, column: &'static str) -> SelectStatement {
        let above = |column| Expr::col((name("unit_ancestor"), name(column)));
        let mut select = self.grants();
        select
            .column((name(table), name(column)))
            .cross_join(name("unit_ancestor"))
            .cross_join(name(table))
            .and_where(above("ancestor_id").equals((name(HELD), name("unit_id"))))
            .and_where(above("board_id").equals((name(table), name("board_id"))))
            .and_where(above("unit_id").equals((name(table), name("unit_id"))));
        select
    }

    /// The boards and ids of all units in reach.
    pub(crate) fn units(&self) -> SelectStatement {
        let above = |column| (name("unit_ancestor"), name(column));
        let mut select = self.grants();
        select
            .columns([above("board_id"), above("unit_id")])
            .cross_join(name("unit_ancestor"))
            .and_where(Expr::col(above("ancestor_id")).equals((name(HELD), name("unit_id"))));
        select
    }

    /// The grants in force of the caller, without anything selected yet. Joined with CROSS JOIN, which
    /// SQLite takes in the order written: from the caller down, never from all units up.
    pub(crate) fn grants(&self) -> SelectStatement {
        let grant = name(HELD);
        let held = || TableRef::from(name("access_grant")).alias(name(HELD));
        let today = column::day(self.today);
        let mut select = Query::select();
        match self.who {
            Who::Credential(id) => {
                select
                    .from(name("credential"))
                    .cross_join(held())
                    .and_where(
                        Expr::col((grant.clone(), name("principal_id")))
                            .equals((name("credential"), name("principal_id"))),
                    )
                    .and_where(Expr::col((name("credential"), name("id"))).eq(id))
                    .and_where(Expr::col((name("credential"), name("revoked_at"))).is_null())
                    .and_where(Expr::col((name("credential"), name("expires_at"))).gt(self.at));
            }
            Who::Principal(id) => {
                select
                    .from(held())
                    .and_where(Expr::col((grant.clone(), name("principal_id"))).eq(id));
            }
            Who::Service => {
                select.from(held());
            }
        }
        if self.roles.len() < Role::ALL.len() {
            let roles = self.roles.iter().map(|role| role.as_str());
            select.and_where(Expr::col((grant.clone(), name("role"))).is_in(roles));
        }
        if !self.word.is_empty() && self.who != Who::Service {
            let scope = || Expr::col((grant.clone(), name("scope")));
            // Kept with a space on either side of every word: no word is part of another.
            let named = format!("% {} %", self.word);
            select.cond_where(Cond::any().add(scope().is_null()).add(scope().like(named)));
        }
        select
            .and_where(Expr::col((grant.clone(), name("ended_at"))).is_null())
            .and_where(Expr::col((grant.clone(), name("starts_on"))).lte(today.clone()))
            .cond_where(
                Cond::any()
                    .add(Expr::col((grant.clone(), name("ends_on"))).is_null())
                    .add(Expr::col((grant, name("ends_on"))).gte(today)),
            );
        select
    }
}
