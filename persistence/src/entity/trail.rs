//! Entries of the trail.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "trail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub board_id: Uuid,
    pub unit_id: Uuid,
    pub number: Option<i64>,
    pub chain: Option<Vec<u8>>,
    pub noun: String,
    pub resource_id: Uuid,
    pub verb: String,
    pub version: i64,
    pub at: i64,
    pub principal_id: Option<Uuid>,
    pub credential_id: Option<Uuid>,
    pub operation: String,
    pub request_id: String,
    pub digest: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
