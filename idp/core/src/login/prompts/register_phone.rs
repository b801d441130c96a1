//! Your phone number: asked only of who proved the mailbox in this very login and has no number on record.

use async_trait::async_trait;

use crate::account::{InvalidPhone, PhoneNumber};
use crate::login::facts::Facts;
use crate::login::form::Form;
use crate::login::prompt::{Behaviour, Check, Outcome, Reason, Turn};
use crate::login::screen::Screen;
use crate::login::transaction::{Choice, Refusal};
use crate::port::Answer;

/// See the module.
pub(in crate::login) struct RegisterPhone;

#[async_trait]
impl Behaviour for RegisterPhone {
    fn kind(&self) -> &'static str {
        "register_phone"
    }

    fn check(&self, facts: &Facts) -> Check {
        if facts.may_bootstrap() && !facts.record.phone && !facts.phone_registered {
            Check::Needed(Reason::NoAuthenticator)
        } else {
            Check::NotNeeded
        }
    }

    fn pass(&self, facts: &mut Facts) {
        facts.phone_registered = true;
    }

    async fn open(&self, _turn: &Turn<'_>) -> Answer<Screen> {
        Ok(Screen::RegisterPhone {})
    }

    async fn answer(&self, turn: &mut Turn<'_>, form: &Form) -> Answer<Outcome> {
        Ok(match PhoneNumber::parse(form.text("phone"), &turn.provider.settings.sms_countries) {
            Ok(number) => Outcome::Settled(Choice::Phone(number)),
            Err(InvalidPhone::Malformed) => Outcome::Refused(Refusal::PhoneMalformed),
            Err(InvalidPhone::NotMobile) => Outcome::Refused(Refusal::PhoneNotMobile),
            Err(InvalidPhone::Country) => Outcome::Refused(Refusal::PhoneCountry),
        })
    }

    fn samples(&self) -> Vec<Screen> {
        vec![Screen::RegisterPhone {}]
    }
}
