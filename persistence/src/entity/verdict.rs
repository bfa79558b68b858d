//! Verdicts that were given.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "verdict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub voice: String,
    pub level: Option<String>,
    pub edition: String,
    pub requirement: String,
    pub value: Option<String>,
    pub given_on: String,
    pub source_noun: String,
    pub source_id: Uuid,
    pub evaluated_id: Option<Uuid>,
    pub school_year: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
