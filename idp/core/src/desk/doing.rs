//! Doing what the desk can do: one change of the account with its event, and the person is told.

use super::{Act, Deed, Denied, Desk, Order, Person, Reason, Said, Ticket, Way};
use crate::account::{Account, Change, LinkKind, OneTimeCode, PasswordLink, Role, VisitCode};
use crate::audit::{Code, Event};
use crate::id::{PasswordToken, Subject};
use crate::lifetimes;
use crate::message::Message;
use crate::password::forgotten;
use crate::port::{Answer, Changed};
use crate::throttle::{BudgetKey, Guess};

/// What an act came to.
pub enum Outcome {
    /// This.
    Said(Said),
    /// It is done, and this code is told to the person by word of mouth. It is shown this once.
    VisitCode(OneTimeCode),
    /// The member may not.
    Denied(Denied),
}

/// With what an act is recorded.
struct Signed<'a> {
    reason: &'a Reason,
    ticket: &'a Ticket,
    /// Who asked, where the member approved what another asked.
    asked_by: Option<&'a Subject>,
}

impl Signed<'_> {
    fn sign(&self, event: Event) -> Event {
        let event = event.with("reason", self.reason.as_str()).with("ticket", self.ticket.as_str());
        match self.asked_by {
            Some(member) => event.with("asked_by", member.as_str()),
            None => event,
        }
    }
}

impl Desk<'_> {
    /// Does what is asked, or has it wait for a second pair of eyes.
    pub async fn act(&self, person: &Person, order: Order) -> Answer<Outcome> {
        let (act, account) = (order.deed.act(), person.account());
        let way = match self.way(act, account) {
            Ok(way) => way,
            Err(denied) => return Ok(Outcome::Denied(denied)),
        };
        if !act.applies(account) {
            return Ok(Outcome::Said(Said::Changed));
        }
        if is_on_record(&order.deed, account) {
            return Ok(Outcome::Said(Said::Same));
        }
        // Each one tells the person, and what has no end would be a flood. What only shuts waits for nothing.
        if !act.shuts() && self.too_many().await? {
            return Ok(Outcome::Said(Said::TooMany));
        }
        match way {
            Way::WithSecond => self.ask(person, order).await.map(Outcome::Said),
            Way::AtOnce => self.perform(account, order.deed, &order.reason, &order.ticket, None).await,
        }
    }

    /// Does it.
    pub(super) async fn perform(
        &self,
        account: &Account,
        deed: Deed,
        reason: &Reason,
        ticket: &Ticket,
        asked_by: Option<&Subject>,
    ) -> Answer<Outcome> {
        let act = deed.act();
        if !act.applies(account) {
            return Ok(Outcome::Said(Said::Changed));
        }
        let signed = Signed { reason, ticket, asked_by };
        let done = match deed {
            Deed::CorrectPhone(number) => {
                let event = self.signed(Code::PhoneCorrected, account, &signed).with("phone", number.masked());
                self.changed(account, Change::CorrectPhone(number), event, &Message::PhoneReplaced).await?
            }
            Deed::CorrectEmail(address) => {
                let event = self.signed(Code::EmailCorrected, account, &signed);
                self.changed(account, Change::CorrectEmail(address), event, &Message::EmailReplaced).await?
            }
            Deed::Plain(Act::ResetFactors) => return self.reset(account, &signed).await,
            Deed::Plain(Act::GiveVisitCode) => return self.give_code(account, &signed).await,
            Deed::Plain(Act::Invite) => {
                self.invite(account, &signed).await?;
                true
            }
            Deed::Plain(Act::ClearBudgets) => {
                let keys: Vec<_> = BudgetKey::all_of(&account.subject).into_iter().map(|(_, key)| key).collect();
                let event = self.signed(Code::AccountUnlocked, account, &signed);
                self.provider.ports.guess_budgets.unlock(&keys, event).await?;
                true
            }
            Deed::Plain(act) => match plain(act) {
                Some((change, code, message)) => {
                    let event = self.signed(code, account, &signed);
                    let event =
                        if let Change::SetRole(role) = change { event.with("role", role.as_str()) } else { event };
                    match message {
                        Some(message) => self.changed(account, change, event, &message).await?,
                        None => self.change(account, change, event).await?,
                    }
                }
                None => false,
            },
        };
        if done && act == Act::CorrectPhone {
            self.tell_old_number(account).await?;
        }
        Ok(Outcome::Said(if done { Said::Done(act) } else { Said::Changed }))
    }

    /// The second factors go, and with them the tries that would keep the person from enrolling anew.
    async fn reset(&self, account: &Account, signed: &Signed<'_>) -> Answer<Outcome> {
        let (code, kept) = self.draw_code(account);
        let event = self.signed(Code::FactorsReset, account, signed);
        if !self.changed(account, Change::ResetFactors(kept), event, &Message::FactorsReset).await? {
            return Ok(Outcome::Said(Said::Changed));
        }
        let codes = Guess::ALL.into_iter().filter(|guess| *guess != Guess::Password);
        let keys: Vec<_> = codes.map(|guess| BudgetKey::of_subject(&account.subject, guess)).collect();
        let event = self.signed(Code::AccountUnlocked, account, signed);
        self.provider.ports.guess_budgets.unlock(&keys, event).await?;
        Ok(Outcome::VisitCode(code))
    }

    async fn give_code(&self, account: &Account, signed: &Signed<'_>) -> Answer<Outcome> {
        let (code, kept) = self.draw_code(account);
        let event = self.signed(Code::VisitCodeGiven, account, signed);
        let given = self.changed(account, Change::GiveVisitCode(kept), event, &Message::VisitCodeGiven).await?;
        Ok(if given { Outcome::VisitCode(code) } else { Outcome::Said(Said::Changed) })
    }

    fn draw_code(&self, account: &Account) -> (OneTimeCode, VisitCode) {
        let ports = &self.provider.ports;
        let code = OneTimeCode::generate(ports.rng.as_ref());
        let kept = VisitCode::new(&code, &account.subject, ports.keyed_hash.as_ref(), self.now);
        (code, kept)
    }

    async fn invite(&self, account: &Account, signed: &Signed<'_>) -> Answer<()> {
        let ports = &self.provider.ports;
        let token = PasswordToken::generate(ports.rng.as_ref());
        let link = PasswordLink::new(&token, account, LinkKind::Invitation, self.now);
        let event = self.signed(Code::PasswordLinkMade, account, signed).with("kind", link.kind.as_str());
        ports.password_links.give(&link, event).await?;
        let url = self.provider.settings.issuer.url(&format!("{}{}", forgotten::PATH, token.reveal())).into();
        let days = lifetimes::INVITATION.as_secs() / (24 * 60 * 60);
        let message = Message::Invitation { url, days, username: account.username.clone() };
        self.mail(account, &message, link.expires_at).await
    }

    fn signed(&self, code: Code, account: &Account, signed: &Signed<'_>) -> Event {
        signed.sign(self.event(code).about(&account.subject))
    }

    /// Changes the account, and tells the person at the address that was on record.
    async fn changed(&self, account: &Account, change: Change, event: Event, message: &Message) -> Answer<bool> {
        let done = self.change(account, change, event).await?;
        if done {
            self.tell(account, message).await?;
        }
        Ok(done)
    }

    /// Changes the account if it is still what the page saw.
    async fn change(&self, account: &Account, change: Change, event: Event) -> Answer<bool> {
        let called = self.provider.clients.called_at_logout();
        let accounts = &self.provider.ports.accounts;
        let changed = accounts.change(&account.subject, account.security_version, change, &called, event).await?;
        Ok(matches!(changed, Changed::Done(_)))
    }
}

/// The acts that are one change and nothing more, and what the person reads.
fn plain(act: Act) -> Option<(Change, Code, Option<Message>)> {
    Some(match act {
        Act::EndSessions => (Change::EndSessions, Code::SessionsEnded, Some(Message::SessionsEnded)),
        Act::Disable => (Change::Disable, Code::AccountDisabled, Some(Message::AccountDisabled)),
        Act::Enable => (Change::Enable, Code::AccountEnabled, Some(Message::AccountEnabled)),
        Act::ReviewDispute => (Change::ReviewDispute, Code::DisputeReviewed, None),
        Act::MakeDesk => {
            (Change::SetRole(Role::Desk), Code::RoleAssigned, Some(Message::RoleChanged { role: Role::Desk }))
        }
        Act::TakeRole => {
            (Change::SetRole(Role::None), Code::RoleAssigned, Some(Message::RoleChanged { role: Role::None }))
        }
        Act::ResetFactors
        | Act::GiveVisitCode
        | Act::CorrectPhone
        | Act::CorrectEmail
        | Act::Invite
        | Act::ClearBudgets => return None,
    })
}

fn is_on_record(deed: &Deed, account: &Account) -> bool {
    match deed {
        Deed::CorrectPhone(number) => account.phone.as_ref().is_some_and(|phone| phone.value == *number),
        Deed::CorrectEmail(address) => account.email.as_ref().is_some_and(|email| email.value == *address),
        Deed::Plain(_) => false,
    }
}
