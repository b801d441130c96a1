//! The memory stores keep the promises of the transient ports.

use std::sync::Arc;

use idp_adapters::clock::SystemClock;
use idp_adapters::memory::{MemoryChallenges, MemoryThrottle, MemoryTransactions};
use idp_adapters::rng::SystemRng;
use idp_core::contract::transient;
use idp_core::port::Clock;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn transactions() {
    let store = Arc::new(MemoryTransactions::default());
    transient::transactions(store, &SystemRng, SystemClock.now()).await.expect("memory answers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn challenges() {
    let store = Arc::new(MemoryChallenges::default());
    transient::challenges(store, &SystemRng, SystemClock.now()).await.expect("memory answers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn throttle() {
    let store = Arc::new(MemoryThrottle::default());
    transient::throttle(store, &SystemRng, SystemClock.now()).await.expect("memory answers");
}
