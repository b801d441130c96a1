//! The worker between an outbox and the channels.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use idp_adapters::delivery::{CapturedMessages, Channels, Waking, run};
use idp_core::audit::{Code, Event, Origin};
use idp_core::message::Outgoing;
use idp_core::port::{Accepted, Answer, Clock, Deliver, DeliveryFailed, Leased, Outbox};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

use super::{HandClock, email, sms};

/// An outbox that only remembers.
#[derive(Default)]
struct Notebook {
    waiting: Mutex<VecDeque<Outgoing>>,
    noted: Mutex<Vec<(Outgoing, Option<Timestamp>)>>,
    noted_one: Notify,
}

impl Notebook {
    fn note(&self, message: &Outgoing, again: Option<Timestamp>) {
        self.noted.lock().expect("no panic").push((message.clone(), again));
        self.noted_one.notify_one();
    }

    async fn next_note(&self) -> Option<Timestamp> {
        timeout(Duration::from_secs(2), self.noted_one.notified()).await.expect("a note, at once");
        self.noted.lock().expect("no panic").pop().expect("a note").1
    }
}

#[async_trait]
impl Outbox for Notebook {
    async fn queue(&self, message: Outgoing, _event: Event) -> Answer<()> {
        self.waiting.lock().expect("no panic").push_back(message);
        Ok(())
    }

    async fn lease(&self, limit: u64, _lease: Duration, _now: Timestamp) -> Answer<Vec<Leased>> {
        let mut waiting = self.waiting.lock().expect("no panic");
        let due = waiting.len().min(usize::try_from(limit).expect("a small limit"));
        Ok(waiting.drain(..due).map(|message| Leased { message, tries: 1 }).collect())
    }

    async fn accepted(&self, message: &Outgoing, _by: &Accepted, _now: Timestamp) -> Answer<()> {
        self.note(message, None);
        Ok(())
    }

    async fn again(&self, message: &Outgoing, at: Timestamp) -> Answer<()> {
        self.note(message, Some(at));
        Ok(())
    }
}

/// A channel on which everything fails.
struct Broken {
    permanent: bool,
}

#[async_trait]
impl Deliver for Broken {
    async fn deliver(&self, _message: &Outgoing) -> Result<Accepted, DeliveryFailed> {
        Err(DeliveryFailed { reason: "broken".into(), permanent: self.permanent })
    }
}

struct World {
    notebook: Arc<Notebook>,
    outbox: Waking,
    clock: Arc<HandClock>,
    stop: oneshot::Sender<()>,
    worker: tokio::task::JoinHandle<()>,
}

impl World {
    fn start(channels: impl FnOnce(Arc<HandClock>) -> Channels) -> Self {
        let (notebook, clock, wake) = (Arc::new(Notebook::default()), Arc::new(HandClock::new()), Arc::default());
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move { _ = stopped.await };
        let channels = channels(Arc::clone(&clock));
        let worker = tokio::spawn(run(notebook.clone(), channels, clock.clone(), Arc::clone(&wake), shutdown));
        Self { outbox: Waking::new(notebook.clone(), wake), notebook, clock, stop, worker }
    }

    async fn queue(&self, message: Outgoing) {
        let event = Event::new(Code::MessageQueued, &Origin::system(), self.clock.now());
        self.outbox.queue(message, event).await.expect("a notebook");
    }

    async fn stop(self) {
        self.stop.send(()).expect("a worker");
        timeout(Duration::from_secs(2), self.worker).await.expect("it stops").expect("without a panic");
    }
}

#[tokio::test]
async fn a_message_leaves_at_once_by_its_channel() {
    let clock: Arc<HandClock> = Arc::new(HandClock::new());
    let (mail, phone) =
        (Arc::new(CapturedMessages::new(clock.clone())), Arc::new(CapturedMessages::new(clock.clone())));
    let channels = Channels { mail: mail.clone(), sms: phone.clone() };
    let world = World::start(|_| channels);
    world.queue(sms(clock.now())).await;
    assert_eq!(world.notebook.next_note().await, None, "accepted");
    clock.forward(5);
    world.queue(email(clock.now())).await;
    assert_eq!(world.notebook.next_note().await, None, "accepted");
    world.stop().await;

    let shown = serde_json::to_value([phone.messages(), mail.messages()].concat()).expect("JSON");
    let text = "Uw code is 123456 \"é\"";
    let expected = serde_json::json!([
        { "time": "2026-03-01T12:00:00Z", "channel": "sms", "to": "+31612345678", "text": text },
        { "time": "2026-03-01T12:00:05Z", "channel": "email", "to": "jan@gemeente.example", "text": text },
    ]);
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn a_failure_is_tried_again_later_and_a_refusal_never() {
    let channels =
        |_| Channels { mail: Arc::new(Broken { permanent: true }), sms: Arc::new(Broken { permanent: false }) };
    let world = World::start(channels);
    let now = world.clock.now();
    world.queue(sms(now)).await;
    let second_pause = now + SignedDuration::from_secs(15);
    assert_eq!(world.notebook.next_note().await, Some(second_pause), "it was tried once before");
    let mail = email(now);
    let end = mail.expires_at;
    world.queue(mail).await;
    assert_eq!(world.notebook.next_note().await, Some(end), "due when it is worthless: never");
    world.stop().await;
}

#[tokio::test]
async fn a_long_queue_is_emptied_without_waiting_for_the_next_look() {
    let world = World::start(|clock| {
        let captured = Arc::new(CapturedMessages::new(clock));
        Channels { mail: captured.clone(), sms: captured }
    });
    let now = world.clock.now();
    world.notebook.waiting.lock().expect("no panic").extend((0..200).map(|_| sms(now)));
    world.queue(sms(now)).await;
    timeout(Duration::from_secs(2), async {
        while world.notebook.noted.lock().expect("no panic").len() < 201 {
            world.notebook.noted_one.notified().await;
        }
    })
    .await
    .expect("all of them, at once");
    world.stop().await;
}
