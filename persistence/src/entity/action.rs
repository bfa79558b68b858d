//! Actions.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
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
    pub goal_id: Option<Uuid>,
    pub title: String,
    pub title_sort: String,
    pub description: Option<String>,
    pub owner_id: Option<Uuid>,
    pub due_on: Option<String>,
    pub due_sort: String,
    pub status: String,
    pub done_on: Option<String>,
    pub evidence: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
