//! `sluis schema`: what editors read to complete and underline the configuration.

use clap::ValueEnum;

use super::failure::Failure;
use super::output::say;
use crate::config::{client_schema, sluis_schema};

/// Which file the schema is of.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum File {
    /// sluis.yaml
    Sluis,
    /// A file under clients/
    Client,
}

/// Prints it.
pub(super) fn run(file: File) -> Result<(), Failure> {
    let schema = match file {
        File::Sluis => sluis_schema(),
        File::Client => client_schema(),
    };
    say(&format!("{:#}", schema.as_value()));
    Ok(())
}
