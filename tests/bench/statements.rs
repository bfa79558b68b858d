//! The statements that the service sends for a read, a list and a change, as scripts for `pgbench`:
//! what the database does alone, to set the service's rate against.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

use akoki_domain::{
    access::Permission,
    organisation::{Days, Unit},
};
use akoki_persistence::{
    Act, ListQuery, Mint, Record, Scope, StoreError, Stores, Who,
    plan::{Asked, sql},
};
use clap::Args;
use time::{Date, macros::format_description};
use uuid::Uuid;

#[derive(Args)]
pub struct Call {
    /// Address of the PostgreSQL store.
    #[arg(long)]
    url: String,
    /// The credential of the token that the requests carry (its claim `sid`).
    #[arg(long)]
    credential: Uuid,
    /// Milliseconds since 1970, and the day, for the life of the credential and of grants.
    #[arg(long)]
    at: i64,
    #[arg(long)]
    today: String,
    /// The units to be read and changed.
    #[arg(long, value_delimiter = ',')]
    units: Vec<Uuid>,
    /// Where the scripts go: `read-N.sql`, `list.sql`, `change-N.sql`.
    #[arg(long)]
    out: PathBuf,
}

fn no_id(_: i64) -> Uuid {
    Uuid::nil()
}

fn no_salt(_: &mut [u8]) {}

impl Call {
    /// Writes the scripts.
    ///
    /// # Errors
    /// When the store cannot be reached or a file not written.
    pub async fn run(self) -> Result<&'static str, Box<dyn Error>> {
        let store = Stores::open(&self.url, 1).await?.worker().await?;
        let scope = |permission: Permission, today: Date| Scope {
            who: Who::Credential(self.credential),
            roles: permission.roles(),
            word: permission.scope(),
            at: self.at,
            today,
        };
        let today = Date::parse(&self.today, format_description!("[year]-[month]-[day]"))?;
        let (read, write) = (
            scope(Permission::ReadUnits, today),
            scope(Permission::WriteUnits, today),
        );
        let act = Act {
            at: self.at,
            today,
            principal: None,
            credential: None,
            operation: "bench",
            request: "bench".into(),
            mint: Mint {
                id: std::sync::Arc::new(no_id),
                fill: no_salt,
            },
        };
        let units = self.units.clone();
        let (list, reads, changes) = store
            .unit(&act, move |tx| {
                let (read, write, units) = (read.clone(), write.clone(), units.clone());
                Box::pin(async move {
                    let query = ListQuery {
                        filters: Vec::new(),
                        sort: Unit::SORTS.first().map_or("name", |sort| sort.name),
                        descending: false,
                        after: None,
                        limit: 50,
                        days: Days::same(today),
                    };
                    let list = sql::<Unit>(tx, &read, &Asked::List(&query))?;
                    let mut reads = Vec::new();
                    let mut changes = Vec::new();
                    for unit in units {
                        reads.push(sql::<Unit>(tx, &read, &Asked::Find(unit))?);
                        let children = children(sql::<Unit>(tx, &write, &Asked::Find(unit))?, unit);
                        changes.push(change(
                            &sql::<Unit>(tx, &write, &Asked::Lock(unit))?,
                            &children,
                            unit,
                        ));
                    }
                    Ok::<_, StoreError>((list, reads, changes))
                })
            })
            .await?;
        std::fs::create_dir_all(&self.out)?;
        std::fs::write(self.out.join("list.sql"), format!("{list};\n"))?;
        for (n, text) in reads.iter().enumerate() {
            std::fs::write(self.out.join(format!("read-{n}.sql")), format!("{text};\n"))?;
        }
        for (n, text) in changes.iter().enumerate() {
            std::fs::write(self.out.join(format!("change-{n}.sql")), text)?;
        }
        Ok("the scripts are written")
    }
}

/// The look at what stands under a unit, as the use case does it.
fn children(find: String, unit: Uuid) -> String {
    find.replace(
        &format!("\"organisation_unit\".\"id\" = '{unit}'"),
        &format!("\"organisation_unit\".\"board_id\" = '{unit}' AND \"organisation_unit\".\"parent_id\" = '{unit}'"),
    )
}

/// The unit of work of a PATCH: lock, look, save, trail, values, event.
fn change(lock: &str, children: &str, unit: Uuid) -> String {
    // One id for the entry and its values, as the service has it from its clock.
    let id = "('00000000-0000-4000-8000-' || lpad(to_hex(:r::bigint), 12, '0'))::uuid";
    let mut text = String::from("\\set r random(1, 200000000000000)\nBEGIN;\n");
    let _ = writeln!(text, "{lock};\n{children};");
    let _ = writeln!(
        text,
        "UPDATE organisation_unit SET unit_id = id, parent_id = NULL, carrier_id = id, kind = 'board', name = name, \
         name_sort = name_sort, sector = NULL, details = details, starts_on = NULL, ends_on = NULL, \
         predecessor_id = NULL WHERE board_id = '{unit}' AND id = '{unit}';"
    );
    let _ = writeln!(
        text,
        "INSERT INTO trail (id, board_id, unit_id, noun, resource_id, verb, version, at, operation, request_id, \
         digest) VALUES ({id}, '{unit}', '{unit}', 'organisation-unit', '{unit}', 'updated', 2, 0, \
         'changeOrganisationUnit', 'bench', '\\x00');"
    );
    let _ = writeln!(
        text,
        "INSERT INTO trail_value (trail_id, salt, changes) VALUES ({id}, '\\x00', \
         '{{\"name\": {{\"from\": \"Bestuur 1\", \"to\": \"Bestuur 2\"}}}}');"
    );
    let _ = writeln!(
        text,
        "INSERT INTO event (id, board_id, unit_id, noun, resource_id, verb, version, at) VALUES ({id}, \
         '{unit}', '{unit}', 'organisation-unit', '{unit}', 'updated', 2, 0);"
    );
    text.push_str("COMMIT;\n");
    text
}
