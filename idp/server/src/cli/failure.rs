//! How a command fails: what it says on standard error, and its exit code.

use std::error::Error;
use std::process::ExitCode;

use idp_core::port::Unavailable;

use super::output::complain;
use super::rendered;
use crate::causes;
use crate::config::{Faults, Severity};

/// Why a command did not do what it was asked.
pub(super) enum Failure {
    /// The configuration is wrong.
    Configuration(Faults),
    /// What was asked cannot be, as it was asked.
    Usage(String),
    /// It was asked well and did not succeed.
    Failed(String),
}

impl Failure {
    /// What failed, with everything that caused it.
    pub(super) fn because(what: &str, cause: &dyn Error) -> Self {
        Self::Failed(format!("{what}: {}", causes::chain(cause)))
    }

    /// Says it, and gives the exit code.
    pub(super) fn report(&self) -> ExitCode {
        match self {
            Self::Configuration(faults) => {
                complain(rendered(faults, Severity::Error).trim_end());
                complain(&format!("\n{}, so nothing was started or changed", count(faults.0.len())));
            }
            Self::Usage(message) | Self::Failed(message) => complain(&format!("error: {message}")),
        }
        match self {
            Self::Configuration(_) | Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl From<Unavailable> for Failure {
    fn from(error: Unavailable) -> Self {
        Self::because("the database did not do it", &error)
    }
}

fn count(faults: usize) -> String {
    if faults == 1 { "1 fault".to_owned() } else { format!("{faults} faults") }
}
