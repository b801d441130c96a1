//! A PostgreSQL of its own, which the test may stop, kill and freeze.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::server::free_port;

/// On a port of its own, which it keeps.
pub(crate) struct Postgres {
    folder: TempDir,
    pub(crate) port: u16,
}

/// How it stops.
#[derive(Clone, Copy)]
pub(crate) enum Stop {
    /// It ends what runs, as at a restart for an upgrade.
    Fast,
    /// It falls over: at the next start it recovers from its log.
    Immediate,
}

impl Postgres {
    pub(crate) async fn start() -> Self {
        let postgres = Self { folder: TempDir::new().expect("a folder"), port: free_port().await };
        if is_root() {
            // PostgreSQL refuses to run as root.
            let given = Command::new("chown").arg("postgres:").arg(postgres.folder.path()).status();
            assert!(given.expect("chown").success());
        }
        postgres.run("initdb", &["-D", "data", "-U", "sluis", "-A", "trust", "-E", "UTF8", "--no-sync"]);
        postgres.begin();
        postgres
    }

    pub(crate) fn url(&self) -> String {
        Self::url_at(self.port)
    }

    /// Its URL for who reaches it at another port.
    pub(crate) fn url_at(port: u16) -> String {
        format!("postgres://sluis@127.0.0.1:{port}/postgres")
    }

    /// The statements that were made, in turn, without their values: of sessions that log them (`log_statement`).
    pub(crate) fn statements(&self) -> Vec<String> {
        let log = std::fs::read_to_string(self.folder.path().join("log")).expect("a log");
        let made = log.lines().filter_map(|line| line.split_once("LOG:  execute ")?.1.split_once(": "));
        made.map(|(_, statement)| statement.to_owned()).collect()
    }

    pub(crate) fn begin(&self) {
        let socket = self.folder.path().display();
        let options = format!("-h 127.0.0.1 -p {} -k '{socket}' -c max_connections=60", self.port);
        self.run("pg_ctl", &["start", "-w", "-s", "-D", "data", "-l", "log", "-o", &options]);
    }

    pub(crate) fn stop(&self, how: Stop) {
        let how = match how {
            Stop::Fast => "fast",
            Stop::Immediate => "immediate",
        };
        self.run("pg_ctl", &["stop", "-w", "-s", "-m", how, "-D", "data"]);
    }

    /// Every process of it stands still, and its connections stay open, as on a machine that lost its disk.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    /// They go on.
    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let file = std::fs::read_to_string(self.folder.path().join("data/postmaster.pid")).expect("a running one");
        let first = file.lines().next().expect("its number").to_owned();
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", &first]).output().expect("ps").stdout;
        let children = String::from_utf8(children).expect("numbers");
        let told = Command::new("kill").arg(signal).arg(&first).args(children.split_whitespace()).status();
        assert!(told.expect("kill").success());
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let done = self.command(program, arguments).status().expect(program);
        assert!(done.success(), "{program} {arguments:?}");
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let folder = std::env::var_os("SLUIS_TEST_POSTGRES_BIN");
        let program = PathBuf::from(folder.expect("start the tests with tests/run")).join(program);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
                command
            }
            false => Command::new(program),
        };
        command.args(arguments).current_dir(self.folder.path()).stdout(Stdio::null());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.command("pg_ctl", &["stop", "-w", "-s", "-m", "immediate", "-D", "data"]).status();
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0)
}
