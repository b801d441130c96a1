//! Who uses the command line, for the audit log.

use clap::Args;
use idp_core::audit::Origin;

use super::failure::Failure;

/// The option that every command has which changes something.
#[derive(Args)]
pub(super) struct Administrator {
    /// Who does it, for the audit log; the user of the operating system if left out
    #[arg(long, global = true, value_name = "NAME")]
    actor: Option<String>,
}

impl Administrator {
    /// The administrator, as the audit log names them.
    pub(super) fn origin(self) -> Result<Origin, Failure> {
        let unknown = |_| Failure::Usage("the operating system does not say who you are: give --actor".to_owned());
        let name = self.actor.map_or_else(|| whoami::username().map_err(unknown), Ok)?;
        if name.trim().is_empty() || name.len() > 100 || name.contains(char::is_control) {
            return Err(Failure::Usage("--actor must be a name".to_owned()));
        }
        Ok(Origin::administrator(&name))
    }
}
