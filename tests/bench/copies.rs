//! Other surveys in a store: copies of one that has closed, with all that stays of it.

use std::error::Error;

use clap::Args;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, raw_sql};
use uuid::Uuid;

#[derive(Args)]
pub(crate) struct Call {
    /// Address of a store that nobody uses.
    #[arg(long)]
    url: String,
    /// The survey that is copied.
    #[arg(long)]
    campaign: Uuid,
    /// How many copies.
    #[arg(long)]
    count: u64,
}

/// What stays of a survey: its tables, each with its columns besides that of the survey's id.
const TABLES: [(&str, &str, &str); 6] = [
    (
        "survey_campaign",
        "id",
        "board_id, unit_id, version, created_at, updated_at, state, target_group, school_year, opens_on, closes_on, \
         opens_at, closes_at, preceding_id, instrument_id, instrument, leftovers, remind_on, details",
    ),
    ("survey_campaign_unit", "campaign_id", "board_id, unit_id"),
    ("survey_content", "campaign_id", "board_id, content"),
    ("survey_outcome", "campaign_id", "board_id, outcome"),
    (
        "survey_block",
        "campaign_id",
        "board_id, part, place, packed",
    ),
    (
        "survey_open_answer",
        "campaign_id",
        "board_id, part, question, place, answer",
    ),
];

impl Call {
    /// Writes them, each in a transaction of its own.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub(crate) async fn run(self) -> Result<String, Box<dyn Error>> {
        for number in 1..=self.count {
            let copy = Uuid::from_u128(self.campaign.as_u128() ^ u128::from(number) << 64);
            let statements = TABLES.map(|table| self.statement(table, copy)).concat();
            let all = raw_sql(AssertSqlSafe(format!("BEGIN; {statements} COMMIT;")));
            if self.url.starts_with("sqlite:") {
                all.execute(&mut SqliteConnection::connect(&self.url).await?)
                    .await?;
            } else {
                all.execute(&mut PgConnection::connect(&self.url).await?)
                    .await?;
            }
        }
        Ok(format!("{} copies", self.count))
    }

    fn statement(&self, (table, id, columns): (&str, &str, &str), copy: Uuid) -> String {
        let (from, to) = (self.literal(self.campaign), self.literal(copy));
        format!(
            "INSERT INTO {table} ({id}, {columns}) SELECT {to}, {columns} FROM {table} WHERE {id} = {from}; "
        )
    }

    fn literal(&self, id: Uuid) -> String {
        match self.url.starts_with("sqlite:") {
            true => format!("x'{}'", id.simple()),
            false => format!("'{id}'::uuid"),
        }
    }
}
