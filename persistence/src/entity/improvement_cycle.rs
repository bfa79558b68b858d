//! Improvement cycles: the roots of goals, actions and all that follows.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "improvement_cycle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_id: Uuid,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub theme: String,
    pub title: String,
    pub title_sort: String,
    pub owner_id: Option<Uuid>,
    pub state: String,
    pub round: i64,
    pub previous_id: Option<Uuid>,
    pub next_id: Option<Uuid>,
    pub do_started_on: Option<String>,
    pub flagged: bool,
    pub origin_noun: Option<String>,
    pub origin_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub details: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
