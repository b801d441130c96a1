//! A second pair of eyes: an act that waits until another member approves it. Who approves it does it, and so is the one who
//! learns the code for the person; who asked never does.

use std::time::Duration;

use jiff::Timestamp;

use super::rule::{self, Denied, Way, Whom};
use super::{Deed, Desk, Order, Outcome, Person, Reason, Said, Ticket};
use crate::account::{Account, SecurityVersion};
use crate::audit::Code;
use crate::id::{DeskRequestId, Subject};
use crate::lifetimes;
use crate::port::Answer;

/// How many requests are shown.
const SHOWN: u64 = 100;

/// What waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub id: DeskRequestId,
    /// For whom.
    pub subject: Subject,
    /// What.
    pub deed: Deed,
    /// The account's, when it was asked: a request does not outlive what it was asked for.
    pub security_version: SecurityVersion,
    /// By whom.
    pub asked_by: Subject,
    /// Why.
    pub reason: Reason,
    /// The case.
    pub ticket: Ticket,
    /// When.
    pub asked_at: Timestamp,
    /// Until when it can be approved.
    pub expires_at: Timestamp,
}

/// What another member says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Do it.
    Approve,
    /// Do not.
    Refuse,
}

/// A request as a member sees it.
pub struct Waiting {
    /// What waits.
    pub request: Request,
    /// For whom, if the person is still there.
    pub account: Account,
    /// Who asked.
    pub asked_by: Account,
    /// Whether the member may decide.
    pub decidable: bool,
}

impl Desk<'_> {
    /// Asks for a second pair of eyes.
    pub(super) async fn ask(&self, person: &Person, order: Order) -> Answer<Said> {
        let (account, ports) = (person.account(), &self.provider.ports);
        let event = self.event(Code::DeskAsked).about(&account.subject).with("act", order.deed.act().as_str());
        let event = event.with("reason", order.reason.as_str()).with("ticket", order.ticket.as_str());
        let request = Request {
            id: DeskRequestId::generate(ports.rng.as_ref()),
            subject: account.subject.clone(),
            deed: order.deed,
            security_version: account.security_version,
            asked_by: self.member.account().subject.clone(),
            reason: order.reason,
            ticket: order.ticket,
            asked_at: self.now,
            expires_at: later(self.now, lifetimes::DESK_REQUEST),
        };
        let taken = ports.desk_requests.ask(&request, event.with("request", request.id.as_str())).await?;
        Ok(if taken { Said::Asked } else { Said::AskedAlready })
    }

    /// What waits and the member may see: what they asked, and what they could have asked.
    pub async fn waiting(&self) -> Answer<Vec<Waiting>> {
        let mut waiting = Vec::new();
        for request in self.provider.ports.desk_requests.waiting(SHOWN, self.now).await? {
            waiting.extend(self.seen(request).await?);
        }
        Ok(waiting)
    }

    /// One that waits, if the member may see it.
    pub async fn request(&self, id: &DeskRequestId) -> Answer<Option<Waiting>> {
        match self.provider.ports.desk_requests.find(id, self.now).await? {
            Some(request) => self.seen(request).await,
            None => Ok(None),
        }
    }

    /// Decides. It counts once, for another member than who asked, while the account is as it was and who asked still may.
    pub async fn decide(&self, id: &DeskRequestId, decision: Decision) -> Answer<Outcome> {
        let Some(waiting) = self.request(id).await?.filter(|waiting| waiting.decidable) else {
            return Ok(Outcome::Said(Said::Gone));
        };
        let code = match decision {
            Decision::Approve => Code::DeskApproved,
            Decision::Refuse => Code::DeskRefused,
        };
        let Waiting { request, account, .. } = waiting;
        let event = self.event(code).about(&request.subject).with("act", request.deed.act().as_str());
        let event = event.with("request", request.id.as_str()).with("asked_by", request.asked_by.as_str());
        let by = &self.member.account().subject;
        let ports = &self.provider.ports;
        let Some(taken) = ports.desk_requests.take(id, by, account.security_version, self.now, event).await? else {
            return Ok(Outcome::Said(Said::Gone));
        };
        match decision {
            Decision::Approve => {
                self.perform(&account, taken.deed, &taken.reason, &taken.ticket, Some(&taken.asked_by)).await
            }
            Decision::Refuse => Ok(Outcome::Said(Said::Refused)),
        }
    }

    async fn seen(&self, request: Request) -> Answer<Option<Waiting>> {
        let accounts = &self.provider.ports.accounts;
        let Some(account) = accounts.by_subject(&request.subject).await? else { return Ok(None) };
        let Some(asked_by) = accounts.by_subject(&request.asked_by).await? else { return Ok(None) };
        let act = request.deed.act();
        let asker = rule::way(act, asked_by.role, Whom::Another(account.role), self.second());
        let still = !asked_by.disabled && asker.is_ok() && account.security_version == request.security_version;
        let own = asked_by.subject == self.member.account().subject;
        let may: Result<Way, Denied> = self.way(act, &account);
        let shown = still && may.is_ok();
        Ok(shown.then_some(Waiting { request, account, asked_by, decidable: !own }))
    }
}

fn later(now: Timestamp, life: Duration) -> Timestamp {
    now.checked_add(life).unwrap_or(now)
}
