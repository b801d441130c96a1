//! What waits between two pages of ours: a key that is not confirmed yet, a number or address that is not proven yet, or a question
//! to an authenticator.
//!
//! It is kept as a login in progress is: sealed, for an hour at most, and ended once. Its name is a keyed hash of the session and
//! what it is for, so that no other session finds it, a session has one of each at most, and it stands in no URL. It is for
//! the browser alone that began it.

use super::Own;
use crate::account::{EmailAddress, PhoneNumber, TotpSecret};
use crate::assurance::Level;
use crate::id::TransactionId;
use crate::login::Transaction;
use crate::login::purpose::{OwnPath, PageRequest, Purpose};
use crate::login::transaction::{Asked, Asking};
use crate::port::{Answer, Ceremony, Stored};

/// What a draft is for. There is one of each at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    App,
    Phone,
    Email,
    Passkey,
}

/// What waits.
pub(super) enum Draft {
    App(TotpSecret),
    Phone(PhoneNumber),
    Email(EmailAddress),
    Passkey(Ceremony),
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Passkey => "passkey",
        }
    }
}

impl Draft {
    fn kind(&self) -> Kind {
        match self {
            Self::App(_) => Kind::App,
            Self::Phone(_) => Kind::Phone,
            Self::Email(_) => Kind::Email,
            Self::Passkey(_) => Kind::Passkey,
        }
    }
}

impl Own<'_> {
    /// Keeps a draft, in the place of one of its kind that was there.
    pub(super) async fn keep(&self, draft: Draft) -> Answer<()> {
        let Some(path) = OwnPath::parse("/account") else { return Ok(()) };
        let purpose = Purpose::OwnPage(PageRequest { path, required: Level::Mfa, max_age: None });
        let mut kept = Transaction::new(self.name(draft.kind()), Some(self.browser.clone()), purpose, self.now);
        match draft {
            Draft::App(secret) => kept.pending_authenticator = Some(secret),
            Draft::Phone(number) => kept.phone = Some(number),
            Draft::Email(address) => kept.email = Some(address),
            Draft::Passkey(ceremony) => kept.ceremony = Some(Asked { what: Asking::New, ceremony }),
        }
        self.provider.ports.transactions.create(&kept).await
    }

    /// What waits, if anything does.
    pub(super) async fn waiting(&self, kind: Kind) -> Answer<Option<Draft>> {
        Ok(self.load(kind).await?.and_then(|stored| draft(kind, stored.value)))
    }

    /// Takes what waits: of two who take it one gets it.
    pub(super) async fn take(&self, kind: Kind) -> Answer<Option<Draft>> {
        let Some(stored) = self.load(kind).await? else { return Ok(None) };
        let taken = self.provider.ports.transactions.end(&stored.value.id, stored.version).await?;
        Ok(draft(kind, stored.value).filter(|_| taken))
    }

    async fn load(&self, kind: Kind) -> Answer<Option<Stored<Transaction>>> {
        let stored = self.provider.ports.transactions.load(&self.name(kind), self.now).await?;
        let own = |kept: &Transaction| self.now < kept.expires_at() && kept.browser.as_ref() == Some(&self.browser);
        Ok(stored.filter(|stored| own(&stored.value)))
    }

    fn name(&self, kind: Kind) -> TransactionId {
        let parts = [self.visitor.session.id.as_str(), kind.word()].join("\0");
        TransactionId::of_hash(&self.provider.ports.keyed_hash.keyed_hash("draft of an own page", parts.as_bytes()))
    }
}

fn draft(kind: Kind, kept: Transaction) -> Option<Draft> {
    match kind {
        Kind::App => kept.pending_authenticator.map(Draft::App),
        Kind::Phone => kept.phone.map(Draft::Phone),
        Kind::Email => kept.email.map(Draft::Email),
        Kind::Passkey => kept.ceremony.map(|asked| Draft::Passkey(asked.ceremony)),
    }
}
