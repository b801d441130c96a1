//! A Redis of one test, which it may stop.

use std::process::Stdio;
use std::time::Duration;

use idp_adapters::redis::RedisOptions;
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::one;

pub(crate) const PASSWORD: &str = "een wachtwoord";

pub(crate) struct Server {
    folder: TempDir,
    process: Option<Child>,
    more: Vec<String>,
}

impl Server {
    /// On a socket in a folder of its own, and whatever more is written on its command line.
    pub(crate) async fn start(more: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let mut server = Self { folder, process: None, more: more.iter().map(|&word| word.to_owned()).collect() };
        server.begin().await;
        server
    }

    /// Starts it again, empty.
    pub(crate) async fn begin(&mut self) {
        let mut command = Command::new("redis-server");
        command.args(["--port", "0", "--unixsocket", "redis.sock", "--save", "", "--requirepass", PASSWORD]);
        command.args(&self.more).current_dir(self.folder.path()).stdout(Stdio::null()).kill_on_drop(true);
        self.process = Some(command.spawn().expect("redis-server is there: run tests/run, which installs it"));
        for _ in 0..200 {
            if self.cli(&["PING"]).await == "PONG" {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("Redis does not start");
    }

    /// As `kill -9` does.
    pub(crate) async fn kill(&mut self) {
        self.process.take().expect("a running server").kill().await.expect("killed");
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.as_ref().and_then(Child::id).expect("a running server")
    }

    pub(crate) fn options(&self) -> RedisOptions {
        one(&format!("unix://{}", self.folder.path().join("redis.sock").display()), None, PASSWORD)
    }

    /// What a command says.
    pub(crate) async fn cli(&self, command: &[&str]) -> String {
        let said = Command::new("redis-cli")
            .args(["-s", "redis.sock"])
            .args(command)
            .env("REDISCLI_AUTH", PASSWORD)
            .current_dir(self.folder.path())
            .output()
            .await;
        String::from_utf8_lossy(&said.expect("redis-cli").stdout).trim().to_owned()
    }
}
