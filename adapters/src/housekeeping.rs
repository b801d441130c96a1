//! The worker that removes what is over, a little at a time, on every node: they pass over each other's rows. It also makes
//! people findable whom a version before wrote.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use idp_core::port::{Clock, Directory, Housekeeping};
use tokio::time::sleep;

/// How often it is looked whether something is over.
const LOOK: Duration = Duration::from_secs(60);
/// How many rows of a kind go at once: a statement of some milliseconds, so that the one writer of SQLite is soon free.
const AT_ONCE: u64 = 500;
/// The pause while there is more: logins come first.
const BREATH: Duration = Duration::from_millis(200);

/// Sweeps until `shutdown`. A sweep that fails harms nobody, and is done again.
pub async fn run(
    store: Arc<dyn Housekeeping>,
    directory: Arc<dyn Directory>,
    clock: Arc<dyn Clock>,
    shutdown: impl Future<Output = ()> + Send,
) {
    let mut shutdown = pin!(shutdown);
    let mut removed = 0;
    loop {
        let unfound = directory.make_findable(AT_ONCE).await.unwrap_or_else(|error| {
            tracing::warn!(%error, cause = %error.source, "people cannot be made findable; it is tried again");
            false
        });
        let more = match store.sweep(AT_ONCE, clock.now()).await {
            Ok(swept) => {
                removed += swept.rows;
                swept.more
            }
            Err(error) => {
                tracing::warn!(%error, cause = %error.source, "what is over cannot be removed; it is tried again");
                false
            }
        };
        if !more && removed > 0 {
            tracing::debug!(removed, "what was over is removed");
            removed = 0;
        }
        tokio::select! {
            () = &mut shutdown => break,
            () = sleep(if more || unfound { BREATH } else { LOOK }) => {}
        }
    }
}
