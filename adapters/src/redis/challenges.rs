//! Sent codes, in Redis. Nothing of them lies open: the key and the code are keyed hashes already, and are compared as such.

use async_trait::async_trait;
use idp_core::port::{Answer, Challenges, SentCode, SentCodeKey, Unavailable, Verdict};
use jiff::Timestamp;
use redis::Script;

use super::{Redis, instant, lifetime, millis};

/// `ARGV`: the hash, the tries, when it was sent, when it is over, its lifetime.
const PUT: &str = "
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'tries', ARGV[2], 'sent', ARGV[3], 'end', ARGV[4])
return redis.call('PEXPIRE', KEYS[1], ARGV[5])
";

const PEEK: &str = "return redis.call('HMGET', KEYS[1], 'hash', 'tries', 'sent', 'end')";

/// `ARGV`: the hash of the answer, now. Gives what is left of the tries, or one of the two below.
const ANSWER: &str = "
local code = redis.call('HMGET', KEYS[1], 'hash', 'tries', 'end')
if not code[1] or tonumber(code[2]) <= 0 or tonumber(code[3]) <= tonumber(ARGV[2]) then return -2 end
if code[1] ~= ARGV[1] then return redis.call('HINCRBY', KEYS[1], 'tries', -1) end
redis.call('DEL', KEYS[1])
return -1
";
const RIGHT: i64 = -1;

/// What [`PEEK`] gives.
type Fields = (Option<Vec<u8>>, Option<u8>, Option<i64>, Option<i64>);

#[async_trait]
impl Challenges for Redis {
    async fn put(&self, key: &SentCodeKey, code: SentCode) -> Answer<()> {
        let script = Script::new(PUT);
        let mut script = script.key(name(key));
        script.arg(&code.hash).arg(code.tries_left).arg(millis(code.sent_at)).arg(millis(code.expires_at));
        script.arg(lifetime(code.sent_at, code.expires_at));
        self.run::<i64>("keep a sent code", &script).await.map(drop)
    }

    async fn peek(&self, key: &SentCodeKey, now: Timestamp) -> Answer<Option<SentCode>> {
        let what = "look whether a code was sent";
        let script = Script::new(PEEK);
        let found: Fields = self.run(what, &script.key(name(key))).await?;
        let (Some(hash), Some(tries_left), Some(sent), Some(end)) = found else { return Ok(None) };
        let hash = hash.try_into().map_err(|_| Unavailable::new(what, "a hash has another length"))?;
        let code = SentCode { hash, tries_left, sent_at: instant(what, sent)?, expires_at: instant(what, end)? };
        Ok((code.tries_left > 0 && now < code.expires_at).then_some(code))
    }

    async fn answer(&self, key: &SentCodeKey, hash: &[u8; 32], now: Timestamp) -> Answer<Verdict> {
        let script = Script::new(ANSWER);
        let answered: i64 = self.run("check a sent code", script.key(name(key)).arg(hash).arg(millis(now))).await?;
        Ok(match u8::try_from(answered) {
            Ok(tries_left) => Verdict::Wrong { tries_left },
            Err(_) if answered == RIGHT => Verdict::Right,
            Err(_) => Verdict::Dead,
        })
    }
}

fn name(key: &SentCodeKey) -> String {
    format!("sluis:sent-code:{}", key.0)
}
