//! Login attempts, in memory.

use async_trait::async_trait;
use idp_core::id::TransactionId;
use idp_core::login::Transaction;
use idp_core::port::{Answer, Stored, Transactions};
use jiff::Timestamp;

use super::expiring::Shared;

/// A login attempt is one or two kilobytes, and eight where a stranger makes it as large as it can be: this many take 200 MB
/// at the very worst.
const CAPACITY: usize = 25_000;

/// [`Transactions`] in memory.
pub struct MemoryTransactions(Shared<TransactionId, Stored<Transaction>>);

impl Default for MemoryTransactions {
    fn default() -> Self {
        Self(Shared::new("begin a login", CAPACITY))
    }
}

#[async_trait]
impl Transactions for MemoryTransactions {
    async fn create(&self, transaction: &Transaction) -> Answer<()> {
        let first = Stored { value: transaction.clone(), version: 1 };
        let now = transaction.started_at;
        self.0.lock().insert(transaction.id.clone(), first, transaction.expires_at(), now)?;
        Ok(())
    }

    async fn load(&self, id: &TransactionId, now: Timestamp) -> Answer<Option<Stored<Transaction>>> {
        Ok(self.0.lock().live(id, now).map(|entry| entry.value.clone()))
    }

    async fn replace(&self, transaction: &Transaction, version: u64) -> Answer<bool> {
        let mut transactions = self.0.lock();
        let current = transactions.any(&transaction.id).filter(|entry| entry.value.version == version);
        let replaced = current.map(|entry| entry.value = Stored { value: transaction.clone(), version: version + 1 });
        Ok(replaced.is_some())
    }

    async fn end(&self, id: &TransactionId, version: u64) -> Answer<bool> {
        let mut transactions = self.0.lock();
        let current = transactions.any(id).is_some_and(|entry| entry.value.version == version);
        if current {
            transactions.remove(id);
        }
        Ok(current)
    }
}
