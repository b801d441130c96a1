//! Counters in a window, in Redis. What is counted may name a person, so only its keyed hash is in the key.

use std::time::Duration;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_core::port::{Answer, Hit, Throttle};
use jiff::Timestamp;
use redis::Script;

use super::{Redis, instant, lifetime, millis};

/// `ARGV`: the limit, now, the end of a window that begins now, its lifetime. Gives whether it was counted, and when the
/// window ends.
const HIT: &str = "
local counter = redis.call('HMGET', KEYS[1], 'hits', 'end')
if not counter[1] or tonumber(counter[2]) <= tonumber(ARGV[2]) then
    counter = {0, ARGV[3]}
    redis.call('HSET', KEYS[1], 'hits', 0, 'end', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
if tonumber(counter[1]) >= tonumber(ARGV[1]) then return {0, counter[2]} end
redis.call('HINCRBY', KEYS[1], 'hits', 1)
return {1, counter[2]}
";

#[async_trait]
impl Throttle for Redis {
    async fn hit(&self, key: &str, limit: u32, window: Duration, now: Timestamp) -> Answer<Hit> {
        let what = "count a hit";
        let end = now.checked_add(window).unwrap_or(Timestamp::MAX);
        let script = Script::new(HIT);
        let mut script = script.key(self.name(key));
        script.arg(limit).arg(millis(now)).arg(millis(end)).arg(lifetime(now, end));
        let (counted, end): (bool, i64) = self.run(what, &script).await?;
        Ok(if counted { Hit::Allowed } else { Hit::Wait { until: instant(what, end)? } })
    }
}

impl Redis {
    fn name(&self, key: &str) -> String {
        let hash = self.keyed_hash.keyed_hash("key of a throttle", key.as_bytes());
        format!("sluis:throttle:{}", URL_SAFE_NO_PAD.encode(hash))
    }
}
