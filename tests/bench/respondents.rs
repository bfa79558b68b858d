//! Respondents with codes: each comes in with a code of their own, and what they will send in is written down.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use serde::Deserialize;
use serde_json::json;

use crate::survey::Instrument;

#[derive(Args)]
pub(crate) struct Call {
    #[command(flatten)]
    instrument: Instrument,
    /// Host and port, without a scheme.
    #[arg(long)]
    target: String,
    /// What the service answered to invitations, one file or more.
    #[arg(long, num_args = 1..)]
    codes: Vec<PathBuf>,
    /// How many come in at a time.
    #[arg(long, default_value_t = 32)]
    together: usize,
    /// Where the requests go, one a respondent.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Deserialize)]
struct Invited {
    codes: Vec<Code>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Session {
    token: Option<String>,
}

impl Call {
    /// Writes the requests, and says how many.
    ///
    /// # Errors
    /// When a code is not let in, or a file cannot be read or written.
    pub(crate) async fn run(self) -> Result<String, Box<dyn Error>> {
        let mut codes = Vec::new();
        for file in &self.codes {
            let invited: Invited = serde_json::from_str(&std::fs::read_to_string(file)?)?;
            codes.extend(invited.codes.into_iter().map(|one| one.code));
        }
        let (codes, next) = (Arc::new(codes), Arc::new(AtomicUsize::new(0)));
        let client = reqwest::Client::new();
        let address = format!("http://{}/v1/survey-sessions", self.target);
        let comers: Vec<_> = (0..self.together)
            .map(|_| {
                let (codes, next) = (codes.clone(), next.clone());
                let (client, address) = (client.clone(), address.clone());
                tokio::spawn(async move { come_in(&client, &address, &codes, &next).await })
            })
            .collect();
        let mut tokens = Vec::new();
        for comer in comers {
            tokens.extend(comer.await??);
        }
        let mut requests = String::new();
        for (token, respondent) in tokens.iter().zip(0..) {
            let body = json!({"answers": self.instrument.answers(respondent)}).to_string();
            let line = json!({
                "method": "POST", "path": "/v1/survey-sessions/current/submission", "body": body,
                "headers": {"Authorization": format!("Bearer {token}"), "Content-Type": "application/json"},
            });
            writeln!(requests, "{line}")?;
        }
        std::fs::write(&self.out, requests)?;
        Ok(format!("{} respondents came in", tokens.len()))
    }
}

/// Exchanges codes that nobody took yet until there are no more.
async fn come_in(
    client: &reqwest::Client,
    address: &str,
    codes: &[String],
    next: &AtomicUsize,
) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    while let Some(code) = codes.get(next.fetch_add(1, Ordering::Relaxed)) {
        let asked = client.post(address).json(&json!({"code": code}));
        let answer = asked.send().await.map_err(|e| e.to_string())?;
        let status = answer.status();
        let session: Session = answer.json().await.map_err(|e| format!("{status}: {e}"))?;
        tokens.push(session.token.ok_or("a code that was used")?);
    }
    Ok(tokens)
}
