//! Survey campaigns.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_campaign")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub state: String,
    pub target_group: String,
    pub school_year: String,
    pub opens_on: String,
    pub closes_on: String,
    pub opens_at: i64,
    pub closes_at: i64,
    pub preceding_id: Option<Uuid>,
    pub instrument_id: Option<Uuid>,
    pub instrument: String,
    pub remind_on: Option<String>,
    pub leftovers: bool,
    pub details: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
