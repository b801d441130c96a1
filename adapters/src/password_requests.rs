//! Who forgot a password waits here, in memory, until a link is sent: beside the request that asked, one after the other. So
//! no answer tells by its time whether anybody has the name; and what a restart loses is asked once more.

use std::pin::pin;

use idp_core::password::forgotten::{self, Forgotten};
use idp_core::port::{Answer, PasswordRequests, Unavailable};
use idp_core::provider::Provider;
use tokio::sync::mpsc;

/// How many may wait. One takes some milliseconds.
const WAITING: usize = 256;

/// Where requests are put.
pub struct Waiting(mpsc::Sender<Forgotten>);

/// Where they come out.
pub struct Requests(mpsc::Receiver<Forgotten>);

/// The two ends.
pub fn queue() -> (Waiting, Requests) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Waiting(sender), Requests(receiver))
}

impl PasswordRequests for Waiting {
    fn put(&self, asked: Forgotten) -> Answer<()> {
        self.0.try_send(asked).map_err(|full| Unavailable::new("ask for a link to choose a password", full.to_string()))
    }
}

/// Sends the links until `shutdown`, and then those that still wait. `provider` gives the one that is served at the moment.
pub async fn run(mut requests: Requests, provider: impl Fn() -> Provider, shutdown: impl Future<Output = ()> + Send) {
    let mut shutdown = pin!(shutdown);
    loop {
        let asked = tokio::select! {
            () = &mut shutdown, if !requests.0.is_closed() => {
                requests.0.close();
                continue;
            }
            asked = requests.0.recv() => asked,
        };
        let Some(asked) = asked else { break };
        if let Err(error) = forgotten::send(&provider(), &asked).await {
            tracing::error!(%error, cause = %error.source, "a link to choose a password was not sent");
        }
    }
}
