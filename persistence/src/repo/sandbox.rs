//! Emptying a store, for the sandbox and the demo only.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::{
    connect::{Backend, Source},
    entity::{organisation_unit, seal, unit_ancestor},
    error::StoreError,
    plan::tables,
    repo::principal,
    scope::PLATFORM,
    unit::Tx,
};

/// Whether nobody can call and nothing is organised yet.
///
/// # Errors
/// When the store fails.
pub async fn is_unused(source: &impl Source) -> Result<bool, StoreError> {
    let unit = organisation_unit::Entity::find();
    let unit = unit.one(&source.exec().db).await?;
    Ok(unit.is_none() && !principal::any(source).await?)
}

/// Empties every table but the list of migrations, and puts back what the migrations put there.
///
/// # Errors
/// When the store fails.
pub async fn clear(tx: &Tx) -> Result<(), StoreError> {
    let exec = tx.exec();
    let names: Vec<String> = tables(tx)
        .await?
        .into_iter()
        .filter(|name| name != "seaql_migrations")
        .collect();
    match exec.backend {
        Backend::Postgres => {
            exec.db
                .execute_unprepared(&format!("TRUNCATE {}", names.join(", ")))
                .await?;
        }
        Backend::Sqlite => {
            exec.db
                .execute_unprepared("PRAGMA defer_foreign_keys = ON")
                .await?;
            for name in names {
                exec.db
                    .execute_unprepared(&format!("DELETE FROM {name}"))
                    .await?;
            }
        }
    }
    let counter = seal::ActiveModel {
        board_id: Set(PLATFORM),
        number: Set(0),
        chain: Set(Vec::new()),
    };
    seal::Entity::insert(counter)
        .exec_without_returning(&exec.db)
        .await?;
    let platform = unit_ancestor::ActiveModel {
        board_id: Set(PLATFORM),
        unit_id: Set(PLATFORM),
        ancestor_id: Set(PLATFORM),
        depth: Set(0),
    };
    unit_ancestor::Entity::insert(platform)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(())
}
