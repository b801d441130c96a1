//! Secrets stand in files of their own, so that a configuration can be shown, copied and kept in version control.

use std::fs;
use std::path::Path;

use idp_adapters::private_file::refuse_if_too_open;
use secrecy::{ExposeSecret, SecretString};

use super::check::{Checker, Refusal, Text};

/// No secret is longer.
const MAX_BYTES: usize = 16 * 1024;

impl Checker<'_> {
    /// Reads the secret in the file that a key names, without the line break at its end. Warns if others on this machine
    /// can read it.
    pub(super) fn secret(&mut self, key: &str, file: &Text) -> Option<SecretString> {
        let path = self.document.resolve(&file.value);
        let secret = self.take(key, file, |_| read(&path))?;
        self.warn_if_shared(key, file);
        Some(secret)
    }

    /// Warns if a file that must be private can be read by others on this machine.
    pub(super) fn warn_if_shared(&mut self, key: &str, file: &Text) {
        let path = self.document.resolve(&file.value);
        if fs::metadata(&path).is_ok_and(|found| refuse_if_too_open(&found).is_err()) {
            let message = format!("{} can be read by others on this machine", path.display());
            self.warn(key, file, Refusal::new(message, format!("chmod 600 {}", path.display())));
        }
    }
}

fn read(path: &Path) -> Result<SecretString, Refusal> {
    let shown = path.display();
    let unreadable =
        |error| Refusal::new(format!("{shown} cannot be read: {error}"), "paths are relative to this file");
    let secret: SecretString = fs::read_to_string(path).map_err(unreadable)?.into();
    let text = secret.expose_secret();
    let text = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    if text.is_empty() {
        return Err(Refusal::plain(format!("{shown} is empty")));
    }
    if text.len() > MAX_BYTES || text.contains(char::is_control) || text.trim() != text {
        let hint = "the file holds the secret alone, on one line, without spaces around it";
        return Err(Refusal::new(format!("{shown} does not hold one secret"), hint));
    }
    Ok(text.into())
}
