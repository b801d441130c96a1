//! `sluis audit verify`.

use clap::Args;
use idp_adapters::database::{Database, Head, Verified};

use crate::cli::failure::Failure;
use crate::cli::output::say;

pub(super) const HELP: &str = "\
Every event has a proof, and seals tie the events together; only who has the master key can make either. What cannot be
seen from the database alone is that its end was cut off: note the last line (the server logs it every hour as well), and
give it back later with --noted.

Exit code 1: something is wrong; the lines say what and where.

Example: sluis audit verify --noted 1042:pWm3VfZDBlXyBn8rG0ZK2A";

#[derive(Args)]
pub(super) struct Verify {
    /// An end that was seen before, as this command and the server's log told it: it must still be there
    #[arg(long, value_name = "SEAL:PROOF", value_parser = noted)]
    noted: Option<Head>,
}

impl Verify {
    pub(super) async fn run(self, database: &Database) -> Result<(), Failure> {
        let verified = database.verify_audit(self.noted.as_ref()).await?;
        for wrong in &verified.wrong {
            say(&format!("WRONG: {wrong}"));
        }
        say(&summary(&verified));
        match verified.wrong.as_slice() {
            [] => Ok(()),
            [first, ..] => Err(Failure::Failed(format!("the audit log was changed by somebody else: {first}"))),
        }
    }
}

fn summary(verified: &Verified) -> String {
    let mut lines = vec![format!("{} events in {} seals", verified.sealed, verified.seals)];
    if verified.removed > 0 {
        lines.push(format!("{} events were removed when they were over", verified.removed));
    }
    if let Some(since) = verified.unsealed_since {
        let count = verified.unsealed;
        lines.push(format!("{count} events since {since:.0} are not sealed yet: the server does so within seconds"));
    }
    if let Some(head) = &verified.head {
        lines.push(format!("sealed up to {}:{}", head.number, head.proof));
    }
    lines.join("\n")
}

fn noted(written: &str) -> Result<Head, String> {
    let hint = || "write it as 1042:pWm3VfZDBlXyBn8rG0ZK2A".to_owned();
    let (number, proof) = written.split_once(':').ok_or_else(hint)?;
    Ok(Head { number: number.parse().map_err(|_| hint())?, proof: proof.to_owned() })
}
