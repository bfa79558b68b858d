//! The values of trail entries, which can be erased.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "trail_value")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub trail_id: Uuid,
    pub salt: Vec<u8>,
    pub changes: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
