//! The command line. Each command is one file; this one says which there are, and how a command fails.
//!
//! Exit codes: 0 it was done, 1 it failed, 2 the command or the configuration is wrong.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Faults, Severity};

mod administrator;
mod audit;
mod check;
mod database;
mod failure;
mod init;
mod keys;
mod output;
mod plan;
mod progress;
mod schema;
mod serve;
mod user;

use failure::Failure;

/// An OpenID Connect identity provider with step-up MFA.
#[derive(Parser)]
#[command(name = "sluis", version, after_long_help = EXAMPLES, disable_help_subcommand = true)]
struct Cli {
    /// The configuration
    #[arg(long, global = true, env = "SLUIS_CONFIG", default_value = "sluis.yaml", value_name = "FILE")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a first configuration, with fresh keys, into an empty directory
    Init(init::Init),
    /// Say what is wrong with the configuration, without starting
    Check,
    /// Print the JSON Schema of a file of the configuration, for editors
    Schema {
        /// Of which file
        file: schema::File,
    },
    /// Show what the clients' files would change of what is in force, and what of it weakens security
    Plan,
    /// Serve logins, until it is told to stop (SIGTERM or Ctrl-C)
    Serve,
    /// Bring the schema of the database up to date
    Migrate,
    /// Write a copy of a SQLite database, also while Sluis serves
    Backup(database::Backup),
    /// Read everything in the database and open what is sealed, as after a restore
    Verify,
    /// Maintain people
    User(user::User),
    /// Look after the keys that tokens are signed with, and those that seal what is kept
    Keys(keys::Keys),
    /// Read the audit log, and check that nobody changed it
    Audit(audit::Audit),
}

const EXAMPLES: &str = "\
Begin here:
  sluis init idp                                  write a first configuration into idp/
  cd idp && sluis check                           is it right?
  sluis user add jan --name 'Jan de Vries' --email jan@example.nl --phone '06 12345678'
  sluis user set-password jan
  sluis serve

What it says while it serves is chosen with SLUIS_LOG, such as SLUIS_LOG=info,sluis=debug.
Exit codes: 0 done, 1 failed, 2 the command or the configuration is wrong.";

/// Does what the command line says.
pub async fn run() -> ExitCode {
    let cli = Cli::parse();
    let config = cli.config.as_path();
    let done = match cli.command {
        Command::Init(init) => init.run(),
        Command::Check => check::run(config),
        Command::Schema { file } => schema::run(file),
        Command::Plan => plan::run(config).await,
        Command::Serve => serve::run(config).await,
        Command::Migrate => database::migrate(config).await,
        Command::Backup(backup) => backup.run(config).await,
        Command::Verify => database::verify(config).await,
        Command::User(user) => user.run(config).await,
        Command::Keys(keys) => keys.run(config).await,
        Command::Audit(audit) => audit.run(config).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Reads the configuration for a command.
fn load(path: &Path) -> Result<Config, Failure> {
    Config::load(path).map_err(Failure::Configuration)
}

/// Faults as a person reads them, in colour if it is one.
fn rendered(faults: &Faults, severity: Severity) -> String {
    faults.render(severity, std::io::stderr().is_terminal())
}
