//! Organisation units.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub parent_id: Option<Uuid>,
    pub carrier_id: Uuid,
    pub kind: String,
    pub name: String,
    pub name_sort: String,
    pub sector: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub details: Json,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    pub predecessor_id: Option<Uuid>,
    pub time_zone: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
