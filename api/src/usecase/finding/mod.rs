//! Findings of audits: auditors write them down, the unit follows them up.

mod command;
mod examples;
pub mod field;
mod follow_up;
mod of_audit;
mod view;
mod who;

use akoki_domain::{
    Code, Reason,
    access::Permission,
    finding::{Correction, Finding, FindingInput as Stated, State, in_the_field},
    id::{EvidenceId, FindingId, UnitId},
};
use akoki_openapi::wire::finding::{Finding as View, FindingInput};
use akoki_persistence::{Source, Stored};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

use self::field::{Field, enter, lock_audit_of};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Placed, Resource, names},
    usecase::evidence::uses::{named, unusable},
    work::Work,
};

pub use follow_up::endpoints as follow_up_endpoints;
pub use of_audit::{adopt, draw_checklist, judged, release, still_open};

/// The resource.
pub struct Findings;

impl Resource for Findings {
    type Record = Finding;
    type Input = FindingInput;
    type View = View;

    const NAMES: Names = names!("Finding", "Findings", "audits");
    const READ: Permission = Permission::ReadAudits;
    const WRITE: Permission = Permission::WriteAudits;

    async fn create(work: Work<'_>, input: FindingInput) -> Result<Finding, Failure> {
        Self::create_as(work, work.id(), input).await
    }

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        lock_audit_of::<Finding>(work, id, |finding| finding.audit_id).await
    }

    async fn change(
        work: Work<'_>,
        before: &Finding,
        input: FindingInput,
    ) -> Result<Finding, Failure> {
        let field = Field::locked(work, before.audit_id).await?;
        let mut wrong = Vec::new();
        for (differs, at) in [
            (input.audit_id != before.audit_id.0, "/auditId"),
            (input.unit_id != before.unit_id.0, "/unitId"),
        ] {
            if differs {
                wrong.push(Reason::new(Code::NotChangeable).at(at));
            }
        }
        let before_on = before.rests_on();
        let place = (before.unit_id, &before_on);
        let stated = stated(work, &field, place, (input, wrong)).await?;
        if stated != before.stated {
            in_the_field(before.audit_id, field.fieldwork().takes_findings())?;
        }
        Ok(Finding {
            stated,
            ..before.clone()
        })
    }

    async fn remove(work: Work<'_>, finding: &Finding) -> Result<(), Failure> {
        let field = Field::locked(work, finding.audit_id).await?;
        in_the_field(finding.audit_id, field.fieldwork().takes_findings())?;
        Ok(finding.may_be_removed()?)
    }

    fn input(finding: &Finding) -> FindingInput {
        finding.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Finding>>,
    ) -> Result<Vec<View>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::finding()
    }

    fn patch_example() -> Value {
        json!({"statement": "Van de zes verslagen zijn er vier niet vastgesteld."})
    }
}

impl Placed for Findings {
    const PUT: &'static str = "putFinding";

    async fn create_as(work: Work<'_>, id: Uuid, input: FindingInput) -> Result<Finding, Failure> {
        let field = enter(work, input.audit_id).await?;
        let unit_id = input.unit_id.into();
        let wrong = field.wrong_with_unit(unit_id).into_iter().collect();
        let place = (unit_id, &BTreeSet::new());
        let stated = stated(work, &field, place, (input, wrong)).await?;
        let audit = &field.audit;
        in_the_field(audit.id, field.fieldwork().takes_findings())?;
        Ok(Finding {
            id: FindingId(id),
            board_id: audit.board_id,
            audit_id: audit.id,
            unit_id,
            released: false,
            stated,
            state: State::Draft,
            answer_due_on: None,
            action_due_on: None,
            response: None,
            correction: Correction::default(),
            reported_on: None,
            verification: None,
            earlier: Vec::new(),
        })
    }

    fn is_there(finding: &Finding, input: &FindingInput) -> bool {
        finding.audit_id.0 == input.audit_id
    }
}

/// What the finding says, when nothing is wrong with it.
async fn stated(
    work: Work<'_>,
    field: &Field,
    (unit, before): (UnitId, &BTreeSet<EvidenceId>),
    (input, mut wrong): (FindingInput, Vec<Reason>),
) -> Result<Stated, Failure> {
    let stated = Stated::from(input);
    let evidence = named("/evidenceIds", &stated.evidence_ids);
    let resting = field.resting(unit, before);
    wrong.extend(unusable(work, resting, &[evidence]).await?);
    wrong.extend(stated.check(&field.kind.grades, &field.audit.pinned));
    match wrong.is_empty() {
        true => Ok(stated),
        false => Err(Failure::invalid("body", wrong)),
    }
}
