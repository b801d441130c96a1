//! The loop of a worker that takes its work from a queue in the database: lease, do, look again. A lease keeps other nodes off,
//! and ends by itself if this one is gone.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use idp_core::port::Clock;
use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How long work is ours: longer than a piece of it may take, so that no other worker ever does it at the same time.
pub(crate) const LEASE: Duration = Duration::from_secs(60);
/// How often the queue is looked at without being woken: for what is due again, and for what another process queued.
const LOOK: Duration = Duration::from_secs(3);

/// A queue, and what is done with a piece of it. A clone of it does one piece.
pub(crate) trait Work: Clone + Send + 'static {
    /// How many pieces are done at once.
    const AT_ONCE: usize;
    /// One piece.
    type Piece: Send + 'static;

    /// Takes up to `limit` pieces that are due, for [`LEASE`]. A queue that cannot be read is logged, and gives nothing.
    fn lease(&self, limit: usize) -> impl Future<Output = Vec<Self::Piece>> + Send;

    /// Does a piece, and notes in the queue what came of it.
    fn complete(self, piece: Self::Piece) -> impl Future<Output = ()> + Send + 'static;
}

/// Works until `shutdown`; what is being done then is finished first, so that nothing is done twice. `wake` makes it look at
/// once.
pub(crate) async fn run<W: Work>(work: W, wake: Arc<Notify>, shutdown: impl Future<Output = ()> + Send) {
    let mut shutdown = pin!(shutdown);
    let mut running = JoinSet::new();
    loop {
        for piece in work.lease(W::AT_ONCE.saturating_sub(running.len())).await {
            running.spawn(work.clone().complete(piece));
        }
        tokio::select! {
            () = &mut shutdown => break,
            // With every place taken there is nothing to look for until one is free.
            Some(ended) = running.join_next(), if running.len() >= W::AT_ONCE => note(ended),
            () = wake.notified(), if running.len() < W::AT_ONCE => {}
            () = sleep(LOOK), if running.len() < W::AT_ONCE => {}
        }
        while let Some(ended) = running.try_join_next() {
            note(ended);
        }
    }
    while let Some(ended) = running.join_next().await {
        note(ended);
    }
}

fn note(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a piece of work broke off; it is tried again when its lease ends");
    }
}

/// When to try again: after the first failure the first pause, and so on; the last holds for every further one.
pub(crate) fn next_try<const N: usize>(pauses: &[Duration; N], tries_before: u32, clock: &dyn Clock) -> Timestamp {
    let index = usize::try_from(tries_before).unwrap_or(usize::MAX).min(N - 1);
    clock.now().checked_add(pauses[index]).unwrap_or(Timestamp::MAX)
}
