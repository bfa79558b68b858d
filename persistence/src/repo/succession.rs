//! Successions: kept with the board that proposed them, seen and moved on by every board involved.

use akoki_domain::{
    Noun,
    id::{BoardId, SuccessionId},
    organisation::succession::{State, Step, Succession, SuccessionInput},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::{succession as table, succession_board},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Link, Meta, Record, Stored},
    records,
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    boards: Vec<BoardId>,
    accepted_by: Vec<BoardId>,
    steps: Vec<Step>,
    input: SuccessionInput,
}

impl Record for Succession {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Succession;
    const FILTERS: &'static [Filter] = &[
        word!(
            "kind",
            "kind",
            akoki_domain::organisation::succession::SuccessionKind
        ),
        word!("state", "state", State),
        Filter::new("boardId", "id", FilterKind::IdOf(of_board)),
        Filter::new("effectiveFrom", "effective_on", FilterKind::DayFrom),
        Filter::new("effectiveUntil", "effective_on", FilterKind::DayUntil),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "effectiveOn",
            column: "effective_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const LINKS: &'static [Link] = &[Link {
        table: "succession_board",
        column: "succession_id",
        writes: true,
    }];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.proposed_by.0
    }
    fn unit(&self) -> Uuid {
        self.proposed_by.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let document: Document = column::read_document(row.details)?;
        Ok(Succession {
            id: SuccessionId(row.id),
            proposed_by: BoardId(row.board_id),
            boards: document.boards,
            accepted_by: document.accepted_by,
            state: row
                .state
                .parse()
                .map_err(|()| StoreError::corrupt(format!("state {}", row.state)))?,
            steps: document.steps,
            input: document.input,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(self.proposed_by.0),
            id: Set(self.id.0),
            unit_id: Set(self.proposed_by.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            kind: Set(self.input.kind.as_str().to_owned()),
            state: Set(self.state.as_str().to_owned()),
            effective_on: Set(column::day(self.input.effective_on)),
            details: Set(column::document(&Document {
                boards: self.boards.clone(),
                accepted_by: self.accepted_by.clone(),
                steps: self.steps.clone(),
                input: self.input.clone(),
            })),
        }
    }

    /// The boards never change after the proposal.
    async fn save_parts(
        exec: &Exec<'_>,
        records: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        let rows: Vec<_> = records
            .iter()
            .filter(|(_, before)| before.is_none())
            .flat_map(|(succession, _)| {
                succession
                    .boards
                    .iter()
                    .map(|board| succession_board::ActiveModel {
                        board_id: Set(board.0),
                        succession_id: Set(succession.id.0),
                        unit_id: Set(board.0),
                    })
            })
            .collect();
        for chunk in rows.chunks(exec.backend.bind_limit() / 3) {
            succession_board::Entity::insert_many(chunk.to_vec())
                .exec_without_returning(&exec.db)
                .await?;
        }
        Ok(())
    }

    async fn delete_parts(exec: &Exec<'_>, succession: &Self) -> Result<(), StoreError> {
        succession_board::Entity::delete_many()
            .filter(succession_board::Column::SuccessionId.eq(succession.id.0))
            .exec(&exec.db)
            .await?;
        Ok(())
    }
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("succession"), Alias::new(column)))
}

/// Involving this board.
fn of_board(board: Uuid) -> Condition {
    let mut select = Query::select();
    select
        .column(Alias::new("succession_id"))
        .from(Alias::new("succession_board"))
        .and_where(Expr::col(Alias::new("board_id")).eq(board));
    Cond::all().add(own("id").in_subquery(select))
}

/// Those in reach that every board has accepted and whose day has come.
///
/// # Errors
/// When the store fails.
pub async fn due(
    source: &impl Source,
    scope: &Scope,
    today: Date,
) -> Result<Vec<Stored<Succession>>, StoreError> {
    let condition = Cond::all()
        .add(own("state").eq(State::Accepted.as_str()))
        .add(own("effective_on").lte(column::day(today)));
    records::select::<Succession>(source, scope, condition).await
}
