//! What every outbox must do.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Log;
use super::race::at_once;
use super::samples::{MOMENT, event, phone};
use crate::account::EmailAddress;
use crate::audit::Code;
use crate::id::{MessageId, Subject};
use crate::message::{Outgoing, Recipient, Rendered};
use crate::port::{Accepted, Answer, Leased, Outbox, Rng};

const LEASE: Duration = Duration::from_secs(60);
const LIFE: Duration = Duration::from_secs(900);

/// The promises of [`Outbox`], which must be empty. `rng` draws names that nobody used before.
pub async fn suite(store: Arc<dyn Outbox>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_message_comes_out_as_it_went_in(&*store, log, rng, now).await?;
    a_message_is_tried_until_it_is_accepted(&*store, rng, now).await?;
    what_is_worthless_is_dropped(&*store, rng, now).await?;
    each_message_has_one_worker(store, rng, now).await
}

async fn a_message_comes_out_as_it_went_in(
    store: &dyn Outbox,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    assert!(store.lease(10, LEASE, now).await?.is_empty(), "nothing was queued");
    let subject = Subject::generate(rng);
    let rendered = Rendered {
        subject: Some("Uw code — één keer".to_owned()),
        text: "123456\n\n@gemeente.nl #123456".to_owned(),
        html: Some("<p>123456</p>".to_owned()),
        code: None,
    };
    let mail = Outgoing {
        to: Recipient::Email(EmailAddress::from_store("jan@gemeente.nl".to_owned())),
        rendered,
        ..sms(rng, now)
    };
    for (message, at) in [(sms(rng, now), now), (mail, now + MOMENT)] {
        store.queue(message.clone(), event(Code::MessageQueued, &subject, at)).await?;
        let Leased { message: leased, tries } = one(store.lease(10, LEASE, at).await?);
        assert_eq!((&leased.id, leased.expires_at, tries), (&message.id, message.expires_at, 0));
        assert_eq!((leased.to.channel(), leased.to.reveal()), (message.to.channel(), message.to.reveal()));
        assert!(leased.rendered == message.rendered, "every word of it");
        store.accepted(&leased, &Accepted::by("any"), at).await?;
    }
    assert_eq!(log.about(&subject).await?, [Code::MessageQueued.as_str(); 2]);
    assert!(store.lease(10, LEASE, now + LIFE - MOMENT).await?.is_empty(), "what was accepted is gone");
    Ok(())
}

async fn a_message_is_tried_until_it_is_accepted(store: &dyn Outbox, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let subject = Subject::generate(rng);
    store.queue(sms(rng, now), event(Code::MessageQueued, &subject, now)).await?;
    let first = one(store.lease(10, LEASE, now).await?);
    assert!(store.lease(10, LEASE, now + LEASE - MOMENT).await?.is_empty(), "a worker has its hands on it");
    let second = one(store.lease(10, LEASE, now + LEASE).await?);
    assert_eq!((first.tries, second.tries), (0, 1), "that worker is gone: another tries");
    let retry = now + LEASE * 2;
    store.again(&second.message, retry).await?;
    assert!(store.lease(10, LEASE, retry - MOMENT).await?.is_empty(), "it rests");
    let third = one(store.lease(10, LEASE, retry).await?);
    assert_eq!(third.tries, 2);
    store.accepted(&third.message, &Accepted::by("any"), retry).await
}

async fn what_is_worthless_is_dropped(store: &dyn Outbox, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let subject = Subject::generate(rng);
    store.queue(sms(rng, now), event(Code::MessageQueued, &subject, now)).await?;
    assert!(store.lease(10, LEASE, now + LIFE).await?.is_empty(), "its life is over");
    assert!(store.lease(10, LEASE, now).await?.is_empty(), "it is gone");

    store.queue(sms(rng, now), event(Code::MessageQueued, &subject, now)).await?;
    let message = one(store.lease(10, LEASE, now).await?).message;
    store.again(&message, message.expires_at).await?;
    assert!(store.lease(10, LEASE, now + LEASE).await?.is_empty(), "it would be worthless by then");
    Ok(())
}

async fn each_message_has_one_worker(store: Arc<dyn Outbox>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let subject = Subject::generate(rng);
    for _ in 0..20 {
        store.queue(sms(rng, now), event(Code::MessageQueued, &subject, now)).await?;
    }
    assert_eq!(store.lease(5, LEASE, now).await?.len(), 5, "no more than asked for");
    let leased = at_once(10, || {
        let store = Arc::clone(&store);
        async move { store.lease(20, LEASE, now).await }
    });
    let mut names: Vec<_> = leased.await?.into_iter().flatten().map(|leased| leased.message.id).collect();
    // A worker may pass by what another is just taking; nothing may be given out twice.
    names.extend(store.lease(20, LEASE, now).await?.into_iter().map(|leased| leased.message.id));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 15, "every one once");
    Ok(())
}

fn sms(rng: &dyn Rng, now: Timestamp) -> Outgoing {
    Outgoing {
        id: MessageId::generate(rng),
        to: Recipient::Phone(phone("+31612345678")),
        rendered: Rendered {
            subject: None,
            text: "Uw code is 123456".to_owned(),
            html: None,
            code: Some("123456".to_owned()),
        },
        expires_at: now + LIFE,
    }
}

fn one(leased: Vec<Leased>) -> Leased {
    let Ok([one]) = <[Leased; 1]>::try_from(leased) else { panic!("one message is due") };
    one
}
