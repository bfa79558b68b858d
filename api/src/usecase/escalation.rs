//! Tells followers what is late and how far that has gone up the tree: once when it becomes late, and once more
//! each time when it goes a level further. What was told is remembered in the unit that tells it, so that
//! nothing is told twice, whoever is killed and however many processes there are.

use akoki_domain::{
    Noun,
    escalation::{Told, days_late},
};
use akoki_persistence::{
    Change, UNCHANGED, Verb,
    repo::{
        escalation::{Untold, remember, untold},
        organisation_unit::lines_above,
        setting,
    },
};
use serde_json::{Value, json};
use time::Date;

use crate::{failure::Failure, guard::Call, work::Work};

/// So many of each noun are told in one unit, so that the writer is not held long.
const AT_ONCE: u64 = 200;
/// Under this name the store keeps whose turn it is.
const TURN: &str = "escalations";

/// Tells all that there is to tell at the moment of the call, some in a unit.
///
/// # Errors
/// When the store fails; what was told stays told.
pub async fn tell_late(call: &Call) -> Result<(), Failure> {
    loop {
        // A look before the unit, so that an idle store is not written to.
        let found = untold(call.store(), &call.scope(), &call.days(), 1).await?;
        if found.is_empty() {
            return Ok(());
        }
        let outer = call.clone();
        call.unit(move |tx| {
            let call = outer.clone();
            Box::pin(async move { tell_some(Work { tx, call: &call }).await })
        })
        .await?;
    }
}

async fn tell_some(work: Work<'_>) -> Result<(), Failure> {
    let Work { tx, call } = work;
    // Until this unit ends no other process looks for what is to be told.
    if setting::lock(tx, TURN).await?.is_none() {
        setting::put(tx, TURN, json!(true)).await?;
    }
    let found = untold(tx, &call.scope(), &call.days(), AT_ONCE).await?;
    let boards = found.iter().map(|one| one.late.board_id);
    let days = call.days_of(tx, boards).await?;
    let mut units: Vec<_> = found.iter().map(|one| one.late.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    let lines = lines_above(tx, &call.scope(), &units).await?;
    let mut now = Vec::with_capacity(found.len());
    for one in &found {
        let today = days.of(one.late.board_id);
        let above = lines.get(&one.late.unit_id).map(Vec::as_slice);
        let told = one.late.told(above.unwrap_or_default(), today);
        if told.is_new(one.last.as_ref()) {
            tx.announce(change(one, told, today));
        }
        now.push((one.late, told, told.holds_until(today)));
    }
    Ok(remember(tx, &now).await?)
}

fn change(Untold { late, .. }: &Untold, told: Told, today: Date) -> Change {
    let (due_on, days) = (told.due_on.to_string(), days_late(Some(told.due_on), today));
    let data = match late.subject.noun {
        Noun::QualityConversation => json!({
            "dueOn": due_on, "daysLate": days, "escalatedToUnitId": told.to, "agreementId": late.part,
        }),
        _ => json!({"dueOn": due_on, "daysLate": days, "escalatedToUnitId": told.to}),
    };
    Change {
        noun: late.subject.noun,
        id: late.subject.id,
        board: late.board_id.0,
        unit: late.unit_id.0,
        version: UNCHANGED,
        verb: Verb::Escalated,
        values: Value::Null,
        data: Some(data),
        audience: None,
    }
}
