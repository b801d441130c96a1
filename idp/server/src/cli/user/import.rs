//! `sluis user import`: many people at once, all or none.

use std::fs;
use std::path::Path;

use idp_adapters::rng::SystemRng;
use idp_core::audit::Code;
use idp_core::port::Accounts;

use super::super::failure::Failure;
use super::super::output::{complain, say};
use super::telling::Words;
use super::{Store, invite, people_file};

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

Who is there already is updated: what the file says of a person replaces what was known. Nobody is removed.";

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
        Failure::Failed(format!("{shown} has {} faults, so nobody was added or changed", bad.len()))
    })?;
    let people: Vec<_> = people.into_iter().filter_map(|person| person.into_account(&SystemRng)).collect();
    let names: Vec<_> = people.iter().map(|person| person.username.clone()).collect();
    let event = store.event(Code::AccountUpdated).with("by", "import");
    let done = store.database.import(people, &store.called, event).await?;
    say(&format!("{} added, {} updated", done.added, done.updated));
    let Some(words) = invitation else { return Ok(()) };
    for name in &names {
        if let Some(account) = store.database.by_username(name).await? {
            invite::of_file(store, &account, words).await?;
        }
    }
    Ok(())
}
