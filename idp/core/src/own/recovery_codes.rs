//! One's own recovery codes: ten at once, shown in the answer that makes them and never again.

use super::{Own, Said};
use crate::account::{Change, RecoveryCode};
use crate::audit::Code;
use crate::message::Message;
use crate::port::Answer;

impl Own<'_> {
    /// Makes a new set; the one before is worth nothing from now on. `None` if the account moved on.
    pub async fn make_recovery_codes(&self) -> Answer<Option<Vec<RecoveryCode>>> {
        let ports = &self.provider.ports;
        let codes: Vec<_> = (0..RecoveryCode::SET).map(|_| RecoveryCode::generate(ports.rng.as_ref())).collect();
        let digests =
            codes.iter().map(|code| code.digest(&self.account().subject, ports.keyed_hash.as_ref())).collect();
        if !self.change(Change::SetRecoveryCodes(digests), self.event(Code::RecoveryCodesMade)).await? {
            return Ok(None);
        }
        self.sender().tell(&Message::RecoveryCodesMade).await?;
        Ok(Some(codes))
    }

    /// The person says that they kept the codes. It changes nothing; whoever helps them later can see that they said so.
    pub async fn kept_recovery_codes(&self) -> Answer<Said> {
        self.provider.ports.audit.record(self.event(Code::RecoveryCodesKept)).await?;
        Ok(Said::CodesKept)
    }
}
