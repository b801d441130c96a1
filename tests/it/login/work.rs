//! Equal work for every name: what is looked up, hashed and counted before the password is proven. Time follows from it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use idp_core::account::{
    Account, Change, CredentialDigest, NewAccount, PasswordHash, RecoveryDigest, SecurityVersion, Username,
};
use idp_core::audit::{Event, Origin};
use idp_core::client::ClientId;
use idp_core::id::{AuthenticatorId, BrowserToken, PasskeyId, Subject};
use idp_core::locale::{Languages, Locale};
use idp_core::login::{Form, Login, Next, Prompt};
use idp_core::oidc::Parameters;
use idp_core::oidc::authorize::AuthorizationRequest;
use idp_core::password::forgotten::{self, Forgotten};
use idp_core::port::{Accounts, Answer, Busy, Changed, Imported, PasskeyUse, Passwords};
use idp_core::provider::Provider;
use jiff::Timestamp;
use secrecy::SecretString;

use crate::support::people::with_passkey;
use crate::support::postgres::Postgres;
use crate::support::protocol::url;
use crate::support::{Person, Server};

/// An application that wants consent.
const ASKS: &str = "vraagt";

/// Counts what is asked, and asks it.
struct Counting<T: ?Sized> {
    inner: Arc<T>,
    asked: Arc<AtomicUsize>,
}

impl<T: ?Sized> Counting<T> {
    fn new(inner: Arc<T>) -> (Self, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        (Self { inner, asked: asked.clone() }, asked)
    }

    fn count(&self) -> &T {
        self.asked.fetch_add(1, Ordering::SeqCst);
        &self.inner
    }
}

#[async_trait]
impl Accounts for Counting<dyn Accounts> {
    async fn by_username(&self, username: &Username) -> Answer<Option<Account>> {
        self.count().by_username(username).await
    }

    async fn by_subject(&self, subject: &Subject) -> Answer<Option<Account>> {
        self.count().by_subject(subject).await
    }

    async fn by_passkey(&self, passkey: &CredentialDigest) -> Answer<Option<Account>> {
        self.count().by_passkey(passkey).await
    }

    async fn list(&self, after: Option<&Username>, limit: u64) -> Answer<Vec<Account>> {
        self.count().list(after, limit).await
    }

    async fn add(&self, account: NewAccount, event: Event) -> Answer<bool> {
        self.count().add(account, event).await
    }

    async fn import(&self, people: Vec<NewAccount>, called: &BTreeSet<ClientId>, event: Event) -> Answer<Imported> {
        self.count().import(people, called, event).await
    }

    async fn change(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        change: Change,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Answer<Changed> {
        self.count().change(subject, seen, change, called, event).await
    }

    async fn delete(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Answer<bool> {
        self.count().delete(subject, seen, called, event).await
    }

    async fn renew_password_hash(
        &self,
        subject: &Subject,
        old: &PasswordHash,
        new: &PasswordHash,
        event: Event,
    ) -> Answer<bool> {
        self.count().renew_password_hash(subject, old, new, event).await
    }

    async fn use_recovery_code(&self, subject: &Subject, code: &RecoveryDigest, event: Event) -> Answer<bool> {
        self.count().use_recovery_code(subject, code, event).await
    }

    async fn take_visit_code(&self, subject: &Subject, hash: &str, now: Timestamp, event: Event) -> Answer<bool> {
        self.count().take_visit_code(subject, hash, now, event).await
    }

    async fn use_passkey(&self, passkey: &PasskeyId, signatures: u32, event: Event) -> Answer<PasskeyUse> {
        self.count().use_passkey(passkey, signatures, event).await
    }

    async fn accept_step(&self, authenticator: &AuthenticatorId, step: u64, event: Event) -> Answer<bool> {
        self.count().accept_step(authenticator, step, event).await
    }
}

#[async_trait]
impl Passwords for Counting<dyn Passwords> {
    async fn hash(&self, password: SecretString) -> Result<PasswordHash, Busy> {
        self.count().hash(password).await
    }

    fn is_outdated(&self, hash: &PasswordHash) -> bool {
        self.inner.is_outdated(hash)
    }

    async fn verify(&self, password: SecretString, hash: Option<PasswordHash>) -> Result<bool, Busy> {
        self.count().verify(password, hash).await
    }
}

/// Types a name, looks at the pages, tries a wrong password; gives what was looked up before the password, and in all, and
/// how often was hashed.
async fn work_for(provider: &Provider, name: &str) -> (usize, usize, usize) {
    let mut provider = provider.clone();
    let (accounts, looked_up) = Counting::new(provider.ports.accounts.clone());
    let (passwords, hashed) = Counting::new(provider.ports.passwords.clone());
    provider.ports.accounts = Arc::new(accounts);
    provider.ports.passwords = Arc::new(passwords);
    let login = Login {
        provider: &provider,
        origin: &Origin::system(),
        browser: BrowserToken::generate(provider.ports.rng.as_ref()).digest(),
        cookie: None,
        known: None,
        languages: Languages::default(),
        is_seen: true,
    };
    let request: Parameters = [
        ("client_id", "oud"),
        ("redirect_uri", "http://localhost:9/oud/callback"),
        ("response_type", "code"),
        ("scope", "openid"),
    ]
    .into_iter()
    .collect();
    let request = AuthorizationRequest::parse(&request, &provider.clients, &provider.settings.acr_names);
    let Ok(Next::Ask(id, Prompt::Identify)) = login.begin(request.unwrap_or_else(|_| panic!("a request")).into()).await
    else {
        panic!("asks who it is");
    };
    let form: Form = [("username", name)].into_iter().collect();
    let answered = login.answer(&id, Prompt::Identify, &form).await.expect("stores");
    assert!(matches!(answered.next, Next::Ask(_, Prompt::Password)));
    for _ in 0..5 {
        assert!(matches!(login.show(&id, None).await, Ok(Next::Ask(..))));
        assert!(matches!(login.show(&id, Some(Prompt::Password)).await, Ok(Next::Show(_))));
    }
    let before = looked_up.load(Ordering::SeqCst);
    let form: Form = [("password", "wrong")].into_iter().collect();
    let answered = login.answer(&id, Prompt::Password, &form).await.expect("stores");
    assert!(matches!(answered.next, Next::Ask(_, Prompt::Password)));
    (before, looked_up.load(Ordering::SeqCst), hashed.load(Ordering::SeqCst))
}

/// Says that the password of a name is forgotten; gives what was looked up and hashed for the answer.
async fn forgotten_for(provider: &Provider, name: &str) -> (usize, usize) {
    let mut provider = provider.clone();
    let (accounts, looked_up) = Counting::new(provider.ports.accounts.clone());
    let (passwords, hashed) = Counting::new(provider.ports.passwords.clone());
    provider.ports.accounts = Arc::new(accounts);
    provider.ports.passwords = Arc::new(passwords);
    let username = Username::parse(name).expect("a name");
    let asked = Forgotten { username, origin: Origin::system(), locale: Locale::Nl };
    forgotten::ask(&provider, asked).await.expect("a place in the queue");
    (looked_up.load(Ordering::SeqCst), hashed.load(Ordering::SeqCst))
}

#[tokio::test]
async fn every_name_costs_the_same() {
    let server = Server::start().await;
    let provider = server.provider();
    Person::named("enrolled").phone("+31612345678").email("a@b.nl").enrolled().add(provider).await;
    Person::named("nothing").add(provider).await;
    Person::named("newcomer").phone("+31612345671").add(provider).await;
    Person::named("mailonly").email("c@d.nl").add(provider).await;
    Person::named("disabled").phone("+31612345670").disabled().add(provider).await;
    for name in ["enrolled", "nothing", "newcomer", "mailonly", "disabled", "unknown", "x';--<b>"] {
        assert_eq!(work_for(provider, name).await, (0, 1, 1), "{name}: no look-up by any page, one behind one hash");
        assert_eq!(forgotten_for(provider, name).await, (0, 0), "{name}: the link is sent beside the answer");
    }
}

/// What is asked about people; the rest is what the server asks for itself, beside the requests.
const OF_PEOPLE: [&str; 9] = [
    "accounts",
    "authenticators",
    "passkeys",
    "recovery_codes",
    "guess_budgets",
    "consents",
    "sessions",
    "outbox",
    "INSERT INTO \"audit_events",
];

/// The statements themselves, as PostgreSQL hears them: with an application that wants consent, and with passkeys about.
#[tokio::test(flavor = "multi_thread")]
async fn every_name_asks_the_same_of_the_database() {
    let postgres = Postgres::start().await;
    let mut server = Server::prepare(&postgres.url()).await;
    server.register(ASKS, "consent: required\nrequire_pkce: false");
    server.psql("ALTER DATABASE postgres SET log_statement = 'all'").await;
    server.begin().await;
    let provider = server.provider();
    Person::named("enrolled").phone("+31612345678").email("a@b.nl").enrolled().add(provider).await;
    let with = Person::named("passkey").enrolled().add(provider).await;
    with_passkey(&server, &with).await;
    Person::named("nothing").add(provider).await;
    Person::named("disabled").phone("+31612345670").disabled().add(provider).await;
    let mut of_nobody = Vec::new();
    for name in ["unknown", "enrolled", "passkey", "nothing", "disabled"] {
        let browser = server.browser();
        let page = browser.open(&url(ASKS, &[])).await;
        let mut page = browser.submit(&page, &[("username", name)]).await;
        // The first are looked at; the last are past what may be tried.
        for number in 0..7 {
            let before = postgres.statements().len();
            page = browser.submit(&page, &[("password", "wrong")]).await;
            let asked: Vec<_> = postgres.statements().split_off(before);
            let asked: Vec<_> = asked.into_iter().filter(|it| OF_PEOPLE.iter().any(|of| it.contains(of))).collect();
            match name {
                "unknown" => of_nobody.push(asked),
                _ => assert_eq!(asked, of_nobody[number], "{name}, try {}", number + 1),
            }
        }
    }
    assert!(of_nobody.iter().all(|asked| asked.iter().any(|it| it.contains("guess_budgets"))), "{of_nobody:?}");
}
