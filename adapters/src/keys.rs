//! The signing keys: kept sealed in the database, parsed once and held in memory, and replaced in time.
//!
//! What a node holds is at most [`KEYS_REREAD`](idp_core::lifetimes::KEYS_REREAD) old: whoever needs a key after that reads them first, and nobody
//! reads them sooner, whatever strangers send. Which key signs is a matter of times alone ([`idp_core::key_life`]), so all
//! nodes agree on it.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use idp_core::audit::Origin;
use idp_core::key_life::KeyRing;
use idp_core::oidc::{Algorithm, Document};
use idp_core::port::{Answer, Clock, Keys, TokenType, Unavailable};
use josekit::jws::{self, JwsHeader};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use crate::database::Database;

mod algorithm;
mod keeper;
mod known;
mod signing_key;

pub use keeper::{Keeper, Revoked, Rotated};
use known::Known;
use signing_key::SigningKey;

/// How often the server looks whether a key is due or over.
const LOOK: Duration = Duration::from_secs(60 * 60);

/// The keys as [`Keys`].
pub struct SigningKeys {
    database: Database,
    clock: Arc<dyn Clock>,
    /// Those in use; clients that come while we run can bring more.
    algorithms: RwLock<BTreeSet<Algorithm>>,
    known: RwLock<Arc<Known>>,
    /// Held by the one who reads them again.
    reading: Mutex<()>,
}

impl SigningKeys {
    /// Reads the keys, and makes those that the algorithms in use need. Of two nodes that start at once, one makes a key and
    /// the other reads it.
    pub async fn open(database: Database, clock: Arc<dyn Clock>, algorithms: BTreeSet<Algorithm>) -> Answer<Self> {
        let now = clock.now();
        let keeper = Keeper { database: &database, algorithms: &algorithms, origin: &Origin::system(), now };
        keeper.keep().await?;
        let known = Known::of(&database.signing_keys().await?, None, now)?;
        let algorithms = RwLock::new(algorithms);
        Ok(Self { database, clock, algorithms, known: RwLock::new(Arc::new(known)), reading: Mutex::default() })
    }

    /// Serves these algorithms from now on: the keys that they need are there when this returns.
    pub async fn serve(&self, algorithms: BTreeSet<Algorithm>) -> Answer<()> {
        if !algorithms.is_subset(&self.algorithms()) {
            self.keep_for(&algorithms).await?;
        }
        // Not before: who tries again after a fault must find that they are still to be made.
        *self.algorithms.write().unwrap_or_else(PoisonError::into_inner) = algorithms;
        Ok(())
    }

    /// Makes what is due, removes what is over, and reads what came of it.
    pub async fn keep(&self) -> Answer<()> {
        self.keep_for(&self.algorithms()).await
    }

    async fn keep_for(&self, algorithms: &BTreeSet<Algorithm>) -> Answer<()> {
        let database = &self.database;
        let keeper = Keeper { database, algorithms, origin: &Origin::system(), now: self.clock.now() };
        keeper.keep().await?;
        let _reading = self.reading.lock().await;
        self.read(&self.held()).await
    }

    /// The algorithms in use, and the lives of the keys as they are known here.
    pub fn lives(&self) -> (BTreeSet<Algorithm>, KeyRing) {
        (self.algorithms(), self.held().ring().clone())
    }

    fn algorithms(&self) -> BTreeSet<Algorithm> {
        self.algorithms.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is known, read again if it is old. While one reads, the others go on with what they have.
    async fn known(&self) -> Arc<Known> {
        let held = self.held();
        if !held.is_stale(self.clock.now()) {
            return held;
        }
        let Ok(_reading) = self.reading.try_lock() else { return held };
        if let Err(error) = self.read(&held).await {
            tracing::error!(%error, cause = %error.source, "the signing keys cannot be read again; the known ones serve");
            // The next try has its time as well: a store in trouble is not asked for every token.
            self.hold(held.kept(self.clock.now()));
        }
        self.held()
    }

    async fn read(&self, held: &Known) -> Answer<()> {
        let stored = self.database.signing_keys().await?;
        self.hold(Known::of(&stored, Some(held), self.clock.now())?);
        Ok(())
    }

    fn held(&self) -> Arc<Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, known: Known) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
    }
}

/// Looks after the keys every hour until `shutdown`; they are there eight days ahead, so an hour that fails is no harm.
pub async fn run(keys: Arc<SigningKeys>, shutdown: impl Future<Output = ()> + Send) {
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            () = tokio::time::sleep(LOOK) => {}
        }
        if let Err(error) = keys.keep().await {
            tracing::error!(%error, cause = %error.source, "the signing keys cannot be looked after; it is tried again");
        }
    }
}

/// Nothing about a JWT is believed but the name of our key; that key says which algorithm it must be.
fn check(known: &Known, typ: TokenType, jwt: &str) -> Option<Map<String, Value>> {
    let chosen =
        |header: &JwsHeader| Ok(header.key_id().and_then(|kid| known.published_key(kid)).map(SigningKey::verifier));
    let (payload, header) = jws::deserialize_compact_with_selector(jwt, chosen).ok()?;
    // We sign none with `crit`, and the library overlooks one that is malformed.
    let ours = header.token_type() == Some(typ.as_str()) && header.claim("crit").is_none();
    ours.then(|| serde_json::from_slice(&payload).ok()).flatten()
}

/// Signing takes a third of a millisecond: less than handing it to another thread is worth.
#[async_trait]
impl Keys for SigningKeys {
    async fn sign(&self, algorithm: Algorithm, typ: TokenType, claims: &Map<String, Value>) -> Answer<String> {
        let known = self.known().await;
        let key = known.current(algorithm, self.clock.now());
        let key = key.ok_or_else(|| Unavailable::new("sign a token", format!("there is no key for {algorithm}")))?;
        let mut header = JwsHeader::new();
        header.set_token_type(typ.as_str());
        let payload = serde_json::to_vec(claims).map_err(|error| Unavailable::new("write a token", error))?;
        // The signer adds its own `alg` and `kid`.
        jws::serialize_compact(&payload, &header, key.signer()).map_err(|error| Unavailable::new("sign a token", error))
    }

    async fn verify(&self, typ: TokenType, jwt: &str) -> Answer<Option<Map<String, Value>>> {
        Ok(check(self.known().await.as_ref(), typ, jwt))
    }

    async fn public_set(&self) -> Answer<Document> {
        Ok(self.known().await.published().clone())
    }
}
