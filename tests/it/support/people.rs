//! People, as an administrator would have them.

use idp_core::account::{
    Account, Change, EmailAddress, NewAccount, NewPasskey, OneTimeCode, Others, PhoneNumber, Profile, RecoveryCode,
    Role, TotpSecret, UserHandle, Username, VisitCode,
};
use idp_core::audit::{Code, Event, Origin};
use idp_core::claims::Claims;
use idp_core::id::{AuthenticatorId, PasskeyId, Subject};
use idp_core::port::{Changed, Registrant, Verification};
use idp_core::provider::Provider;
use jiff::SignedDuration;

use super::Server;
use super::authenticator::Authenticator;

/// Everybody's.
pub(crate) const PASSWORD: &str = "een heel lang wachtwoord";

/// Somebody.
#[derive(Clone, Default)]
pub(crate) struct Person {
    name: String,
    phone: Option<&'static str>,
    email: Option<&'static str>,
    claims: Claims,
    enrolled: bool,
    disabled: bool,
    role: Role,
}

/// Somebody who is there.
pub(crate) struct Known {
    pub(crate) subject: Subject,
    pub(crate) name: Username,
    pub(crate) secret: Option<TotpSecret>,
}

impl Person {
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    pub(crate) fn phone(self, phone: &'static str) -> Self {
        Self { phone: Some(phone), ..self }
    }

    pub(crate) fn email(self, email: &'static str) -> Self {
        Self { email: Some(email), ..self }
    }

    /// Claims besides the name, or instead of it.
    pub(crate) fn claims(self, claims: Claims) -> Self {
        Self { claims, ..self }
    }

    pub(crate) fn enrolled(self) -> Self {
        Self { enrolled: true, ..self }
    }

    pub(crate) fn disabled(self) -> Self {
        Self { disabled: true, ..self }
    }

    /// At the service desk.
    pub(crate) fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    pub(crate) async fn add(self, provider: &Provider) -> Known {
        let ports = &provider.ports;
        let now = ports.clock.now();
        let event = |code| Event::new(code, &Origin::administrator("test"), now);
        let name = Username::parse(&self.name).expect("a name");
        let subject = Subject::generate(ports.rng.as_ref());
        let mut claims = Claims::from([("name".to_owned(), format!("Mevrouw {}", self.name).into())]);
        claims.extend(self.claims);
        let profile = Profile {
            password_hash: Some(ports.passwords.hash(PASSWORD.into()).await.expect("a hash")),
            phone: self.phone.map(|number| PhoneNumber::from_store(number.to_owned())),
            email: self.email.map(|address| EmailAddress::parse(address).expect("an address")),
            claims,
            ..Profile::default()
        };
        let account = NewAccount { subject: subject.clone(), username: name.clone(), profile };
        assert!(ports.accounts.add(account, event(Code::AccountAdded)).await.expect("a store"));
        let secret = self.enrolled.then(|| TotpSecret::generate(ports.rng.as_ref()));
        if let Some(secret) = secret.clone() {
            let id = AuthenticatorId::generate(ports.rng.as_ref());
            change(
                provider,
                &subject,
                Change::ConfirmAuthenticator { id, secret, step: 0, others: Others::None },
                Code::AuthenticatorEnrolled,
            )
            .await;
        }
        if self.disabled {
            change(provider, &subject, Change::Disable, Code::AccountDisabled).await;
        }
        if self.role > Role::None {
            change(provider, &subject, Change::SetRole(self.role), Code::RoleAssigned).await;
        }
        Known { subject, name, secret }
    }
}

impl Known {
    /// What the app shows now.
    pub(crate) fn code(&self, provider: &Provider) -> String {
        self.code_of_step(provider, 0)
    }

    /// What an app shows whose clock is so many steps of 30 seconds ahead.
    pub(crate) fn code_of_step(&self, provider: &Provider, ahead: i64) -> String {
        let secret = self.secret.as_ref().expect("somebody enrolled");
        let at = provider.ports.clock.now() + SignedDuration::from_secs(30 * ahead);
        secret.code_at(at).expect("a code")
    }

    pub(crate) async fn account(&self, provider: &Provider) -> Account {
        provider.ports.accounts.by_subject(&self.subject).await.expect("a store").expect("the account")
    }
}

/// What an administrator or the person does to an account.
pub(crate) async fn change(provider: &Provider, subject: &Subject, change: Change, code: Code) {
    let ports = &provider.ports;
    let account = ports.accounts.by_subject(subject).await.expect("a store").expect("the account");
    let event = Event::new(code, &Origin::administrator("test"), ports.clock.now()).about(subject);
    let (seen, called) = (account.security_version, provider.clients.called_at_logout());
    let changed = ports.accounts.change(subject, seen, change, &called, event).await.expect("a store");
    assert!(matches!(changed, Changed::Done(_)), "the change was refused");
}

/// Gives somebody a passkey, as their account page does, and its authenticator.
pub(crate) async fn with_passkey(server: &Server, person: &Known) -> Authenticator {
    let ports = &server.provider().ports;
    let handle = UserHandle::of(&person.subject, ports.keyed_hash.as_ref());
    let registrant = Registrant { handle, username: person.name.as_str(), name: person.name.as_str() };
    let asked = ports.passkeys.begin_registration(&registrant, &[], Verification::Asked).expect("a question");
    let mut authenticator = Authenticator::at(&server.issuer);
    let made = ports.passkeys.finish_registration(&asked, &authenticator.make(&asked.options)).expect("looked at");
    let made = made.expect("made");
    let passkey = NewPasskey {
        id: PasskeyId::generate(ports.rng.as_ref()),
        digest: made.id.digest(ports.keyed_hash.as_ref()),
        credential: made.credential,
        signatures: made.signatures,
    };
    change(server.provider(), &person.subject, Change::AddPasskey(passkey), Code::PasskeyEnrolled).await;
    authenticator
}

/// A code that is not this one.
pub(crate) fn another(code: &str) -> String {
    let code = OneTimeCode::parse(code).expect("a code");
    let number: u32 = code.reveal().parse().expect("a number");
    format!("{:06}", (number + 500_001) % 1_000_000)
}

/// The code of the service desk in [`reset`].
pub(crate) const VISIT_CODE: &str = "271828";

/// What the service desk does for who lost the app. The person then needs [`VISIT_CODE`].
pub(crate) fn reset(provider: &Provider, subject: &Subject) -> Change {
    Change::ResetFactors(visit_code(provider, subject))
}

/// What is kept of [`VISIT_CODE`] when the service desk gives it now.
pub(crate) fn visit_code(provider: &Provider, subject: &Subject) -> VisitCode {
    let code = OneTimeCode::parse(VISIT_CODE).expect("six digits");
    let ports = &provider.ports;
    VisitCode::new(&code, subject, ports.keyed_hash.as_ref(), ports.clock.now())
}

/// Gives somebody recovery codes, as their account page does.
pub(crate) async fn with_recovery_codes(provider: &Provider, person: &Known) -> Vec<RecoveryCode> {
    let ports = &provider.ports;
    let codes: Vec<_> = (0..RecoveryCode::SET).map(|_| RecoveryCode::generate(ports.rng.as_ref())).collect();
    let digests = codes.iter().map(|code| code.digest(&person.subject, ports.keyed_hash.as_ref())).collect();
    change(provider, &person.subject, Change::SetRecoveryCodes(digests), Code::RecoveryCodesMade).await;
    codes
}
