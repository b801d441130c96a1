//! The ceremonies of Web Authentication: what a browser is asked, and whether its answer is right.

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::account::{CredentialId, PasskeyCredential, UserHandle};

/// A question to an authenticator that waits for its answer. It is answered once: see [`super::SeenId::of_ceremony`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceremony {
    /// What the browser gets: the JSON of `PublicKeyCredentialCreationOptions` or `PublicKeyCredentialRequestOptions`
    /// (WebAuthn 5.1.8, 5.1.9).
    pub options: String,
    /// What is kept here to check the answer, as the adapter writes it.
    pub state: String,
}

impl std::fmt::Debug for Ceremony {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[ceremony]")
    }
}

/// Whether the authenticator must make sure that it is its owner who uses it: by a fingerprint, a face or a PIN (WebAuthn 4, "user
/// verification").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// It is asked, and its absence is told.
    Asked,
    /// An answer without it is refused.
    Required,
}

/// Who makes a passkey.
#[derive(Debug, Clone)]
pub struct Registrant<'a> {
    /// What the authenticator keeps of the person.
    pub handle: UserHandle,
    /// The name to log in with, for the person to tell accounts apart.
    pub username: &'a str,
    /// What people call the person.
    pub name: &'a str,
}

/// A passkey that an authenticator made.
#[derive(Debug, Clone)]
pub struct Made {
    /// What the authenticator calls it.
    pub id: CredentialId,
    /// What is kept of it.
    pub credential: PasskeyCredential,
    /// How often it signed; 0 where it does not count.
    pub signatures: u32,
    /// Whether the authenticator made sure that it was its owner.
    pub verified: bool,
}

/// A right answer of a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asserted {
    /// How often it signed; 0 where it does not count. Whether that is more than before is for the store to say.
    pub signatures: u32,
    /// Whether the authenticator made sure that it was its owner.
    pub verified: bool,
}

/// The ceremonies. An answer counts only for the challenge, the relying party and the origin that were asked, and from a page of
/// ours at the top of its window.
pub trait Passkeys: Send + Sync {
    /// Asks for a new passkey, that lies in the authenticator where that can be. `known` are those that the person has: the
    /// authenticator makes no second one.
    fn begin_registration(
        &self,
        person: &Registrant<'_>,
        known: &[PasskeyCredential],
        verification: Verification,
    ) -> Answer<Ceremony>;

    /// What was made. `None` if the answer is not one to this ceremony.
    fn finish_registration(&self, ceremony: &Ceremony, answer: &str) -> Answer<Option<Made>>;

    /// Asks for one of these passkeys; for any that lies in the authenticator where none is named.
    fn begin_login(&self, of: &[PasskeyCredential], verification: Verification) -> Answer<Ceremony>;

    /// Which passkey an answer says that it is of, to find whose that is. `None` if it is no answer at all.
    fn named(&self, answer: &str) -> Option<CredentialId>;

    /// What was proven with this passkey of this person. `None` if the answer is not one to this ceremony.
    fn finish_login(
        &self,
        ceremony: &Ceremony,
        owner: &UserHandle,
        passkey: &PasskeyCredential,
        answer: &str,
    ) -> Answer<Option<Asserted>>;
}
