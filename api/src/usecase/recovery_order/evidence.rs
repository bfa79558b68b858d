//! The evidence on which measures and the board's check rest, held against the period of the order.

use akoki_domain::{
    Reason,
    id::{BoardId, EvidenceId, UnitId},
    inspection::{BoardVerification, Order, OrderInput, Visit},
    organisation::Period,
};
use akoki_persistence::find;
use std::collections::BTreeSet;

use crate::{
    failure::Failure,
    usecase::evidence::uses::{Resting, named, unusable},
    work::Work,
};

/// What is wrong with the evidence of the measures; `judged` is the period of the order.
pub(super) async fn of_measures(
    work: Work<'_>,
    place: Option<(BoardId, UnitId)>,
    (stated, before): (&OrderInput, &BTreeSet<EvidenceId>),
    judged: Period,
) -> Result<Vec<Reason>, Failure> {
    let measures = stated.measures.iter().enumerate();
    let all: Vec<_> = measures
        .map(|(n, one)| named(format!("/measures/{n}/evidenceIds"), &one.evidence_ids))
        .collect();
    let resting = Resting {
        place,
        before,
        judged: Some(judged),
    };
    unusable(work, resting, &all).await
}

/// What is wrong with the evidence of the board's check.
pub(super) async fn of_check(
    work: Work<'_>,
    order: &Order,
    check: &BoardVerification,
) -> Result<Vec<Reason>, Failure> {
    let everything = work.call.everything();
    let visit = find::<Visit>(work.tx, &everything, order.visit_id.0).await?;
    let visited_on = visit.map(|visit| visit.record.stated.started_on);
    let today = work.today_of(order.board_id).await?;
    let resting = Resting {
        place: Some((order.board_id, order.unit_id)),
        before: &order.rests_on(),
        judged: Some(order.stated.judged(visited_on, today)),
    };
    let all = [named("/verification/evidenceIds", &check.evidence_ids)];
    unusable(work, resting, &all).await
}
