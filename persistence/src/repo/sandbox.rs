//! Emptying a store, for the sandbox only.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::{
    connect::{Backend, Source},
    entity::{seal, setting, unit_ancestor},
    error::StoreError,
    plan::tables,
    scope::PLATFORM,
    unit::Tx,
};

/// Empties every table but the list of migrations, and puts back what the migrations put there and
/// that this is a sandbox.
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
    let mark = setting::ActiveModel {
        name: Set("sandbox".to_owned()),
        value: Set(true.into()),
    };
    setting::Entity::insert(mark)
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
