//! Decisions about goals, with their lessons.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub cycle_id: Uuid,
    pub goal_id: Uuid,
    pub kind: String,
    pub lesson: String,
    pub lesson_search: String,
    pub taken_on: String,
    pub decided_by: Option<Uuid>,
    pub evidence: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
