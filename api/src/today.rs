//! Which day it is for a board: what is decided about what belongs to it goes by the day where it is.
//!
//! For most of the day it is the same day for every board, and nothing is asked for. Only while the days
//! differ the zones are read, with the statement's own source and never from a memory: a zone that is
//! changed holds from then on.

use akoki_domain::{
    id::BoardId,
    organisation::{Days, TimeZone},
};
use akoki_persistence::{Source, repo::time_zone::zones_of};
use std::collections::BTreeMap;
use time::Date;

use crate::{clock, failure::Failure, guard::Call, work::Work};

/// The days of some boards at one moment.
pub struct BoardDays {
    days: Days,
    zones: BTreeMap<BoardId, TimeZone>,
}

impl BoardDays {
    /// The day of one of these boards.
    pub fn of(&self, board: BoardId) -> Date {
        self.days
            .of(self.zones.get(&board).copied().unwrap_or_default())
    }

    /// The day that has begun for all of these boards.
    pub fn common(&self, boards: &[BoardId]) -> Date {
        let days = boards.iter().map(|board| self.of(*board));
        days.min().unwrap_or(self.days.of(TimeZone::default()))
    }
}

impl Call {
    /// Which day it is, in every zone in which a board can be.
    pub fn days(&self) -> Days {
        clock::days(self.at)
    }

    /// The days of these boards.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn days_of(
        &self,
        source: &impl Source,
        boards: impl IntoIterator<Item = BoardId>,
    ) -> Result<BoardDays, Failure> {
        let days = self.days();
        let mut zones = BTreeMap::new();
        if days.elsewhere().next().is_some() {
            let mut boards: Vec<BoardId> = boards.into_iter().collect();
            boards.sort_unstable();
            boards.dedup();
            zones = zones_of(source, &boards).await?;
        }
        Ok(BoardDays { days, zones })
    }

    /// The day of this board.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn today_of(&self, source: &impl Source, board: BoardId) -> Result<Date, Failure> {
        Ok(self.days_of(source, [board]).await?.of(board))
    }
}

impl Work<'_> {
    /// The day of this board.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn today_of(&self, board: BoardId) -> Result<Date, Failure> {
        self.call.today_of(self.tx, board).await
    }
}
