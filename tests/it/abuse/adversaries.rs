//! Two adversaries search everything that the public can do, for a way to a token of somebody who has an authenticator: one
//! knows the password and nothing else, the other reads every mail and nothing else. Both have a phone and an account of
//! their own.
//!
//! Breadth first over the real server. A place is told from another by what the server keeps of the login and of the
//! session, so each is tried once; every way is walked from its beginning, on another day, so no budget ends the search.
//! `idp/core/tests/adversaries.rs` shows that such a search finds the way where a check is missing.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use idp_core::account::{Change, TotpSecret};
use idp_core::audit::Code;
use idp_core::id::TransactionId;
use idp_core::login::Prompt;
use idp_core::login::pipeline::ORDER;

use crate::support::authenticator::Authenticator;
use crate::support::patience::holds;
use crate::support::people::{Known, change, with_passkey, with_recovery_codes};
use crate::support::protocol::{payload, tokens, url};
use crate::support::{Browser, Landing, PASSWORD, Person, Server};

/// How many actions in a row are tried, and how many places at most. Said in the output.
const DEPTH: usize = 6;
const PLACES: usize = 120;

const VICTIM: &str = "ria";
/// The adversary's own account.
const OWN: &str = "eva";
const OWN_PASSWORD: &str = "mijn eigen wachtwoord";
/// What is chosen by a link.
const CHOSEN: &str = "door een ander gekozen";
/// The adversary's own phone.
const PHONE: &str = "0687654321";

/// One thing that anybody can do.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Action {
    /// Begins at an application, with what is added to the request.
    Begin(&'static str, &'static [(&'static str, &'static str)]),
    /// Posts to a prompt of the login, the current one or not.
    Post(Prompt, Given),
    /// Opens a page of the login.
    Open(Prompt),
    /// Gives the login up.
    Cancel,
    /// Logs out.
    LogOut,
    /// Says that the person forgot the password.
    Forget,
    /// Chooses a password by the last link in the mail, if the adversary reads the mail.
    Choose,
}

/// What is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Nothing,
    Name(&'static str),
    Password(&'static str),
    Phone,
    /// The code of the last mail to the person, if the adversary reads their mail.
    CodeOfMail,
    /// The code of the last SMS to the adversary's own phone.
    CodeOfSms,
    /// What the adversary's own app shows.
    CodeOfApp,
    /// What the adversary's own app shows for the key on the page.
    CodeOfKey,
    /// What the adversary's own authenticator answers to the question on the page.
    Passkey,
    Word(&'static str),
}

struct Search {
    server: Server,
    victim: Known,
    own: Known,
    authenticator: Mutex<Authenticator>,
    knows_password: bool,
    reads_mail: bool,
}

/// The adversary at one moment.
struct Now {
    browser: Browser,
    page: Landing,
    /// The last page with a form: its token belongs to the browser, so it serves everywhere.
    form: Landing,
    transaction: Option<String>,
    /// A code that an application got.
    landed: Option<(&'static str, Landing)>,
    client: &'static str,
}

/// The applications: one that demands the app, one that is content with the password, one without PKCE.
const STRICT: &str = "oud";
const LENIENT: &str = "zacht";

impl Search {
    async fn new(knows_password: bool, reads_mail: bool) -> Self {
        let victim = Person::named(VICTIM).phone("+31612345678").email("ria@example.nl").enrolled();
        Self::of(victim, knows_password, reads_mail).await
    }

    async fn of(victim: Person, knows_password: bool, reads_mail: bool) -> Self {
        let mut server = Server::on_sqlite().await;
        server.register(LENIENT, "minimum_acr: urn:sluis:acr:password\nrequire_pkce: false");
        server.restart().await;
        let victim = victim.add(server.provider()).await;
        if victim.secret.is_some() {
            with_recovery_codes(server.provider(), &victim).await;
            with_passkey(&server, &victim).await;
        }
        let own = Person::named(OWN).phone("+31687654321").email("eva@example.nl").enrolled();
        let own = own.add(server.provider()).await;
        let hash = server.provider().ports.passwords.hash(OWN_PASSWORD.into()).await.expect("a hash");
        change(server.provider(), &own.subject, Change::SetPassword(hash), Code::PasswordSet).await;
        let authenticator = Mutex::new(with_passkey(&server, &own).await);
        Self { server, victim, own, authenticator, knows_password, reads_mail }
    }

    fn actions(&self) -> Vec<Action> {
        let mut all = vec![
            Action::Begin(STRICT, &[]),
            Action::Begin(LENIENT, &[]),
            Action::Begin(STRICT, &[("prompt", "none")]),
            Action::Begin(STRICT, &[("prompt", "login")]),
            Action::Begin(STRICT, &[("prompt", "select_account"), ("login_hint", VICTIM)]),
            Action::Begin(STRICT, &[("acr_values", "urn:sluis:acr:password"), ("max_age", "100000")]),
            Action::Begin(STRICT, &[("acr_values", "urn:sluis:acr:phishing_resistant")]),
            Action::Cancel,
            Action::LogOut,
            Action::Forget,
            Action::Choose,
        ];
        for prompt in ORDER {
            let given: &[Given] = match prompt {
                Prompt::Identify => &[Given::Name(VICTIM), Given::Name(OWN), Given::Passkey],
                Prompt::Password if self.knows_password => &[Given::Password(PASSWORD), Given::Password(OWN_PASSWORD)],
                Prompt::Password if self.reads_mail => &[Given::Password(CHOSEN), Given::Password(OWN_PASSWORD)],
                Prompt::Password => &[Given::Password(OWN_PASSWORD)],
                Prompt::RegisterPhone => &[Given::Phone],
                Prompt::EmailCode
                | Prompt::SmsCode
                | Prompt::Totp
                | Prompt::EnrolAuthenticator
                | Prompt::RecoveryCode
                | Prompt::VisitCode => &[Given::CodeOfMail, Given::CodeOfSms, Given::CodeOfApp, Given::CodeOfKey],
                Prompt::Passkey | Prompt::EnrolPasskey => &[Given::Passkey],
                Prompt::EnrolmentDone | Prompt::Consent => &[],
            };
            let words = [Given::Nothing, Given::Word("start"), Given::Word("withdraw")];
            all.extend(given.iter().chain(&words).map(|given| Action::Post(prompt, *given)));
            if matches!(prompt, Prompt::Totp | Prompt::Passkey | Prompt::RecoveryCode | Prompt::EnrolAuthenticator) {
                let words = ["other:app", "other:passkey", "other:recovery_code", "keep"];
                let ways = words.map(Given::Word);
                all.extend(ways.map(|given| Action::Post(prompt, given)));
            }
            all.push(Action::Open(prompt));
        }
        all
    }

    /// Searches until nothing is new or the bounds are reached; says how far it went, or the way that it found.
    async fn run(&self) -> Result<(usize, usize, usize), Vec<Action>> {
        let mut seen = BTreeSet::new();
        let mut open = VecDeque::from([Vec::new()]);
        let (mut tried, mut deepest) = (0, 0);
        while let Some(way) = open.pop_front() {
            deepest = deepest.max(way.len());
            let mut now = self.walk(&way).await;
            let here = self.place(&now).await;
            for action in self.actions() {
                tried += 1;
                self.act(&mut now, &action).await;
                if self.is_in(&now).await {
                    return Err(way.into_iter().chain([action]).collect());
                }
                let there = self.place(&now).await;
                if there == here {
                    continue;
                }
                let further: Vec<_> = way.iter().cloned().chain([action]).collect();
                if further.len() < DEPTH && seen.len() < PLACES && seen.insert(there) {
                    open.push_back(further);
                }
                now = self.walk(&way).await;
            }
        }
        Ok((seen.len(), tried, deepest))
    }

    /// Walks a way from its beginning, on a new day, in a new browser.
    async fn walk(&self, way: &[Action]) -> Now {
        self.server.later(Duration::from_secs(25 * 60 * 60));
        let browser = self.server.browser();
        let page = browser.open("/").await;
        let mut now = Now { browser, form: page.clone(), page, transaction: None, landed: None, client: STRICT };
        for action in way {
            self.act(&mut now, action).await;
        }
        now
    }

    async fn act(&self, now: &mut Now, action: &Action) {
        now.landed = None;
        let path = |now: &Now, end: &str| {
            let id = now.transaction.clone().unwrap_or_else(|| "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
            format!("/login/{id}/{end}")
        };
        let landing = match action {
            Action::Begin(client, more) => {
                now.client = client;
                now.browser.open(&url(client, more)).await
            }
            Action::Open(prompt) => now.browser.open(&path(now, prompt.kind())).await,
            Action::Cancel => self.post(now, &path(now, "cancel"), &[]).await,
            Action::LogOut => self.post(now, "/logout/confirm", &[]).await,
            Action::Forget => {
                let made = self.server.events(Code::PasswordLinkMade).await;
                let page = now.browser.open("/password/forgotten").await;
                now.browser.post(&page, "/password/forgotten", &[("username", VICTIM)]).await;
                self.link_is_sent(made).await;
                page
            }
            Action::Choose => {
                let link = self.link().unwrap_or_else(|| format!("/password/{}", "A".repeat(43)));
                let page = now.browser.open(&link).await;
                let page = if page.token().is_empty() { now.form.clone() } else { page };
                now.browser.post(&page, &link, &[("password", CHOSEN), ("again", CHOSEN)]).await;
                page
            }
            Action::Post(prompt, given) => {
                let given = self.given(now, *given);
                let fields: Vec<_> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
                self.post(now, &path(now, prompt.kind()), &fields).await
            }
        };
        if landing.url.path().starts_with("/login/") {
            now.transaction = Some(landing.transaction());
        }
        if landing.url.as_str().starts_with(&self.server.issuer) {
            if !landing.token().is_empty() {
                now.form = landing.clone();
            }
            now.page = landing;
        } else {
            now.landed = Some((now.client, landing));
        }
    }

    async fn post(&self, now: &Now, path: &str, fields: &[(&str, &str)]) -> Landing {
        let landing = now.browser.post(&now.form, path, fields).await;
        match landing.redirect() {
            Some(next) => now.browser.open(next.as_str()).await,
            None => landing,
        }
    }

    /// The last link in the mail to the person.
    fn link(&self) -> Option<String> {
        let mails = if self.reads_mail { self.server.mail.mails() } else { Vec::new() };
        let texts = mails.iter().rev().filter(|mail| mail["to"][0] == "ria@example.nl");
        let words = texts.filter_map(|mail| mail["text"].as_str()).flat_map(str::split_whitespace);
        let mut links = words.filter_map(|word| word.strip_prefix(&self.server.issuer));
        links.find(|path| path.starts_with("/password/") && path.len() > 50).map(str::to_owned)
    }

    /// Links leave beside the requests: waits for the one that was just asked for, unless the budget is spent.
    async fn link_is_sent(&self, made: usize) {
        let has_link = |mail: &serde_json::Value| mail["text"].as_str().is_some_and(|text| text.contains("/password/"));
        holds("a link is sent", async || {
            let sent = self.server.mail.mails().iter().filter(|mail| has_link(mail)).count();
            self.server.events(Code::PasswordLinkMade).await > made && sent > made
        })
        .await;
    }

    fn given(&self, now: &Now, given: Given) -> Vec<(&'static str, String)> {
        let code = |code: Option<String>| vec![("code", code.unwrap_or_else(|| "000000".to_owned()))];
        match given {
            Given::Nothing => Vec::new(),
            Given::Passkey => {
                let mut authenticator = self.authenticator.lock().expect("nobody panicked with it");
                let answer = now.page.question().map(|asked| match asked.contains("pubKeyCredParams") {
                    true => authenticator.make(&asked),
                    false => authenticator.log_in(&asked),
                });
                vec![("passkey", answer.unwrap_or_default())]
            }
            Given::Name(name) => vec![("username", name.to_owned())],
            Given::Password(password) => vec![("password", password.to_owned())],
            Given::Phone => vec![("phone", PHONE.to_owned())],
            Given::Word(word) => vec![("action", word.to_owned())],
            Given::CodeOfApp => code(Some(self.own.code(self.server.provider()))),
            Given::CodeOfKey => {
                let key = now.page.between("secret=", "&");
                let key = key.and_then(|key| serde_json::from_value(key.into()).ok());
                let time = self.server.provider().ports.clock.now();
                code(key.and_then(|key: TotpSecret| key.code_at(time)))
            }
            Given::CodeOfMail if self.reads_mail => {
                let mails = self.server.mail.mails();
                let texts = mails.iter().rev().filter_map(|mail| mail["text"].as_str());
                code(texts.flat_map(digits).next())
            }
            Given::CodeOfMail => code(None),
            Given::CodeOfSms => {
                let own = self.server.sms.messages().into_iter().rev().find(|sms| sms["to"] == "+31687654321");
                code(own.and_then(|sms| sms["text"].as_str().and_then(|text| digits(text).pop())))
            }
        }
    }

    /// Where the adversary is: what is kept of the login, and whether there is a session.
    async fn place(&self, now: &Now) -> String {
        let ports = &self.server.provider().ports;
        let mut login = "none".to_owned();
        if let Some(id) = now.transaction.as_deref().and_then(TransactionId::parse)
            && let Some(stored) = ports.transactions.load(&id, ports.clock.now()).await.expect("a store")
        {
            let kept = stored.value;
            let proofs: Vec<_> = kept.evidence.iter().map(|evidence| format!("{:?}", evidence.proof)).collect();
            login = format!(
                "{} {:?} {:?} {proofs:?} phone {} key {} {:?}",
                kept.purpose.client().map_or("", |client| client.as_str()),
                (kept.purpose.required(), kept.second_factor, kept.wants_passkey),
                kept.username,
                kept.phone.is_some(),
                kept.pending_authenticator.is_some(),
                kept.stopped.map(|stop| format!("{stop:?}").split(' ').next().map(str::to_owned)),
            );
        }
        let silent = |client| url(client, &[("prompt", "none")]);
        let session = now.browser.open(&silent(LENIENT)).await.answer().contains_key("code");
        format!("{login}; session {session}")
    }

    /// Whether an application that demands the app got a code for the person, or any application the stronger level.
    async fn is_in(&self, now: &Now) -> bool {
        let Some((client, landing)) = &now.landed else { return false };
        if !landing.answer().contains_key("code") {
            return false;
        }
        let tokens = tokens(&self.server, &now.browser, client, landing).await;
        let token = payload(&tokens, "id_token");
        let is_theirs = token["sub"] == self.victim.subject.as_str();
        // What the password alone opens at the application that asks no more is no way in for who knows it, or chose it.
        let has_password = self.knows_password || self.reads_mail;
        let is_no_more = has_password && *client == LENIENT && token["acr"] == "urn:sluis:acr:password";
        is_theirs && !is_no_more
    }

    /// How far the search went, in words.
    async fn finds_nothing(&self, who: &str) -> String {
        match self.run().await {
            Ok((places, tried, deepest)) => {
                assert!(places > 3, "the search went nowhere");
                assert!(places < PLACES, "the search reached its bound");
                format!("{who}: {places} places, {tried} actions, {deepest} deep of {DEPTH}; no way in")
            }
            Err(way) => panic!("{who} gets in: {way:?}"),
        }
    }
}

/// The codes in a text.
fn digits(text: &str) -> Vec<String> {
    let is_code = |word: &&str| word.len() == 6;
    text.split(|c: char| !c.is_ascii_digit()).filter(is_code).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_password_alone_never_reaches_a_token_that_demands_more() {
    println!("{}", Search::new(true, false).await.finds_nothing("who knows the password").await);
}

#[tokio::test]
async fn the_mailbox_alone_never_reaches_a_token() {
    println!("{}", Search::new(false, true).await.finds_nothing("who reads the mail").await);
}

/// Who reads the mail chooses the password, and would read the code of the bootstrap as well.
#[tokio::test]
async fn the_mailbox_alone_never_reaches_a_token_of_somebody_without_an_app() {
    let by_mail = Person::named(VICTIM).email("ria@example.nl");
    for (victim, who) in [(by_mail.clone(), "no number"), (by_mail.phone("+31612345678"), "a number on record")] {
        println!(
            "{}",
            Search::of(victim, false, true).await.finds_nothing(&format!("the mail of who has {who}")).await
        );
    }
}

/// The search is able to find a way: with the app forgotten, who has the mailbox and the password gets in.
#[tokio::test]
async fn the_search_finds_the_way_of_somebody_without_an_app() {
    let mut search = Search::new(true, true).await;
    let person = Person::named("ria2").email("ria2@example.nl");
    search.victim = person.add(search.server.provider()).await;
    let way = [
        Action::Begin(STRICT, &[]),
        Action::Post(Prompt::Identify, Given::Name("ria2")),
        Action::Post(Prompt::Password, Given::Password(PASSWORD)),
        Action::Post(Prompt::EmailCode, Given::CodeOfMail),
        Action::Post(Prompt::RegisterPhone, Given::Phone),
        Action::Post(Prompt::SmsCode, Given::CodeOfSms),
        Action::Post(Prompt::EnrolAuthenticator, Given::CodeOfKey),
        Action::Post(Prompt::EnrolmentDone, Given::Nothing),
    ];
    let mut now = search.walk(&[]).await;
    for action in &way {
        // Messages leave beside the requests.
        match action {
            Action::Post(_, Given::CodeOfMail) => drop(search.server.mail.code(1).await),
            Action::Post(_, Given::CodeOfSms) => drop(search.server.sms.code(1).await),
            _ => {}
        }
        search.act(&mut now, action).await;
    }
    assert!(search.is_in(&now).await, "the actions suffice for who has not set up an app: {}", now.page.url);
}
