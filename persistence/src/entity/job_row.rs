//! The reports of jobs, line by line.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job_row")]
pub struct Model {
    pub board_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub job_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub line: Option<i64>,
    pub outcome: String,
    pub noun: Option<String>,
    pub resource_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub reasons: Json,
    pub to_do: bool,
    pub rows_on_end: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
