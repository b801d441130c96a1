//! `sluis keys signing`. Commands change the database alone; a running server reads its keys again every minute.

use std::path::Path;

use clap::Subcommand;
use idp_adapters::clock::SystemClock;
use idp_adapters::keys::{Keeper, Revoked, Rotated};
use idp_core::key_life::{KeyLife, KeyRing, State};
use idp_core::oidc::Algorithm;
use idp_core::port::Clock;
use jiff::Timestamp;

use super::super::administrator::Administrator;
use super::super::failure::Failure;
use super::super::output::{complain, say, table};
use super::super::{database, load};

/// What one does with them.
#[derive(Subcommand)]
pub(super) enum Signing {
    /// List the keys: which one signs, which one is next, and which ones are still believed
    List,
    /// Make the next key of each algorithm now, instead of when the current one is 90 days old
    #[command(after_help = ROTATE)]
    Rotate {
        /// Of this algorithm alone
        #[arg(long, value_name = "ALG", value_parser = algorithm)]
        algorithm: Option<Algorithm>,
    },
    /// End a key at once, because somebody else may have it
    #[command(after_help = REVOKE)]
    Revoke {
        /// The name of the key, as `list` shows it
        #[arg(value_name = "KID", allow_hyphen_values = true)]
        kid: String,
    },
}

pub(super) const HELP: &str = "\
A key lives by times alone, and the server looks after it by itself:
  waiting   published, so that every application knows it before it is used: 8 days
  current   signs: 90 days and the 8 that its successor waits
  retired   published, until everything that it signed is worthless: 1 day
  revoked   ended by an administrator; nobody believes it any more

There are keys for RS256, and for what a client asks for with id_token_signed_response_alg or
access_token_signed_response_alg.";

const ROTATE: &str = "\
The new key waits 8 days before it signs: applications may keep the old list of keys for 7. So nothing breaks, and
nothing is urgent about it. If a key may have leaked, revoke it instead.

Example: sluis keys signing rotate --algorithm PS256";

const REVOKE: &str = "\
This breaks things, which is its purpose:
  - every access token that the key signed is refused, and no ID token of it counts as a hint at the logout;
  - applications that fetched the list of keys earlier may believe the key for up to 7 days: restart them;
  - where no other key of the algorithm is left a new one is made, which signs unannounced: an application that does
    not fetch the keys again when it meets an unknown one refuses logins until it is restarted.

Running servers notice within a minute. Sessions go on: nobody has to log in again.

Example: sluis keys signing revoke NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

impl Signing {
    pub(super) async fn run(self, config: &Path, administrator: Administrator) -> Result<(), Failure> {
        let config = load(config)?;
        let algorithms = config.clients.algorithms();
        let origin = administrator.origin()?;
        let database = database::connect_to_current(config).await?;
        let keeper = Keeper { database: &database, algorithms: &algorithms, origin: &origin, now: SystemClock.now() };
        match self {
            Self::List => list(&keeper.ring().await?, keeper.now),
            Self::Rotate { algorithm: Some(unused) } if !algorithms.contains(&unused) => {
                let hint = "a client asks for it with id_token_signed_response_alg or access_token_signed_response_alg";
                return Err(Failure::Usage(format!("nothing is signed with {unused}: {hint}")));
            }
            Self::Rotate { algorithm: Some(algorithm) } => rotate(&keeper, algorithm).await?,
            Self::Rotate { algorithm: None } => {
                for &algorithm in &algorithms {
                    rotate(&keeper, algorithm).await?;
                }
            }
            Self::Revoke { kid } => revoke(&keeper, &kid).await?,
        }
        Ok(())
    }
}

fn algorithm(written: &str) -> Result<Algorithm, String> {
    let known = Algorithm::ALL.map(Algorithm::as_str).join(", ");
    Algorithm::named(written).ok_or_else(|| format!("known here: {known}"))
}

fn list(ring: &KeyRing, now: Timestamp) {
    if ring.iter().next().is_none() {
        say("there are none yet: the server makes them when it starts");
        return;
    }
    let mut rows = vec![["KID", "ALG", "STATE", "SINCE", "UNTIL"].map(str::to_owned)];
    rows.extend(ring.iter().map(|key| row(ring, key, now)));
    say(&table(&rows));
}

fn row(ring: &KeyRing, key: &KeyLife, now: Timestamp) -> [String; 5] {
    let standing = ring.standing(key, now);
    [
        key.kid.clone(),
        key.algorithm.to_string(),
        standing.state.as_str().to_owned(),
        to_the_second(standing.since),
        standing.until.map_or_else(|| "-".to_owned(), to_the_second),
    ]
}

async fn rotate(keeper: &Keeper<'_>, algorithm: Algorithm) -> Result<(), Failure> {
    say(&match keeper.rotate(algorithm).await? {
        Rotated::Made(key) => {
            format!("{algorithm}: {} is made; it signs from {}", key.kid, to_the_second(key.signs_at))
        }
        Rotated::Waiting(key) => {
            let signs_at = to_the_second(key.signs_at);
            format!("{algorithm}: {} is next already, from {signs_at}; nothing was done", key.kid)
        }
    });
    Ok(())
}

async fn revoke(keeper: &Keeper<'_>, kid: &str) -> Result<(), Failure> {
    match keeper.revoke(kid).await? {
        Revoked::Done { was, current } => {
            say(&format!("{kid} is revoked; it was {}", was.as_str()));
            if let Some(current) = current {
                say(&format!("{} signs with {} now", current.algorithm, current.kid));
            }
            if was != State::Gone {
                complain("running servers refuse it within a minute");
                complain("APPLICATIONS THAT KEEP THE OLD LIST OF KEYS BELIEVE IT FOR UP TO 7 DAYS: RESTART THEM");
            }
            Ok(())
        }
        Revoked::Before => Err(Failure::Failed(format!("{kid} was revoked before"))),
        Revoked::Unknown => {
            Err(Failure::Failed(format!("there is no signing key {kid:?}: `sluis keys signing list` shows them")))
        }
    }
}

fn to_the_second(at: Timestamp) -> String {
    format!("{at:.0}")
}
