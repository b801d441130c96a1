//! What every store of seen identifiers must do.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::race::{at_once, count};
use super::samples::{MOMENT, client};
use crate::id::Subject;
use crate::port::{Answer, Rng, SeenId, SeenIds};

/// The promises of [`SeenIds`]. `rng` draws names that nobody used before.
pub async fn suite(store: Arc<dyn SeenIds>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    an_identifier_counts_once_until_it_expires(&*store, rng, now).await?;
    however_many_show_it_at_once(store, rng, now).await
}

async fn an_identifier_counts_once_until_it_expires(store: &dyn SeenIds, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let jti = jti(rng);
    let (ours, theirs) = (id("ours", &jti), id("theirs", &jti));
    let end = now + Duration::from_secs(600);
    assert!(store.remember(&ours, end, now).await?, "the first time");
    assert!(!store.remember(&ours, end, now).await?, "the second");
    assert!(!store.remember(&ours, end + MOMENT, end - MOMENT).await?, "a later end does not make it new");
    assert!(store.remember(&theirs, end, now).await?, "another client may choose the same");
    assert!(store.remember(&ours, end + Duration::from_secs(600), end).await?, "forgotten once it has expired");
    assert!(!store.remember(&ours, end + Duration::from_secs(600), end).await?, "and remembered anew");
    Ok(())
}

async fn however_many_show_it_at_once(store: Arc<dyn SeenIds>, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let shown = id("ours", &jti(rng));
    let outcomes = at_once(100, || {
        let (store, shown) = (Arc::clone(&store), shown.clone());
        async move { store.remember(&shown, now + Duration::from_secs(600), now).await }
    });
    assert_eq!(count(&outcomes.await?, |first| *first), 1, "of a hundred at once one is the first");
    Ok(())
}

fn id(name: &str, jti: &str) -> SeenId {
    SeenId::of_assertion(&client(name), jti)
}

fn jti(rng: &dyn Rng) -> String {
    Subject::generate(rng).to_string()
}
