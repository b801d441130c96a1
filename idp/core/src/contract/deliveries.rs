//! What every memory of what became of messages must do.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::time::Duration;

use jiff::Timestamp;

use super::samples::{MOMENT, event, phone};
use crate::audit::Code;
use crate::delivery::{About, Delivery, Outcome, Report, Stage};
use crate::id::{MessageId, Subject};
use crate::message::{Outgoing, Recipient, Rendered};
use crate::port::{Accepted, Answer, Deliveries, Outbox, Rng};

const LIFE: Duration = Duration::from_secs(900);

/// The promises of [`Deliveries`], beside the outbox of the same store.
pub async fn suite(
    store: &(impl Deliveries + ?Sized),
    outbox: &dyn Outbox,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    a_message_is_followed_to_its_end(store, outbox, rng, now).await?;
    what_nobody_takes_is_given_up(store, outbox, rng, now).await?;
    only_the_gateway_that_took_it_is_believed(store, outbox, rng, now).await?;
    delivered_is_final(store, outbox, rng, now).await?;
    a_report_may_be_faster_than_our_own_note(store, outbox, rng, now).await
}

async fn a_message_is_followed_to_its_end(
    store: &(impl Deliveries + ?Sized),
    outbox: &dyn Outbox,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let subject = Subject::generate(rng);
    assert!(store.latest(&subject, 10, now).await?.is_empty(), "nothing was sent");
    let first = queue(outbox, &subject, rng, now).await?;
    let queued = one(store.latest(&subject, 10, now).await?);
    assert_eq!((&queued.message, queued.channel.as_str(), queued.to.as_str()), (&first.id, "sms", "** ** ** 78"));
    assert_eq!((queued.queued_at, queued.gateway, queued.stage), (now, None, Stage::Queued));

    outbox.accepted(&first, &by("spryng", "s-1"), now + MOMENT).await?;
    let taken = one(store.latest(&subject, 10, now + LIFE).await?);
    assert_eq!((taken.gateway.as_deref(), taken.provider_id.as_deref()), (Some("spryng"), Some("s-1")));
    assert_eq!(taken.stage, Stage::Accepted { at: now + MOMENT });

    assert!(store.reported("spryng", &report(&first.id, Outcome::Delivered), now + LIFE).await?);
    let there = one(store.latest(&subject, 10, now + LIFE).await?);
    assert_eq!(there.stage, Stage::Delivered { at: now + LIFE });

    let second = queue(outbox, &subject, rng, now + MOMENT).await?;
    let names: Vec<_> = store.latest(&subject, 10, now).await?.into_iter().map(|found| found.message).collect();
    assert_eq!(names, [second.id.clone(), first.id], "newest first");
    assert_eq!(one(store.latest(&subject, 1, now).await?).message, second.id, "no more than asked for");
    Ok(())
}

async fn what_nobody_takes_is_given_up(
    store: &(impl Deliveries + ?Sized),
    outbox: &dyn Outbox,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let subject = Subject::generate(rng);
    let message = queue(outbox, &subject, rng, now).await?;
    outbox.again(&message, now + MOMENT).await?;
    assert_eq!(one(store.latest(&subject, 10, now).await?).stage, Stage::Queued, "it is tried again");
    assert_eq!(one(store.latest(&subject, 10, now + LIFE).await?).stage, Stage::GivenUp, "its life is over");
    outbox.again(&message, message.expires_at).await?;
    assert_eq!(one(store.latest(&subject, 10, now).await?).stage, Stage::GivenUp, "at once");
    Ok(())
}

async fn only_the_gateway_that_took_it_is_believed(
    store: &(impl Deliveries + ?Sized),
    outbox: &dyn Outbox,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let subject = Subject::generate(rng);
    let message = queue(outbox, &subject, rng, now).await?;
    let name = message.id.to_string();
    outbox.accepted(&message, &by("twilio", &name), now).await?;
    let by_its_name = Report { about: About::ProviderId(name), outcome: Outcome::Delivered };
    for report in [&report(&message.id, Outcome::Delivered), &by_its_name] {
        assert!(!store.reported("spryng", report, now).await?, "another gateway");
    }
    let nothing = report(&MessageId::generate(rng), Outcome::Delivered);
    assert!(!store.reported("twilio", &nothing, now).await?, "no message");
    assert_eq!(one(store.latest(&subject, 10, now).await?).stage, Stage::Accepted { at: now });
    assert!(store.reported("twilio", &by_its_name, now).await?);
    assert_eq!(one(store.latest(&subject, 10, now).await?).stage, Stage::Delivered { at: now });
    Ok(())
}

async fn delivered_is_final(
    store: &(impl Deliveries + ?Sized),
    outbox: &dyn Outbox,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let subject = Subject::generate(rng);
    let message = queue(outbox, &subject, rng, now).await?;
    outbox.accepted(&message, &by("cm", "c-1"), now).await?;
    let failed = report(&message.id, Outcome::Failed(Some("21".to_owned())));
    assert!(store.reported("cm", &failed, now).await?);
    let reason = Some("21".to_owned());
    assert_eq!(one(store.latest(&subject, 10, now).await?).stage, Stage::Failed { at: now, reason });
    assert!(!store.reported("cm", &failed, now + MOMENT).await?, "that is known");
    let delivered = report(&message.id, Outcome::Delivered);
    assert!(store.reported("cm", &delivered, now + MOMENT).await?, "it came after all");
    for late in [failed, delivered] {
        assert!(!store.reported("cm", &late, now + LIFE).await?, "delivered is final");
    }
    assert_eq!(one(store.latest(&subject, 10, now).await?).stage, Stage::Delivered { at: now + MOMENT });
    Ok(())
}

async fn a_report_may_be_faster_than_our_own_note(
    store: &(impl Deliveries + ?Sized),
    outbox: &dyn Outbox,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let subject = Subject::generate(rng);
    let message = queue(outbox, &subject, rng, now).await?;
    assert!(store.reported("cm", &report(&message.id, Outcome::Delivered), now).await?);
    outbox.accepted(&message, &by("cm", "c-1"), now + MOMENT).await?;
    let found = one(store.latest(&subject, 10, now).await?);
    assert_eq!((found.gateway.as_deref(), found.stage), (Some("cm"), Stage::Delivered { at: now }));
    Ok(())
}

async fn queue(outbox: &dyn Outbox, subject: &Subject, rng: &dyn Rng, now: Timestamp) -> Answer<Outgoing> {
    let message = Outgoing {
        id: MessageId::generate(rng),
        to: Recipient::Phone(phone("+31612345678")),
        rendered: Rendered { subject: None, text: "Uw code is 123456".to_owned(), html: None, code: None },
        expires_at: now + LIFE,
    };
    outbox.queue(message.clone(), event(Code::MessageQueued, subject, now)).await?;
    Ok(message)
}

fn by(gateway: &str, id: &str) -> Accepted {
    Accepted { gateway: gateway.to_owned(), provider_id: Some(id.to_owned()) }
}

fn report(message: &MessageId, outcome: Outcome) -> Report {
    Report { about: About::Reference(message.clone()), outcome }
}

fn one(found: Vec<Delivery>) -> Delivery {
    let Ok([one]) = <[Delivery; 1]>::try_from(found) else { panic!("one message was sent") };
    one
}
