//! Tells the applications that a session ended (Back-Channel Logout 2.5): all at once, each until it takes the call or is given
//! up. No browser waits for it, and no application for another one.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use idp_core::audit::{Code, Event, Origin};
use idp_core::client::Client;
use idp_core::oidc::backchannel_logout::LogoutCall;
use idp_core::port::{Answer, Hands, LeasedCall, Unavailable};
use idp_core::provider::Provider;
use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::CACHE_CONTROL;
use thiserror::Error;
use tokio::sync::Notify;
use url::Url;

use crate::outbound::{OutOfReach, Outbound};
use crate::queue::{self, LEASE, Work};

mod places;

use places::{Place, Places};

/// How long to wait after the first failure, the second, and so on; the last holds for every further one.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(60 * 60),
];

/// How often a client is looked up in vain before its calls are given up: for two and a half minutes. While its file reaches
/// one node after the other, those that do not have it yet may be the ones that look.
const LOOKED_UP: u32 = 4;

/// How many calls to one client are made at once. With half a minute of calls waiting for one that hangs, the others still
/// have nearly all the places.
const PER_CLIENT: u64 = 16;

/// Makes the calls until `shutdown`; those that are being made then are finished first. `provider` gives the one that is
/// served now: clients come and go. `wake` makes it look at once.
pub async fn run(
    provider: impl Fn() -> Provider + Send + Sync + 'static,
    outbound: Outbound,
    wake: Arc<Notify>,
    shutdown: impl Future<Output = ()> + Send,
) {
    let places = Places::new(wake.clone());
    queue::run(Caller { provider: Arc::new(provider), outbound, places }, wake, shutdown).await;
}

#[derive(Clone)]
struct Caller {
    provider: Arc<dyn Fn() -> Provider + Send + Sync>,
    outbound: Outbound,
    places: Places,
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
    fn is_final(&self, tries: u32) -> bool {
        match self {
            Self::TooLate | Self::Status(StatusCode::BAD_REQUEST) => true,
            Self::NotWanted => tries + 1 >= LOOKED_UP,
            _ => false,
        }
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
    type Piece = (LeasedCall, Place);

    async fn lease(&self, limit: usize) -> Vec<(LeasedCall, Place)> {
        let ports = (self.provider)().ports;
        let hands = Hands { free: limit as u64, per_client: PER_CLIENT, held: self.places.held() };
        let leased = ports.logout_calls.lease(&hands, LEASE, ports.clock.now()).await;
        let leased = leased.unwrap_or_else(|error| {
            tracing::error!(%error, cause = %error.source, "the logout calls cannot be read; no application is told until they can");
            Vec::new()
        });
        leased.into_iter().map(|leased| (leased.clone(), self.places.take(&leased.call.client))).collect()
    }

    async fn complete(self, (LeasedCall { call, tries }, _place): (LeasedCall, Place)) {
        let provider = (self.provider)();
        let noted = match self.tell(&provider, &call).await {
            Ok(()) => {
                tracing::info!(call = %call.id, client = %call.client, "application told of a logout");
                done(&provider, &call, Code::LogoutTold, tries).await
            }
            Err(why) => failed(&provider, &call, tries, &why).await,
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
    async fn tell(&self, provider: &Provider, call: &LogoutCall) -> Result<(), NotTaken> {
        let now = provider.ports.clock.now();
        if call.expires_at <= now {
            return Err(NotTaken::TooLate);
        }
        let (client, url) = wanted(provider, call).ok_or(NotTaken::NotWanted)?;
        let request = self.outbound.post(url)?;
        let token = call.token(provider, client, now).await?;
        let request = request.header(CACHE_CONTROL, "no-store").form(&[("logout_token", token)]);
        // What the answer says besides is not read.
        match request.send().await?.status() {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(()),
            other => Err(NotTaken::Status(other)),
        }
    }
}

/// The client as it is registered today, and where it wants to be called.
fn wanted<'a>(provider: &'a Provider, call: &LogoutCall) -> Option<(&'a Client, &'a Url)> {
    let client = provider.clients.get(&call.client)?;
    Some((client, client.logout.backchannel.as_ref()?))
}

async fn failed(provider: &Provider, call: &LogoutCall, tries: u32, why: &NotTaken) -> Answer<()> {
    let next = queue::next_try(&PAUSES, tries, provider.ports.clock.as_ref());
    let given_up = why.is_final(tries) || next >= call.expires_at;
    why.log(call, tries, (!given_up).then_some(next));
    match given_up {
        true => done(provider, call, Code::LogoutGivenUp, tries).await,
        false => provider.ports.logout_calls.again(&call.id, next).await,
    }
}

async fn done(provider: &Provider, call: &LogoutCall, code: Code, tries: u32) -> Answer<()> {
    let event = Event::new(code, &Origin::system(), provider.ports.clock.now())
        .about(&call.subject)
        .for_client(call.client.as_str())
        .with("session", call.session.as_str())
        .with("tries", (tries + 1).to_string());
    provider.ports.logout_calls.done(&call.id, event).await
}
