//! What was published about frameworks. It belongs to no board, so nothing here asks for a reach; rows
//! are only added, never changed.

use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait, QueryOrder};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    column::{instant, millis},
    connect::Source,
    entity::framework_publication as table,
    error::StoreError,
    unit::Tx,
};

/// What was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An edition of a framework.
    Edition,
    /// A mapping from one edition to another.
    Mapping,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Kind::Edition => "edition",
            Kind::Mapping => "mapping",
        }
    }
}

/// One edition or mapping as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The id of its subject: the same over its revisions.
    pub id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// What it is about: the name of the edition, or those of both with a blank between.
    pub subject: String,
    /// 1, and one more each time corrections were added.
    pub revision: i64,
    /// Digest of the content, in hexadecimal.
    pub digest: String,
    /// JSON, byte for byte.
    pub content: String,
    /// When.
    pub published_at: OffsetDateTime,
}

/// How many rows there are: as none is ever changed, this tells whether something was published.
///
/// # Errors
/// When the store fails.
pub async fn count(source: &impl Source) -> Result<u64, StoreError> {
    Ok(table::Entity::find().count(&source.exec().db).await?)
}

/// All of them, the revisions of one subject in their order.
///
/// # Errors
/// When the store fails.
pub async fn all(source: &impl Source) -> Result<Vec<Publication>, StoreError> {
    let rows = table::Entity::find()
        .order_by_asc(table::Column::Kind)
        .order_by_asc(table::Column::Subject)
        .order_by_asc(table::Column::Revision)
        .all(&source.exec().db)
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: table::Model) -> Result<Publication, StoreError> {
    let kind = [Kind::Edition, Kind::Mapping]
        .into_iter()
        .find(|kind| kind.as_str() == row.kind)
        .ok_or_else(|| StoreError::corrupt(format!("publication of {}", row.kind)))?;
    Ok(Publication {
        id: row.id,
        kind,
        subject: row.subject,
        revision: row.revision,
        digest: row.digest,
        content: row.content,
        published_at: instant(row.published_at)?,
    })
}

/// Adds one.
///
/// # Errors
/// [`StoreError::NotUnique`] when this revision of the subject is there already.
pub async fn add(tx: &Tx, publication: &Publication) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        id: Set(publication.id),
        kind: Set(publication.kind.as_str().to_owned()),
        subject: Set(publication.subject.clone()),
        revision: Set(publication.revision),
        digest: Set(publication.digest.clone()),
        content: Set(publication.content.clone()),
        published_at: Set(millis(publication.published_at)),
    };
    table::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}
