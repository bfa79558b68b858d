//! Who may answer once.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: Vec<u8>,
    pub board_id: Uuid,
    pub campaign_id: Uuid,
    pub id: Uuid,
    pub group_key: String,
    pub recipient: Option<String>,
    pub used: bool,
    pub let_in: bool,
    pub veiled: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
