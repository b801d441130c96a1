//! Reading a new password and hashing it. It is never shown, and never an argument: others could see that.

use std::io::{self, BufRead, IsTerminal, Read};
use std::num::NonZeroUsize;
use std::sync::Arc;

use idp_adapters::passwords::HashingWorkers;
use idp_core::account::PasswordHash;
use idp_core::port::{Passwords, Rng};
use secrecy::{ExposeSecret, SecretString};

use super::super::failure::Failure;

/// The fewest characters (NIST SP 800-63B 3.1.1.2: eight where it is one factor of several).
const MIN_CHARACTERS: usize = 8;
/// The most bytes; the login refuses what is longer before it hashes.
const MAX_BYTES: usize = 1024;

/// Reads a new password: asked for twice at a terminal, otherwise the first line of standard input.
pub(super) fn read() -> Result<SecretString, Failure> {
    let unreadable = |error: io::Error| Failure::because("the password cannot be read", &error);
    let password: SecretString = if io::stdin().is_terminal() {
        let ask = |what| rpassword::prompt_password(what).map(SecretString::from).map_err(unreadable);
        let password = ask("New password: ")?;
        if password.expose_secret() != ask("Once more: ")?.expose_secret() {
            return Err(Failure::Usage("the two are not the same".to_owned()));
        }
        password
    } else {
        let mut line = String::new();
        // The line break may come on top, and one byte more shows that it is too long.
        let mut input = io::stdin().lock().take(MAX_BYTES as u64 + 3);
        input.read_line(&mut line).map_err(unreadable)?;
        let line = SecretString::from(line);
        line.expose_secret().trim_end_matches(['\r', '\n']).into()
    };
    fitting(password).map_err(Failure::Usage)
}

fn fitting(password: SecretString) -> Result<SecretString, String> {
    let text = password.expose_secret();
    if text.chars().count() < MIN_CHARACTERS {
        return Err(format!("a password has at least {MIN_CHARACTERS} characters"));
    }
    if text.len() > MAX_BYTES || text.contains(char::is_control) {
        return Err(format!("a password has at most {MAX_BYTES} bytes, on one line"));
    }
    Ok(password)
}

/// Hashes it.
pub(super) async fn hash(password: SecretString, rng: Arc<dyn Rng>) -> Result<PasswordHash, Failure> {
    let worker = HashingWorkers::start(NonZeroUsize::MIN, 1, rng);
    let worker = worker.map_err(|error| Failure::because("the password cannot be hashed", &error))?;
    worker.hash(password).await.map_err(|error| Failure::because("the password cannot be hashed", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_a_length() {
        let fits = |text: &str| fitting(text.into()).is_ok();
        assert!(fits("12345678") && fits("één twee drie") && fits(&"x".repeat(1024)));
        assert!(!fits("") && !fits("1234567") && !fits("ééé") && !fits(&"x".repeat(1025)) && !fits("1234\t5678"));
    }
}
