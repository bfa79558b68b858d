//! Evidence.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub title: String,
    pub title_sort: String,
    pub kind: String,
    pub owner_id: Option<Uuid>,
    pub effective_from: String,
    pub effective_until: Option<String>,
    pub expires_on: Option<String>,
    pub serves_sort: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub details: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
