//! What Sluis decides: the OpenID Connect rules, the login pipeline and the ports to the world outside.
//!
//! Nothing in this crate opens a socket, reads a clock, draws a random number or knows a database. Time and
//! randomness come in through [`port`]; what is decided goes out as values. So every rule can be tested as a
//! function, and the same rules hold on every store.
//!
//! Start reading at [`login::pipeline`]: the one ordered list that says what a person is asked, and when.

pub mod account;
pub mod assurance;
pub mod audit;
pub mod claims;
pub mod client;
#[cfg(feature = "contract")]
pub mod contract;
pub mod delivery;
pub mod desk;
pub mod id;
pub mod key_life;
pub mod lifetimes;
pub mod locale;
pub mod login;
pub mod message;
pub mod oidc;
pub mod own;
mod passkeys;
pub mod password;
pub mod port;
pub mod provider;
mod sending;
mod sent_code;
pub mod session;
pub mod throttle;
