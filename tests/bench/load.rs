//! A light load generator and a look at the memory of a process, for the figures in `tests/bench`.
//!
//! It shares two cores with the service and the database it measures, so it does as little as it
//! can: one thread, requests made ready beforehand, answers read only as far as their length.

mod answer;
mod client;
mod copies;
mod evaluation;
mod memory;
mod report;
mod request;
mod respondents;
mod statements;
mod survey;

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand};
use tokio::task::LocalSet;

use client::{Course, serve};
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
    /// Print an instrument of many questions as JSON, for a board of its own.
    Instrument(survey::Instrument),
    /// Print a file of answers to that instrument, as an import takes it (CSV).
    Responses(survey::Responses),
    /// Exchange codes for bearers, and write what each respondent sends in as a list of requests.
    Respondents(respondents::Call),
    /// Copy a survey that has closed, with its answers, so many times within a store that nobody uses.
    Copies(copies::Call),
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
    /// Send each request once, however long that takes, and measure all of it.
    #[arg(long, conflicts_with_all = ["seconds", "warm_up"])]
    once: bool,
    /// The one status that is a success; any from 200 to 399 unless set.
    #[arg(long)]
    expect: Option<u16>,
}

/// Does what stands beside the measuring; the writer of a store is a task of its own.
fn done<T: Into<String>>(
    work: impl Future<Output = Result<T, Box<dyn Error>>>,
) -> Result<(String, bool), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    Ok((runtime.block_on(work)?.into(), true))
}

fn main() -> ExitCode {
    let call = Call::parse();
    let said = match call.command {
        Command::Run(run) => measure(&run, call.json),
        Command::Memory(of) => memory::sample(&of, call.json).map(|text| (text, true)),
        Command::Statements(of) => done(of.run()),
        Command::Evaluation(of) => done(of.run()),
        Command::Instrument(of) => Ok((of.content().to_string(), true)),
        Command::Responses(of) => of.file().map(|text| (text, true)),
        Command::Respondents(of) => done(of.run()),
        Command::Copies(of) => done(of.run()),
    };
    let (text, fine) = said.unwrap_or_else(|e| (format!("akoki-load: {e}"), false));
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
    let requests = Requests::prepare(&text, &run.target)?;
    let begun = Instant::now();
    let course = Rc::new(if run.once {
        Course::once(requests)
    } else {
        let start = begun + Duration::from_secs(run.warm_up);
        Course::around(requests, start, Duration::from_secs(run.seconds))
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let total = LocalSet::new().block_on(&runtime, async {
        let clients: Vec<_> = (0..run.clients)
            .map(|client| {
                let course = Rc::clone(&course);
                let target = run.target.clone();
                tokio::task::spawn_local(async move { serve(client, &target, &course).await })
            })
            .collect();
        let mut total = Tally::default();
        for client in clients {
            total.add(client.await?);
        }
        Ok::<_, Box<dyn Error>>(total)
    })?;
    let span = match run.once {
        true => begun.elapsed(),
        false => Duration::from_secs(run.seconds),
    };
    let report = total.report(span);
    let text = if json {
        serde_json::to_string(&report)?
    } else {
        report.to_string()
    };
    Ok((text, report.is_clean(run.expect)))
}
