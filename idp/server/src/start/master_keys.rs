//! Keeps a node in step with the master keys: it reads their file again when that changes, seals with the key that the database
//! says, and tells the database which keys it has, so that nothing is sealed with one before every node can open it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use idp_adapters::database::{AtOdds, Database, Node, NodeId};
use idp_adapters::sealing::MasterKeyFile;
use idp_core::port::{Answer, Clock, Rng, Unavailable};
use idp_web::health::Part;

use crate::config::Look;

/// How often it is looked whether the file or the database says something new.
const LOOK: Duration = Duration::from_secs(2);

/// What keeps the step.
pub(super) struct MasterKeyKeeper {
    file: MasterKeyFile,
    database: Database,
    clock: Arc<dyn Clock>,
    node: NodeId,
    agreed: Arc<AtomicBool>,
    /// The file as it was taken up last, or could not be read.
    seen: Look,
    /// What was told last, and when.
    told: Option<(Vec<String>, String, Instant)>,
}

impl MasterKeyKeeper {
    /// Agrees with the database, or says why this node must not start.
    pub(super) async fn begin(
        file: MasterKeyFile,
        database: Database,
        clock: Arc<dyn Clock>,
        rng: &dyn Rng,
    ) -> Answer<Result<Self, AtOdds>> {
        // What is written between the reading of the configuration and here is seen at the first look.
        let (node, agreed) = (NodeId::draw(rng), Arc::new(AtomicBool::new(true)));
        let mut keeper = Self { file, database, clock, node, agreed, seen: Look::default(), told: None };
        // Told first: who puts a key in force after this waits until this node has it.
        keeper.tell_unnamed().await?;
        if let Err(odds) = keeper.database.agree_on_master_keys(keeper.clock.now()).await? {
            keeper.database.forget_node(&keeper.node).await?;
            return Ok(Err(odds));
        }
        keeper.tell().await?;
        Ok(Ok(keeper))
    }

    /// Whether this node has every key that it needs, for who sends requests here.
    pub(super) fn part(&self) -> Arc<dyn Part> {
        Arc::new(MasterKeysPart(self.agreed.clone()))
    }

    /// Keeps the step until `shutdown`.
    pub(super) async fn run(mut self, shutdown: impl Future<Output = ()>) {
        tokio::select! {
            () = shutdown => {}
            () = self.watch() => {}
        }
        if let Err(error) = self.database.forget_node(&self.node).await {
            tracing::debug!(%error, "this node is forgotten later");
        }
    }

    async fn watch(&mut self) {
        loop {
            tokio::time::sleep(LOOK).await;
            if let Err(error) = self.look().await {
                tracing::warn!(%error, cause = %error.source, "the master keys cannot be looked at; it is tried again");
            }
        }
    }

    async fn look(&mut self) -> Answer<()> {
        let look = Look::at(self.file.path());
        let agreed = if look == self.seen {
            self.database.agree_on_master_keys(self.clock.now()).await?
        } else {
            match self.file.load() {
                Ok(keys) => {
                    let taken = self.database.take_up_master_keys(keys, self.clock.now()).await?;
                    // One that is refused is looked at again: until it is right this node says that it is not ready.
                    if taken.is_ok() {
                        self.seen = look;
                    }
                    taken
                }
                Err(error) => {
                    tracing::error!(%error, "THE CHANGED MASTER KEY FILE CANNOT BE USED; the old keys stay in use");
                    self.seen = look;
                    return Ok(());
                }
            }
        };
        let was = self.agreed.swap(agreed.is_ok(), Ordering::Relaxed);
        match agreed {
            Ok(()) if !was => tracing::info!("the master key file has every key that is needed again"),
            Err(odds) if was => tracing::error!(%odds, "THE MASTER KEY FILE DOES NOT HAVE WHAT IS NEEDED"),
            Ok(()) | Err(_) => {}
        }
        self.tell().await
    }

    /// Tells of this node where something changed, and now and then.
    async fn tell(&mut self) -> Answer<()> {
        let (opens, seals) = self.database.own_master_keys().await?;
        let fresh = self.told.as_ref().is_some_and(|(told_opens, told_seals, at)| {
            (told_opens, told_seals) == (&opens, &seals) && at.elapsed() < Node::TELLS
        });
        if !fresh {
            self.database.tell_of_node(&self.node, &opens, &seals, self.clock.now()).await?;
            self.told = Some((opens, seals, Instant::now()));
        }
        Ok(())
    }

    async fn tell_unnamed(&self) -> Answer<()> {
        self.database.tell_of_node(&self.node, &[], "", self.clock.now()).await
    }
}

/// Every key that values of the database are sealed with is here.
struct MasterKeysPart(Arc<AtomicBool>);

#[async_trait]
impl Part for MasterKeysPart {
    fn name(&self) -> &'static str {
        "master keys"
    }

    async fn check(&self) -> Answer<()> {
        match self.0.load(Ordering::Relaxed) {
            true => Ok(()),
            false => {
                Err(Unavailable::new("compare the master keys", "the master key file does not have what is needed"))
            }
        }
    }
}
