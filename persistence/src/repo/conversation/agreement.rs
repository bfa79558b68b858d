//! Agreements in tables of their own, by which they are found: those that are open, and those of which a
//! later conversation said what came of them.

use akoki_domain::{
    conversation::{QualityConversation, State},
    id::{AgreementId, BoardId, PersonId, QualityConversationId, UnitId},
    organisation::Days,
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::{conversation_agreement, conversation_check},
    error::StoreError,
    repo::{cycle::NO_DAY, time_zone::before_today},
    scope::Scope,
};

/// An agreement that was not done, and of which no later conversation said what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenAgreement {
    /// The tenant.
    pub board_id: BoardId,
    /// The unit.
    pub unit_id: UnitId,
    /// The conversation in which it was made.
    pub conversation_id: QualityConversationId,
    /// The agreement.
    pub id: AgreementId,
    /// Who carries it out.
    pub owner: Option<PersonId>,
    /// The day by which it is done.
    pub due_on: Option<Date>,
}

/// What stands in the tables: nothing of a conversation that was not held, as what is planned to be said settles
/// nothing yet.
fn counts(conversation: &QualityConversation) -> bool {
    match conversation.state {
        State::Held | State::Closed => true,
        State::Planned | State::Prepared | State::Cancelled => false,
    }
}

pub(super) async fn save(
    exec: &Exec<'_>,
    now: &QualityConversation,
    before: Option<&QualityConversation>,
) -> Result<(), StoreError> {
    let same = |before: &QualityConversation| {
        before.agreements == now.agreements
            && before.checked == now.checked
            && before.unit_id == now.unit_id
            && counts(before) == counts(now)
    };
    match before {
        Some(before) if same(before) => return Ok(()),
        Some(_) => forget(exec, now).await?,
        None => {}
    }
    if !counts(now) {
        return Ok(());
    }
    let agreements = now.agreements.iter().map(|one| {
        let due_on = one.due_on.map(column::day);
        conversation_agreement::ActiveModel {
            board_id: Set(now.board_id.0),
            conversation_id: Set(now.id.0),
            agreement_id: Set(one.id.0),
            unit_id: Set(now.unit_id.0),
            owner_id: Set(one.owner.map(|id| id.0)),
            due_sort: Set(due_on.clone().unwrap_or_else(|| NO_DAY.to_owned())),
            due_on: Set(due_on),
            done: Set(one.done_on.is_some()),
        }
    });
    if !now.agreements.is_empty() {
        conversation_agreement::Entity::insert_many(agreements)
            .exec_without_returning(&exec.db)
            .await?;
    }
    let checks = now
        .checked
        .iter()
        .map(|one| conversation_check::ActiveModel {
            board_id: Set(now.board_id.0),
            conversation_id: Set(now.id.0),
            agreement_id: Set(one.agreement_id.0),
        });
    if !now.checked.is_empty() {
        conversation_check::Entity::insert_many(checks)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

pub(super) async fn forget(
    exec: &Exec<'_>,
    conversation: &QualityConversation,
) -> Result<(), StoreError> {
    macro_rules! forget {
        ($($table:ident),+) => {$(
            $table::Entity::delete_many()
                .filter($table::Column::BoardId.eq(conversation.board_id.0))
                .filter($table::Column::ConversationId.eq(conversation.id.0))
                .exec(&exec.db)
                .await?;
        )+};
    }
    forget!(conversation_agreement, conversation_check);
    Ok(())
}

fn of(table: &'static str, column: &'static str) -> Expr {
    Expr::col((Alias::new(table), Alias::new(column)))
}

/// The agreement was not done, and no conversation said what came of it.
pub(in crate::repo) fn open() -> Condition {
    let agreement = |column| of("conversation_agreement", column);
    let mut checked = Query::select();
    checked
        .expr(Expr::val(1))
        .from(Alias::new("conversation_check"))
        .and_where(of("conversation_check", "board_id").eq(agreement("board_id")))
        .and_where(of("conversation_check", "agreement_id").eq(agreement("agreement_id")));
    Cond::all()
        .add(agreement("done").eq(false))
        .add(Expr::exists(checked).not())
}

/// An agreement of the conversation is open and past its due date; or none is.
pub(super) fn overdue(wanted: bool, days: &Days) -> Condition {
    let agreement = |column| of("conversation_agreement", column);
    let mut late = Query::select();
    late.expr(Expr::val(1))
        .from(Alias::new("conversation_agreement"))
        .and_where(agreement("board_id").eq(of("quality_conversation", "board_id")))
        .and_where(agreement("conversation_id").eq(of("quality_conversation", "id")))
        .cond_where(open())
        .cond_where(before_today("conversation_agreement", "due_sort", days));
    let late = Cond::all().add(Expr::exists(late));
    if wanted { late } else { late.not() }
}

#[derive(FromQueryResult)]
struct Row {
    board_id: Uuid,
    unit_id: Uuid,
    conversation_id: Uuid,
    agreement_id: Uuid,
    owner_id: Option<Uuid>,
    due_on: Option<String>,
}

/// The open agreements of these units of one board that are in reach, the first due first: for what needs
/// attention.
///
/// # Errors
/// When the store fails.
pub async fn open_agreements_of_units(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    units: &[UnitId],
) -> Result<Vec<OpenAgreement>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let own = |column| of("conversation_agreement", column);
    let columns = [
        "board_id",
        "unit_id",
        "conversation_id",
        "agreement_id",
        "owner_id",
        "due_on",
    ];
    let mut select = Query::select();
    select
        .columns(columns.map(|column| (Alias::new("conversation_agreement"), Alias::new(column))))
        .from(Alias::new("conversation_agreement"))
        .and_where(own("board_id").eq(board.0))
        .and_where(own("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .cond_where(open())
        .cond_where(scope.within("conversation_agreement"));
    let exec = source.exec_for(scope);
    let rows = exec.db.query_all(&select).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let row = Row::from_query_result(row, "")?;
        found.push(OpenAgreement {
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            conversation_id: QualityConversationId(row.conversation_id),
            id: AgreementId(row.agreement_id),
            owner: row.owner_id.map(PersonId),
            due_on: row.due_on.as_deref().map(column::read_day).transpose()?,
        });
    }
    found.sort_by_key(|one| (one.due_on.is_none(), one.due_on, one.id));
    Ok(found)
}
