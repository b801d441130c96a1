//! Tells the applications that a session ended (Back-Channel Logout 2.5): all at once, each until it takes the call or is given
//! up. No browser waits for it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use idp_core::audit::{Code, Event, Origin};
use idp_core::client::Client;
use idp_core::oidc::backchannel_logout::LogoutCall;
use idp_core::port::{Answer, LeasedCall, Unavailable};
use idp_core::provider::Provider;
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::CACHE_CONTROL;
use thiserror::Error;
use tokio::sync::Notify;
use url::Url;

use crate::outbound::{OutOfReach, Outbound};
use crate::queue::{self, LEASE, Work};

/// How long to wait after the first failure, the second, and so on; the last holds for every further one.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(60 * 60),
];

/// Makes the calls until `shutdown`; those that are being made then are finished first. `wake` makes it look at once.
pub async fn run(provider: Provider, outbound: Outbound, wake: Arc<Notify>, shutdown: impl Future<Output = ()> + Send) {
    queue::run(Caller { provider: Arc::new(provider), outbound }, wake, shutdown).await;
}

#[derive(Clone)]
struct Caller {
    provider: Arc<Provider>,
    outbound: Outbound,
}

/// Why an application did not take a call.
#[derive(Debug, Error)]
enum NotTaken {
    #[error("its file has no backchannel_logout_uri any more")]
    NotWanted,
    #[error("its time is over")]
    TooLate,
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error("no token could be made for it")]
    NoToken(#[from] Unavailable),
    #[error("it was not reached")]
    Unreached(#[from] reqwest::Error),
    #[error("it answered {0}")]
    Status(StatusCode),
}

impl NotTaken {
    /// Whether the same call can never be taken. 400 says just that (Back-Channel Logout 2.8); any other answer may be that of
    /// a proxy, or of an application that is being replaced.
    fn is_final(&self) -> bool {
        matches!(self, Self::NotWanted | Self::TooLate | Self::Status(StatusCode::BAD_REQUEST))
    }

    fn log(&self, call: &LogoutCall, tries: u32, next: Option<Timestamp>) {
        let (id, client, tries, error) = (&call.id, &call.client, tries + 1, self as &dyn Error);
        if let Some(next) = next {
            tracing::warn!(call = %id, %client, tries, error, %next, "logout call not taken; it is made again");
        } else {
            tracing::error!(call = %id, %client, tries, error, "logout call given up: the application is not told");
        }
    }
}

impl Work for Caller {
    /// Many, because an application that hangs holds its place for five seconds.
    const AT_ONCE: usize = 128;
    type Piece = LeasedCall;

    async fn lease(&self, limit: usize) -> Vec<LeasedCall> {
        let ports = &self.provider.ports;
        let leased = ports.logout_calls.lease(limit as u64, LEASE, ports.clock.now()).await;
        leased.unwrap_or_else(|error| {
            tracing::error!(%error, cause = %error.source, "the logout calls cannot be read; no application is told until they can");
            Vec::new()
        })
    }

    async fn complete(self, LeasedCall { call, tries }: LeasedCall) {
        let noted = match self.tell(&call).await {
            Ok(()) => {
                tracing::info!(call = %call.id, client = %call.client, "application told of a logout");
                self.done(&call, Code::LogoutTold, tries).await
            }
            Err(why) => self.failed(&call, tries, &why).await,
        };
        if let Err(error) = noted {
            tracing::error!(
                call = %call.id, client = %call.client, %error, cause = %error.source,
                "what came of a logout call was not noted; it may be made again"
            );
        }
    }
}

impl Caller {
    async fn tell(&self, call: &LogoutCall) -> Result<(), NotTaken> {
        let now = self.provider.ports.clock.now();
        if call.expires_at <= now {
            return Err(NotTaken::TooLate);
        }
        let (client, url) = self.wanted(call).ok_or(NotTaken::NotWanted)?;
        let request = self.outbound.post(url)?;
        let token = call.token(&self.provider, client, now).await?;
        let request = request.header(CACHE_CONTROL, "no-store").form(&[("logout_token", token)]);
        // What the answer says besides is not read.
        match request.send().await?.status() {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(()),
            other => Err(NotTaken::Status(other)),
        }
    }

    /// The client as it is registered today, and where it wants to be called.
    fn wanted(&self, call: &LogoutCall) -> Option<(&Client, &Url)> {
        let client = self.provider.clients.get(&call.client)?;
        Some((client, client.logout.backchannel.as_ref()?))
    }

    async fn failed(&self, call: &LogoutCall, tries: u32, why: &NotTaken) -> Answer<()> {
        let next = queue::next_try(&PAUSES, tries, self.provider.ports.clock.as_ref());
        let given_up = why.is_final() || next >= call.expires_at;
        why.log(call, tries, (!given_up).then_some(next));
        match given_up {
            true => self.done(call, Code::LogoutGivenUp, tries).await,
            false => self.provider.ports.logout_calls.again(&call.id, next).await,
        }
    }

    async fn done(&self, call: &LogoutCall, code: Code, tries: u32) -> Answer<()> {
        let event = Event::new(code, &Origin::system(), self.provider.ports.clock.now())
            .about(&call.subject)
            .for_client(call.client.as_str())
            .with("session", call.session.as_str())
            .with("tries", (tries + 1).to_string());
        self.provider.ports.logout_calls.done(&call.id, event).await
    }
}
