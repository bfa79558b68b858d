//! `akoki verify-trail`: checks the chain of the trail, and compares heads kept elsewhere.

use akoki_persistence::{Head, Report, verify};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::PathBuf;
use uuid::Uuid;

use super::{Output, Refused, block};
use crate::{app, config::Config};

/// Check the trail of changes: every link, the values that are kept, and the ends.
#[derive(Args)]
pub struct VerifyTrail {
    /// Heads that an earlier check printed with --json, kept elsewhere: shows whether entries were cut
    /// off since.
    #[arg(long)]
    head: Option<PathBuf>,
}

/// A head as it is printed and read back.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeptHead {
    board_id: Uuid,
    number: i64,
    chain: String,
}

#[derive(Deserialize)]
struct Kept {
    heads: Vec<KeptHead>,
}

impl VerifyTrail {
    pub(super) fn run(self, config: Config, output: &Output) -> Result<(), Refused> {
        let kept = match &self.head {
            None => Vec::new(),
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|error| Refused(format!("{}: {error}", file.display())))?;
                heads(&text).map_err(|error| Refused(format!("{}: {error}", file.display())))?
            }
        };
        let report = block(async move {
            let shared = app::open_begun(config).await?;
            let call = app::service_call(&shared, "verifyTrail").await?;
            let report = verify(call.store(), &shared.key("trail"), &kept).await?;
            Ok::<_, Refused>(report)
        })??;
        say(&report, output)
    }
}

fn heads(text: &str) -> Result<Vec<Head>, String> {
    let kept: Kept = serde_json::from_str(text).map_err(|error| error.to_string())?;
    kept.heads
        .into_iter()
        .map(|head| {
            Ok(Head {
                board: head.board_id,
                number: head.number,
                chain: hex::decode(&head.chain).map_err(|_| "a chain is not hexadecimal")?,
            })
        })
        .collect()
}

fn say(report: &Report, output: &Output) -> Result<(), Refused> {
    let heads = report.heads.iter().map(|head| KeptHead {
        board_id: head.board,
        number: head.number,
        chain: hex::encode(&head.chain),
    });
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            json!({
                "boardId": finding.board,
                "number": finding.number,
                "fault": finding.fault.as_str(),
            })
        })
        .collect();
    let data = json!({
        "valid": findings.is_empty(),
        "entries": report.entries,
        "erased": report.erased,
        "unsealed": report.unsealed,
        "heads": heads.collect::<Vec<_>>(),
        "findings": findings,
    });
    let mut text = format!(
        "{} entries of {} boards; the values of {} were erased; {} are not sealed yet.",
        report.entries,
        report.heads.len(),
        report.erased,
        report.unsealed,
    );
    for finding in &report.findings {
        text.push_str(&format!(
            "\nboard {}, entry {}: {}",
            finding.board,
            finding.number,
            finding.fault.as_str()
        ));
    }
    output.say(&text, data);
    match report.findings.len() {
        0 => Ok(()),
        count => Err(Refused(format!("the trail is wrong in {count} places"))),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn heads_are_read_as_they_are_printed() {
        let board = Uuid::from_u128(7);
        let text = json!({"valid": true, "heads": [{"boardId": board, "number": 12, "chain": hex::encode([0, 171, 255])}]});
        let read = heads(&text.to_string()).unwrap();
        let chain = vec![0, 171, 255];
        assert_eq!(
            read,
            [Head {
                board,
                number: 12,
                chain
            }]
        );
        for chain in ["0", "0g", "é"] {
            let text = json!({"heads": [{"boardId": board, "number": 12, "chain": chain}]});
            assert!(heads(&text.to_string()).is_err(), "{chain}");
        }
    }
}
