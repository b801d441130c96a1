//! Making a passkey: the same in the login and on one's own account page. Who may make one is for these to say.

use crate::account::{Account, NewPasskey, PasskeyCredential, UserHandle};
use crate::id::PasskeyId;
use crate::port::{Answer, Ceremony, Registrant, Verification};
use crate::provider::Provider;

/// Asks for a new passkey of this person.
pub(crate) fn ask_for_new(provider: &Provider, account: &Account, verification: Verification) -> Answer<Ceremony> {
    let username = account.username.as_str();
    let handle = UserHandle::of(&account.subject, provider.ports.keyed_hash.as_ref());
    let name = account.claims.get("name").and_then(|name| name.as_str()).unwrap_or(username);
    let person = Registrant { handle, username, name };
    provider.ports.passkeys.begin_registration(&person, &known(account), verification)
}

/// The passkey that an answer brings, and whether its authenticator made sure that it was its owner. `None` if it is no answer to
/// this question.
pub(crate) fn made(provider: &Provider, ceremony: &Ceremony, answer: &str) -> Answer<Option<(NewPasskey, bool)>> {
    let Some(made) = provider.ports.passkeys.finish_registration(ceremony, answer)? else { return Ok(None) };
    let passkey = NewPasskey {
        id: PasskeyId::generate(provider.ports.rng.as_ref()),
        digest: made.id.digest(provider.ports.keyed_hash.as_ref()),
        credential: made.credential,
        signatures: made.signatures,
    };
    Ok(Some((passkey, made.verified)))
}

/// What is kept of the passkeys that a person has.
pub(crate) fn known(account: &Account) -> Vec<PasskeyCredential> {
    account.passkeys.iter().map(|passkey| passkey.credential.clone()).collect()
}
