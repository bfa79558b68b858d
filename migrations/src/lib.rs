//! The schema of the stores: one set of migrations for SQLite and PostgreSQL.
//!
//! A migration is a file of SQL in which the few types that the two databases name differently stand
//! as words in capitals (see [`dialect`]). Files are never changed once released; history must not
//! move when the entities do, so nothing here knows the other crates.

mod connect;
mod dialect;
pub mod seed;

use sea_orm_migration::prelude::*;

pub use connect::{admit, migrate, pending};

/// The migrations in their order.
pub struct Migrator;

/// One file of SQL under its stable name.
struct SqlFile {
    name: &'static str,
    sql: &'static str,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Every file, oldest first.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("sql/", $name, ".sql")))),+];
    };
}

files![
    "m20261124_000001_house",
    "m20261124_000002_organisation",
    "m20261124_000003_access",
    "m20261124_000004_people",
    "m20261124_000006_imports",
    "m20261124_000007_frameworks",
    "m20261124_000008_cycles",
    "m20261124_000009_feed",
    "m20261125_000010_accounts",
    "m20261125_000011_time_zones",
    "m20261125_000020_fence",
    "m20261126_000030_people_reach",
    "m20261126_000031_people_reach_postgres",
    "m20261126_000032_people_reach_sqlite",
    "m20261126_000033_verdicts",
    "m20261126_000035_transitions",
    "m20261126_000036_fence_of_check",
    "m20261126_000045_evidence",
    "m20261126_000046_fence_of_evidence",
    "m20261126_000047_evidence_of_dossiers_postgres",
    "m20261126_000048_evidence_of_dossiers_sqlite",
    "m20261126_000065_school_years",
    "m20261126_000066_school_years_fence",
    "m20261126_000070_framework_upgrades",
    "m20261126_000071_fence_of_framework_upgrades",
    "m20261126_000060_inspection",
    "m20261126_000061_fence_of_inspection",
    "m20261126_000050_audits",
    "m20261126_000051_fence_of_audits",
    "m20261126_000040_self_evaluations",
    "m20261126_000041_observations",
    "m20261126_000042_fence_of_evaluations",
    "m20261126_000055_findings",
    "m20261126_000056_fence_of_findings",
    "m20261127_000001_uses_of_evidence",
    "m20261127_000002_fence_of_uses_of_evidence",
    "m20261127_000010_school_years_of_audits",
    "m20261126_000080_verdicts_of_units",
    "m20261126_000081_rounds_of_scores",
    "m20261127_000030_escalations",
    "m20261127_000031_fence_of_escalations",
    "m20261127_000100_surveys",
    "m20261127_000101_fence_of_surveys",
    "m20261127_000110_lines_of_several_rows",
    "m20261128_000100_class_teachers",
    "m20261128_000101_fence_of_class_teachers",
    "m20261128_000110_let_in",
    "m20261128_000111_fence_of_let_in",
    "m20261128_000112_titles_of_instruments",
    "m20261128_000120_past_codes",
];

/// The names of the migrations that this version knows, oldest first.
pub fn names() -> Vec<&'static str> {
    FILES.iter().map(|&(name, _)| name).collect()
}

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        FILES
            .iter()
            .map(|&(name, sql)| Box::new(SqlFile { name, sql }) as Box<dyn MigrationTrait>)
            .collect()
    }
}

impl MigrationName for SqlFile {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SqlFile {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let sql = dialect::render(backend, self.sql);
        if sql.trim().is_empty() {
            return Ok(());
        }
        manager
            .get_connection()
            .execute_unprepared(&sql)
            .await
            .map(|_| ())
    }

    /// SQLite would otherwise leave half a migration behind.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
