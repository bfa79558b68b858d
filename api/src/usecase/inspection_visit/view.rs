//! A visit as it is shown: with nothing that changes by itself, so that a reported one stays as it is.

use akoki_domain::{
    Noun,
    inspection::{Visit, available_to_visit, parents_told_by, public_from},
    text::Language,
};
use akoki_openapi::wire::{inspection_visit::InspectionVisit, schema::Links, transition::commands};
use akoki_persistence::Stored;

use crate::usecase::improvement_cycle::{path, path_of_arising};

/// The view of one visit.
pub fn one(item: Stored<Visit>, language: Language) -> InspectionVisit {
    let Stored { record, meta } = item;
    let (available_commands, blockers) = commands(available_to_visit(&record), language);
    let links = links(&record);
    let stated = record.stated;
    let adopted = stated.report_adopted_on;
    InspectionVisit {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        state: record.state,
        kind: stated.kind,
        supervised_object_id: stated.supervised_object.map(|id| id.0),
        started_on: stated.started_on,
        ended_on: stated.ended_on,
        edition: record.edition.to_string(),
        reference: stated.reference,
        report_adopted_on: adopted,
        report_published_on: stated.report_published_on,
        public_from: adopted.and_then(public_from),
        parents_told_by: adopted.and_then(|on| parents_told_by(on, stated.outcome.as_deref())),
        dissent: stated.dissent,
        outcome: stated.outcome,
        verdicts: stated.verdicts.into_iter().map(Into::into).collect(),
        previous_visit_id: stated.previous.map(|id| id.0),
        available_commands,
        blockers,
        links,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn links(visit: &Visit) -> Links {
    let own = path(Noun::InspectionVisit, visit.id);
    let mut links = Links::from([
        ("transitions", format!("{own}/transitions")),
        ("self", own),
        ("unit", path(Noun::OrganisationUnit, visit.unit_id)),
        (
            "recoveryOrders",
            format!("/v1/recovery-orders?visitId={}", visit.id),
        ),
        ("improvementCycles", path_of_arising(visit.id)),
    ]);
    if let Some(object) = visit.stated.supervised_object {
        links.insert("supervisedObject", path(Noun::SupervisedObject, object));
    }
    if let Some(previous) = visit.stated.previous {
        links.insert("previousVisit", path(Noun::InspectionVisit, previous));
    }
    links
}
