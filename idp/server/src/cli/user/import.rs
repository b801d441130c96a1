//! `sluis user import`: many people. A file with a fault changes nobody. One that is right is written in pieces, each of them
//! whole or not at all, with a rest between: people log in meanwhile. What was broken off is run again.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use idp_adapters::rng::SystemRng;
use idp_core::audit::Code;
use idp_core::port::Accounts;

use super::super::failure::Failure;
use super::super::output::{complain, say};
use super::super::progress::Progress;
use super::telling::Words;
use super::{Store, invite, people_file};

/// How long a piece may take to write: who logs in on SQLite waits for one, and no longer.
const PIECE: Duration = Duration::from_millis(100);
/// How many people are in a piece: at first, and at most.
const FIRST: usize = 50;
const MOST: usize = 500;

/// What `--help` says below.
pub(super) const HELP: &str = "\
The first line names the columns, in any order; only username must be there:
  username         the name to log in with
  email, phone_number
  name, given_name, family_name and the other claims of the profile scope
  address          a JSON object: {\"locality\": \"Den Haag\"}
  organisation
  roles            separated by spaces
  password_hash    of argon2, bcrypt, PBKDF2 or scrypt; left empty, the password stays

Who is there already is updated: what the file says of a person replaces what was known. Nobody is removed.

A file with a fault changes nobody. One that is right is written in pieces while Sluis serves. If it is broken off, run it
again: who was written already stays as they are.";

/// Imports a file; with words, those of it who have no password are invited.
pub(super) async fn run(
    store: &Store,
    file: &Path,
    countries: &[String],
    invitation: Option<&Words>,
) -> Result<(), Failure> {
    let shown = file.display();
    let text = fs::read(file).map_err(|error| Failure::Usage(format!("{shown} cannot be read: {error}")))?;
    let people = people_file::read(&text, countries).map_err(|bad| {
        bad.iter().for_each(|line| complain(&format!("{shown}: {line}")));
        let faults = if bad.len() == 1 { "fault" } else { "faults" };
        Failure::Failed(format!("{shown} has {} {faults}, so nobody was added or changed", bad.len()))
    })?;
    let people: Vec<_> = people.into_iter().filter_map(|person| person.into_account(&SystemRng)).collect();
    let names: Vec<_> = people.iter().map(|person| person.username.clone()).collect();
    let progress = Progress::new("imported", people.len() as u64);
    let (mut added, mut updated) = (0, 0);
    let (mut left, mut size) = (people.as_slice(), FIRST);
    while !left.is_empty() {
        let (piece, rest) = left.split_at(size.min(left.len()));
        left = rest;
        let begun = Instant::now();
        let event = store.event(Code::AccountUpdated).with("by", "import");
        let done = store.database.import(piece.to_vec(), &store.called, event).await.map_err(|error| {
            let failure = Failure::from(error);
            complain(&format!("broken off: {added} added, {updated} updated; run it again to go on"));
            failure
        })?;
        (added, updated) = (added + done.added, updated + done.updated);
        progress.more(piece.len() as u64);
        let took = begun.elapsed();
        if store.database.is_file() {
            // Whoever waits for the one writer gets it now.
            tokio::time::sleep(took).await;
        }
        size = fitting(piece.len(), took);
    }
    progress.finish();
    say(&format!("{added} added, {updated} updated"));
    let Some(words) = invitation else { return Ok(()) };
    for name in &names {
        if let Some(account) = store.database.by_username(name).await? {
            invite::of_file(store, &account, words).await?;
        }
    }
    Ok(())
}

/// How many are written in the time of a piece, by how long so many took.
fn fitting(people: usize, took: Duration) -> usize {
    let fits = PIECE.as_micros() * people as u128 / took.as_micros().max(1);
    usize::try_from(fits).unwrap_or(MOST).clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_as_large_as_the_time_allows() {
        for (people, millis, next) in [(50, 10, 500), (500, 100, 500), (500, 1000, 50), (50, 100_000, 1), (50, 0, 500)]
        {
            assert_eq!(fitting(people, Duration::from_millis(millis)), next, "{people} in {millis} ms");
        }
    }
}
