//! Sets that were fetched, kept for a while. However often a stranger names a key that nobody has, the client is asked about
//! once a minute; and one that does not answer is asked less and less.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use idp_core::port::{Answer, Clock, Unavailable};
use jiff::Timestamp;
use reqwest::header::ACCEPT;
use url::Url;

use super::jwk_set::JwkSet;
use crate::outbound::Outbound;

/// What is asked for.
const JWK_SET: &str = "application/jwk-set+json, application/json";
/// The largest set, in bytes.
const LARGEST: usize = 64 * 1024;

/// How long a set is used without asking again: so long does a key count that its client withdrew.
const FRESH: Duration = Duration::from_secs(10 * 60);
/// How long it is used if asking again fails.
const USABLE: Duration = Duration::from_secs(60 * 60);
/// The least time between two fetches that succeed: so long may a new key take to be found.
const AGAIN: Duration = Duration::from_secs(60);
/// The least time after a fetch that failed, doubled with each,
const RETRY: Duration = Duration::from_secs(5);
/// up to this.
const LONGEST_RETRY: Duration = Duration::from_secs(5 * 60);

pub(super) struct FetchedSets {
    outbound: Outbound,
    clock: Arc<dyn Clock>,
    /// By URL. There are no more of them than clients.
    sets: Mutex<HashMap<Url, Arc<Source>>>,
}

/// One URL.
#[derive(Default)]
struct Source {
    fetched: Mutex<Fetched>,
    /// Held by the one who asks it.
    asking: tokio::sync::Mutex<()>,
}

/// What is known of one URL.
#[derive(Default)]
struct Fetched {
    set: Option<(Arc<JwkSet>, Timestamp)>,
    /// Before then it is not asked.
    again: Option<Timestamp>,
    failures: u32,
}

impl FetchedSets {
    pub(super) fn new(outbound: Outbound, clock: Arc<dyn Clock>) -> Self {
        Self { outbound, clock, sets: Mutex::default() }
    }

    /// The set of a client, fetched anew if it is old or has not what is wanted. One asks the client; who wants what is known
    /// already does not wait for the answer, however slow the client is.
    pub(super) async fn get(&self, url: &Url, has: impl Fn(&JwkSet) -> bool + Send) -> Answer<Arc<JwkSet>> {
        let source = self.source(url);
        let known = |age| source.fetched().not_older_than(age, self.clock.now());
        if let Some(set) = known(FRESH).filter(|set| has(set)) {
            return Ok(set);
        }
        let _asking = match source.asking.try_lock() {
            Ok(asking) => asking,
            Err(_) => match known(USABLE).filter(|set| has(set)) {
                Some(set) => return Ok(set),
                None => source.asking.lock().await,
            },
        };
        // Whoever asked before may have brought it.
        if let Some(set) = known(FRESH).filter(|set| has(set)) {
            return Ok(set);
        }
        let now = self.clock.now();
        // Counted first: whoever hangs up meanwhile has asked all the same.
        if source.fetched().begin(now) {
            let fetched = self.outbound.fetch(url, (ACCEPT, JWK_SET), LARGEST).await;
            let read = |set: Vec<u8>| JwkSet::parse(&serde_json::from_slice(&set).ok()?);
            match fetched.map(read) {
                Ok(Some(set)) => source.fetched().succeeded(set, now),
                Ok(None) => tracing::warn!(%url, "the keys of a client are no JWK set"),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(%url, error, "the keys of a client were not fetched");
                }
            }
        }
        let nothing = || Unavailable::new("fetch the keys of a client", format!("{url} gave none"));
        known(USABLE).ok_or_else(nothing)
    }

    fn source(&self, url: &Url) -> Arc<Source> {
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(sets.entry(url.clone()).or_default())
    }
}

impl Source {
    fn fetched(&self) -> MutexGuard<'_, Fetched> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fetched {
    fn not_older_than(&self, age: Duration, now: Timestamp) -> Option<Arc<JwkSet>> {
        let (set, at) = self.set.as_ref()?;
        (now < *at + age).then(|| Arc::clone(set))
    }

    /// Takes the turn to ask; false if it is too early.
    fn begin(&mut self, now: Timestamp) -> bool {
        if self.again.is_some_and(|again| now < again) {
            return false;
        }
        let pause = RETRY.saturating_mul(1 << self.failures.min(16)).min(LONGEST_RETRY);
        self.failures = self.failures.saturating_add(1);
        self.again = Some(now + pause);
        true
    }

    fn succeeded(&mut self, set: JwkSet, now: Timestamp) {
        *self = Self { set: Some((Arc::new(set), now)), again: Some(now + AGAIN), failures: 0 };
    }
}
