//! Secrets are found nowhere: whole flows with everything logged that can be, and afterwards a search through all that was left.
//!
//! Whatever is secret is written down when it is made or used. Then it is looked for, in every form in which it could lie there,
//! in the log at its finest level, the database (its files, or a dump), Redis (each command that reached it, and its file), what the
//! commands said, and every file of the folder but those of `secrets/`.

mod flows;
mod search;

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::process::{Child, Command};

use crate::support::patience::holds;
use crate::support::program::Program;
use crate::support::server::SECRET;
use crate::support::{Server, redis};
use flows::Run;
use search::{Haystack, Secrets};

/// A server as processes that log everything, with what is read beside it.
struct Told {
    server: Server,
    programs: Vec<Program>,
    /// Notes every command that reaches Redis.
    listening: Option<Child>,
}

impl Told {
    async fn start(server: Server, nodes: usize) -> Self {
        let mut programs = Vec::new();
        for node in 0..nodes {
            programs.push(server.program_that_logs_all(node).await);
        }
        Self { server, programs, listening: None }
    }

    async fn listen(&mut self) {
        let redis = self.server.redis.as_ref().expect("a Redis");
        let heard = std::fs::File::create(self.server.folder().join("redis.heard")).expect("a file");
        let mut command = Command::new("redis-cli");
        command.arg("-s").arg(redis.socket()).arg("MONITOR").env("REDISCLI_AUTH", redis::PASSWORD);
        self.listening =
            Some(command.stdout(heard).stderr(Stdio::null()).kill_on_drop(true).spawn().expect("redis-cli"));
        let heard = self.server.folder().join("redis.heard");
        holds("redis-cli hears Redis", async || std::fs::metadata(&heard).expect("a file").len() > 0).await;
    }

    /// What is in PostgreSQL now, beside the other files.
    async fn dump(&self, name: &str) {
        let dump = Command::new("pg_dump").arg(self.server.database(0)).output().await.expect("pg_dump");
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        std::fs::write(self.server.folder().join(name), dump.stdout).expect("a file");
    }

    async fn stop(&mut self) {
        for program in &mut self.programs {
            program.terminate().await;
            assert!(program.ended().await.success());
        }
    }
}

/// The secrets that are there before anybody comes.
fn of_the_house(server: &Server) -> Arc<Secrets> {
    let secrets = Arc::new(Secrets::default());
    secrets.note("the client secret", SECRET);
    let ring = std::fs::read_to_string(server.folder().join("secrets/master.key")).expect("the ring");
    for word in ring.split(|c: char| c.is_whitespace() || c == ':').filter(|word| word.len() >= 32) {
        secrets.note_base64("the master key", word);
    }
    secrets
}

fn look_for(secrets: &Secrets, server: &Server, said: &[u8]) {
    let mut haystack = Haystack::of_folder(server.folder(), "secrets");
    haystack.add("what the commands said", said.to_vec());
    let log = haystack.size_of("sluis.log");
    assert!(log > 10_000, "the log is at its finest level: {log} bytes");
    let found = haystack.search(secrets);
    assert!(found.is_empty(), "{found:#?}");
    assert!(secrets.kinds() >= 20, "secrets of every kind were made: {}", secrets.kinds());
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_and_memory() {
    let server = Server::prepare("sqlite:data/sluis.db").await;
    let secrets = of_the_house(&server);
    let mut run = Run::new(secrets.clone());
    run.prepare(&server).await;
    let mut told = Told::start(server, 1).await;
    run.all(&told.server).await;
    // While it serves, with what is only in the write-ahead log; and once it has stopped.
    look_for(&secrets, &told.server, &run.said);
    told.stop().await;
    look_for(&secrets, &told.server, &run.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_and_redis() {
    let mut server = Server::of_two_nodes(Duration::ZERO).await;
    server.stop().await;
    let secrets = of_the_house(&server);
    secrets.note("the password of Redis", redis::PASSWORD);
    let mut run = Run::new(secrets.clone());
    run.prepare(&server).await;
    let mut told = Told::start(server, 2).await;
    told.listen().await;
    run.begin(&told.server).await;
    told.dump("middle.dump").await;
    run.end(&told.server).await;
    told.dump("end.dump").await;
    let redis = told.server.redis.as_ref().expect("a Redis");
    redis.command(&["CONFIG", "SET", "rdbcompression", "no"]).await;
    redis.command(&["SAVE"]).await;
    let saved = std::fs::read(redis.socket().with_file_name("dump.rdb")).expect("what Redis saved");
    assert!(saved.len() > 1_000, "a login is under way");
    std::fs::write(told.server.folder().join("redis.rdb"), saved).expect("a file");
    told.stop().await;
    look_for(&secrets, &told.server, &run.said);
}
