//! Leads a person through a login: load, answer, save, decide again.
//!
//! This is the only place where the decider meets the stores. A page that asks for a prompt which is not the current one
//! is led to the current one; an answer to such a prompt changes nothing.

use super::facts::Facts;
use super::form::Form;
use super::known_browser::KnownBrowser;
use super::pipeline::{self, Progress, Step};
use super::prompt::{Outcome, Prompt, Turn};
use super::purpose::{OwnPath, Purpose};
use super::room;
use super::screen::View;
use super::transaction::{Stop, Transaction};
use crate::account::{Account, Username};
use crate::audit::Origin;
use crate::id::{Digest, SessionToken, Subject, TransactionId, of};
use crate::locale::Languages;
use crate::oidc::authorization_response::AuthorizationResponse;
use crate::oidc::authorize::PromptValue;
use crate::oidc::{Error, ErrorCode, subject};
use crate::port::{Answer, SeenId, Stored};
use crate::provider::Provider;
use crate::session::Session;

/// One browser's request to the login.
pub struct Login<'a> {
    /// Settings, clients and ports.
    pub provider: &'a Provider,
    /// Who acts, from where.
    pub origin: &'a Origin,
    /// The browser, by the hash of its cookie.
    pub browser: Digest<of::Browser>,
    /// The session cookie, if the browser has one.
    pub cookie: Option<SessionToken>,
    /// What the browser keeps of those who logged in with it.
    pub known: Option<KnownBrowser>,
    /// Which languages the person wants.
    pub languages: Languages,
    /// Whether the answer is shown to somebody: a window goes here, and not a script, an image or a frame of another page.
    pub is_seen: bool,
}

/// What the web does next.
pub enum Next {
    /// Go to the page of this prompt.
    Ask(TransactionId, Prompt),
    /// Show this page.
    Show(Box<View>),
    /// Go to the page that says why it stops.
    Halt(TransactionId),
    /// Show why it stops.
    Stopped(Box<Transaction>, Stop),
    /// Go back to the application.
    Respond {
        /// With the code or the error.
        response: AuthorizationResponse,
        /// Whether with the code.
        is_complete: bool,
        /// The new session cookie, where the session is new or has grown.
        cookie: Option<SessionToken>,
        /// What the browser keeps, where somebody logged in with their password.
        known: Option<KnownBrowser>,
    },
    /// Go to this page of ours.
    Open {
        /// Which.
        path: OwnPath,
        /// The new session cookie, where the session is new or has grown.
        cookie: Option<SessionToken>,
        /// What the browser keeps, where somebody logged in with their password.
        known: Option<KnownBrowser>,
    },
    /// The person gave up, and no application waits.
    Left,
    /// There is no such login here.
    Lost(Lost),
}

/// What became of an answer to a prompt.
pub struct Answered {
    /// What the prompt made of it: `proven`, `settled`, `refused`, `again`, `withdrawn`, `given_up` or `overtaken`. None where it was
    /// not looked at, because another prompt is current or the login is lost.
    pub came: Option<&'static str>,
    /// What the web does next.
    pub next: Next,
}

/// Why a login cannot be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It is over, has expired, was lost in a restart, or never was.
    Unknown,
    /// Another browser began it.
    OtherBrowser,
    /// It was not begun: nobody would have seen its page.
    Unseen,
}

/// What the stores say of one login at one moment.
pub(super) struct Loaded {
    pub(super) transaction: Transaction,
    version: u64,
    pub(super) account: Option<Account>,
    pub(super) session: Option<Session>,
}

impl Login<'_> {
    /// Begins a login. Where the session is enough nothing is stored and nothing asked.
    pub async fn begin(&self, purpose: Purpose) -> Answer<Next> {
        let ports = &self.provider.ports;
        let now = ports.clock.now();
        let loaded = self.prepare(purpose, now).await?;
        match pipeline::next(&self.facts_of(&loaded, now).await?) {
            Step::Complete(assurance) => {
                self.finish(loaded.transaction, loaded.account, loaded.session, assurance, now).await
            }
            step if loaded.transaction.purpose.is_silent() => {
                Ok(self.refuse(&loaded.transaction, &silent_error(&step)))
            }
            // Another site's page can have its visitors ask as often as it likes; they would never see a question, and their
            // address would have begun as many logins as it may.
            _ if !self.is_seen => Ok(Next::Lost(Lost::Unseen)),
            step => {
                room::take(self.provider, self.origin, now).await?;
                let mut turn = self.turn(loaded.transaction, loaded.account, now);
                if let Step::Ask(current, _) = step {
                    current.behaviour().prepare(&mut turn).await?;
                }
                ports.transactions.create(&turn.transaction).await?;
                Ok(go_on(turn.transaction.id, &step))
            }
        }
    }

    /// A new transaction, with the person of the session if theirs may be the login.
    pub(super) async fn prepare(&self, purpose: Purpose, now: jiff::Timestamp) -> Answer<Loaded> {
        let ports = &self.provider.ports;
        let session = self.session().await?;
        let id = TransactionId::generate(ports.rng.as_ref());
        let mut transaction = Transaction::new(id, Some(self.browser.clone()), purpose, now);
        let mut account = None;
        if let (Some(session), false) = (&session, transaction.purpose.asks_who()) {
            account =
                ports.accounts.by_subject(&session.subject).await?.filter(|account| session.is_live(account, now));
            // Another person than the application means is asked who they are; theirs is not this login.
            account = account.filter(|account| self.admits(&transaction, &account.subject));
            transaction.username = account.as_ref().map(|account| account.username.clone());
        }
        Ok(Loaded { transaction, version: 0, account, session })
    }

    /// The page of a prompt, or of whatever is current.
    pub async fn show(&self, id: &TransactionId, prompt: Option<Prompt>) -> Answer<Next> {
        let now = self.provider.ports.clock.now();
        let loaded = match self.load(id, now).await? {
            Ok(loaded) => loaded,
            Err(lost) => return Ok(Next::Lost(lost)),
        };
        let facts = self.facts_of(&loaded, now).await?;
        match pipeline::next(&facts) {
            Step::Complete(assurance) => self.complete(loaded, assurance, now).await,
            Step::Stop(stop) if prompt.is_none() => Ok(Next::Stopped(Box::new(loaded.transaction), stop)),
            Step::Ask(current, _) if prompt == Some(current) => {
                let progress = progress(&loaded.transaction, &facts);
                let turn = self.turn(loaded.transaction, loaded.account, now);
                let screen = current.behaviour().open(&turn).await?;
                let flash = turn.transaction.flash.clone().filter(|flash| flash.prompt == current);
                Ok(Next::Show(Box::new(View {
                    prompt: current,
                    screen,
                    flash,
                    progress,
                    transaction: turn.transaction,
                    now,
                })))
            }
            step => Ok(go_on(loaded.transaction.id, &step)),
        }
    }

    /// The name that was typed in a login of this browser, whether anybody has it or not: it is not looked up.
    pub async fn typed_name(&self, id: &TransactionId) -> Answer<Option<Username>> {
        let stored = self.provider.ports.transactions.load(id, self.provider.ports.clock.now()).await?;
        let own = stored.filter(|stored| stored.value.browser.as_ref() == Some(&self.browser));
        Ok(own.and_then(|stored| stored.value.username))
    }

    /// Takes an answer to a prompt. One that is not current is not looked at.
    pub async fn answer(&self, id: &TransactionId, prompt: Prompt, form: &Form) -> Answer<Answered> {
        let now = self.provider.ports.clock.now();
        let loaded = match self.load(id, now).await? {
            Ok(loaded) => loaded,
            Err(lost) => return Ok(unseen(Next::Lost(lost))),
        };
        match pipeline::next(&self.facts_of(&loaded, now).await?) {
            Step::Ask(current, _) if current == prompt => {}
            Step::Complete(assurance) => return self.complete(loaded, assurance, now).await.map(unseen),
            step => return Ok(unseen(go_on(loaded.transaction.id, &step))),
        }
        let Loaded { transaction, version, account, session } = loaded;
        let name = transaction.username.clone();
        let before = account.clone();
        let account = match (&name, prompt) {
            // The one place where a typed name is looked up: behind it the password is hashed and the try is counted.
            (Some(name), Prompt::Password) => self.provider.ports.accounts.by_username(name).await?,
            _ => account,
        };
        let mut turn = self.turn(transaction, account, now);
        let outcome = prompt.behaviour().answer(&mut turn, form).await?;
        // Whose name it was decides nothing until the password is right, and so it makes no work either.
        if prompt == Prompt::Password && !matches!(outcome, Outcome::Proven(_)) {
            turn.account = before;
        }
        let came = outcome_word(&outcome);
        tracing::info!(prompt = prompt.kind(), outcome = came, "answered");
        let came = Some(came);
        // What is saved here would end the login that the other answer leads on.
        if matches!(outcome, Outcome::Overtaken) {
            return Ok(Answered { came, next: Next::Ask(turn.transaction.id, prompt) });
        }
        let account = turn.account.clone();
        turn.transaction.apply(prompt, outcome, account.as_ref(), now);
        if let Some(flash) = turn.transaction.flash.as_mut() {
            flash.typed = typed(prompt, form);
        }
        // A changed name is another account: nothing of the old one may decide about it.
        if turn.transaction.username != name {
            turn.account = self.account(&turn.transaction, session.as_ref()).await?;
        }
        let facts =
            async |turn: &Turn<'_>| self.facts(&turn.transaction, turn.account.as_ref(), session.as_ref(), now).await;
        if let Step::Ask(next, _) = pipeline::next(&facts(&turn).await?)
            && next != prompt
        {
            next.behaviour().start(&mut turn).await?;
        }
        let step = pipeline::next(&facts(&turn).await?);
        if let Step::Ask(current, _) = step {
            current.behaviour().prepare(&mut turn).await?;
        }
        let Turn { transaction, account, .. } = turn;
        if let Step::Complete(assurance) = step {
            let next = self.complete(Loaded { transaction, version, account, session }, assurance, now).await?;
            return Ok(Answered { came, next });
        }
        // Of two answers at once one is saved; the other is led to wherever that one led.
        self.provider.ports.transactions.replace(&transaction, version).await?;
        Ok(Answered { came, next: go_on(transaction.id, &step) })
    }

    /// The person gives up: the application is told.
    pub async fn cancel(&self, id: &TransactionId) -> Answer<Next> {
        let now = self.provider.ports.clock.now();
        let loaded = match self.load(id, now).await? {
            Ok(loaded) => loaded,
            Err(lost) => return Ok(Next::Lost(lost)),
        };
        let error = match pipeline::next(&self.facts_of(&loaded, now).await?) {
            // OIDC Core 3.1.2.1 and 3.1.2.2: the person who logged in is not the one whom the request means.
            Step::Stop(Stop::OtherPerson) => {
                Error::new(ErrorCode::LoginRequired, "another person logged in than the request asks for")
            }
            _ => Error::new(ErrorCode::AccessDenied, "the person cancelled the login, or it could not go on"),
        };
        self.provider.ports.transactions.end(id, loaded.version).await?;
        Ok(self.refuse(&loaded.transaction, &error))
    }

    /// Ends the transaction, and if it was ours to end, finishes the login. Of two that complete at once one does. The
    /// transient store may come back as it was some time ago, so the database remembers which logins were completed.
    async fn complete(
        &self,
        loaded: Loaded,
        assurance: crate::assurance::Assurance,
        now: jiff::Timestamp,
    ) -> Answer<Next> {
        let ports = &self.provider.ports;
        let (id, over) = (&loaded.transaction.id, loaded.transaction.expires_at());
        if !ports.transactions.end(id, loaded.version).await?
            || !ports.seen_ids.remember(&SeenId::of_login(id), over, now).await?
        {
            return Ok(Next::Lost(Lost::Unknown));
        }
        self.finish(loaded.transaction, loaded.account, loaded.session, assurance, now).await
    }

    async fn load(&self, id: &TransactionId, now: jiff::Timestamp) -> Answer<Result<Loaded, Lost>> {
        let stored = self.provider.ports.transactions.load(id, now).await?;
        let Some(Stored { value: transaction, version }) = stored.filter(|stored| now < stored.value.expires_at())
        else {
            return Ok(Err(Lost::Unknown));
        };
        match &transaction.browser {
            Some(browser) if *browser == self.browser => {}
            Some(_) => return Ok(Err(Lost::OtherBrowser)),
            None => return Ok(Err(Lost::Unknown)),
        }
        let session = self.session().await?;
        let account = self.account(&transaction, session.as_ref()).await?;
        Ok(Ok(Loaded { transaction, version, account, session }))
    }

    /// Whom this login is about, as far as anything is proven: the owner of its evidence, or the person of the session if
    /// theirs is the name. A name that was only typed is not looked up, so that no page can tell whether anybody has it.
    async fn account(&self, transaction: &Transaction, session: Option<&Session>) -> Answer<Option<Account>> {
        let accounts = &self.provider.ports.accounts;
        match (&transaction.owner, session) {
            (Some(owner), _) => accounts.by_subject(&owner.subject).await,
            (None, Some(session)) => {
                let account = accounts.by_subject(&session.subject).await?;
                Ok(account.filter(|account| transaction.username.as_ref() == Some(&account.username)))
            }
            (None, None) => Ok(None),
        }
    }

    pub(super) async fn facts_of(&self, loaded: &Loaded, now: jiff::Timestamp) -> Answer<Facts> {
        self.facts(&loaded.transaction, loaded.account.as_ref(), loaded.session.as_ref(), now).await
    }

    async fn facts(
        &self,
        transaction: &Transaction,
        account: Option<&Account>,
        session: Option<&Session>,
        now: jiff::Timestamp,
    ) -> Answer<Facts> {
        let admitted = account.is_none_or(|account| self.admits(transaction, &account.subject));
        let owes_consent = self.owes_consent(transaction, account).await?;
        let life = self.provider.settings.phone_life;
        let phone_is_old = account.is_some_and(|account| account.phone_is_old(life, now));
        Ok(Facts { admitted, owes_consent, phone_is_old, ..Facts::gather(transaction, account, session, now) })
    }

    /// Whether this person must still agree to what the application asks. What they agreed to before is looked up only where
    /// it matters; in one transaction they are asked once.
    async fn owes_consent(&self, transaction: &Transaction, account: Option<&Account>) -> Answer<bool> {
        let Provider { clients, ports, .. } = self.provider;
        let Some(request) = transaction.purpose.application() else { return Ok(false) };
        if !clients.get(&request.client).is_some_and(|client| client.require_consent) {
            return Ok(false);
        }
        let Some(person) = account.map(|account| &account.subject) else { return Ok(true) };
        if transaction.agreed.as_ref() == Some(person) {
            return Ok(false);
        }
        let again = request.prompt.contains(&PromptValue::Consent);
        Ok(again || !ports.consents.given(person, &request.client).await?.covers(&request.consent()))
    }

    /// Whether the application accepts a login of this person. One that was removed meanwhile accepts nobody's; our own pages
    /// are for everybody.
    fn admits(&self, transaction: &Transaction, person: &Subject) -> bool {
        let Provider { clients, ports, .. } = self.provider;
        let Some(request) = transaction.purpose.application() else { return true };
        clients
            .get(&request.client)
            .is_some_and(|client| request.admits(&subject::for_client(ports.keyed_hash.as_ref(), client, person)))
    }

    async fn session(&self) -> Answer<Option<Session>> {
        match &self.cookie {
            Some(cookie) => self.provider.ports.sessions.load(&cookie.digest()).await,
            None => Ok(None),
        }
    }

    fn turn(&self, transaction: Transaction, account: Option<Account>, now: jiff::Timestamp) -> Turn<'_> {
        let locale = self.languages.settle(transaction.purpose.ui_locales());
        let known = self.known.as_ref();
        Turn { provider: self.provider, origin: self.origin, locale, known, now, transaction, account }
    }

    fn refuse(&self, transaction: &Transaction, error: &Error) -> Next {
        let Some(request) = transaction.purpose.application() else { return Next::Left };
        let response = request.target.error(&self.provider.settings.issuer, error);
        Next::Respond { response, is_complete: false, cookie: None, known: None }
    }
}

/// What follows an answer that was not looked at.
fn unseen(next: Next) -> Answered {
    Answered { came: None, next }
}

fn go_on(id: TransactionId, step: &Step) -> Next {
    match step {
        Step::Ask(prompt, _) => Next::Ask(id, *prompt),
        Step::Stop(_) | Step::Complete(_) => Next::Halt(id),
    }
}

/// `prompt=none` (OIDC Core 3.1.2.6): whatever is owed, the login is not done.
fn silent_error(step: &Step) -> Error {
    match step {
        Step::Ask(Prompt::EnrolmentDone, _) => {
            Error::new(ErrorCode::InteractionRequired, "there is something that the person must read")
        }
        Step::Ask(Prompt::Consent, _) => {
            Error::new(ErrorCode::ConsentRequired, "the person must agree to what the application asks")
        }
        _ => Error::new(ErrorCode::LoginRequired, "the person must log in, or prove more"),
    }
}

/// "Stap 2 van 4": only after the password, so that it tells nothing before. The name and the password are one step.
fn progress(transaction: &Transaction, facts: &Facts) -> Option<Progress> {
    let passed = transaction.passed.iter().filter(|prompt| **prompt != Prompt::Identify).count();
    transaction.owner.as_ref()?;
    Some(Progress { step: passed + 1, of: passed + pipeline::ahead(facts).len() })
}

/// What is shown again after a refusal: what a person would not like to type twice, and never a secret.
fn typed(prompt: Prompt, form: &Form) -> Option<String> {
    let field = match prompt {
        Prompt::Identify => "username",
        Prompt::RegisterPhone => "phone",
        _ => return None,
    };
    Some(form.text(field).chars().take(200).collect())
}

fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Proven(_) => "proven",
        Outcome::Settled(_) => "settled",
        Outcome::Refused(_) => "refused",
        Outcome::Again(_) => "again",
        Outcome::Withdrawn(_) => "withdrawn",
        Outcome::GivenUp(_) => "given_up",
        Outcome::Overtaken => "overtaken",
    }
}
