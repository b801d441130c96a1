//! Counters in a window, in memory.

use std::time::Duration;

use async_trait::async_trait;
use idp_core::port::{Answer, Hit, Throttle};
use jiff::Timestamp;

use super::expiring::Shared;

/// Addresses, numbers and accounts that were active within a window.
const CAPACITY: usize = 1_000_000;

/// [`Throttle`] in memory: a fixed window that begins with its first hit.
pub struct MemoryThrottle(Shared<String, u32>);

impl Default for MemoryThrottle {
    fn default() -> Self {
        Self(Shared::new("count a hit", CAPACITY))
    }
}

#[async_trait]
impl Throttle for MemoryThrottle {
    async fn hit(&self, key: &str, limit: u32, window: Duration, now: Timestamp) -> Answer<Hit> {
        let key = key.to_owned();
        let mut counters = self.0.lock();
        let counters = &mut *counters;
        let counter = match counters.live(&key, now) {
            Some(counter) => counter,
            None => counters.insert(key, 0, now.checked_add(window).unwrap_or(Timestamp::MAX), now)?,
        };
        if counter.value >= limit {
            return Ok(Hit::Wait { until: counter.expires_at });
        }
        counter.value += 1;
        Ok(Hit::Allowed)
    }
}
