//! The program: reads the configuration, wires the rules to the world, and gives administrators their commands.
//!
//! - [`config`] is `sluis.yaml` and the clients' files: what may be written, and what it means.
//! - [`cli`] is the command line.
//! - [`start`] wires everything together and serves.
//! - [`tls`] is the certificate with which it speaks TLS itself.
//! - [`telemetry`] is how the program says what it does while it runs.

mod causes;
pub mod cli;
pub mod config;
pub mod start;
pub mod telemetry;
pub mod tls;
