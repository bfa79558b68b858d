//! What a caller sees of evidence, for a whole page at once.

use akoki_domain::{Noun, evidence::Evidence};
use akoki_openapi::wire::{
    evidence::{Evidence as View, EvidenceFile},
    schema::Links,
};
use akoki_persistence::{Source, Stored};

use super::uses;
use crate::{failure::Failure, guard::Call, usecase::improvement_cycle::path};

pub(super) async fn all<S: Source>(
    call: &Call,
    source: &S,
    items: Vec<Stored<Evidence>>,
) -> Result<Vec<View>, Failure> {
    let boards = items.iter().map(|one| one.record.board_id);
    let days = call.days_of(source, boards).await?;
    let records: Vec<&Evidence> = items.iter().map(|one| &one.record).collect();
    let used = uses::of(call, source, &records).await?;
    Ok(items
        .iter()
        .map(|item| {
            let mut view = view(item);
            let today = days.of(item.record.board_id);
            view.expired = item.record.stated.expired(today);
            let by = used
                .iter()
                .filter(|used| used.evidence_id == item.record.id);
            view.used_by = by.map(|used| used.by.into()).collect();
            view
        })
        .collect())
}

fn view(item: &Stored<Evidence>) -> View {
    let Stored { record, meta } = item;
    let stated = &record.stated;
    View {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        kind: stated.kind,
        title: stated.title.clone(),
        description: stated.description.clone(),
        owner_id: stated.owner.map(|owner| owner.0),
        effective_from: stated.effective_from,
        effective_until: stated.effective_until,
        expires_on: stated.expires_on,
        expired: false,
        web_links: stated.links.iter().map(Into::into).collect(),
        files: record
            .files
            .iter()
            .map(|file| EvidenceFile::new(record, file))
            .collect(),
        requirements: stated.requirements.clone(),
        used_by: Vec::new(),
        links: Links::from([
            ("self", path(Noun::Evidence, record.id)),
            ("unit", path(Noun::OrganisationUnit, record.unit_id)),
        ]),
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}
