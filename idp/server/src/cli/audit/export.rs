//! `sluis audit export`: JSON Lines from where the last export ended.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use idp_adapters::database::{Database, Recorded};
use idp_core::audit::Code;
use serde_json::{Map, Value, json};

use crate::cli::failure::Failure;

pub(super) const HELP: &str = "\
Only what is sealed is written, seal after seal: an event that was committed late comes late, and none is left out. The
cursor file holds the last seal that was written; it is moved when everything has been written. Who is interrupted gets
lines again, and knows them by their `seq`.

Example: sluis audit export --cursor /var/lib/sluis/audit.cursor | logger --tag sluis-audit --size 64KiB";

#[derive(Args)]
pub(super) struct Export {
    /// Begin after this seal
    #[arg(long, value_name = "SEAL", conflicts_with = "cursor", value_parser = clap::value_parser!(i64).range(0..))]
    after: Option<i64>,
    /// Begin after the seal that this file holds, and keep it there; the file is made if it is not there
    #[arg(long, value_name = "FILE")]
    cursor: Option<PathBuf>,
}

impl Export {
    pub(super) async fn run(self, database: &Database) -> Result<(), Failure> {
        let begin = match &self.cursor {
            Some(file) => read(file)?,
            None => self.after.unwrap_or_default(),
        };
        let unwritten = |error: io::Error| Failure::because("the events cannot be written", &error);
        let mut output = BufWriter::new(io::stdout().lock());
        let mut done = begin;
        while let Some(sealed) = database.sealed_events(done).await? {
            for event in &sealed.events {
                writeln!(output, "{}", line(sealed.seal, event)).map_err(unwritten)?;
            }
            done = sealed.seal;
        }
        output.flush().map_err(unwritten)?;
        match &self.cursor {
            Some(file) if done != begin => keep(file, done),
            _ => Ok(()),
        }
    }
}

/// An event as a line: JSON escapes whatever would end it.
fn line(seal: i64, event: &Recorded) -> Value {
    let code = Code::named(&event.code);
    let detail = serde_json::from_str::<Map<String, Value>>(&event.detail);
    json!({
        "seal": seal,
        "seq": event.seq,
        "at": event.at.to_string(),
        "code": event.code,
        "class": code.map(|code| code.class().as_str()),
        "outcome": code.map(|code| code.outcome().as_str()),
        "actor": event.actor,
        "subject": event.subject,
        "client": event.client,
        "address": event.address,
        "request": event.request,
        "detail": detail.unwrap_or_default(),
    })
}

fn read(file: &Path) -> Result<i64, Failure> {
    let failed = |error: &dyn std::error::Error| {
        Failure::because(&format!("the cursor {} cannot be read", file.display()), error)
    };
    match fs::read_to_string(file) {
        Ok(written) => written.trim().parse().map_err(|error| failed(&error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(failed(&error)),
    }
}

/// Put in place whole: a cursor that is half written would lose events.
fn keep(file: &Path, done: i64) -> Result<(), Failure> {
    let beside = file.with_extension("new");
    let kept = fs::write(&beside, format!("{done}\n")).and_then(|()| fs::rename(&beside, file));
    kept.map_err(|error| Failure::because(&format!("the cursor {} cannot be kept", file.display()), &error))
}
