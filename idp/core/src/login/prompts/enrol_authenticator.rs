//! Set up the authenticator app: only after the bootstrap in this very login where no second factor stands, or after a
//! recovery code, by who lost the app. The key logs nobody in until a right code confirmed it.

use async_trait::async_trait;

use crate::account::{Change, OneTimeCode, Others, TotpSecret};
use crate::assurance::Proof;
use crate::audit::Code;
use crate::id::AuthenticatorId;
use crate::login::facts::Facts;
use crate::login::form::{Action, Form};
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::{EnrolmentKey, Screen};
use crate::login::sent_code;
use crate::login::transaction::{Choice, Notice, Refusal, Stop};
use crate::message::Message;
use crate::port::{Answer, Changed};

/// See the module.
pub(in crate::login) struct EnrolAuthenticator;

#[async_trait]
impl Behaviour for EnrolAuthenticator {
    fn kind(&self) -> &'static str {
        "enrol_authenticator"
    }

    fn check(&self, facts: &Facts) -> Check {
        // The codes of the bootstrap stand before this in the list, so whoever gets here has proven them; asked again,
        // because a page that shows a key must not lean on an order.
        if facts.may_bootstrap() && facts.has_here(Proof::Sms) {
            Check::Needed(Reason::NoAuthenticator)
        } else if facts.recovers() {
            Check::Needed(Reason::Recovered)
        } else {
            Check::NotNeeded
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::Authenticator);
        facts.record.factors.app = true;
        facts.recovery_settled = true;
        facts.enrolment_to_acknowledge = true;
    }

    async fn start(&self, turn: &mut Turn<'_>) -> Answer<()> {
        turn.transaction.pending_authenticator = Some(TotpSecret::generate(turn.provider.ports.rng.as_ref()));
        Ok(())
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        let username = turn.transaction.username.as_ref().map(ToString::to_string).unwrap_or_default();
        let label = &turn.provider.settings.authenticator_label;
        let key = turn.transaction.pending_authenticator.as_ref();
        Ok(Screen::EnrolAuthenticator {
            key: key.and_then(|key| Some(EnrolmentKey::new(key.uri(label, &username)?, &key.base32()))),
            recovers: recovers(turn),
        })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        if recovers(turn) && form.action() == Action::Keep {
            return Ok(Outcome::Settled(Choice::KeepsApp));
        }
        let Some(secret) = turn.transaction.pending_authenticator.clone() else {
            self.start(turn).await?;
            return Ok(Outcome::Again(Notice::KeyReady));
        };
        let Some(code) = OneTimeCode::parse(form.text("code")) else {
            return Ok(Outcome::Refused(Refusal::CodeMalformed));
        };
        let (Some(step), Some(account)) = (secret.matching_step(&code, turn.now), &turn.account) else {
            return Ok(Outcome::Refused(Refusal::CodeWrong));
        };
        let (subject, seen) = (account.subject.clone(), account.security_version);
        let id = AuthenticatorId::generate(turn.provider.ports.rng.as_ref());
        let event = turn.event(Code::AuthenticatorEnrolled).with("authenticator", id.as_str());
        let others = if recovers(turn) { Others::Go } else { Others::None };
        let change = Change::ConfirmAuthenticator { id, secret, step, others };
        let called = turn.provider.clients.called_at_logout();
        match turn.provider.ports.accounts.change(&subject, seen, change, &called, event).await? {
            Changed::Done(account) => turn.account = Some(*account),
            // Another tab was first, or the account moved on: what was proven here is not this person any more.
            Changed::Stale => return Ok(Outcome::GivenUp(Stop::Changed)),
        }
        turn.transaction.pending_authenticator = None;
        turn.transaction.recovery_settled = true;
        turn.transaction.enrolment_to_acknowledge = true;
        sent_code::tell(turn, &Message::AuthenticatorAdded).await?;
        Ok(Outcome::Proven(Proof::Authenticator))
    }

    fn samples(&self) -> Vec<Screen> {
        let uri = "otpauth://totp/CAM:j.devries?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=CAM".to_owned();
        let key = EnrolmentKey::new(uri, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        let screen = |key: Option<&EnrolmentKey>, recovers| Screen::EnrolAuthenticator { key: key.cloned(), recovers };
        vec![screen(Some(&key), false), screen(None, false), screen(Some(&key), true)]
    }
}

/// Whether this login rests on a recovery code, so that an app that is lost gives way to a new one.
fn recovers(turn: &Turn<'_>) -> bool {
    turn.transaction.evidence.iter().any(|evidence| evidence.proof == Proof::RecoveryCode)
}
