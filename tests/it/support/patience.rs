//! Waiting for what happens beside the test: as long as a machine that has much to do may need, and not a moment longer.

use std::time::{Duration, Instant};

/// Longer than anything takes that happens at all.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// What is seen once it is there.
pub(crate) async fn seen<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(Instant::now() < end, "never: {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// Waits until it holds.
pub(crate) async fn holds(what: &str, mut look: impl AsyncFnMut() -> bool) {
    seen(what, async || look().await.then_some(())).await;
}
