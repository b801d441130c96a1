//! One connection for all, made anew when it breaks.
//!
//! A question that found the connection broken is asked once more on a new one: no verb here grants anything the second
//! time that it did not grant the first, so a repetition can only refuse.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::{FromRedisValue, RedisError, RedisResult, ScriptInvocation};
use tokio::sync::Mutex;

use super::connect::{Connection, Way};

/// How long Redis may take for one question, reaching it included. Then whoever asked is refused.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Link {
    slot: Mutex<Slot>,
}

struct Slot {
    way: Way,
    /// The connection in use, and how many there were before it.
    current: Option<Connection>,
    count: u64,
}

/// Why there is no answer. The words alone: an error of the library may show what was asked.
#[derive(Debug)]
pub(super) struct Silence(String);

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Silence {}

impl Link {
    pub(super) fn new(way: Way) -> Self {
        Self { slot: Mutex::new(Slot { way, current: None, count: 0 }) }
    }

    /// Runs a script.
    pub(super) async fn ask<T: FromRedisValue>(self: &Arc<Self>, script: &ScriptInvocation<'_>) -> Result<T, Silence> {
        let mut used = None;
        let asked = async {
            match self.once(script, &mut used).await {
                Err(error) if found_broken(&error) => {
                    self.leave(used).await;
                    self.once(script, &mut used).await
                }
                answered => answered,
            }
        };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                if found_broken(&error) || error.code().is_none() {
                    self.leave(used).await;
                }
                Err(Silence(error.to_string()))
            }
            Err(_) => {
                self.leave(used).await;
                Err(Silence("no answer within a second".to_owned()))
            }
        }
    }

    async fn once<T: FromRedisValue>(
        self: &Arc<Self>,
        script: &ScriptInvocation<'_>,
        used: &mut Option<u64>,
    ) -> RedisResult<T> {
        let (mut connection, number) = self.connection().await?;
        *used = Some(number);
        script.invoke_async(&mut connection).await
    }

    async fn connection(self: &Arc<Self>) -> RedisResult<(Connection, u64)> {
        let slot = self.slot.lock().await;
        if let Some(current) = &slot.current {
            return Ok((current.clone(), slot.count));
        }
        drop(slot);
        // In a task of its own: it goes on when whoever asked loses patience, and the others wait for the same one.
        let link = Arc::clone(self);
        match tokio::spawn(async move { link.slot.lock().await.connected().await }).await {
            Ok(connected) => connected,
            Err(error) => Err(std::io::Error::other(error).into()),
        }
    }

    /// Lets nobody else use this connection. Whoever has a newer one keeps it.
    async fn leave(&self, used: Option<u64>) {
        let mut slot = self.slot.lock().await;
        if used == Some(slot.count) && slot.current.take().is_some() {
            tracing::warn!("the connection to Redis broke");
        }
    }
}

impl Slot {
    async fn connected(&mut self) -> RedisResult<(Connection, u64)> {
        let connection = match &self.current {
            Some(current) => current.clone(),
            None => {
                let connection = self.way.connect().await?;
                self.count += 1;
                tracing::info!("connected to Redis");
                self.current.insert(connection).clone()
            }
        };
        Ok((connection, self.count))
    }
}

/// Whether the connection leads nowhere, or to a server that has become a replica: what was asked was refused, or nobody
/// will ever know.
fn found_broken(error: &RedisError) -> bool {
    error.is_connection_dropped() || matches!(error.code(), Some("READONLY" | "MASTERDOWN"))
}
