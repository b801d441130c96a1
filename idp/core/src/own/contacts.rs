//! One's own phone number and e-mail address. A new one is on record only when a code that was sent to it came back; then the
//! old one is told.

use super::draft::{Draft, Kind};
use super::{Own, Said, Told};
use crate::account::{Change, EmailAddress, InvalidPhone, OneTimeCode, PhoneNumber};
use crate::audit::Code;
use crate::message::{Message, Recipient};
use crate::port::Answer;
use crate::sent_code::{Checked, Sent, Words};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactKind {
    /// The phone number.
    Phone,
    /// The e-mail address.
    Email,
}

impl ContactKind {
    /// Its word, in paths, fields and words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Phone => Kind::Phone,
            Self::Email => Kind::Email,
        }
    }

    /// The words around its code.
    fn words(self) -> Words {
        match self {
            Self::Phone => |code, minutes| Message::SmsCode { code, minutes },
            Self::Email => |code, minutes| Message::AddressCode { code, minutes },
        }
    }
}

impl Own<'_> {
    /// What of the new number or address may be shown, while it waits to be proven, and whether a code to it can be answered.
    pub async fn new_contact(&self, which: ContactKind) -> Answer<Option<(String, bool)>> {
        let Some(to) = self.recipient(which).await? else { return Ok(None) };
        Ok(Some((to.masked(), self.sender().is_on_its_way(&to).await?)))
    }

    /// Sends a code to a new number or address.
    pub async fn propose_contact(&self, which: ContactKind, typed: &str) -> Answer<Told> {
        let draft = match which {
            ContactKind::Phone => match PhoneNumber::parse(typed, &self.provider.settings.sms_countries) {
                Ok(number) => Draft::Phone(number),
                Err(InvalidPhone::Malformed) => return Ok(Said::PhoneMalformed.into()),
                Err(InvalidPhone::NotMobile) => return Ok(Said::PhoneNotMobile.into()),
                Err(InvalidPhone::Country) => return Ok(Said::PhoneCountry.into()),
            },
            ContactKind::Email => match EmailAddress::parse(typed) {
                Ok(address) => Draft::Email(address),
                Err(_) => return Ok(Said::EmailMalformed.into()),
            },
        };
        self.keep(draft).await?;
        self.send_code(which).await
    }

    /// Sends another code to the number or address that waits. The old code is dead.
    pub async fn send_code(&self, which: ContactKind) -> Answer<Told> {
        let Some(to) = self.recipient(which).await? else { return Ok(Said::CodeDead.into()) };
        Ok(match self.sender().send(&to, which.words()).await? {
            Sent::OnItsWay => Said::CodeSent.into(),
            Sent::Wait { until } => Told::until(Said::SendPaused, until),
            Sent::Spent { until } => Told::until(Said::BudgetSpent, until),
        })
    }

    /// Another number or address than the one that waits.
    pub async fn withdraw_contact(&self, which: ContactKind) -> Answer<()> {
        self.take(which.kind()).await.map(drop)
    }

    /// Checks the code. If it is right the new number or address takes the place of the old one, which is told.
    pub async fn prove_contact(&self, which: ContactKind, typed: &str) -> Answer<Told> {
        // What cannot be a code is no guess.
        let Some(code) = OneTimeCode::parse(typed) else { return Ok(Said::CodeMalformed.into()) };
        let Some(to) = self.recipient(which).await? else { return Ok(Said::CodeDead.into()) };
        match self.sender().check(&to, &code).await? {
            Checked::Right => {}
            Checked::Wrong => return Ok(Said::CodeWrong.into()),
            Checked::Dead => return Ok(Said::CodeDead.into()),
            Checked::Spent { until } => return Ok(Told::until(Said::BudgetSpent, until)),
        }
        self.take(which.kind()).await?;
        // The very number or address that the code was sent to, whatever waits now in another tab.
        let masked = to.masked();
        let (change, event, told) = match to {
            Recipient::Phone(number) => {
                let event = self.event(Code::PhoneVerified).with("phone", masked);
                (Change::ReplacePhone(number), event, Said::PhoneChanged)
            }
            Recipient::Email(address) => {
                let event = self.event(Code::EmailVerified).with("replaced", "yes");
                (Change::ReplaceEmail(address), event, Said::EmailChanged)
            }
        };
        if !self.change(change, event).await? {
            return Ok(Said::Changed.into());
        }
        self.tell_old(which).await?;
        Ok(told.into())
    }

    /// Tells the number or address that was on record, and for a number the mailbox too.
    async fn tell_old(&self, which: ContactKind) -> Answer<()> {
        let (account, sender) = (self.account(), self.sender());
        match which {
            ContactKind::Phone => {
                if let Some(old) = &account.phone {
                    sender.write(&Recipient::Phone(old.value.clone()), &Message::PhoneReplacedSms).await?;
                }
                sender.tell(&Message::PhoneReplaced).await
            }
            // The account is as the page saw it: its address is the old one.
            ContactKind::Email => sender.tell(&Message::EmailReplaced).await,
        }
    }

    async fn recipient(&self, which: ContactKind) -> Answer<Option<Recipient>> {
        Ok(self.waiting(which.kind()).await?.and_then(|draft| match draft {
            Draft::Phone(number) => Some(Recipient::Phone(number)),
            Draft::Email(address) => Some(Recipient::Email(address)),
            Draft::App(_) | Draft::Passkey(_) => None,
        }))
    }
}
