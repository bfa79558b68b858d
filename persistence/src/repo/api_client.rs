//! Machine clients. The platform keeps them; whoever may see clients on a board sees them all, to know
//! what can be approved.

use akoki_domain::{
    Noun,
    access::{ApiClient, ApiClientDetails},
    id::PrincipalId,
    text::search_form,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::api_client as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
    scope::PLATFORM,
    unit::Tx,
};

impl Record for ApiClient {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::ApiClient;
    const FILTERS: &'static [Filter] = &[
        Filter::new("disabled", "disabled", FilterKind::Flag),
        Filter::new("q", "name_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "name",
            column: "name_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const SEEN_FROM_BELOW: bool = true;
    const OF_PLATFORM: bool = true;

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        PLATFORM
    }
    fn unit(&self) -> Uuid {
        PLATFORM
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let details: ApiClientDetails = column::read_document(row.details)?;
        Ok(ApiClient {
            id: PrincipalId(row.id),
            details,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(PLATFORM),
            id: Set(self.id.0),
            unit_id: Set(PLATFORM),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            name: Set(self.details.name.clone()),
            name_sort: Set(search_form(&self.details.name)),
            disabled: Set(self.details.disabled),
            details: Set(column::document(&self.details)),
        }
    }
}

/// The client with this id, whoever asks: for a client that says who it is.
///
/// # Errors
/// When the store fails.
pub async fn by_id(source: &impl Source, id: PrincipalId) -> Result<Option<ApiClient>, StoreError> {
    let row = table::Entity::find()
        .filter(table::Column::Id.eq(id.0))
        .one(&source.exec().db)
        .await?;
    row.map(ApiClient::read).transpose()
}

/// As [`by_id`], and the client stays as it is until this unit ends: so that none is stopped while it is
/// given a token. SQLite has one writer, and needs no lock.
///
/// # Errors
/// When the store fails.
pub async fn hold(tx: &Tx, id: PrincipalId) -> Result<Option<ApiClient>, StoreError> {
    let row = table::Entity::find()
        .filter(table::Column::Id.eq(id.0))
        .lock_shared()
        .one(&tx.exec().db)
        .await?;
    row.map(ApiClient::read).transpose()
}
