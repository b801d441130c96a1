//! The worker: hands over what is leased, and notes what came of it.

use std::sync::Arc;
use std::time::Duration;

use idp_core::message::{Outgoing, Recipient};
use idp_core::port::{Answer, Clock, Deliver, DeliveryFailed, Leased, Outbox};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::queue::{self, LEASE, Work};

/// How long a message may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait after the first failure, the second, and so on; the last holds for every further one.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(5), Duration::from_secs(15), Duration::from_secs(60), Duration::from_secs(300)];

/// Who delivers what.
#[derive(Clone)]
pub struct Channels {
    /// Mails.
    pub mail: Arc<dyn Deliver>,
    /// SMS.
    pub sms: Arc<dyn Deliver>,
}

/// Delivers what the outbox has until `shutdown`; what is being handed over then is finished first, so that nothing is sent
/// twice. `wake` makes it look at once.
pub async fn run(
    outbox: Arc<dyn Outbox>,
    channels: Channels,
    clock: Arc<dyn Clock>,
    wake: Arc<Notify>,
    shutdown: impl Future<Output = ()> + Send,
) {
    queue::run(Worker { outbox, channels, clock }, wake, shutdown).await;
}

#[derive(Clone)]
struct Worker {
    outbox: Arc<dyn Outbox>,
    channels: Channels,
    clock: Arc<dyn Clock>,
}

impl Work for Worker {
    const AT_ONCE: usize = 32;
    type Piece = Leased;

    async fn lease(&self, limit: usize) -> Vec<Leased> {
        let leased = self.outbox.lease(limit as u64, LEASE, self.clock.now()).await;
        leased.unwrap_or_else(|error| {
            tracing::error!(%error, cause = %error.source, "the outbox cannot be read; no message leaves until it can");
            Vec::new()
        })
    }

    async fn complete(self, leased: Leased) {
        let message = &leased.message;
        let late = |_| Err(DeliveryFailed { reason: "it took too long".to_owned(), permanent: false });
        let noted = match timeout(PATIENCE, self.channel(message).deliver(message)).await.unwrap_or_else(late) {
            Ok(by) => {
                let (id, channel, gateway) = (&message.id, message.to.channel(), by.gateway.as_str());
                tracing::info!(message = %id, channel, gateway, "message accepted");
                self.outbox.accepted(message, &by, self.clock.now()).await
            }
            Err(failure) => self.failed(&leased, &failure).await,
        };
        if let Err(error) = noted {
            tracing::error!(
                message = %message.id, %error, cause = %error.source,
                "what came of a message was not noted; it may be sent again"
            );
        }
    }
}

impl Worker {
    fn channel(&self, message: &Outgoing) -> &dyn Deliver {
        match message.to {
            Recipient::Phone(_) => self.channels.sms.as_ref(),
            Recipient::Email(_) => self.channels.mail.as_ref(),
        }
    }

    /// A message that will never be accepted is due again when it is worthless: so it is not tried again, and the outbox
    /// forgets it as it forgets every other that is over.
    async fn failed(&self, leased: &Leased, failure: &DeliveryFailed) -> Answer<()> {
        let message = &leased.message;
        let (id, channel, reason) = (&message.id, message.to.channel(), failure.reason.as_str());
        let tries = leased.tries + 1;
        let next = match failure.permanent {
            true => message.expires_at,
            false => queue::next_try(&PAUSES, leased.tries, self.clock.as_ref()),
        };
        if next >= message.expires_at {
            tracing::error!(message = %id, channel, tries, reason, "message given up: nobody gets it");
        } else {
            tracing::warn!(message = %id, channel, tries, reason, %next, "message not accepted; it is tried again");
        }
        self.outbox.again(message, next).await
    }
}
