//! The benchmarks: how much the server does, and what each thing costs. Started by `tests/bench/run`.
//!
//! The server is the released program in a process of its own, so that the kernel counts what it uses. Load and server share
//! the cores: what is asked is less how much goes in a second than how long a core is at it, and how that compares to
//! something bare in the same run.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it tells what it measures")]

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

mod bare;
mod browser;
mod http;
mod load;
mod measure;
mod people;
mod process;
mod report;
mod server;
mod store;

use measure::Bench;
use report::Report;
use store::Store;

/// Whatever goes wrong: a measurement with a fault in it is none.
type Fault = Box<dyn std::error::Error + Send + Sync>;
type Outcome<T> = Result<T, Fault>;

/// Measures the server.
#[derive(Parser)]
#[command(name = "tests/bench/run", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    bare: Option<Bare>,
    /// What to measure; everything if nothing is named
    what: Vec<What>,
    /// The program
    #[arg(long, default_value = "target/release/sluis")]
    server: PathBuf,
    /// Where things are kept that last
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    durable: Vec<Durable>,
    /// The URL of the transient store, as in the configuration
    #[arg(long, default_value = "memory:")]
    transient: String,
    /// How long each load lasts, in seconds
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// How many people there are
    #[arg(long, default_value_t = 100_000)]
    people: usize,
    /// How many there are in turn for `growth`
    #[arg(long, value_delimiter = ',', default_value = "1000,100000,1000000")]
    growth: Vec<usize>,
    /// Where to write the JSON
    #[arg(long, default_value = "target/bench.json")]
    json: PathBuf,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

/// A part of the benchmarks.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Full logins
    Logins,
    /// Refresh, client credentials, introspection, userinfo
    Tokens,
    /// Discovery and keys, beside a bare handler
    Documents,
    /// From start to the first 200
    Start,
    /// Idle, and after 100,000 sessions
    Memory,
    /// Discovery and tokens while passwords are guessed
    Flood,
    /// Whether the time of an answer tells anything about a name
    Names,
    /// Logins with ever more people
    Growth,
}

/// The durable stores there are.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Durable {
    Sqlite,
    Postgres,
}

/// The bare comparisons, which the benchmarks start as processes.
#[derive(Subcommand)]
#[command(hide = true)]
enum Bare {
    /// Serves a file
    BareDocuments { address: SocketAddr, file: PathBuf },
    /// Refreshes
    BareRefresh { url: String, workers: usize, seconds: u64 },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Outcome<()> {
    match &arguments.bare {
        Some(Bare::BareDocuments { address, file }) => return bare::documents(*address, file).await,
        Some(Bare::BareRefresh { url, workers, seconds }) => {
            println!("{}", bare::refresh(url, *workers, Duration::from_secs(*seconds)).await?);
            return Ok(());
        }
        None => {}
    }
    let mut report = Report::default();
    for durable in &arguments.durable {
        let postgres = match durable {
            Durable::Sqlite => None,
            Durable::Postgres => {
                Some(std::env::var("SLUIS_TEST_POSTGRES").map_err(|_| "no PostgreSQL: start with tests/bench/run")?)
            }
        };
        let store = Store { postgres, transient: arguments.transient.clone() };
        let bench = Bench { program: &arguments.server, store, time: Duration::from_secs(arguments.seconds) };
        let wanted = |what| arguments.what.is_empty() || arguments.what.contains(&what);
        let on_one_site = What::value_variants().iter().filter(|what| **what != What::Growth && wanted(**what));
        let on_one_site: Vec<_> = on_one_site.copied().collect();
        if !on_one_site.is_empty() {
            bench.run(&on_one_site, arguments.people, &mut report).await?;
        }
        if wanted(What::Growth) {
            bench.growth(&arguments.growth, &mut report).await?;
        }
    }
    std::fs::write(&arguments.json, serde_json::to_string_pretty(&report.json())?)?;
    println!("{}\nAs JSON: {}", report.tables(), arguments.json.display());
    Ok(())
}
