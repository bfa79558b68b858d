//! What the caller is to an audit: by a role on its units, and in its team.

use akoki_domain::{audit::TeamRole, id::AuditId};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::root::READERS;
use crate::{
    column,
    connect::Source,
    error::StoreError,
    naming::{NAMED, Named},
    record::{PersonLink, Record},
    scope::{Scope, Who},
};
use akoki_domain::audit::Audit;

/// What the caller is to an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Has the permission that was asked for where the audit hangs or at one of its units.
    pub entitled: bool,
    /// In the team on this day, as this.
    pub role: Option<TeamRole>,
}

impl Standing {
    /// Reads what the team writes before it is given to the units.
    pub const fn is_inside(self) -> bool {
        self.entitled || self.role.is_some()
    }

    /// Leads the team.
    pub fn leads(self) -> bool {
        self.role == Some(TeamRole::Lead)
    }

    /// Writes down what the audit finds.
    pub fn writes(self) -> bool {
        self.entitled || self.role.is_some_and(TeamRole::writes)
    }
}

/// What the caller is to each of these audits; `scope` has the permission that is asked for.
///
/// # Errors
/// When the store fails.
pub async fn standings(
    source: &impl Source,
    scope: &Scope,
    audits: &[AuditId],
) -> Result<BTreeMap<AuditId, Standing>, StoreError> {
    let mut all: BTreeMap<AuditId, Standing> = BTreeMap::new();
    if audits.is_empty() {
        return Ok(all);
    }
    for audit in covered(source, scope, audits).await? {
        all.entry(audit).or_default().entitled = true;
    }
    if scope.who == Who::Service {
        return Ok(all);
    }
    const GUESTS: PersonLink = PersonLink {
        person: "account_id",
        ..READERS
    };
    for named in [Named::Person(&READERS), Named::Account(&GUESTS)] {
        let mut select = scope.naming(named);
        let of = |column| Expr::col((Alias::new(NAMED), Alias::new(column)));
        select
            .expr_as(of("audit_id"), Alias::new("audit_id"))
            .expr_as(of("role"), Alias::new("role"))
            .and_where(of("audit_id").is_in(audits.iter().map(|id| id.0)));
        for row in source.exec_for(scope).db.query_all(&select).await? {
            let audit = AuditId(row.try_get::<Uuid>("", "audit_id")?);
            let role: TeamRole = column::read_word(&row.try_get::<String>("", "role")?)?;
            let standing = all.entry(audit).or_default();
            // The first role is the strongest.
            let both = standing.role.into_iter().chain([role]);
            standing.role = both.min();
        }
    }
    Ok(all)
}

/// Those of these audits that hang on a unit in reach, or are about one: a team leads to none of them.
///
/// # Errors
/// When the store fails.
pub async fn covered(
    source: &impl Source,
    scope: &Scope,
    audits: &[AuditId],
) -> Result<BTreeSet<AuditId>, StoreError> {
    let id = || Expr::col((Alias::new("audit"), Alias::new("id")));
    let mut select = Query::select();
    select
        .expr_as(id(), Alias::new("id"))
        .from(Alias::new("audit"))
        .and_where(id().is_in(audits.iter().map(|id| id.0)))
        .cond_where(scope.covers_or_linked("audit", Audit::LINKS.iter()));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok(AuditId(row.try_get::<Uuid>("", "id")?)))
        .collect()
}
