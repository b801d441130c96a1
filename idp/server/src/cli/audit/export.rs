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
            Some(file) => {
                let begin = read(file)?;
                if !database.goes_on_after(begin.seal, &begin.proof).await? && begin.seal > 0 {
                    return Err(elsewhere(file, &begin));
                }
                begin
            }
            None => Cursor { seal: self.after.unwrap_or_default(), ..Cursor::default() },
        };
        let unwritten = |error: io::Error| Failure::because("the events cannot be written", &error);
        let mut output = BufWriter::new(io::stdout().lock());
        let mut done = begin.clone();
        while let Some(sealed) = database.sealed_events(done.seal).await? {
            for event in &sealed.events {
                writeln!(output, "{}", line(sealed.seal, event)).map_err(unwritten)?;
            }
            done = Cursor { seal: sealed.seal, proof: sealed.proof };
        }
        output.flush().map_err(unwritten)?;
        match &self.cursor {
            Some(file) if done != begin => keep(file, &done),
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

/// The last seal that was written, as the file holds it: its number and its proof.
#[derive(Clone, Default, PartialEq)]
struct Cursor {
    seal: i64,
    proof: String,
}

fn read(file: &Path) -> Result<Cursor, Failure> {
    let failed = |error: &dyn std::error::Error| {
        Failure::because(&format!("the cursor {} cannot be read", file.display()), error)
    };
    match fs::read_to_string(file) {
        Ok(written) => {
            let (seal, proof) = written.trim().split_once(' ').unwrap_or((written.trim(), ""));
            let seal = seal.parse().map_err(|error| failed(&error))?;
            Ok(Cursor { seal, proof: proof.to_owned() })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Cursor::default()),
        Err(error) => Err(failed(&error)),
    }
}

/// The collector was further than this log, or followed another one.
fn elsewhere(file: &Path, cursor: &Cursor) -> Failure {
    Failure::Failed(format!(
        "this log does not have seal {} as {} knows it; was a copy of the database put back? What was exported after that copy is \
         in the collector alone. Move the file away: then everything that is here is exported, and what the collector has \
         already has the same `seq`",
        cursor.seal,
        file.display(),
    ))
}

/// Put in place whole: a cursor that is half written would lose events.
fn keep(file: &Path, done: &Cursor) -> Result<(), Failure> {
    let beside = file.with_extension("new");
    let kept = fs::write(&beside, format!("{} {}\n", done.seal, done.proof)).and_then(|()| fs::rename(&beside, file));
    kept.map_err(|error| Failure::because(&format!("the cursor {} cannot be kept", file.display()), &error))
}
