//! One connection for all, made anew when it breaks.
//!
//! A question that found the connection broken is asked once more on a new one: no verb here grants anything the second
//! time that it did not grant the first, so a repetition can only refuse.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use redis::{FromRedisValue, RedisError, RedisResult, ScriptInvocation};
use tokio::sync::Mutex;

use super::connect::{Connection, Way};

/// How long Redis may take for one question, reaching it included. Then whoever asked is refused.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Link {
    current: RwLock<Current>,
    /// Held by the one who connects.
    way: Mutex<Way>,
    /// How often nobody was reached.
    failures: AtomicU64,
}

/// The connection in use, and how many there were until it.
#[derive(Default)]
struct Current {
    connection: Option<Connection>,
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
        Self { current: RwLock::default(), way: Mutex::new(way), failures: AtomicU64::new(0) }
    }

    /// Runs a script.
    pub(super) async fn ask<T: FromRedisValue>(self: &Arc<Self>, script: &ScriptInvocation<'_>) -> Result<T, Silence> {
        let mut used = None;
        let asked = async {
            match self.once(script, &mut used).await {
                Err(error) if found_broken(&error) => {
                    self.leave(used);
                    self.once(script, &mut used).await
                }
                answered => answered,
            }
        };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                if found_broken(&error) || error.code().is_none() {
                    self.leave(used);
                }
                Err(Silence(error.to_string()))
            }
            Err(_) => {
                self.leave(used);
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
        if let Some(current) = self.current() {
            return Ok(current);
        }
        // In a task of its own: it goes on when whoever asked loses patience, and the others wait for the same one.
        let (link, failures) = (Arc::clone(self), self.failures.load(Ordering::SeqCst));
        match tokio::spawn(async move { link.connect(failures).await }).await {
            Ok(connected) => connected,
            Err(error) => Err(std::io::Error::other(error).into()),
        }
    }

    /// Connects, for who knew of so many failures when they began to wait. Whoever waited for one that failed meanwhile tries
    /// nothing of their own: a server that says nothing would be waited for by one after the other.
    async fn connect(&self, failures: u64) -> RedisResult<(Connection, u64)> {
        let mut way = self.way.lock().await;
        if let Some(current) = self.current() {
            return Ok(current);
        }
        if self.failures.load(Ordering::SeqCst) > failures {
            return Err(std::io::Error::other("nobody was reached").into());
        }
        match way.connect().await {
            Ok(connection) => {
                tracing::info!("connected to Redis");
                let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
                current.count += 1;
                current.connection = Some(connection.clone());
                Ok((connection, current.count))
            }
            Err(error) => {
                self.failures.fetch_add(1, Ordering::SeqCst);
                Err(error)
            }
        }
    }

    fn current(&self) -> Option<(Connection, u64)> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.connection.clone().map(|connection| (connection, current.count))
    }

    /// Lets nobody else use this connection. Whoever has a newer one keeps it.
    fn leave(&self, used: Option<u64>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if used == Some(current.count) && current.connection.take().is_some() {
            tracing::warn!("the connection to Redis broke");
        }
    }
}

/// Whether the connection leads nowhere, or to a server that has become a replica: what was asked was refused, or nobody
/// will ever know.
fn found_broken(error: &RedisError) -> bool {
    error.is_connection_dropped() || matches!(error.code(), Some("READONLY" | "MASTERDOWN"))
}
