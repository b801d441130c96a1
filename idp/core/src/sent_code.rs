//! Codes that are sent: drawn, kept as a keyed hash, put into the outbox, and checked. The login and the pages of ours send by
//! the same pace and the same budgets, because a budget belongs to a person and not to a page.
//!
//! A sent code belongs to account, browser, channel, destination and security version: all of them are in its key. A second
//! tab finds the same code instead of sending another; a new number, another browser or a reset finds none.

use jiff::Timestamp;

use crate::account::{Account, OneTimeCode};
use crate::audit::{Code, Event, Origin};
use crate::client::ClientId;
use crate::id::{Digest, Subject, of};
use crate::lifetimes;
use crate::locale::Locale;
use crate::message::{Message, Recipient};
use crate::port::{Answer, Counted, Hit, SeenId, SentCode, SentCodeKey, Verdict};
use crate::provider::Provider;
use crate::sending;
use crate::throttle::{BudgetKey, Guess, MESSAGES_OF_AN_ADDRESS, MessageBudget, Network, TRIES_OF_A_SENT_CODE};

/// Who writes to whom: a person at a browser, at one moment.
pub(crate) struct Sender<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) origin: &'a Origin,
    pub(crate) locale: Locale,
    pub(crate) now: Timestamp,
    /// The browser that will bring the code.
    pub(crate) browser: &'a Digest<of::Browser>,
    pub(crate) account: &'a Account,
    /// The application for which it happens, if there is one.
    pub(crate) client: Option<&'a ClientId>,
}

/// What came of asking for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It is on its way.
    OnItsWay,
    /// Too soon for another message.
    Wait {
        /// Until then.
        until: Timestamp,
    },
    /// Too many wrong codes: none is sent.
    Spent {
        /// Until then.
        until: Timestamp,
    },
}

/// What came of checking a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checked {
    /// Right, and used up.
    Right,
    /// Not the code.
    Wrong,
    /// No code can be right any more.
    Dead,
    /// Too many wrong codes; the one that made them too many was told to the person.
    Spent {
        /// Until then.
        until: Timestamp,
    },
}

/// The words around a code.
pub(crate) type Words = fn(OneTimeCode, u64) -> Message;

impl Sender<'_> {
    /// Sends a code. One that was sent before is dead; wrong tries stay counted.
    pub(crate) async fn send(&self, to: &Recipient, words: Words) -> Answer<Sent> {
        let ports = &self.provider.ports;
        if let Some(until) = ports.guess_budgets.closed_until(&self.budget(), self.now).await? {
            return Ok(Sent::Spent { until });
        }
        if let Some(until) = self.pace(to, &self.account.subject).await? {
            return Ok(Sent::Wait { until });
        }
        let budgets = MessageBudget::of_message(&self.account.subject, to, ports.keyed_hash.as_ref());
        let event = |code| self.event(code);
        if let Some(until) = sending::spend(ports, to.channel(), &budgets, self.now, &event).await? {
            return Ok(Sent::Wait { until });
        }
        let key = self.key(to);
        let code = OneTimeCode::generate(ports.rng.as_ref());
        let expires_at = later(self.now, self.provider.settings.code_lifetime);
        let hash = self.hash(&key, &code);
        let sent = SentCode { hash, tries_left: TRIES_OF_A_SENT_CODE, sent_at: self.now, expires_at };
        ports.challenges.put(&key, sent).await?;
        self.queue(to, &words(code, self.provider.settings.code_minutes()), expires_at).await?;
        Ok(Sent::OnItsWay)
    }

    /// Whether a code can be answered that went to this destination for this person and browser.
    pub(crate) async fn is_on_its_way(&self, to: &Recipient) -> Answer<bool> {
        Ok(self.provider.ports.challenges.peek(&self.key(to), self.now).await?.is_some())
    }

    /// Checks a code: counted for the account first, then for the code, then compared and taken, once.
    pub(crate) async fn check(&self, to: &Recipient, code: &OneTimeCode) -> Answer<Checked> {
        let ports = &self.provider.ports;
        let closes = match ports.guess_budgets.count(&self.budget(), &Guess::SentCode.rule(), self.now).await? {
            Counted::Spent { until } => return Ok(Checked::Spent { until }),
            Counted::Allowed { closed_until, .. } => closed_until,
        };
        let key = self.key(to);
        let hash = self.hash(&key, code);
        let mut verdict = ports.challenges.answer(&key, &hash, self.now).await?;
        // The transient store may come back as it was some time ago, so the database remembers which codes were used.
        if verdict == Verdict::Right {
            let over = later(self.now, lifetimes::SENT_CODE);
            if !ports.seen_ids.remember(&SeenId::of_sent_code(&hash), over, self.now).await? {
                verdict = Verdict::Dead;
            }
        }
        let what = if verdict == Verdict::Right { Code::CodeProven } else { Code::CodeRefused };
        ports.audit.record(self.event(what).with("channel", to.channel())).await?;
        let refused = match verdict {
            Verdict::Right => return Ok(Checked::Right),
            Verdict::Wrong { tries_left: 1.. } => Checked::Wrong,
            Verdict::Wrong { tries_left: 0 } | Verdict::Dead => Checked::Dead,
        };
        if let Some(until) = closes {
            self.spent(Guess::SentCode).await?;
            return Ok(Checked::Spent { until });
        }
        Ok(refused)
    }

    /// A budget was spent by this try: the person is told.
    pub(crate) async fn spent(&self, guess: Guess) -> Answer<()> {
        self.provider.ports.audit.record(self.event(Code::BudgetSpent).with("guess", guess.name())).await?;
        self.tell(&Message::BudgetSpent { guess }).await
    }

    /// Tells the person something by mail, if there is an address.
    pub(crate) async fn tell(&self, message: &Message) -> Answer<()> {
        match &self.account.email {
            Some(address) => self.write(&Recipient::Email(address.value.clone()), message).await,
            None => Ok(()),
        }
    }

    /// Tells whoever is there something that is no code.
    pub(crate) async fn write(&self, to: &Recipient, message: &Message) -> Answer<()> {
        self.queue(to, message, later(self.now, lifetimes::SESSION)).await
    }

    /// An audit event of what happens here.
    pub(crate) fn event(&self, code: Code) -> Event {
        let event = Event::new(code, self.origin, self.now).about(&self.account.subject);
        match self.client {
            Some(client) => event.for_client(client.as_str()),
            None => event,
        }
    }

    /// One message a minute, and not too many from one address. Only the pace: it may be forgotten, at the price of one message
    /// that comes too soon.
    async fn pace(&self, to: &Recipient, subject: &Subject) -> Answer<Option<Timestamp>> {
        let resend = (format!("message:{}:{subject}", to.channel()), 1, lifetimes::RESEND);
        let network = self.origin.address.map(Network::of);
        let address = network.map(|network| {
            (format!("message:address:{}", network.as_str()), MESSAGES_OF_AN_ADDRESS, lifetimes::MESSAGES_WINDOW)
        });
        for (counter, limit, window) in [resend].into_iter().chain(address) {
            if let Hit::Wait { until } = self.provider.ports.throttle.hit(&counter, limit, window, self.now).await? {
                return Ok(Some(until));
            }
        }
        Ok(None)
    }

    async fn queue(&self, to: &Recipient, message: &Message, expires_at: Timestamp) -> Answer<()> {
        sending::queue(&self.provider.ports, to, message, self.locale, expires_at, &|code| self.event(code)).await
    }

    fn budget(&self) -> BudgetKey {
        BudgetKey::of_subject(&self.account.subject, Guess::SentCode)
    }

    fn key(&self, to: &Recipient) -> SentCodeKey {
        let version = self.account.security_version.0.to_string();
        let parts =
            [self.account.subject.as_str(), self.browser.as_str(), to.channel(), to.reveal(), &version].join("\0");
        let hash = self.provider.ports.keyed_hash.keyed_hash("key of a sent code", parts.as_bytes());
        SentCodeKey(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn hash(&self, key: &SentCodeKey, code: &OneTimeCode) -> [u8; 32] {
        let text = format!("{}\0{}", key.0, code.reveal());
        self.provider.ports.keyed_hash.keyed_hash("sent code", text.as_bytes())
    }
}

fn later(now: Timestamp, life: std::time::Duration) -> Timestamp {
    now.checked_add(life).unwrap_or(Timestamp::MAX)
}
