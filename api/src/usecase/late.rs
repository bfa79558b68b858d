//! How late the records of a page are, and who is told of it.

use akoki_domain::{
    escalation::escalates_to,
    id::{BoardId, UnitId},
};
use akoki_persistence::{Record, Source, Stored, repo::organisation_unit::lines_above};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;
use uuid::Uuid;

use crate::{failure::Failure, guard::Call, today::BoardDays};

/// What is known of a page of records, each late or not.
pub struct Lateness<R> {
    days: BoardDays,
    days_late: fn(&R, Date) -> i64,
    above: BTreeMap<UnitId, Vec<UnitId>>,
}

/// How late one record is.
pub struct Late {
    /// By how many days.
    pub days: i64,
    /// The unit that is told of it.
    pub told: Option<Uuid>,
}

impl<R: Record> Lateness<R> {
    /// Looks up the days of the boards, and who stands above the units of what is late.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of(
        call: &Call,
        source: &impl Source,
        items: &[Stored<R>],
        days_late: fn(&R, Date) -> i64,
    ) -> Result<Self, Failure> {
        let boards = items.iter().map(|item| BoardId(item.record.board()));
        let mut page = Self {
            days: call.days_of(source, boards).await?,
            days_late,
            above: BTreeMap::new(),
        };
        let late = items.iter().map(|item| &item.record);
        let late = late.filter(|record| page.days_late(record) > 0);
        let units: BTreeSet<UnitId> = late.map(|record| UnitId(record.unit())).collect();
        let units: Vec<UnitId> = units.into_iter().collect();
        page.above = lines_above(source, &call.scope(), &units).await?;
        Ok(page)
    }

    /// Which day it is for the board of a record.
    pub fn today(&self, record: &R) -> Date {
        self.days.of(BoardId(record.board()))
    }

    fn days_late(&self, record: &R) -> i64 {
        (self.days_late)(record, self.today(record))
    }

    /// How late a record is.
    pub fn one(&self, record: &R) -> Late {
        let days = self.days_late(record);
        let above = self.above.get(&UnitId(record.unit()));
        let above = above.map_or(&[][..], Vec::as_slice);
        Late {
            days,
            told: escalates_to(above, days).map(|id| id.0),
        }
    }
}
