//! The transient ports in the memory of this process: for one node, for the demo and for tests.
//!
//! A restart forgets everything, at the price of starting a login again. Every verb holds one lock from its first look to its
//! last write, so each is one step to all others.

mod challenges;
mod expiring;
mod throttle;
mod transactions;

pub use challenges::MemoryChallenges;
pub use throttle::MemoryThrottle;
pub use transactions::MemoryTransactions;
