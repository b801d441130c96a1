//! What every store of logout calls must do, from the end of a session that writes them to the last try.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{self, MOMENT, client, event, grant};
use crate::audit::Code;
use crate::client::ClientId;
use crate::id::{AuthorizationCode, SessionToken};
use crate::lifetimes;
use crate::oidc::backchannel_logout::LogoutCall;
use crate::oidc::grant::Grant;
use crate::port::{Answer, Ending, Grants, LeasedCall, LogoutCalls, Rng, Sessions};
use crate::session::Session;

const LEASE: Duration = Duration::from_secs(60);

/// What the suite works with: one adapter, by each of its ports.
#[derive(Clone)]
pub struct Stores {
    /// Where the calls are, at first none.
    pub calls: Arc<dyn LogoutCalls>,
    /// Whose ends write them.
    pub sessions: Arc<dyn Sessions>,
    /// Who saw them.
    pub grants: Arc<dyn Grants>,
}

/// The promises of [`LogoutCalls`], and those of [`Sessions`] about them. `rng` draws names that nobody used before.
pub async fn suite(stores: Stores, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    each_client_that_saw_the_session_and_wants_a_call_gets_one(&stores, rng, now).await?;
    a_session_that_is_replaced_ends_likewise(&stores, rng, now).await?;
    of_many_who_end_a_session_one_has_it_told(&stores, rng, now).await?;
    a_call_is_made_until_it_is_taken(&stores, log, rng, now).await?;
    each_call_has_one_worker(&stores, rng, now).await
}

async fn each_client_that_saw_the_session_and_wants_a_call_gets_one(
    stores: &Stores,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (session, other) = (start(stores, None, rng, now).await?, start(stores, None, rng, now).await?);
    for (name, scope) in [("twice", "openid"), ("twice", "openid"), ("offline", "openid offline_access")] {
        issue(stores, &session, name, scope, rng, now).await?;
    }
    issue(stores, &session, "silent", "openid", rng, now).await?;
    issue(stores, &other, "stranger", "openid", rng, now).await?;

    let saw = end(stores, &session, &clients(&["twice", "offline", "stranger"]), now).await?;
    assert_eq!(saw, clients(&["twice", "offline", "silent"]), "all of this session, and nobody else");
    let leased = stores.calls.lease(10, LEASE, now).await?;
    let called: BTreeSet<_> = leased.iter().map(|leased| leased.call.client.clone()).collect();
    assert_eq!((leased.len(), called), (2, clients(&["twice", "offline"])), "one each");
    for LeasedCall { call, tries } in leased {
        assert_eq!((&call.session, &call.subject, tries), (&session.id, &session.subject, 0));
        assert_eq!(call.expires_at, now + lifetimes::LOGOUT_CALL);
        taken(stores, &call, now).await?;
    }
    assert!(end(stores, &session, &clients(&["twice"]), now).await?.is_empty(), "nobody sees it any more");
    assert!(stores.calls.lease(10, LEASE, now).await?.is_empty(), "and nobody is told again");
    Ok(())
}

async fn a_session_that_is_replaced_ends_likewise(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let replaced = start(stores, None, rng, now).await?;
    issue(stores, &replaced, "drop", "openid", rng, now).await?;
    let called = clients(&["drop"]);
    start(stores, Some(Ending { session: &replaced.id, called: &called }), rng, now).await?;
    let call = one(stores.calls.lease(10, LEASE, now).await?).call;
    assert_eq!((&call.session, &call.subject), (&replaced.id, &replaced.subject), "whose it was, not whose it is");
    taken(stores, &call, now).await
}

async fn of_many_who_end_a_session_one_has_it_told(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let session = start(stores, None, rng, now).await?;
    issue(stores, &session, "drop", "openid", rng, now).await?;
    let ended = at_once(20, || {
        let (stores, session) = (stores.clone(), session.clone());
        async move { end(&stores, &session, &clients(&["drop"]), now).await }
    });
    assert_eq!(count(&ended.await?, |saw| !saw.is_empty()), 1, "of twenty one");
    taken(stores, &one(stores.calls.lease(10, LEASE, now).await?).call, now).await
}

async fn a_call_is_made_until_it_is_taken(stores: &Stores, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let session = start(stores, None, rng, now).await?;
    issue(stores, &session, "drop", "openid", rng, now).await?;
    end(stores, &session, &clients(&["drop"]), now).await?;
    let calls = &stores.calls;

    let first = one(calls.lease(10, LEASE, now).await?);
    assert!(calls.lease(10, LEASE, now + LEASE - MOMENT).await?.is_empty(), "a worker has its hands on it");
    let second = one(calls.lease(10, LEASE, now + LEASE).await?);
    assert_eq!((first.tries, second.tries), (0, 1), "that worker is gone: another tries");
    assert_eq!(first.call, second.call);
    let retry = now + LEASE * 2;
    calls.again(&second.call.id, retry).await?;
    assert!(calls.lease(10, LEASE, retry - MOMENT).await?.is_empty(), "it rests");
    let late = now + lifetimes::LOGOUT_CALL + LEASE;
    let third = one(calls.lease(10, LEASE, late).await?);
    assert_eq!(third.tries, 2, "it is not forgotten when its time is over: somebody must say so");

    let given_up = || event(Code::LogoutGivenUp, &session.subject, late);
    calls.done(&third.call.id, given_up()).await?;
    calls.done(&third.call.id, given_up()).await?;
    assert!(calls.lease(10, LEASE, late + LEASE).await?.is_empty());
    let told = log.about(&session.subject).await?;
    assert_eq!(told.iter().filter(|word| *word == Code::LogoutGivenUp.as_str()).count(), 1, "told once");
    Ok(())
}

async fn each_call_has_one_worker(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let session = start(stores, None, rng, now).await?;
    let names: Vec<_> = (0..20).map(|n| format!("client-{n}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    for name in &names {
        issue(stores, &session, name, "openid", rng, now).await?;
    }
    end(stores, &session, &clients(&names), now).await?;
    assert_eq!(stores.calls.lease(5, LEASE, now).await?.len(), 5, "no more than asked for");
    let leased = at_once(10, || {
        let calls = Arc::clone(&stores.calls);
        async move { calls.lease(20, LEASE, now).await }
    });
    let mut ids: Vec<_> = leased.await?.into_iter().flatten().map(|leased| leased.call.id).collect();
    // A worker may pass by what another is just taking; nothing may be given out twice.
    ids.extend(stores.calls.lease(20, LEASE, now).await?.into_iter().map(|leased| leased.call.id));
    assert_eq!(ids.len(), 15);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), 15, "every one once");
    Ok(())
}

async fn start(stores: &Stores, replaces: Option<Ending<'_>>, rng: &dyn Rng, now: Timestamp) -> Answer<Session> {
    let session = samples::session(rng, now);
    let cookie = SessionToken::generate(rng).digest();
    stores.sessions.start(&session, &cookie, replaces, event(Code::SessionStarted, &session.subject, now)).await?;
    Ok(session)
}

async fn end(
    stores: &Stores,
    session: &Session,
    called: &BTreeSet<ClientId>,
    now: Timestamp,
) -> Answer<BTreeSet<ClientId>> {
    let ended = event(Code::SessionEnded, &session.subject, now);
    stores.sessions.end(Ending { session: &session.id, called }, ended).await
}

async fn issue(
    stores: &Stores,
    session: &Session,
    name: &str,
    scope: &str,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let grant = Grant { client: client(name), scope: scope.into(), ..grant(rng, session, now) };
    let code = AuthorizationCode::generate(rng).digest();
    let issued = event(Code::GrantIssued, &grant.subject, now);
    stores.grants.issue(&grant, &code, now + lifetimes::AUTHORIZATION_CODE, issued).await
}

async fn taken(stores: &Stores, call: &LogoutCall, now: Timestamp) -> Answer<()> {
    stores.calls.done(&call.id, event(Code::LogoutTold, &call.subject, now)).await
}

fn clients(names: &[&str]) -> BTreeSet<ClientId> {
    names.iter().map(|name| client(name)).collect()
}

fn one(leased: Vec<LeasedCall>) -> LeasedCall {
    let Ok([one]) = <[LeasedCall; 1]>::try_from(leased) else { panic!("one call is due") };
    one
}
