//! What lies in the file, and what happens when the audit log cannot be written.

use std::collections::BTreeSet;
use std::sync::Arc;

use idp_adapters::database::{ConnectError, Database, DatabaseOptions};
use idp_adapters::sealing::{MasterKeys, Sealer};
use idp_core::account::{
    Change, EmailAddress, NewAccount, Others, PhoneNumber, Profile, SecurityVersion, TotpSecret, Username,
};
use idp_core::audit::{Code, Event, Origin};
use idp_core::id::{AuthenticatorId, MessageId, Subject};
use idp_core::message::{Outgoing, Recipient, Rendered};
use idp_core::port::{Accounts, Answer, Changed, Outbox};
use sea_orm::ConnectionTrait;

use crate::stores::{Counting, Store, now};

fn event(subject: &Subject) -> Event {
    Event::new(Code::AccountUpdated, &Origin::system(), now()).about(subject)
}

fn jan(store: &Store) -> NewAccount {
    let profile = Profile {
        phone: Some(PhoneNumber::from_store("+31612345678".to_owned())),
        email: Some(EmailAddress::from_store("jan@gemeente.nl".to_owned())),
        ..Profile::default()
    };
    let username = Username::parse("jan").expect("a name");
    NewAccount { subject: Subject::generate(store.rng.as_ref()), username, profile }
}

#[tokio::test]
async fn nothing_that_reaches_or_authenticates_a_person_lies_open() -> Answer<()> {
    let store = Store::sqlite();
    let db = store.node().await;
    let jan = jan(&store);
    db.add(jan.clone(), event(&jan.subject)).await?;
    let secret = b"a secret of 20 bytes";
    let id = AuthenticatorId::generate(store.rng.as_ref());
    let confirm = Change::ConfirmAuthenticator {
        id,
        secret: TotpSecret::from_store(secret.to_vec()),
        step: 1,
        others: Others::None,
    };
    let confirmed = db.change(&jan.subject, SecurityVersion(1), confirm, &BTreeSet::new(), event(&jan.subject)).await?;
    assert!(matches!(confirmed, Changed::Done(_)));
    let message = Outgoing {
        id: MessageId::generate(store.rng.as_ref()),
        to: Recipient::Phone(PhoneNumber::from_store("+31612345678".to_owned())),
        rendered: Rendered {
            subject: None,
            text: "Uw code is 123456".to_owned(),
            html: None,
            code: Some("123456".to_owned()),
        },
        expires_at: now() + std::time::Duration::from_secs(900),
    };
    db.queue(message, event(&jan.subject)).await?;

    let path = store.url.strip_prefix("sqlite:").expect("a file");
    for file in [path.to_owned(), format!("{path}-wal"), format!("{path}-shm")] {
        let bytes = std::fs::read(&file).expect("a file");
        for open in [&b"612345678"[..], b"jan@gemeente", b"123456", secret] {
            assert!(!bytes.windows(open.len()).any(|window| window == open), "{file}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{file}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn another_master_key_opens_nobody() -> Answer<()> {
    let store = Store::sqlite();
    let jan = jan(&store);
    store.node().await.add(jan.clone(), event(&jan.subject)).await?;
    let stranger = MasterKeys::parse(&MasterKeys::generate(store.rng.as_ref())).expect("keys");
    let options = DatabaseOptions { url: store.url.clone().into() };
    let stranger = Database::connect(&options, Arc::new(Sealer::new(stranger)), store.rng.clone()).await;
    let refused = stranger.expect("the database opens").by_username(&jan.username).await;
    assert!(refused.is_err(), "it is an error, never an account without its contacts");
    Ok(())
}

async fn an_act_whose_event_cannot_be_written_does_not_happen(store: Store) -> Answer<()> {
    let db = store.node().await;
    let jan = jan(&store);
    db.add(jan.clone(), event(&jan.subject)).await?;

    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    knife.execute_unprepared("ALTER TABLE audit_events RENAME TO lost").await.expect("renamed");
    let disabled =
        db.change(&jan.subject, SecurityVersion(1), Change::Disable, &BTreeSet::new(), event(&jan.subject)).await;
    assert!(disabled.is_err());
    knife.execute_unprepared("ALTER TABLE lost RENAME TO audit_events").await.expect("renamed");

    let account = db.by_subject(&jan.subject).await?.expect("jan");
    assert!(!account.disabled && account.security_version == SecurityVersion(1));
    let again =
        db.change(&jan.subject, SecurityVersion(1), Change::Disable, &BTreeSet::new(), event(&jan.subject)).await?;
    assert!(matches!(again, Changed::Done(_)), "the database goes on");
    Ok(())
}

#[tokio::test]
async fn no_act_without_its_event_on_sqlite() -> Answer<()> {
    an_act_whose_event_cannot_be_written_does_not_happen(Store::sqlite()).await
}

#[tokio::test]
async fn no_act_without_its_event_on_postgres() -> Answer<()> {
    an_act_whose_event_cannot_be_written_does_not_happen(Store::postgres("no_event").await).await
}

#[tokio::test]
async fn a_url_that_is_none_is_refused_without_showing_it() {
    let rng = Arc::new(Counting::default());
    for url in ["mysql://u:geheim@h/d", "geheim", "sqlite:", "sqlite::memory:", "postgres://u:geheim@h:port/d"] {
        let sealer = Arc::new(Sealer::new(MasterKeys::parse(&MasterKeys::generate(&*rng)).expect("keys")));
        let refused = Database::connect(&DatabaseOptions { url: url.into() }, sealer, rng.clone()).await.err();
        let refused = refused.expect("refused");
        assert!(matches!(refused, ConnectError::Url), "{url}");
        assert!(!format!("{refused} {refused:?}").contains("geheim"));
    }
}
