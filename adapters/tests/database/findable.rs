//! People whom a version before wrote: they are made findable while nodes run.

use idp_core::account::{EmailAddress, NewAccount, PhoneNumber, Profile, Username};
use idp_core::audit::{Code, Event, Origin};
use idp_core::desk::Term;
use idp_core::id::Subject;
use idp_core::port::{Accounts, Answer, Directory};
use sea_orm::ConnectionTrait;

use crate::stores::{Store, now};

async fn they_are_found_once_they_are_made_findable(store: Store) -> Answer<()> {
    let db = store.node().await;
    for n in 0..7 {
        let subject = Subject::generate(store.rng.as_ref());
        let profile = Profile {
            phone: Some(PhoneNumber::from_store(format!("+3161234567{n}"))),
            email: Some(EmailAddress::from_store(format!("Jan{n}@gemeente.nl"))),
            ..Profile::default()
        };
        let username = Username::parse(&format!("jan{n}")).expect("a name");
        let event = Event::new(Code::AccountAdded, &Origin::system(), now()).about(&subject);
        assert!(db.add(NewAccount { subject, username, profile }, event).await?);
    }
    let knife = sea_orm::Database::connect(&store.url).await.expect("the database opens");
    let before = "UPDATE accounts SET found_by_name = NULL, found_by_email = NULL, found_by_phone = NULL";
    knife.execute_unprepared(before).await.expect("as a version before left it");
    let found =
        async |term: &str| -> Answer<usize> { Ok(db.find(&Term::parse(term).expect("a term"), 50).await?.len()) };
    assert_eq!((found("jan").await?, found("5673").await?), (0, 0));
    assert!(db.make_findable(5).await?, "there are more");
    assert!(!db.make_findable(5).await?);
    assert!(!db.make_findable(5).await?, "and then there is nothing to do");
    assert_eq!((found("jan").await?, found("5673").await?, found("jan3@gemeente.nl").await?), (7, 1, 1));
    Ok(())
}

#[tokio::test]
async fn on_sqlite() -> Answer<()> {
    they_are_found_once_they_are_made_findable(Store::sqlite()).await
}

#[tokio::test]
async fn on_postgres() -> Answer<()> {
    they_are_found_once_they_are_made_findable(Store::postgres("findable").await).await
}
