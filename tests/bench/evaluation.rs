//! A self-evaluation in which many people scored, written into a store for a measurement of its results.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use akoki_domain::{
    calendar::SchoolYear,
    evaluation::{Mode, Plan, Said, Score, SelfEvaluation, State, asked},
    framework::RequirementRef,
    id::{BoardId, PersonId, SelfEvaluationId, UnitId},
    organisation::{Person, PersonDetails, Unit, unit::UnitDetails},
    verdict::{EvaluationLevel, Pinned, PinnedStandard, Selection},
};
use akoki_persistence::{Act, Mint, Record, StoreError, Stores, Tx, insert, insert_many};
use clap::Args;
use serde_json::json;
use time::macros::date;
use uuid::Uuid;

#[derive(Args)]
pub struct Call {
    /// Address of a store that nobody uses.
    #[arg(long)]
    url: String,
    /// How many people scored.
    #[arg(long, default_value_t = 500)]
    participants: u32,
    /// How many indicators they scored.
    #[arg(long, default_value_t = 60)]
    indicators: u32,
    /// For how many groups.
    #[arg(long, default_value_t = 12)]
    groups: u32,
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// Ids as they come, one after another.
fn id() -> Uuid {
    let n = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    Uuid::from_u128(0x0199_c2f6_7d5a_7000_8000_0000_0000_0000 | n)
}

fn next_id(_: i64) -> Uuid {
    id()
}

fn no_salt(_: &mut [u8]) {}

impl Call {
    /// Writes it, and says which board and which evaluation it is.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn run(self) -> Result<String, Box<dyn Error>> {
        let stores = Stores::open(&self.url, 1).await?;
        let store = stores.worker().await?;
        let act = Act {
            at: 1_790_000_000_000,
            today: date!(2026 - 09 - 21),
            principal: None,
            credential: None,
            operation: "bench",
            request: "bench".into(),
            mint: Mint {
                id: Arc::new(next_id),
                fill: no_salt,
            },
        };
        let call = Arc::new(self);
        let (board, evaluation) = store
            .unit(&act, move |tx| {
                let call = call.clone();
                Box::pin(async move { call.write(tx).await })
            })
            .await?;
        Ok(json!({"board": board, "evaluation": evaluation}).to_string())
    }

    async fn write(&self, tx: &Tx) -> Result<(Uuid, Uuid), StoreError> {
        let board = BoardId(id());
        let unit_id = UnitId(board.0);
        let unit = Unit {
            id: unit_id,
            board_id: board,
            parent_id: None,
            carrier_id: unit_id,
            carrier_changes: Vec::new(),
            predecessor_id: None,
            details: UnitDetails::new("board", "Stichting Meting"),
        };
        insert(tx, unit).await?;
        let evaluation = self.evaluation(board);
        let id_of_it = insert(tx, evaluation.clone()).await?.record.id();
        let people: Vec<Person> = (0..self.participants).map(|n| person(board, n)).collect();
        let groups: Vec<UnitId> = (0..self.groups).map(|_| UnitId(id())).collect();
        let mut scores = Vec::new();
        for (n, person) in (0_usize..).zip(&people) {
            for (m, standard) in (0_usize..).zip(&evaluation.pinned.standards) {
                scores.push(Score {
                    id: id().into(),
                    board_id: board,
                    unit_id,
                    evaluation_id: evaluation.id,
                    person_id: person.id,
                    group: groups.get(n % groups.len().max(1)).copied(),
                    round: 0,
                    said: said(standard.name(), (7 * n + 3 * m + n * m) % 11),
                });
            }
        }
        insert_many(tx, people).await?;
        insert_many(tx, scores).await?;
        Ok((board.0, id_of_it))
    }

    /// One after the scoring, on as many standards as there are indicators.
    fn evaluation(&self, board: BoardId) -> SelfEvaluation {
        let edition: akoki_domain::framework::EditionRef = akoki_domain::framework::EditionRef {
            framework: "inspectorate".into(),
            version: "2025".into(),
            sector: "board".into(),
        };
        let standards = (1..=self.indicators).map(|n| PinnedStandard {
            requirement: RequirementRef::Shipped {
                edition: edition.clone(),
                code: format!("I{n}"),
            },
            weight: 1 + n % 3,
        });
        let pinned = Pinned {
            edition: edition.clone(),
            selection: Selection::Named,
            standards: standards.collect(),
        };
        SelfEvaluation {
            id: SelfEvaluationId(id()),
            board_id: board,
            unit_id: UnitId(board.0),
            plan: Plan {
                covers: Vec::new(),
                level: EvaluationLevel::Board,
                school_year: SchoolYear(2026),
                title: "Meting".into(),
                mode: Mode::Individual,
                edition,
                request: asked(&pinned),
                leader: None,
                closes_on: None,
                meeting: None,
            },
            pinned,
            state: State::Consensus,
            verdicts: Vec::new(),
            concluded_on: None,
            round: 0,
        }
    }
}

fn person(board: BoardId, n: u32) -> Person {
    Person {
        id: PersonId(id()),
        board_id: board,
        home_unit_id: UnitId(board.0),
        details: PersonDetails {
            given_name: "Sam".into(),
            name_prefix: None,
            family_name: format!("Meting {n}"),
            email: None,
            employment: None,
            external_ids: Vec::new(),
        },
    }
}

/// One of eleven answers: a level, or "not assessed".
fn said(standard: String, answer: usize) -> Said {
    let value = match answer {
        0 => None,
        1..=3 => Some("unsatisfactory"),
        4..=8 => Some("satisfactory"),
        _ => Some("good"),
    };
    Said {
        standard,
        value: value.map(str::to_owned),
        reason: Some("Zo is het gegaan.".to_owned()),
        evidence_ids: Vec::new(),
    }
}
