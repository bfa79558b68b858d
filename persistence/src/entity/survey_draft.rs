//! Half-filled answers, sealed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub draft_hash: Vec<u8>,
    pub board_id: Uuid,
    pub campaign_id: Uuid,
    pub sealed: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
