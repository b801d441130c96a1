//! `sluis audit`: the audit log, for who must answer for it. None of these commands changes anything.

use std::path::Path;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::{database, load};

mod export;
mod list;
mod verify;

/// Read the audit log, and check that nobody changed it
#[derive(Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say whether anything was removed, altered, inserted or put in another order, and where
    #[command(after_help = verify::HELP)]
    Verify(verify::Verify),
    /// List events, the latest first
    #[command(after_help = list::HELP)]
    List(list::List),
    /// Write sealed events as JSON, one a line, for who collects them
    #[command(after_help = export::HELP)]
    Export(export::Export),
}

impl Audit {
    pub(super) async fn run(self, config: &Path) -> Result<(), Failure> {
        let database = database::connect_to_current(load(config)?).await?;
        match self.what {
            What::Verify(verify) => verify.run(&database).await,
            What::List(list) => list.run(&database).await,
            What::Export(export) => export.run(&database).await,
        }
    }
}
