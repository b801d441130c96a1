//! Typed identifiers and bearer secrets.
//!
//! An [`Id`] names a thing and may be logged. A [`Bearer`] *is* the right to use a thing (a cookie, a code): it does
//! not print, and what we keep of it is its [`Digest`]. The marker types make it impossible to look up a session
//! with the hash of a code ("accept one kind of token as another").

use std::fmt;
use std::marker::PhantomData;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::port::{KeyedHash, Rng};

/// What an [`Id`], [`Bearer`] or [`Digest`] belongs to.
pub mod of {
    /// A marker that keeps the hashes of one kind of secret apart from another's.
    pub trait Kind {
        /// The word mixed into the digest of a bearer of this kind.
        const NAME: &'static str;
    }

    macro_rules! kinds {
        ($($(#[$doc:meta])* $kind:ident = $name:literal;)*) => {$(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $kind {}
            impl Kind for $kind { const NAME: &'static str = $name; }
        )*};
    }

    kinds! {
        /// A person.
        Person = "subject";
        /// One login attempt for one authorization request.
        Transaction = "transaction";
        /// A browser, by its cookie without authority.
        Browser = "browser";
        /// A single sign-on session.
        Session = "session";
        /// The link in a mail with which a person chooses a password.
        PasswordLink = "password_link";
        /// What a person granted a client in one authorization.
        Grant = "grant";
        /// An authorization code.
        Code = "code";
        /// A refresh token.
        Refresh = "refresh_token";
        /// An authenticator app that somebody enrolled.
        Authenticator = "authenticator";
        /// A passkey.
        Passkey = "passkey";
        /// What a member of the service desk asked another to approve.
        DeskRequest = "desk_request";
        /// A message in the outbox.
        Message = "message";
        /// A call that tells a client of a logout.
        LogoutCall = "logout_call";
        /// One HTTP request.
        Request = "request";
        /// One issued JWT.
        Token = "token";
    }
}

/// The name of a thing: 128 random bits in base64url, safe in a URL and in a log.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Id<K>(String, #[serde(skip)] PhantomData<K>);

impl<K> Id<K> {
    /// Draws a new identifier.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut bytes = [0; 16];
        rng.fill(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes), PhantomData)
    }

    /// A name that follows from a keyed hash: the same for the same hash.
    pub fn of_hash(hash: &[u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(hash), PhantomData)
    }

    /// Takes an identifier as it came from a store or a URL. `None` unless it is 1 to 64 characters of the base64url
    /// alphabet, so that nothing stranger ever reaches a store or a log line.
    pub fn parse(text: &str) -> Option<Self> {
        let clean = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (clean && (1..=64).contains(&text.len())).then(|| Self(text.to_owned(), PhantomData))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A secret that whoever holds it may use: 256 random bits. It never prints; keep its [`Digest`].
#[derive(Clone)]
pub struct Bearer<K>(Zeroizing<[u8; 32]>, PhantomData<K>);

impl<K: of::Kind> Bearer<K> {
    /// Draws a new secret.
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill(bytes.as_mut());
        Self(bytes, PhantomData)
    }

    /// Reads a secret that a browser or client presents. `None` if it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?), PhantomData))
    }

    /// The text for the cookie or the code. The only way out, so that each use of it can be found.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_ref())
    }

    /// What a store may keep. A fast hash is enough: the input has 256 bits of entropy.
    pub fn digest(&self) -> Digest<K> {
        let hash = Sha256::new().chain_update(K::NAME).chain_update([0]).chain_update(self.0.as_ref()).finalize();
        Digest(URL_SAFE_NO_PAD.encode(hash), PhantomData)
    }
}

impl Bearer<of::Refresh> {
    /// The token that this one is rotated to. It follows from it, so that it can be given again although nobody keeps it;
    /// and as the key never leaves us, who holds a token cannot find the ones after it.
    #[must_use]
    pub fn successor(&self, hash: &dyn KeyedHash) -> Self {
        Self(Zeroizing::new(hash.keyed_hash("refresh_token.successor", self.0.as_ref())), PhantomData)
    }
}

impl<K> fmt::Debug for Bearer<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The SHA-256 of a [`Bearer`], in base64url: the key under which its thing is stored.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Digest<K>(String, #[serde(skip)] PhantomData<K>);

impl<K> Digest<K> {
    /// The digest as a store writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digest as a store reads it back.
    pub fn from_store(text: String) -> Self {
        Self(text, PhantomData)
    }
}

impl<K> fmt::Debug for Digest<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[digest]")
    }
}

/// The stable `sub` of a person (OIDC Core 2). It is drawn, never chosen, so it is never used again for somebody else.
pub type Subject = Id<of::Person>;
/// Names one login attempt.
pub type TransactionId = Id<of::Transaction>;
/// Names a session: its `sid` (OIDC Front-Channel Logout 3), where subjects are public. It has no authority.
pub type SessionId = Id<of::Session>;
/// Names a grant; access tokens carry it.
pub type GrantId = Id<of::Grant>;
/// Names an enrolled authenticator.
pub type AuthenticatorId = Id<of::Authenticator>;
/// Names a passkey.
pub type PasskeyId = Id<of::Passkey>;
/// Names a message in the outbox.
pub type MessageId = Id<of::Message>;
/// Names what waits for a second pair of eyes at the service desk.
pub type DeskRequestId = Id<of::DeskRequest>;
/// Names a call that tells a client of a logout.
pub type LogoutCallId = Id<of::LogoutCall>;
/// Names one HTTP request, in logs, audit events and on error pages.
pub type RequestId = Id<of::Request>;

/// The value of the browser cookie.
pub type BrowserToken = Bearer<of::Browser>;
/// The value of the session cookie.
pub type SessionToken = Bearer<of::Session>;
/// What is secret in the link of a mail with which a person chooses a password.
pub type PasswordToken = Bearer<of::PasswordLink>;
/// The value of an authorization code (RFC 6749 4.1.2).
pub type AuthorizationCode = Bearer<of::Code>;
/// The value of a refresh token (RFC 6749 1.5).
pub type RefreshToken = Bearer<of::Refresh>;

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl Rng for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn a_bearer_round_trips_and_never_prints() {
        let token = SessionToken::generate(&Fixed(7));
        let again = SessionToken::parse(&token.reveal()).expect("own text");
        assert_eq!(token.digest(), again.digest());
        assert_eq!(format!("{token:?} {:?}", token.digest()), "[secret] [digest]");
        assert!(SessionToken::parse("short").is_none());
        assert!(SessionToken::parse(&format!("{}A", token.reveal())).is_none());
    }

    #[test]
    fn a_refresh_token_has_one_successor() {
        struct Reversing;
        impl KeyedHash for Reversing {
            fn keyed_hash(&self, _purpose: &str, data: &[u8]) -> [u8; 32] {
                let mut hash = [0; 32];
                hash.iter_mut().zip(data.iter().rev()).for_each(|(to, from)| *to = from.wrapping_add(1));
                hash
            }
        }
        let first = RefreshToken::generate(&Fixed(7));
        let second = first.successor(&Reversing);
        assert_eq!(second.digest(), first.successor(&Reversing).digest());
        assert_ne!(second.digest(), first.digest());
        assert_ne!(second.digest(), second.successor(&Reversing).digest());
    }

    #[test]
    fn the_same_bytes_of_another_kind_have_another_digest() {
        let session = SessionToken::generate(&Fixed(7)).digest();
        let code = AuthorizationCode::generate(&Fixed(7)).digest();
        assert_ne!(session.as_str(), code.as_str());
    }

    #[test]
    fn an_id_is_short_and_plain() {
        assert!(TransactionId::parse(TransactionId::generate(&Fixed(9)).as_str()).is_some());
        let drawn = URL_SAFE_NO_PAD.decode(Subject::generate(&Fixed(9)).as_str()).expect("base64url");
        assert_eq!(drawn, [9; 16], "128 bits by chance, so that none comes twice");
        for bad in ["", "../etc", "a b", "é", &"a".repeat(65)] {
            assert!(TransactionId::parse(bad).is_none(), "{bad}");
        }
    }
}
