//! Checklists of audits: drawn from the standards that are looked at, with questions of the auditors' own.

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    finding::{ChecklistItem, ItemInput, in_the_field},
    id::{ChecklistItemId, PrincipalId},
};
use akoki_openapi::wire::{
    checklist_item::{ChecklistItem as View, ChecklistItemInput},
    schema::Links,
};
use akoki_persistence::{Source, Stored};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    evidence::uses::{named, unusable},
    finding::field::{Field, enter, lock_audit_of},
    improvement_cycle::path,
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Placed, Resource, names},
    work::Work,
};

/// The resource.
pub struct ChecklistItems;

impl Resource for ChecklistItems {
    type Record = ChecklistItem;
    type Input = ChecklistItemInput;
    type View = View;

    const NAMES: Names = names!("ChecklistItem", "ChecklistItems", "audits");
    const READ: Permission = Permission::ReadAudits;
    const WRITE: Permission = Permission::WriteAudits;

    async fn create(work: Work<'_>, input: ChecklistItemInput) -> Result<ChecklistItem, Failure> {
        Self::create_as(work, work.id(), input).await
    }

    async fn lock_root(work: Work<'_>, id: Uuid) -> Result<(), Failure> {
        lock_audit_of::<ChecklistItem>(work, id, |item| item.audit_id).await
    }

    async fn change(
        work: Work<'_>,
        before: &ChecklistItem,
        input: ChecklistItemInput,
    ) -> Result<ChecklistItem, Failure> {
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
        let stated = ItemInput::from(input);
        let after = restated(work, &field, before, (stated.clone(), wrong)).await?;
        may_write(&field, before, &stated)?;
        Ok(after)
    }

    async fn remove(work: Work<'_>, item: &ChecklistItem) -> Result<(), Failure> {
        let field = Field::locked(work, item.audit_id).await?;
        in_the_field(item.audit_id, field.fieldwork().takes_questions())?;
        Ok(item.may_be_removed()?)
    }

    fn input(item: &ChecklistItem) -> ChecklistItemInput {
        item.into()
    }

    async fn views<S: Source>(
        _: &Call,
        _: &S,
        items: Vec<Stored<ChecklistItem>>,
    ) -> Result<Vec<View>, Failure> {
        Ok(items.into_iter().map(view).collect())
    }

    fn examples() -> (Value, Value) {
        examples()
    }

    fn patch_example() -> Value {
        json!({"question": "Wie evalueert de plannen, en wanneer?"})
    }
}

impl Placed for ChecklistItems {
    const PUT: &'static str = "putChecklistItem";

    async fn create_as(
        work: Work<'_>,
        id: Uuid,
        input: ChecklistItemInput,
    ) -> Result<ChecklistItem, Failure> {
        let field = enter(work, input.audit_id).await?;
        let audit = &field.audit;
        let blank = ChecklistItem {
            id: ChecklistItemId(id),
            board_id: audit.board_id,
            audit_id: audit.id,
            unit_id: input.unit_id.into(),
            drawn: false,
            released: false,
            stated: ItemInput::default(),
            assessed_by: None,
        };
        let wrong = field.wrong_with_unit(blank.unit_id).into_iter().collect();
        let stated = ItemInput::from(input);
        let item = restated(work, &field, &blank, (stated.clone(), wrong)).await?;
        may_write(&field, &blank, &stated)?;
        Ok(item)
    }

    fn is_there(item: &ChecklistItem, input: &ChecklistItemInput) -> bool {
        item.audit_id.0 == input.audit_id
    }
}

/// The item with what is stated now, when nothing is wrong with it.
async fn restated(
    work: Work<'_>,
    field: &Field,
    before: &ChecklistItem,
    (stated, mut wrong): (ItemInput, Vec<Reason>),
) -> Result<ChecklistItem, Failure> {
    let known = work.call.frameworks().await?;
    let judging = field.judging(&known, work.today_of(before.board_id).await?)?;
    let actor = work.call.actor.as_ref();
    let who = actor.map(|actor| PrincipalId(actor.principal));
    let before_on = before.rests_on();
    let resting = field.resting(before.unit_id, &before_on);
    let evidence = named("/evidenceIds", &stated.evidence_ids);
    wrong.extend(unusable(work, resting, &[evidence]).await?);
    let after = before.restate(stated, judging, who);
    if let Err(more) = &after {
        wrong.extend(more.iter().cloned());
    }
    match after {
        Ok(after) if wrong.is_empty() => Ok(after),
        Ok(_) | Err(_) => Err(Failure::invalid("body", wrong)),
    }
}

/// Questions are drawn up before auditors are in the field; what they see and judge is written there.
fn may_write(field: &Field, before: &ChecklistItem, stated: &ItemInput) -> Result<(), Failure> {
    if *stated == before.stated {
        return Ok(());
    }
    let fieldwork = field.fieldwork();
    let allowed = match before.looks_beyond_question(stated) {
        true => fieldwork.takes_findings(),
        false => fieldwork.takes_questions(),
    };
    Ok(in_the_field(field.audit.id, allowed)?)
}

fn view(item: Stored<ChecklistItem>) -> View {
    let Stored { record, meta } = item;
    let stated = record.stated;
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        audit_id: record.audit_id.0,
        unit_id: record.unit_id.0,
        drawn: record.drawn,
        judged: stated.is_judged(),
        evidence: stated.evidence.iter().map(Into::into).collect(),
        evidence_ids: stated.evidence_ids.iter().map(|id| id.0).collect(),
        standard: stated.standard,
        question: stated.question,
        notes: stated.notes,
        verdict: stated.verdict,
        not_assessed: stated.not_assessed,
        assessed_on: stated.assessed_on,
        assessed_by_principal_id: record.assessed_by.map(|id| id.0),
        released: record.released,
        links: Links::from([
            ("self", path(Noun::ChecklistItem, record.id)),
            ("audit", path(Noun::Audit, record.audit_id)),
            ("unit", path(Noun::OrganisationUnit, record.unit_id)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000552";
    let audit = "0199c2f6-7d5a-7000-8000-000000000504";
    let unit = "0199c2f6-7d5a-7000-8000-000000000002";
    let question = "Wie evalueert de verbeterplannen?";
    let input = json!({"auditId": audit, "unitId": unit, "question": question});
    let view = json!({
        "id": id, "boardId": "0199c2f6-7d5a-7000-8000-000000000001", "auditId": audit,
        "unitId": unit, "standard": null, "drawn": false, "question": question, "notes": null,
        "evidence": [], "evidenceIds": [], "verdict": null, "notAssessed": false, "assessedOn": null,
        "assessedByPrincipalId": null, "judged": false, "released": false,
        "links": {
            "self": format!("/v1/checklist-items/{id}"), "audit": format!("/v1/audits/{audit}"),
            "unit": format!("/v1/organisation-units/{unit}"),
        },
        "version": 1, "createdAt": "2026-02-02T09:30:00Z", "updatedAt": "2026-02-02T09:30:00Z",
    });
    (input, view)
}
