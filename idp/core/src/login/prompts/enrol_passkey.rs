//! Make a passkey: for who wants one beside the app that was just set up, and for who needs one because an application demands
//! it. Only who has proven everything in this very login gets here.

use async_trait::async_trait;

use crate::assurance::Proof;
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::passkeys;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::Asking;
use crate::port::Answer;

/// See the module.
pub(in crate::login) struct EnrolPasskey;

#[async_trait]
impl Behaviour for EnrolPasskey {
    fn kind(&self) -> &'static str {
        "enrol_passkey"
    }

    fn check(&self, facts: &Facts) -> Check {
        // What is wanted opens nothing: it is asked again what was proven, because a page that makes a factor must not lean on
        // an order.
        if facts.may_enrol_passkey() && (facts.wants_passkey || facts.must_enrol_passkey()) {
            Check::Needed(Reason::NoPasskey)
        } else {
            Check::NotNeeded
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.pass_proof(Proof::VerifiedPasskey);
        facts.record.factors.passkey = true;
        facts.wants_passkey = false;
    }

    async fn prepare(&self, turn: &mut Turn<'_>) -> Answer<()> {
        passkeys::ask(turn, Asking::New)
    }

    async fn open(&self, turn: &Turn<'_>) -> Answer<Screen> {
        let passkey = passkeys::question(turn, Asking::New);
        Ok(Screen::EnrolPasskey { passkey, demanded: passkeys::demanded(turn) })
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        passkeys::make(turn, form).await
    }

    fn samples(&self) -> Vec<Screen> {
        let screen =
            |passkey: bool, demanded| Screen::EnrolPasskey { passkey: passkey.then(passkeys::sample), demanded };
        vec![screen(true, false), screen(true, true), screen(false, false)]
    }
}
