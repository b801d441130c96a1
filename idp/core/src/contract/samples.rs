//! What the suites put into a store.

#![expect(clippy::expect_used, reason = "a suite fails as a test does")]

use jiff::{SignedDuration, Timestamp};

use crate::account::{EmailAddress, NewAccount, PhoneNumber, Profile, SecurityVersion, Username, VisitCode};
use crate::assurance::{Assurance, Evidence, Level, Proof};
use crate::audit::{Code, Event, Origin};
use crate::client::{ClientId, RedirectUri, Resource};
use crate::id::{GrantId, SessionId, Subject};
use crate::oidc::claims_request::RequestedClaims;
use crate::oidc::grant::Grant;
use crate::oidc::pkce::CodeChallenge;
use crate::port::Rng;
use crate::session::Session;

/// The least difference that a store must see.
pub(super) const MOMENT: SignedDuration = SignedDuration::from_millis(1);

pub(super) fn event(code: Code, subject: &Subject, at: Timestamp) -> Event {
    Event::new(code, &Origin::system(), at).about(subject)
}

/// Somebody whom no store knows yet.
pub(super) fn person(rng: &dyn Rng) -> NewAccount {
    let subject = Subject::generate(rng);
    let username = Username::parse(&format!("jan-{subject}")).expect("a name");
    let profile = Profile {
        password_hash: Some("$argon2id$first".to_owned().into()),
        phone: Some(phone("+31612345678")),
        email: Some(EmailAddress::parse("jan@gemeente.nl").expect("an address")),
        claims: [("name".to_owned(), "Jan de Vries — ☎".into())].into(),
        organisation: Some("Gemeente 's-Hertogenbosch".to_owned()),
        roles: vec!["desk".to_owned()],
    };
    NewAccount { subject, username, profile }
}

pub(super) fn visit_code(hash: &str, now: Timestamp) -> VisitCode {
    VisitCode { hash: hash.to_owned(), expires_at: now.checked_add(MOMENT * 1_000).expect("a time") }
}

pub(super) fn phone(number: &str) -> PhoneNumber {
    PhoneNumber::from_store(number.to_owned())
}

pub(super) fn session(rng: &dyn Rng, now: Timestamp) -> Session {
    Session {
        id: SessionId::generate(rng),
        subject: Subject::generate(rng),
        security_version: SecurityVersion(3),
        evidence: vec![Evidence { proof: Proof::Password, at: now }],
        started_at: now,
        used_at: now,
    }
}

pub(super) fn grant(rng: &dyn Rng, session: &Session, now: Timestamp) -> Grant {
    Grant {
        id: GrantId::generate(rng),
        client: client("contract"),
        subject: session.subject.clone(),
        security_version: session.security_version,
        session: session.id.clone(),
        redirect_uri: redirect_uri("https://client.example/callback"),
        scope: "openid email".into(),
        claims: RequestedClaims { userinfo: ["name".to_owned()].into(), id_token: ["email".to_owned()].into() },
        nonce: Some("n-0S6_WzA2Mj".to_owned()),
        resource: Resource::parse("https://api.example"),
        code_challenge: CodeChallenge::of_verifier(&"v".repeat(43)),
        assurance: Assurance { level: Level::Mfa, auth_time: now, amr: vec!["pwd".to_owned(), "otp".to_owned()] },
        issued_at: now,
    }
}

pub(super) fn client(id: &str) -> ClientId {
    ClientId::parse(id).expect("a client id")
}

pub(super) fn redirect_uri(uri: &str) -> RedirectUri {
    RedirectUri::register(uri).expect("a redirect URI")
}
