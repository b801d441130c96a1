//! The program itself, as a process: what an operator starts, tells to stop, and what a test may kill.

use std::fs::File;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// The program that was built beside the tests.
pub(crate) fn sluis() -> Command {
    let tests = std::env::current_exe().expect("this program");
    let program = tests.ancestors().nth(2).expect("the folder of programs").join("sluis");
    assert!(program.exists(), "{} is not built: start the tests with tests/run", program.display());
    Command::new(program)
}

/// A running `sluis serve`. It is killed when it is dropped.
pub(crate) struct Program(Child);

impl Program {
    /// Starts it. What it says goes into a file beside its configuration.
    pub(crate) fn serve(configuration: &Path) -> Self {
        Self::spawn(sluis().arg("--config").arg(configuration).arg("serve"), configuration)
    }

    /// The same, and it says everything that it and what it is made of can say.
    pub(crate) fn serve_and_log_all(configuration: &Path) -> Self {
        let mut command = sluis();
        Self::spawn(command.env("SLUIS_LOG", "trace").arg("--config").arg(configuration).arg("serve"), configuration)
    }

    /// The same, so that a write beyond its limit of file sizes fails, as on a full disk, and does not end it.
    pub(crate) fn serve_within_limits(configuration: &Path) -> Self {
        let program = sluis();
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$0\" --config \"$1\" serve"]);
        Self::spawn(shell.arg(program.as_std().get_program()).arg(configuration), configuration)
    }

    fn spawn(command: &mut Command, configuration: &Path) -> Self {
        let said = File::options().create(true).append(true).open(configuration.with_extension("log")).expect("a file");
        let process = command.stdin(Stdio::null()).stderr(said).kill_on_drop(true).spawn();
        Self(process.expect("sluis"))
    }

    pub(crate) async fn answers_at(&mut self, port: u16) {
        for _ in 0..800 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return;
            }
            assert!(self.0.try_wait().expect("a process").is_none(), "it ended before it answered");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("it does not answer within twenty seconds");
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id().expect("a running process")
    }

    /// As `kill -9` does.
    pub(crate) async fn kill(&mut self) {
        self.0.kill().await.expect("killed");
    }

    /// Tells it to stop, as systemd does.
    pub(crate) async fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().await;
        assert!(told.expect("kill").success());
    }

    /// How it ended, which it must soon.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let ended = tokio::time::timeout(Duration::from_secs(30), self.0.wait()).await;
        ended.expect("it ends within thirty seconds").expect("a process")
    }
}
