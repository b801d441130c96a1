//! A mail server: Python's aiosmtpd, a real SMTP implementation that is not ours. Each mail it takes is a line of JSON in a file.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::patience::seen;
use super::tls::Pair;

pub(crate) struct Mailbox {
    _process: Child,
    folder: TempDir,
    pub(crate) port: u16,
}

/// Python with what the tests need, made ready by `tests/run`.
pub(crate) fn python() -> PathBuf {
    std::env::var_os("SLUIS_TEST_PYTHON").expect("SLUIS_TEST_PYTHON is not set: start the tests with tests/run").into()
}

impl Mailbox {
    pub(crate) async fn start() -> Self {
        Self::with(TempDir::new().expect("a folder"), &[]).await
    }

    /// One that speaks TLS: `starttls`, which it then demands, or `tls` from the first byte.
    pub(crate) async fn over_tls(mode: &str, pair: &Pair) -> Self {
        let folder = TempDir::new().expect("a folder");
        std::fs::write(folder.path().join("pair.pem"), format!("{}{}", pair.certificate, pair.key)).expect("a file");
        Self::with(folder, &[mode]).await
    }

    async fn with(folder: TempDir, arguments: &[&str]) -> Self {
        let mut process = Command::new(python())
            .args(["python/mail_server.py".into(), folder.path().join("mails.jsonl")])
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("python");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let port = lines.next_line().await.expect("a line").expect("the port").parse().expect("a number");
        Self { _process: process, folder, port }
    }

    pub(crate) fn mails(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("mails.jsonl")).unwrap_or_default();
        // The last line may still be on its way.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        whole.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// Waits for the `n`th mail (from 1).
    pub(crate) async fn mail(&self, n: usize) -> Value {
        seen(&format!("mail number {n}"), async || self.mails().into_iter().nth(n - 1)).await
    }

    /// Waits for the `n`th mail (from 1) and gives the code in it.
    pub(crate) async fn code(&self, n: usize) -> String {
        let mail = self.mail(n).await;
        let text = mail["text"].as_str().expect("a text part");
        let digits = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        text.split(|c: char| !c.is_ascii_digit()).find(digits).expect("a code").to_owned()
    }
}
