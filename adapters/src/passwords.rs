//! Password hashing with argon2id, on threads of its own behind a queue that is never long.
//!
//! Hashing is slow and takes 19 MiB each time, on purpose. So as many are worked at as there are cores, each worker keeps
//! its memory until it has had nothing to do for a minute, and who finds the queue full is told so at once: a flood of logins
//! slows nobody's other pages.

use std::io;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use flume::{Receiver, RecvTimeoutError, Sender};
use idp_core::account::PasswordHash;
use idp_core::port::{Busy, Passwords, Rng};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::oneshot;

mod breached;
mod common;
mod hashing;
mod stored;

pub use breached::BreachedRanges;
pub use common::CommonPasswords;

use hashing::Hasher;
use stored::StoredHash;

/// A worker that had nothing to do for so long gives its memory back.
const REST: Duration = Duration::from_secs(60);

/// Whether a hash of another system can be taken over: one of argon2, bcrypt, PBKDF2 or scrypt that costs no more than we are
/// willing to spend on one login.
pub fn is_acceptable_hash(phc: &str) -> bool {
    StoredHash::parse(phc).is_some()
}

/// The hashing threads. They stop when this is dropped and the queue is empty.
pub struct HashingWorkers {
    queue: Sender<Job>,
}

enum Job {
    Hash { password: SecretString, reply: oneshot::Sender<PasswordHash> },
    Verify { password: SecretString, hash: Option<PasswordHash>, reply: oneshot::Sender<bool> },
}

impl HashingWorkers {
    /// Starts `workers` threads; `queue` more passwords may wait.
    pub fn start(workers: NonZeroUsize, queue: usize, rng: Arc<dyn Rng>) -> io::Result<Self> {
        let (sender, receiver) = flume::bounded(queue);
        let hashers = std::iter::repeat_with(move || Hasher::new(Arc::clone(&rng))).take(workers.get());
        for (number, hasher) in hashers.enumerate() {
            let receiver = receiver.clone();
            thread::Builder::new()
                .name(format!("passwords-{number}"))
                .spawn(move || keep_working(&receiver, hasher))?;
        }
        Ok(Self { queue: sender })
    }

    async fn ask<T>(&self, job: impl FnOnce(oneshot::Sender<T>) -> Job) -> Result<T, Busy> {
        let (reply, answer) = oneshot::channel();
        self.queue.try_send(job(reply)).map_err(|_| Busy)?;
        answer.await.map_err(|_| Busy)
    }
}

#[async_trait]
impl Passwords for HashingWorkers {
    async fn hash(&self, password: SecretString) -> Result<PasswordHash, Busy> {
        self.ask(|reply| Job::Hash { password, reply }).await
    }

    fn is_outdated(&self, hash: &PasswordHash) -> bool {
        hashing::is_outdated(hash.expose_secret())
    }

    async fn verify(&self, password: SecretString, hash: Option<PasswordHash>) -> Result<bool, Busy> {
        self.ask(|reply| Job::Verify { password, hash, reply }).await
    }
}

/// Works until there is nothing more to come. A hash that makes the work panic fails alone, as if nobody could look at it: who
/// asked is told so, and the worker goes on.
fn keep_working(queue: &Receiver<Job>, mut hasher: Hasher) {
    while panic::catch_unwind(AssertUnwindSafe(|| work(queue, &mut hasher))).is_err() {
        tracing::error!("a worker panicked over a password and goes on");
        // Whatever was half done in it is gone.
        hasher.rest();
    }
}

fn work(queue: &Receiver<Job>, hasher: &mut Hasher) {
    loop {
        match queue.recv_timeout(REST) {
            // Who no longer waits costs nothing here, and needs no answer below.
            Ok(Job::Hash { reply, .. }) if reply.is_closed() => {}
            Ok(Job::Verify { reply, .. }) if reply.is_closed() => {}
            Ok(Job::Hash { password, reply }) => match hasher.hash(&password) {
                Ok(hash) => _ = reply.send(hash),
                Err(error) => tracing::error!(%error, "a password could not be hashed"),
            },
            Ok(Job::Verify { password, hash, reply }) => {
                let hash = hash.as_ref().map(ExposeSecret::expose_secret);
                _ = reply.send(hasher.verify(&password, hash));
            }
            Err(RecvTimeoutError::Timeout) => hasher.rest(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
