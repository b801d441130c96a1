//! Takes up changes of the clients' files while the server runs: validated whole, by the settings that are in force, and
//! exchanged at once, or refused whole, with the old ones in force and a reason in the log that nobody can overlook.

use std::sync::Arc;
use std::time::Duration;

use idp_adapters::database::Database;
use idp_adapters::keys::SigningKeys;
use idp_core::audit::{Code, Event, Origin};
use idp_core::client::{Clients, Difference, Registrations, differences};
use idp_core::port::{Answer, Clock};
use idp_web::Served;

use super::metrics::Configuration;
use crate::config::{Faults, Look, Sources};

/// How often it is looked whether a file changed.
const LOOK: Duration = Duration::from_secs(1);

/// What takes up changes.
pub(super) struct Reloading {
    pub(super) sources: Sources,
    pub(super) served: Served,
    pub(super) database: Database,
    pub(super) keys: Arc<SigningKeys>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) numbers: Configuration,
}

/// What was seen of the files so far.
struct Seen {
    sluis: Look,
    /// The files that are in force, or that were refused.
    judged: Look,
    /// The last look: files that are still being written look different at the next one.
    last: Look,
    /// What was said of them, if they were refused. They are read again at each look, for what mends them may be a file
    /// that is not watched yet.
    refused: Option<Faults>,
}

impl Reloading {
    /// Looks until `shutdown`.
    pub(super) async fn run(mut self, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = shutdown => {}
            () = self.watch() => {}
        }
    }

    async fn watch(&mut self) {
        let sluis = self.sources.look_at_sluis();
        // Nothing is judged yet: what changed while the server started is taken up at the second look.
        let mut seen = Seen { sluis, judged: Look::default(), last: Look::default(), refused: None };
        loop {
            tokio::time::sleep(LOOK).await;
            self.look(&mut seen).await;
        }
    }

    async fn look(&mut self, seen: &mut Seen) {
        let sluis = self.sources.look_at_sluis();
        if sluis != seen.sluis {
            seen.sluis = sluis;
            tracing::warn!(file = %self.sources.sluis().display(), "what is changed here needs a restart; `sluis check` first");
        }
        let look = self.sources.look();
        let settled = look == seen.last;
        seen.last = look.clone();
        if !settled || (look == seen.judged && seen.refused.is_none()) {
            return;
        }
        let mut sources = self.sources.clone();
        let read = tokio::task::spawn_blocking(move || (sources.read_clients(), sources));
        let Ok((clients, sources)) = read.await else { return };
        match clients {
            Ok(clients) => match self.take_up(clients).await {
                Ok(()) => {
                    // Other secrets may be watched from now on. What was judged is the look from before the files were read:
                    // whatever was written since is another.
                    self.sources = sources;
                    seen.judged = look;
                    seen.refused = None;
                }
                Err(error) => {
                    tracing::error!(%error, cause = %error.source, "the changed clients cannot be taken up yet; it is tried again");
                }
            },
            Err(faults) => {
                seen.judged = look;
                if seen.refused.as_ref() != Some(&faults) {
                    self.numbers.refused();
                    for fault in &faults.0 {
                        tracing::error!(
                            fault = fault.summary(),
                            "THE CHANGED CLIENTS ARE REFUSED; the old ones stay in force"
                        );
                    }
                }
                seen.refused = Some(faults);
            }
        }
    }

    /// Nothing of it is served before its keys are there and the change is on record.
    async fn take_up(&self, clients: Clients) -> Answer<()> {
        self.keys.serve(clients.algorithms()).await?;
        put_in_force(&self.database, &clients, self.clock.as_ref()).await?;
        let before = Registrations::of(&self.served.now().provider.clients);
        let differences = differences(&before, &Registrations::of(&clients));
        self.served.exchange(clients);
        self.numbers.changed(self.clock.now());
        match differences.as_slice() {
            [] => tracing::debug!("the files of the clients were read again; nothing changed"),
            some => tracing::info!(changes = summary(some), "the changed clients are in force"),
        }
        Ok(())
    }
}

/// Notes which registrations are in force. Of many nodes that take them up, one puts it on record.
pub(super) async fn put_in_force(database: &Database, clients: &Clients, clock: &dyn Clock) -> Answer<()> {
    let registrations = Registrations::of(clients);
    let before = database.in_force().await?.map(|before| before.registrations).unwrap_or_default();
    let event = Event::new(Code::ConfigurationChanged, &Origin::system(), clock.now())
        .with("version", registrations.version())
        .with("changes", summary(&differences(&before, &registrations)));
    database.put_in_force(&registrations, event).await.map(drop)
}

/// The differences in one line: `+new ~changed !weaker -removed`.
fn summary(differences: &[Difference]) -> String {
    let word = |difference: &Difference| match difference {
        Difference::Added(id, _) => format!("+{id}"),
        Difference::Removed(id) => format!("-{id}"),
        Difference::Changed(id, _) if difference.is_weaker() => format!("!{id}"),
        Difference::Changed(id, _) => format!("~{id}"),
    };
    differences.iter().map(word).collect::<Vec<_>>().join(" ")
}
