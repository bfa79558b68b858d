//! A light load generator and a look at the memory of a process, for the figures in `tests/bench`.
//!
//! It shares two cores with the service and the database it measures, so it does as little as it
//! can: one thread, requests made ready beforehand, answers read only as far as their length.

mod answer;
mod evaluation;
mod memory;
mod report;
mod request;
mod statements;

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use answer::Reader;
use report::Tally;
use request::Requests;

#[derive(Parser)]
#[command(about = "Load generator and memory sampler of akoki", version)]
struct Call {
    #[command(subcommand)]
    command: Command,
    /// Print one JSON object instead of a line.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Send requests over kept connections and print rate, p50 and p99. Each client waits for an
    /// answer before it asks again. Exit status 1 when an answer was not a success.
    Run(Run),
    /// Print the present and the peak memory of a process in KiB (Linux).
    Memory(memory::Call),
    /// Write the statements of a read, a list and a change as scripts for `pgbench`.
    Statements(statements::Call),
    /// Write a self-evaluation with many scores into a store, and print which it is as JSON.
    Evaluation(evaluation::Call),
}

#[derive(Args)]
struct Run {
    /// Host and port, without a scheme: plain HTTP/1.1.
    #[arg(long, default_value = "127.0.0.1:8080")]
    target: String,
    /// JSON lines of {"method", "path", "headers": {…}, "body"}; all but `path` may be left out.
    /// `{{n}}` becomes a ten-digit number that no other request of the run has.
    #[arg(long)]
    requests: PathBuf,
    /// Connections, each with one request at a time.
    #[arg(long, default_value_t = 16)]
    clients: usize,
    /// How long to measure.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How long to send before measuring.
    #[arg(long, default_value_t = 2)]
    warm_up: u64,
}

fn write_evaluation(of: evaluation::Call) -> Result<(String, bool), Box<dyn Error>> {
    // The writer of the store is a task of its own.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    Ok((runtime.block_on(of.run())?, true))
}

fn write_statements(of: statements::Call) -> Result<(String, bool), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(of.run())?;
    Ok(("the scripts are written".to_owned(), true))
}

fn main() -> ExitCode {
    let call = Call::parse();
    let done = match call.command {
        Command::Run(run) => measure(&run, call.json),
        Command::Memory(of) => memory::sample(&of, call.json).map(|text| (text, true)),
        Command::Statements(of) => write_statements(of),
        Command::Evaluation(of) => write_evaluation(of),
    };
    let (text, fine) = done.unwrap_or_else(|e| (format!("akoki-load: {e}"), false));
    let written = if fine || text.starts_with('{') {
        writeln!(std::io::stdout(), "{text}")
    } else {
        writeln!(std::io::stderr(), "{text}")
    };
    if fine && written.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The report, and whether every answer was a success.
fn measure(run: &Run, json: bool) -> Result<(String, bool), Box<dyn Error>> {
    let text = std::fs::read_to_string(&run.requests)
        .map_err(|e| format!("{}: {e}", run.requests.display()))?;
    let requests = Rc::new(Requests::prepare(&text, &run.target)?);
    let start = Instant::now() + Duration::from_secs(run.warm_up);
    let span = Duration::from_secs(run.seconds);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let total = LocalSet::new().block_on(&runtime, async {
        let clients: Vec<_> = (0..run.clients)
            .map(|client| {
                let requests = Rc::clone(&requests);
                let target = run.target.clone();
                tokio::task::spawn_local(async move {
                    serve(client, &target, &requests, start, start + span).await
                })
            })
            .collect();
        let mut total = Tally::default();
        for client in clients {
            total.add(client.await?);
        }
        Ok::<_, Box<dyn Error>>(total)
    })?;
    let report = total.report(span);
    let text = if json {
        serde_json::to_string(&report)?
    } else {
        report.to_string()
    };
    Ok((text, report.is_clean()))
}

/// One client: asks until `end`, and counts what was answered from `start` on. A broken connection
/// counts as an error and is made anew, after a pause, so that a service that is away is not hammered.
async fn serve(
    client: usize,
    target: &str,
    requests: &Requests,
    start: Instant,
    end: Instant,
) -> Tally {
    let mut tally = Tally::default();
    let mut turn = client;
    while Instant::now() < end {
        let talk = converse(target, requests, start, end, &mut turn, &mut tally);
        if let Err(e) = talk.await {
            tally.error(&e);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    tally
}

/// Uses one connection until `end`, or until the other side closes it.
async fn converse(
    target: &str,
    requests: &Requests,
    start: Instant,
    end: Instant,
    turn: &mut usize,
    tally: &mut Tally,
) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(target).await?;
    stream.set_nodelay(true)?;
    let mut reader = Reader::default();
    let mut bytes = Vec::new();
    loop {
        let asked = Instant::now();
        if asked >= end {
            return Ok(());
        }
        requests.write(*turn, &mut bytes);
        *turn += 1;
        stream.write_all(&bytes).await?;
        let answer = reader.next(&mut stream).await?;
        if asked >= start {
            tally.answer(answer.status, asked.elapsed());
        }
        if answer.closes {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use tokio::io::AsyncReadExt as _;
    use tokio::net::TcpListener;

    use super::*;

    /// Answers every request with `status`, on connections it keeps.
    async fn service(status: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = listener.local_addr().unwrap().to_string();
        tokio::task::spawn_local(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                tokio::task::spawn_local(async move {
                    let mut buffer = [0; 1024];
                    while stream.read(&mut buffer).await.is_ok_and(|n| n > 0) {
                        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nok");
                        stream.write_all(answer.as_bytes()).await.unwrap();
                    }
                });
            }
        });
        target
    }

    async fn half_a_second(status: &'static str) -> report::Report {
        let requests = Requests::prepare("{\"path\": \"/\"}", "x").unwrap();
        let target = service(status).await;
        let (start, span) = (Instant::now(), Duration::from_millis(500));
        let tally = serve(0, &target, &requests, start, start + span).await;
        tally.report(span)
    }

    #[tokio::test]
    async fn counts_what_is_answered() {
        let good = LocalSet::new().run_until(half_a_second("200 OK")).await;
        assert!(good.is_clean() && good.requests > 10, "{good}");
        let bad = LocalSet::new().run_until(half_a_second("500 No")).await;
        assert!(!bad.is_clean() && bad.requests > 10, "{bad}");
    }

    #[tokio::test]
    async fn a_service_that_is_away_is_an_error() {
        let requests = Requests::prepare("{\"path\": \"/\"}", "x").unwrap();
        let (start, span) = (Instant::now(), Duration::from_millis(200));
        let tally = serve(0, "127.0.0.1:1", &requests, start, start + span).await;
        assert!(!tally.report(span).is_clean());
    }
}
