//! Reading a new password and hashing it. It is never shown, and never an argument: others could see that.

use std::io::{self, BufRead, IsTerminal, Read};
use std::num::NonZeroUsize;
use std::sync::Arc;

use idp_adapters::passwords::{CommonPasswords, HashingWorkers};
use idp_core::account::{Account, NewPassword, PasswordHash, PasswordRules};
use idp_core::port::{Passwords, Rng};
use secrecy::{ExposeSecret, SecretString};

use super::super::failure::Failure;

/// Reads a new password for somebody: asked for twice at a terminal, otherwise the first line of standard input.
pub(super) fn read(account: &Account, least: usize) -> Result<SecretString, Failure> {
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
        let mut input = io::stdin().lock().take(NewPassword::MAX_BYTES as u64 + 3);
        input.read_line(&mut line).map_err(unreadable)?;
        let line = SecretString::from(line);
        line.expose_secret().trim_end_matches(['\r', '\n']).into()
    };
    let known = CommonPasswords::default();
    let checked = NewPassword::check(password, &PasswordRules::of(account, least, &known));
    Ok(checked.map_err(|unfit| Failure::Usage(unfit.to_string()))?.reveal())
}

/// Hashes it.
pub(super) async fn hash(password: SecretString, rng: Arc<dyn Rng>) -> Result<PasswordHash, Failure> {
    let worker = HashingWorkers::start(NonZeroUsize::MIN, 1, rng);
    let worker = worker.map_err(|error| Failure::because("the password cannot be hashed", &error))?;
    worker.hash(password).await.map_err(|error| Failure::because("the password cannot be hashed", &error))
}
