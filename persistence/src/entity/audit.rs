//! Audits.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub kind: String,
    pub state: String,
    pub programme_id: Option<Uuid>,
    pub body_id: Option<Uuid>,
    pub school_year: String,
    pub title_sort: String,
    pub edition: String,
    pub planned_from: String,
    pub planned_until: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub pinned: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub details: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
