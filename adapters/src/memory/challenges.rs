//! Sent codes, in memory.

use async_trait::async_trait;
use idp_core::port::{Answer, Challenges, SentCode, SentCodeKey, Verdict};
use jiff::Timestamp;
use subtle::ConstantTimeEq;

use super::expiring::Shared;

/// More than the codes that can be on their way at once.
const CAPACITY: usize = 100_000;

/// [`Challenges`] in memory.
pub struct MemoryChallenges(Shared<String, SentCode>);

impl Default for MemoryChallenges {
    fn default() -> Self {
        Self(Shared::new("keep a sent code", CAPACITY))
    }
}

#[async_trait]
impl Challenges for MemoryChallenges {
    async fn put(&self, key: &SentCodeKey, code: SentCode) -> Answer<()> {
        let (expires_at, now) = (code.expires_at, code.sent_at);
        self.0.lock().insert(key.0.clone(), code, expires_at, now)?;
        Ok(())
    }

    async fn peek(&self, key: &SentCodeKey, now: Timestamp) -> Answer<Option<SentCode>> {
        let mut codes = self.0.lock();
        Ok(codes.live(&key.0, now).map(|entry| entry.value.clone()).filter(|code| code.tries_left > 0))
    }

    async fn answer(&self, key: &SentCodeKey, hash: &[u8; 32], now: Timestamp) -> Answer<Verdict> {
        let mut codes = self.0.lock();
        let Some(code) = codes.live(&key.0, now).map(|entry| &mut entry.value).filter(|code| code.tries_left > 0)
        else {
            return Ok(Verdict::Dead);
        };
        if code.hash.ct_eq(hash).into() {
            codes.remove(&key.0);
            return Ok(Verdict::Right);
        }
        code.tries_left -= 1;
        Ok(Verdict::Wrong { tries_left: code.tries_left })
    }
}
