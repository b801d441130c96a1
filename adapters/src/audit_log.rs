//! Looking after the audit log: what was written is sealed, and what is over goes.
//!
//! Every node does so, and lets the others: of two that seal at once one does. A node also remembers the last seal that it
//! saw, so that an end which is cut off while it runs does not go unnoticed.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use idp_core::audit::{Class, Code, Event, Origin};
use idp_core::lifetimes;
use idp_core::port::{Answer, Audit, Clock, Unavailable};
use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use crate::database::{Database, Head};

/// How often what was written is sealed: for so long an event can be taken away without a trace.
const SEAL: Duration = Duration::from_secs(2);
/// How often the end of the chain is written in the log, which lies elsewhere: who has it can tell that the end was cut off.
const TELL: Duration = Duration::from_secs(60 * 60);
/// How often it is looked whether something is over.
const LOOK: Duration = Duration::from_secs(24 * 60 * 60);
/// The pause between two removals: logins come first.
const BREATH: Duration = Duration::from_millis(200);

/// How long events are kept, for each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// See [`Class::Administration`].
    pub administration: Duration,
    /// See [`Class::Authentication`].
    pub authentication: Duration,
    /// See [`Class::Traffic`].
    pub traffic: Duration,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            administration: lifetimes::AUDIT_ADMINISTRATION,
            authentication: lifetimes::AUDIT_AUTHENTICATION,
            traffic: lifetimes::AUDIT_TRAFFIC,
        }
    }
}

impl Retention {
    fn of(&self, class: Class) -> Duration {
        match class {
            Class::Administration => self.administration,
            Class::Authentication => self.authentication,
            Class::Traffic => self.traffic,
        }
    }
}

/// Who looks after the log, on one node.
pub struct Keeper {
    database: Database,
    clock: Arc<dyn Clock>,
    retention: Retention,
    last: Option<Head>,
}

impl Keeper {
    /// One that has seen no seal yet.
    pub fn new(database: Database, clock: Arc<dyn Clock>, retention: Retention) -> Self {
        Self { database, clock, retention, last: None }
    }

    /// Seals everything that is not sealed yet, and says so if the log is not what it was.
    pub async fn seal(&mut self) -> Answer<()> {
        self.look_back().await?;
        while let Some(sealed) = self.database.seal_audit(self.clock.now()).await? {
            self.last = Some(sealed.head);
            if !sealed.refused.is_empty() {
                let seqs: Vec<_> = sealed.refused.iter().take(10).map(ToString::to_string).collect();
                self.broken("forged", &seqs.join(" ")).await?;
            }
            if !sealed.more {
                break;
            }
        }
        Ok(())
    }

    /// Removes what is over.
    pub async fn remove(&self) -> Answer<()> {
        let now = self.clock.now();
        for class in Class::ALL {
            let before = before(now, self.retention.of(class))?;
            let mut removed = 0;
            while let (events, true) = self.database.remove_audit(class, before, now).await? {
                removed += events;
                sleep(BREATH).await;
            }
            if removed > 0 {
                tracing::info!(class = class.as_str(), removed, "events that were over are removed from the audit log");
            }
        }
        while self.database.remove_audit_seals(now).await? {
            sleep(BREATH).await;
        }
        Ok(())
    }

    /// Whether the last seal that was seen is still there; then takes the last that is there now, whoever made it. Nothing
    /// takes away a seal within a retention of its making, let alone between two looks.
    async fn look_back(&mut self) -> Answer<()> {
        let seen = match &self.last {
            Some(last) => self.database.audit_seal(last.number).await?.as_ref() == Some(last),
            None => true,
        };
        let last = std::mem::replace(&mut self.last, self.database.audit_head().await?);
        match last.filter(|_| !seen) {
            Some(last) => self.broken("cut_off", &format!("{}:{}", last.number, last.proof)).await,
            None => Ok(()),
        }
    }

    async fn broken(&self, how: &'static str, what: &str) -> Answer<()> {
        tracing::error!(how, what, "THE AUDIT LOG WAS CHANGED BY SOMEBODY ELSE; run `sluis audit verify`");
        let event = Event::new(Code::AuditBroken, &Origin::system(), self.clock.now());
        self.database.record(event.with(how, what)).await
    }
}

fn before(now: Timestamp, kept: Duration) -> Answer<Timestamp> {
    now.checked_sub(kept).map_err(|error| Unavailable::new("compute a time", error))
}

/// Looks after the log until `shutdown`, and seals once more then.
pub async fn run(mut keeper: Keeper, shutdown: impl Future<Output = ()> + Send) {
    let mut shutdown = pin!(shutdown);
    let (mut told, mut looked): (Option<Instant>, Option<Instant>) = (None, None);
    let due = |last: Option<Instant>, every| last.is_none_or(|last| last.elapsed() >= every);
    loop {
        let mut kept = keeper.seal().await;
        if due(looked, LOOK) {
            looked = Some(Instant::now());
            kept = kept.and(keeper.remove().await);
        }
        if let Err(error) = kept {
            tracing::error!(%error, cause = %error.source, "the audit log is not looked after; it is tried again");
        }
        if let Some(head) = keeper.last.as_ref().filter(|_| due(told, TELL)) {
            told = Some(Instant::now());
            tracing::info!(seal = head.number, proof = head.proof, "the audit log is sealed up to here");
        }
        tokio::select! {
            () = &mut shutdown => break,
            () = sleep(SEAL) => {}
        }
    }
    if let Err(error) = keeper.seal().await {
        tracing::warn!(%error, cause = %error.source, "the last events are not sealed; another node or the next start does it");
    }
}
