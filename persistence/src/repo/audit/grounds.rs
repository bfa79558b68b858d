//! What the rule of independence looks at. It lies beyond the reach of the caller: whoever leads an audit
//! need not see the staff of the school, and the rule holds all the same. Ids alone are told of it.

use akoki_domain::{
    audit::{Auditor, Who},
    id::{BoardId, UnitId},
    organisation::succession::{Made, State, Succession, SuccessionInput},
};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Query};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    error::StoreError,
    record::Stored,
    records,
    scope::{PLATFORM, Scope},
};

/// The tree around these units of a board: pairs of a unit and one above it, of which one is among them.
///
/// # Errors
/// When the store fails.
pub async fn around(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    units: &[UnitId],
) -> Result<Vec<(UnitId, UnitId)>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let of = |column| Expr::col((Alias::new("unit_ancestor"), Alias::new(column)));
    let among = |column| of(column).is_in(units.iter().map(|unit| unit.0));
    let exec = source.exec_for(scope);
    let mut pairs = Vec::new();
    // One way up and one way down: an OR of both would lead around the indexes.
    for end in ["unit_id", "ancestor_id"] {
        let mut select = Query::select();
        select
            .expr_as(of("unit_id"), Alias::new("unit_id"))
            .expr_as(of("ancestor_id"), Alias::new("ancestor_id"))
            .from(Alias::new("unit_ancestor"))
            .and_where(of("board_id").eq(board.0))
            .and_where(of("ancestor_id").ne(PLATFORM))
            .and_where(of("depth").gt(0))
            .and_where(among(end));
        for row in exec.db.query_all(&select).await? {
            let id = |column| Ok::<_, StoreError>(UnitId(row.try_get::<Uuid>("", column)?));
            pairs.push((id("unit_id")?, id("ancestor_id")?));
        }
    }
    Ok(pairs)
}

/// How units of a board came out of others: those that were made for that, and the successions in which it
/// happened.
///
/// # Errors
/// When the store fails.
pub async fn successions_of(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
) -> Result<(Vec<Made>, Vec<SuccessionInput>), StoreError> {
    let unit = |column| Expr::col((Alias::new("organisation_unit"), Alias::new(column)));
    let mut select = Query::select();
    for name in ["id", "predecessor_id", "starts_on"] {
        select.expr_as(unit(name), Alias::new(name));
    }
    select
        .from(Alias::new("organisation_unit"))
        .and_where(unit("board_id").eq(board.0))
        .and_where(unit("predecessor_id").is_not_null());
    let mut made = Vec::new();
    for row in source.exec_for(scope).db.query_all(&select).await? {
        let starts_on: Option<String> = row.try_get("", "starts_on")?;
        made.push(Made {
            unit_id: UnitId(row.try_get("", "id")?),
            predecessor_id: UnitId(row.try_get("", "predecessor_id")?),
            starts_on: starts_on.as_deref().map(column::read_day).transpose()?,
        });
    }
    let mut involved = Query::select();
    involved
        .column(Alias::new("succession_id"))
        .from(Alias::new("succession_board"))
        .and_where(Expr::col(Alias::new("board_id")).eq(board.0));
    let succession = |column| Expr::col((Alias::new("succession"), Alias::new(column)));
    let executed = Cond::all()
        .add(succession("state").eq(State::Executed.as_str()))
        .add(succession("id").in_subquery(involved));
    let found = records::select::<Succession>(source, scope, executed).await?;
    let mut executed = Stored::records(found);
    executed.sort_by_key(|one| one.id);
    Ok((made, executed.into_iter().map(|one| one.input).collect()))
}

/// The auditors in the list of a board that these members of a team are.
///
/// # Errors
/// When the store fails.
pub async fn of_team(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    members: &[Who],
) -> Result<Vec<Auditor>, StoreError> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let own = |column| Expr::col((Alias::new("auditor"), Alias::new(column)));
    let (mut people, mut accounts, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for member in members {
        match member {
            Who::Person(id) => people.push(id.0),
            Who::Account(id) => accounts.push(id.0),
            Who::Auditor(id) => ids.push(id.0),
        }
    }
    let condition = Cond::all().add(own("board_id").eq(board.0)).add(
        Cond::any()
            .add(own("person_id").is_in(people))
            .add(own("account_id").is_in(accounts))
            .add(own("id").is_in(ids)),
    );
    let found = records::select::<Auditor>(source, scope, condition).await?;
    let mut all = Stored::records(found);
    all.sort_by_key(|one| one.id);
    Ok(all)
}
