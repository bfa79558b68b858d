//! The files of evidence. Their bytes are kept elsewhere, under the board and their hash.

use akoki_domain::{
    evidence::{Evidence, EvidenceFile},
    id::{EvidenceFileId, PrincipalId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::evidence_file as table,
    error::StoreError,
    record::Stored,
};

/// The files of a whole page of evidence, in the order in which they came.
pub(super) async fn load(
    exec: &Exec<'_>,
    records: &mut [Stored<Evidence>],
) -> Result<(), StoreError> {
    let mut boards: Vec<Uuid> = records.iter().map(|one| one.record.board_id.0).collect();
    boards.sort_unstable();
    boards.dedup();
    let ids = records.iter().map(|one| one.record.id.0);
    let rows = table::Entity::find()
        .filter(table::Column::BoardId.is_in(boards))
        .filter(table::Column::EvidenceId.is_in(ids))
        .order_by_asc(table::Column::Id)
        .all(&exec.db)
        .await?;
    let mut of: BTreeMap<Uuid, Vec<EvidenceFile>> = BTreeMap::new();
    for row in rows {
        of.entry(row.evidence_id).or_default().push(read(row)?);
    }
    for one in records {
        one.record.files = of.remove(&one.record.id.0).unwrap_or_default();
    }
    Ok(())
}

/// Writes the files that came and deletes those that went.
pub(super) async fn save(
    exec: &Exec<'_>,
    evidence: &Evidence,
    before: Option<&Evidence>,
) -> Result<(), StoreError> {
    let known = before.map_or(&[][..], |before| &before.files);
    let gone = known.iter().filter(|file| !evidence.files.contains(file));
    let gone: Vec<Uuid> = gone.map(|file| file.id.0).collect();
    if !gone.is_empty() {
        table::Entity::delete_many()
            .filter(table::Column::BoardId.eq(evidence.board_id.0))
            .filter(table::Column::Id.is_in(gone))
            .exec(&exec.db)
            .await?;
    }
    for file in evidence.files.iter().filter(|file| !known.contains(file)) {
        table::Entity::insert(row(evidence, file)?)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Deletes them all.
pub(super) async fn forget(exec: &Exec<'_>, evidence: &Evidence) -> Result<(), StoreError> {
    table::Entity::delete_many()
        .filter(table::Column::BoardId.eq(evidence.board_id.0))
        .filter(table::Column::EvidenceId.eq(evidence.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// Whether a file of the board has these bytes: as long as one has, they are kept.
///
/// # Errors
/// When the store fails.
pub async fn is_kept(source: &impl Source, board: Uuid, sha256: &str) -> Result<bool, StoreError> {
    let found = table::Entity::find()
        .select_only()
        .column(table::Column::Id)
        .filter(table::Column::BoardId.eq(board))
        .filter(table::Column::Sha256.eq(sha256))
        .limit(1)
        .into_tuple::<Uuid>()
        .one(&source.everything().db)
        .await?;
    Ok(found.is_some())
}

fn row(evidence: &Evidence, file: &EvidenceFile) -> Result<table::ActiveModel, StoreError> {
    Ok(table::ActiveModel {
        board_id: Set(evidence.board_id.0),
        id: Set(file.id.0),
        evidence_id: Set(evidence.id.0),
        name: Set(file.name.clone()),
        media_type: Set(file.media_type.as_str().to_owned()),
        size: Set(i64::try_from(file.size).map_err(StoreError::corrupt)?),
        sha256: Set(file.sha256.clone()),
        uploaded_at: Set(column::millis(file.uploaded_at)),
        uploaded_by: Set(file.uploaded_by.map(|by| by.0)),
    })
}

fn read(row: table::Model) -> Result<EvidenceFile, StoreError> {
    Ok(EvidenceFile {
        id: EvidenceFileId(row.id),
        name: row.name,
        media_type: column::read_word(&row.media_type)?,
        size: u64::try_from(row.size).map_err(StoreError::corrupt)?,
        sha256: row.sha256,
        uploaded_at: column::instant(row.uploaded_at)?,
        uploaded_by: row.uploaded_by.map(PrincipalId),
    })
}
