//! The people of the demo: one for each way through the login.

use idp_core::account::{Change, EmailAddress, NewAccount, Others, PhoneNumber, Profile, Role, TotpSecret, Username};
use idp_core::audit::{Code, Event, Origin};
use idp_core::id::{AuthenticatorId, Subject};
use idp_core::provider::Provider;

use crate::relying_party::Fault;

/// Somebody who can log in.
pub struct DemoPerson {
    /// The username.
    pub name: &'static str,
    /// What people call them.
    pub called: &'static str,
    /// What is special.
    pub special: &'static str,
    phone: Option<&'static str>,
    email: Option<&'static str>,
    enrolled: bool,
    disabled: bool,
    role: Role,
}

/// Everybody's password in the demo.
pub const PASSWORD: &str = "waterkering-2026";

/// Everybody.
pub const PEOPLE: [DemoPerson; 7] = [
    DemoPerson {
        name: "jan",
        called: "Jan de Vries",
        special: "first login: gets an SMS, then sets up the app",
        phone: Some("+31612345678"),
        email: Some("jan.devries@gemeente.example"),
        enrolled: false,
        disabled: false,
        role: Role::None,
    },
    DemoPerson {
        name: "els",
        called: "Els Bakker",
        special: "first login: only an e-mail address, so a mail first, then a phone number",
        phone: None,
        email: Some("els.bakker@provincie.example"),
        enrolled: false,
        disabled: false,
        role: Role::None,
    },
    DemoPerson {
        name: "ria",
        called: "Ria Jansen",
        special: "already has the app; its code is on the demo's page /authenticator",
        phone: Some("+31687654321"),
        email: Some("ria.jansen@waterschap.example"),
        enrolled: true,
        disabled: false,
        role: Role::None,
    },
    DemoPerson {
        name: "bo",
        called: "Bo Smit",
        special: "neither a phone number nor an address: the service desk must help",
        phone: None,
        email: None,
        enrolled: false,
        disabled: false,
        role: Role::None,
    },
    DemoPerson {
        name: "dirk",
        called: "Dirk Visser",
        special: "the account is disabled",
        phone: Some("+31611223344"),
        email: Some("dirk.visser@ministerie.example"),
        enrolled: false,
        disabled: true,
        role: Role::None,
    },
    DemoPerson {
        name: "noor",
        called: "Noor de Boer",
        special: "of the service desk, has the app: helps the others at /desk",
        phone: Some("+31622334455"),
        email: Some("noor.deboer@koop.example"),
        enrolled: true,
        disabled: false,
        role: Role::Desk,
    },
    DemoPerson {
        name: "daan",
        called: "Daan Mulder",
        special: "an administrator, has the app: reads the reports at /desk too",
        phone: Some("+31633445566"),
        email: Some("daan.mulder@koop.example"),
        enrolled: true,
        disabled: false,
        role: Role::Administrator,
    },
];

/// Who has the app already, as people call them.
pub fn enrolled() -> Vec<&'static str> {
    PEOPLE.iter().filter(|person| person.enrolled).map(|person| person.called).collect()
}

/// Adds everybody; gives the key of the app of those who are enrolled.
pub async fn add(provider: &Provider) -> Result<TotpSecret, Fault> {
    let ports = &provider.ports;
    let secret = TotpSecret::generate(ports.rng.as_ref());
    let called = provider.clients.called_at_logout();
    for person in PEOPLE {
        let now = ports.clock.now();
        let event = |code| Event::new(code, &Origin::administrator("demo"), now);
        let profile = Profile {
            password_hash: Some(ports.passwords.hash(PASSWORD.into()).await?),
            phone: person.phone.map(|number| PhoneNumber::from_store(number.to_owned())),
            email: person.email.map(EmailAddress::parse).transpose()?,
            claims: [("name".to_owned(), person.called.into())].into(),
            ..Profile::default()
        };
        let subject = Subject::generate(ports.rng.as_ref());
        let username = Username::parse(person.name).ok_or("not a username")?;
        let account = NewAccount { subject: subject.clone(), username: username.clone(), profile };
        ports.accounts.add(account, event(Code::AccountAdded)).await?;
        let mut changes = Vec::new();
        if person.enrolled {
            let id = AuthenticatorId::generate(ports.rng.as_ref());
            let change = Change::ConfirmAuthenticator { id, secret: secret.clone(), step: 0, others: Others::None };
            changes.push((change, Code::AuthenticatorEnrolled));
        }
        if person.disabled {
            changes.push((Change::Disable, Code::AccountDisabled));
        }
        if person.role != Role::None {
            changes.push((Change::SetRole(person.role), Code::RoleAssigned));
        }
        for (change, code) in changes {
            let version = ports.accounts.by_subject(&subject).await?.ok_or("no account")?.security_version;
            ports.accounts.change(&subject, version, change, &called, event(code)).await?;
        }
    }
    Ok(secret)
}
