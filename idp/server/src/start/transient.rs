//! Opens the transient store that was chosen.

use std::sync::Arc;

use idp_adapters::memory::{MemoryChallenges, MemoryThrottle, MemoryTransactions};
use idp_adapters::redis::Redis;
use idp_adapters::sealing::Sealer;
use idp_core::port::{Challenges, KeyedHash, Rng, Throttle, Transactions};

use super::StartError;
use crate::config::Transient;

/// The ports of the transient store.
pub(super) struct TransientPorts {
    pub(super) transactions: Arc<dyn Transactions>,
    pub(super) challenges: Arc<dyn Challenges>,
    pub(super) throttle: Arc<dyn Throttle>,
    /// The Redis behind them, if there is one.
    pub(super) redis: Option<Arc<Redis>>,
}

/// Opens it. A Redis that does not answer stops the start, as a database does: a wrong name or password must be seen by
/// whoever starts the server, and not by people who log in.
pub(super) async fn open(
    chosen: Transient,
    sealer: Arc<Sealer>,
    keyed_hash: Arc<dyn KeyedHash>,
    rng: Arc<dyn Rng>,
) -> Result<TransientPorts, StartError> {
    match chosen {
        Transient::Memory => Ok(TransientPorts {
            transactions: Arc::new(MemoryTransactions::default()),
            challenges: Arc::new(MemoryChallenges::default()),
            throttle: Arc::new(MemoryThrottle::default()),
            redis: None,
        }),
        Transient::Redis(options) => {
            let redis = Arc::new(Redis::new(&options, sealer, keyed_hash, rng)?);
            redis.ping().await?;
            Ok(TransientPorts {
                transactions: redis.clone(),
                challenges: redis.clone(),
                throttle: redis.clone(),
                redis: Some(redis),
            })
        }
    }
}
