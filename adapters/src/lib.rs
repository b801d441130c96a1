//! How we reach the world: what stands behind the ports of `idp_core`.
//!
//! One module a thing outside. The rules know none of them; `sluis` chooses and wires them. What spawns a thread or a
//! task lives here, so that the rules stay functions.

pub mod audit_log;
pub mod certificates;
pub mod client_keys;
pub mod clock;
pub mod database;
pub mod delivery;
pub mod housekeeping;
pub mod keys;
pub mod logout_calls;
pub mod mail;
pub mod measured;
pub mod memory;
pub mod outbound;
pub mod passkeys;
pub mod password_requests;
pub mod passwords;
pub mod private_file;
mod queue;
pub mod redis;
pub mod rng;
pub mod sealing;
pub mod sms;
