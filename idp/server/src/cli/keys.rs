//! `sluis keys`: the keys that a person may have to look after. Each kind is one file.

use std::path::Path;

use clap::{Args, Subcommand};

use super::administrator::Administrator;
use super::failure::Failure;

mod master;
mod signing;

/// Look after the keys that tokens are signed with
#[derive(Args)]
pub(super) struct Keys {
    #[command(flatten)]
    administrator: Administrator,
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    /// The keys that tokens are signed with
    #[command(subcommand, after_help = signing::HELP)]
    Signing(signing::Signing),
    /// The keys that seal what the database holds
    #[command(subcommand, after_help = master::HELP)]
    Master(master::Master),
}

impl Keys {
    pub(super) async fn run(self, config: &Path) -> Result<(), Failure> {
        match self.kind {
            Kind::Signing(what) => what.run(config, self.administrator).await,
            Kind::Master(what) => what.run(config, self.administrator).await,
        }
    }
}
