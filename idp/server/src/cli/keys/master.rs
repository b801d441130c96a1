//! `sluis keys master`: the keys that seal what the database holds, and how to begin with a new one while nodes serve.

use std::path::Path;
use std::time::{Duration, Instant};

use clap::Subcommand;
use idp_adapters::clock::SystemClock;
use idp_adapters::database::{Database, MasterKey, Node, Resealing, State};
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::MasterKeyFile;
use idp_core::audit::Origin;
use idp_core::port::Clock;

use super::super::administrator::Administrator;
use super::super::failure::Failure;
use super::super::output::{complain, say, table};
use super::super::progress::Progress;
use super::super::{database, load};
use crate::causes;

/// How long it is waited until every node has a key. A node looks every two seconds.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(500);
/// How many values are sealed anew at once: a transaction of some milliseconds, so that logins are not kept waiting.
const AT_ONCE: u64 = 200;

/// What one does with them.
#[derive(Subcommand)]
pub(super) enum Master {
    /// List the keys: which one seals, how much is sealed with each, and how many nodes have it
    List,
    /// Begin with a new key and seal everything anew with it, also while Sluis serves
    #[command(after_help = ROTATE)]
    Rotate,
    /// Take out a key with which nothing is sealed any more
    #[command(after_help = RETIRE)]
    Retire {
        /// The name of the key, as `list` shows it
        #[arg(value_name = "KEY")]
        key: String,
    },
}

pub(super) const HELP: &str = "\
The keys are lines of the master key file; the database says which one of them seals:
  announced    nodes are waited for to have it; nothing is sealed with it yet
  in force     seals what is new
  superseded   opens what it sealed
  retired      nothing is sealed with it any more; its line can go";

const ROTATE: &str = "\
One step after the other, and each is safe to break off: run it again and it goes on where it was.
  1. A new line is put on top of the master key file, unless one is there that has not sealed yet.
  2. Every node that serves must have it. Where nodes have files of their own, bring the new file to each; they read it
     within seconds, without a restart. Nothing is sealed with the new key before.
  3. It comes in force: nodes seal with it.
  4. Everything that another key sealed is sealed anew, while people log in.
Keep the old line until `sluis keys master retire` has taken it out.

Example: sluis keys master rotate";

const RETIRE: &str = "\
It is refused while anything needs the key: a value in any table, a node, or, for two hours after another came in force,
logins that lie in Redis. Backups that were made before still need it: keep the line with them.

Example: sluis keys master retire 1f2e3d4c";

impl Master {
    pub(super) async fn run(self, config: &Path, administrator: Administrator) -> Result<(), Failure> {
        let config = load(config)?;
        let (file, origin) = (config.master_key_file.clone(), administrator.origin()?);
        let in_file: Vec<_> = config.master_keys.ids().map(str::to_owned).collect();
        let database = database::connect_to_current(config).await?;
        match self {
            Self::List => list(&database, &in_file).await,
            Self::Rotate => Rotation { database, file, origin }.run(&in_file).await,
            Self::Retire { key } => retire(&database, &file, &origin, &key).await,
        }
    }
}

async fn list(database: &Database, in_file: &[String]) -> Result<(), Failure> {
    let (keys, nodes) = (database.master_keys().await?, database.nodes(SystemClock.now()).await?);
    let mut rows = vec![["KEY", "STATE", "SINCE", "SEALED", "NODES", "FILE"].map(str::to_owned)];
    for key in &keys {
        let have = nodes.iter().filter(|node| node.opens.contains(&key.id)).count();
        rows.push([
            key.id.clone(),
            word(key.state).to_owned(),
            format!("{:.0}", key.since),
            database.sealed_with_key(&key.id).await?.to_string(),
            format!("{have} of {}", nodes.len()),
            if in_file.contains(&key.id) { "yes" } else { "no" }.to_owned(),
        ]);
    }
    for id in in_file.iter().filter(|id| keys.iter().all(|key| key.id != **id)) {
        rows.push([id.as_str(), "not used yet", "-", "0", "-", "yes"].map(str::to_owned));
    }
    say(&table(&rows));
    Ok(())
}

fn word(state: State) -> &'static str {
    match state {
        State::Announced => "announced",
        State::InForce => "in force",
        State::Superseded => "superseded",
        State::Retired => "retired",
    }
}

/// A rotation. What is done already is found in the database and the file, so that one which was broken off goes on.
struct Rotation {
    database: Database,
    file: MasterKeyFile,
    origin: Origin,
}

impl Rotation {
    async fn run(self, in_file: &[String]) -> Result<(), Failure> {
        let keys = self.database.master_keys().await?;
        let unfinished = keys.iter().find(|key| key.state == State::InForce && !key.resealed);
        let id = match unfinished {
            Some(key) => {
                say(&format!("{} is in force already; what others sealed is sealed anew", key.id));
                key.id.clone()
            }
            None => {
                let id = self.next_key(&keys, in_file)?;
                self.database.announce_master_key(&id, SystemClock.now()).await?;
                self.wait_for_nodes("does not have the key yet", |node| node.opens.contains(&id)).await.map_err(
                    |nodes| {
                        let path = self.file.path().display();
                        Failure::Failed(format!(
                            "{nodes}; nothing is sealed with {id} yet. Bring {path} to every node, and run this again"
                        ))
                    },
                )?;
                self.database.put_master_key_in_force(&id, &self.origin, SystemClock.now()).await?;
                say(&format!("{id} is in force: what is new is sealed with it"));
                id
            }
        };
        self.agree().await?;
        self.wait_for_nodes("does not seal with it yet", |node| node.seals == id).await.map_err(|nodes| {
            Failure::Failed(format!("{nodes}; run this again when it does, and everything is sealed anew"))
        })?;
        self.reseal().await?;
        self.database.note_resealed(&id, &self.origin, SystemClock.now()).await?;
        say(&format!("everything in the database is sealed with {id}"));
        for key in keys.iter().filter(|key| key.id != id && matches!(key.state, State::InForce | State::Superseded)) {
            say(&format!("keep {} in the file; in two hours: sluis keys master retire {}", key.id, key.id));
        }
        Ok(())
    }

    /// The key that was announced, or one of the file that never sealed, or a new one.
    fn next_key(&self, keys: &[MasterKey], in_file: &[String]) -> Result<String, Failure> {
        let unused = |id: &&String| match keys.iter().find(|key| key.id == **id) {
            Some(key) => key.state == State::Announced,
            None => true,
        };
        if let Some(id) = in_file.iter().find(unused) {
            say(&format!("the next key is {id}, which is in the master key file"));
            return Ok(id.clone());
        }
        let added = self.file.add(&SystemRng).map_err(|error| {
            Failure::Failed(format!(
                "{}; where the file is kept elsewhere, put a line on top of it there yourself, and run this again: \
             printf '%s %s\\n' \"$(openssl rand -hex 4)\" \"$(openssl rand -base64 32)\"",
                causes::chain(&error)
            ))
        })?;
        let id = added.seals().to_owned();
        say(&format!("{id} is new, and on top of {}", self.file.path().display()));
        self.database.open_with(added);
        Ok(id)
    }

    async fn agree(&self) -> Result<(), Failure> {
        let agreed = self.database.agree_on_master_keys(SystemClock.now()).await?;
        agreed.map_err(|odds| Failure::Failed(odds.to_string()))
    }

    /// Waits until it holds of every node that serves, or says of which it does not.
    async fn wait_for_nodes(&self, lack: &str, holds: impl Fn(&Node) -> bool) -> Result<(), String> {
        let end = Instant::now() + PATIENCE;
        loop {
            let nodes = self.database.nodes(SystemClock.now()).await.map_err(|error| causes::chain(&error))?;
            let behind: Vec<_> = nodes.iter().filter(|node| !holds(node)).map(|node| node.id.as_str()).collect();
            if behind.is_empty() {
                return Ok(());
            }
            if Instant::now() >= end {
                return Err(format!("the node {} {lack}", behind.join(", ")));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Pass after pass until nothing is left: what was written meanwhile by who still had the old key is found in the next.
    async fn reseal(&self) -> Result<(), Failure> {
        loop {
            let left = self.database.sealed_with_another().await?;
            if left == 0 {
                return Ok(());
            }
            let progress = Progress::new("sealed anew", left);
            let mut from = Some(Resealing::default());
            while let Some(here) = from {
                let begun = Instant::now();
                let (done, next) = self.database.reseal(here, AT_ONCE).await?;
                progress.more(done);
                from = next;
                // As long a rest as the work took: logins come first.
                tokio::time::sleep(begun.elapsed()).await;
            }
            progress.finish();
        }
    }
}

async fn retire(database: &Database, file: &MasterKeyFile, origin: &Origin, key: &str) -> Result<(), Failure> {
    let retired = database.retire_master_key(key, origin, SystemClock.now()).await?;
    retired.map_err(|why| Failure::Failed(format!("{key} stays: {why}")))?;
    say(&format!("{key} is retired: nothing in the database is sealed with it"));
    match file.remove(key) {
        Ok(_) => say(&format!(
            "its line is gone from {}; take it out of the files of other nodes too",
            file.path().display()
        )),
        Err(error) => complain(&format!("take its line out of the master key file: {}", causes::chain(&error))),
    }
    Ok(())
}
