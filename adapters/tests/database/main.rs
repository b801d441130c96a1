//! The durable ports, on a real SQLite and a real PostgreSQL.

#![allow(clippy::expect_used, clippy::panic, reason = "the helpers of tests fail as tests do")]

mod audit;
mod contracts;
mod findable;
mod leases;
mod nodes;
mod resealing;
mod sealed;
mod signing_keys;
mod stores;
