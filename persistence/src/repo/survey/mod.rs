//! Surveys: campaigns with what they ask, who may answer, what came in, and what may be shown of it.

mod among;
pub mod answering;
pub mod campaign;
pub mod entry;
pub mod follow_up;
pub mod imported;
pub mod instrument;
pub mod invitation;
pub mod mixing;
pub mod outcome;
pub mod past;
pub mod reach;
pub mod safety_delivery;

use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait};
use uuid::Uuid;

use akoki_domain::id::{BoardId, SurveyCampaignId};

/// Which campaign of which board a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The board.
    pub board: Uuid,
    /// The campaign.
    pub campaign: Uuid,
}

impl Key {
    /// That of a campaign.
    pub fn new(board: BoardId, campaign: SurveyCampaignId) -> Self {
        Self {
            board: board.0,
            campaign: campaign.0,
        }
    }

    /// The rows of a table that belong to it.
    pub(crate) fn rows(self, table: &'static str) -> Condition {
        let own = |column: &'static str| Expr::col((Alias::new(table), Alias::new(column)));
        Cond::all()
            .add(own("board_id").eq(self.board))
            .add(own("campaign_id").eq(self.campaign))
    }
}
