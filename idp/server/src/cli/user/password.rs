//! Reading a new password and hashing it. It is never shown, and never an argument: others could see that.

use std::io::{self, BufRead, IsTerminal, Read};
use std::num::NonZeroUsize;
use std::sync::Arc;

use idp_adapters::outbound::{Outbound, OutboundSettings};
use idp_adapters::passwords::{BreachedRanges, CommonPasswords, HashingWorkers};
use idp_core::account::{Account, NewPassword, PasswordHash, PasswordRules, UnfitPassword};
use idp_core::port::{BreachedPasswords, Passwords, Rng};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::super::failure::Failure;

/// Reads a new password for somebody: asked for twice at a terminal, otherwise the first line of standard input. Where there is
/// a collection of breached ones, it must not be in it.
pub(super) async fn read(
    account: &Account,
    least: usize,
    collection: Option<(OutboundSettings, Url)>,
) -> Result<SecretString, Failure> {
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
    let outbound = |(settings, url)| Outbound::new(&settings).map(|outbound| BreachedRanges::new(outbound, url));
    let collection = collection.map(outbound).transpose();
    let collection = collection.map_err(|error| Failure::because("nobody can be asked about the password", &error))?;
    let collection = collection.as_ref().map(|collection| collection as &dyn BreachedPasswords);
    let unfit = |unfit: UnfitPassword| Failure::Usage(unfit.to_string());
    let checked = NewPassword::check(password, &PasswordRules::of(account, least, &known)).map_err(unfit)?;
    Ok(checked.unless_breached(collection).await.map_err(unfit)?.reveal())
}

/// Hashes it.
pub(super) async fn hash(password: SecretString, rng: Arc<dyn Rng>) -> Result<PasswordHash, Failure> {
    let worker = HashingWorkers::start(NonZeroUsize::MIN, 1, rng);
    let worker = worker.map_err(|error| Failure::because("the password cannot be hashed", &error))?;
    worker.hash(password).await.map_err(|error| Failure::because("the password cannot be hashed", &error))
}
