//! A Redis of one server, which the test may stop.

use std::path::PathBuf;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

use super::patience::holds;
use super::server::free_port;

pub(crate) const PASSWORD: &str = "een-wachtwoord-voor-redis";

/// On a socket in a folder of its own, and on a port. It keeps what is saved there, as `redis-cli SAVE` does.
pub(crate) struct Redis {
    folder: TempDir,
    pub(crate) port: u16,
    process: Option<Child>,
}

impl Redis {
    pub(crate) async fn start() -> Self {
        let mut redis = Self { folder: TempDir::new().expect("a folder"), port: free_port().await, process: None };
        redis.begin().await;
        redis
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    /// Starts it again, with what was saved.
    pub(crate) async fn begin(&mut self) {
        let mut command = Command::new("redis-server");
        command.args(["--unixsocket", "redis.sock", "--save", "", "--requirepass", PASSWORD]);
        command.args(["--bind", "127.0.0.1", "--port", &self.port.to_string()]);
        command.current_dir(self.folder.path()).stdout(Stdio::null()).kill_on_drop(true);
        self.process = Some(command.spawn().expect("redis-server is there: start the tests with tests/run"));
        holds("Redis starts", async || self.command(&["PING"]).await == "PONG").await;
    }

    /// As `kill -9` does.
    pub(crate) async fn kill(&mut self) {
        self.process.take().expect("a running Redis").kill().await.expect("killed");
    }

    /// What a command says.
    pub(crate) async fn command(&self, words: &[&str]) -> String {
        let said = Command::new("redis-cli")
            .args(["-s", "redis.sock"])
            .args(words)
            .env("REDISCLI_AUTH", PASSWORD)
            .current_dir(self.folder.path())
            .output()
            .await;
        String::from_utf8_lossy(&said.expect("redis-cli").stdout).trim().to_owned()
    }
}
