//! Checks the trail: every link of every board's chain, the values that are kept, and the heads.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    chain::{digest, link},
    connect::{Exec, Source},
    entity::{seal, trail},
    error::StoreError,
    repo::{self, event::last_number},
};

/// The last entry of a board's chain. Kept elsewhere, it shows later whether the end was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The board; the platform for what belongs to none.
    pub board: Uuid,
    /// The number of the entry.
    pub number: i64,
    /// Its link.
    pub chain: Vec<u8>,
}

/// What is wrong with a trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The entry does not follow from the one before it: one of the two was changed, or entries
    /// between them were taken out, put in or moved.
    LinkBroken,
    /// The values are not those that were written.
    ValuesChanged,
    /// The chain ends elsewhere than the sealer left it.
    TailDiffers,
    /// The entry that was the head when it was kept elsewhere is gone or is another one.
    KeptHeadDiffers,
}

impl Fault {
    /// The fault in one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fault::LinkBroken => "link-broken",
            Fault::ValuesChanged => "values-changed",
            Fault::TailDiffers => "tail-differs",
            Fault::KeptHeadDiffers => "kept-head-differs",
        }
    }
}

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The board.
    pub board: Uuid,
    /// The number of the entry.
    pub number: i64,
    /// What is wrong.
    pub fault: Fault,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries looked at.
    pub entries: u64,
    /// Those whose values were erased.
    pub erased: u64,
    /// Entries written but not numbered yet.
    pub unsealed: u64,
    /// The head of every board.
    pub heads: Vec<Head>,
    /// All that is wrong, in the order of the entries.
    pub findings: Vec<Finding>,
}

/// Entries read at once.
const AT_ONCE: u64 = 1000;

/// Checks the whole trail with the key of the sealer; `kept` are heads from an earlier check.
///
/// # Errors
/// When the store fails. What is wrong with the trail is in the report.
pub async fn verify(source: &impl Source, key: &[u8], kept: &[Head]) -> Result<Report, StoreError> {
    let exec = source.exec();
    // What is sealed meanwhile is left for the next check.
    let until = last_number(source).await?;
    let mut check = Check {
        key,
        kept,
        heads: BTreeMap::new(),
        matched: vec![false; kept.len()],
        report: Report::default(),
    };
    let mut after = i64::MIN;
    loop {
        let rows = trail::Entity::find()
            .filter(trail::Column::Number.gt(after))
            .filter(trail::Column::Number.lte(until))
            .order_by_asc(trail::Column::Number)
            .limit(AT_ONCE)
            .all(&exec.db)
            .await?;
        let Some(last) = rows.last().and_then(|row| row.number) else {
            break;
        };
        check.entries(&exec, &rows).await?;
        after = last;
    }
    check.ends(&exec, until).await?;
    let mut report = check.report;
    report.unsealed = trail::Entity::find()
        .filter(trail::Column::Number.is_null())
        .count(&exec.db)
        .await?;
    report.findings.sort_by_key(|finding| finding.number);
    Ok(report)
}

struct Check<'a> {
    key: &'a [u8],
    kept: &'a [Head],
    heads: BTreeMap<Uuid, (i64, Vec<u8>)>,
    matched: Vec<bool>,
    report: Report,
}

impl Check<'_> {
    fn found(&mut self, board: Uuid, number: i64, fault: Fault) {
        self.report.findings.push(Finding {
            board,
            number,
            fault,
        });
    }

    async fn entries(&mut self, exec: &Exec<'_>, rows: &[trail::Model]) -> Result<(), StoreError> {
        let values = repo::trail::values(exec, rows).await?;
        for row in rows {
            let Some(number) = row.number else { continue };
            self.report.entries += 1;
            let previous = self
                .heads
                .get(&row.board_id)
                .map_or(&[][..], |(_, chain)| chain.as_slice());
            let expected = link(self.key, previous, number, row)?;
            let stored = row.chain.clone().unwrap_or_default();
            if stored != expected {
                self.found(row.board_id, number, Fault::LinkBroken);
            }
            match values.get(&row.id) {
                None => self.report.erased += 1,
                Some(value) if digest(&value.salt, &value.changes) == row.digest => {}
                Some(_) => self.found(row.board_id, number, Fault::ValuesChanged),
            }
            for (index, head) in self.kept.iter().enumerate() {
                let same = (head.board, head.number) == (row.board_id, number);
                if same
                    && head.chain == stored
                    && let Some(matched) = self.matched.get_mut(index)
                {
                    *matched = true;
                }
            }
            // On with what is stored: one fault is told once, not for every entry after it.
            self.heads.insert(row.board_id, (number, stored));
        }
        Ok(())
    }

    /// Compares the ends of the chains with what the sealer and the caller remember.
    async fn ends(&mut self, exec: &Exec<'_>, until: i64) -> Result<(), StoreError> {
        for seal in seal::Entity::find().all(&exec.db).await? {
            let end = self.heads.get(&seal.board_id);
            let (number, chain) = end.map_or((0, &[][..]), |(number, chain)| (*number, chain));
            // The row of the platform also counts for all; its chain moves with its own entries only.
            if seal.number <= until && seal.chain != chain {
                self.found(seal.board_id, number, Fault::TailDiffers);
            }
        }
        let missed: Vec<(Uuid, i64)> = self
            .kept
            .iter()
            .zip(&self.matched)
            .filter(|(_, matched)| !**matched)
            .map(|(head, _)| (head.board, head.number))
            .collect();
        for (board, number) in missed {
            self.found(board, number, Fault::KeptHeadDiffers);
        }
        self.report.heads = self
            .heads
            .iter()
            .map(|(board, (number, chain))| Head {
                board: *board,
                number: *number,
                chain: chain.clone(),
            })
            .collect();
        Ok(())
    }
}
