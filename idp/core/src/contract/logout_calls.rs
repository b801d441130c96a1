//! What every store of logout calls must do, from the end of a session that writes them to the last try.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{self, MOMENT, client, event, grant};
use crate::account::{Account, Change, NewAccount, Others, Profile, TotpSecret};
use crate::audit::Code;
use crate::client::ClientId;
use crate::id::{AuthenticatorId, AuthorizationCode, SessionToken};
use crate::lifetimes;
use crate::oidc::backchannel_logout::LogoutCall;
use crate::oidc::grant::Grant;
use crate::port::{Accounts, Answer, Changed, Ending, Grants, Hands, LeasedCall, LogoutCalls, Rng, Sessions};
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
    /// Whose changes end them.
    pub accounts: Arc<dyn Accounts>,
}

/// The promises of [`LogoutCalls`], and those of [`Sessions`] about them. `rng` draws names that nobody used before.
pub async fn suite(stores: Stores, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    each_client_that_saw_the_session_and_wants_a_call_gets_one(&stores, rng, now).await?;
    a_session_that_is_replaced_ends_likewise(&stores, rng, now).await?;
    of_many_who_end_a_session_one_has_it_told(&stores, rng, now).await?;
    a_call_is_made_until_it_is_taken(&stores, log, rng, now).await?;
    each_call_has_one_worker(&stores, rng, now).await?;
    no_client_takes_all_hands(&stores, rng, now).await?;
    what_raises_the_security_version_ends_the_sessions(&stores, log, rng, now).await?;
    an_import_ends_the_sessions_of_those_it_changes(&stores, rng, now).await
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
    let leased = stores.calls.lease(&hands(10), LEASE, now).await?;
    let called: BTreeSet<_> = leased.iter().map(|leased| leased.call.client.clone()).collect();
    assert_eq!((leased.len(), called), (2, clients(&["twice", "offline"])), "one each");
    for LeasedCall { call, tries } in leased {
        assert_eq!((&call.session, &call.subject, tries), (&session.id, &session.subject, 0));
        assert_eq!(call.expires_at, now + lifetimes::LOGOUT_CALL);
        taken(stores, &call, now).await?;
    }
    assert!(end(stores, &session, &clients(&["twice"]), now).await?.is_empty(), "nobody sees it any more");
    assert!(stores.calls.lease(&hands(10), LEASE, now).await?.is_empty(), "and nobody is told again");
    Ok(())
}

async fn a_session_that_is_replaced_ends_likewise(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let replaced = start(stores, None, rng, now).await?;
    issue(stores, &replaced, "drop", "openid", rng, now).await?;
    let called = clients(&["drop"]);
    start(stores, Some(Ending { session: &replaced.id, called: &called }), rng, now).await?;
    let call = one(stores.calls.lease(&hands(10), LEASE, now).await?).call;
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
    taken(stores, &one(stores.calls.lease(&hands(10), LEASE, now).await?).call, now).await
}

async fn a_call_is_made_until_it_is_taken(stores: &Stores, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let session = start(stores, None, rng, now).await?;
    issue(stores, &session, "drop", "openid", rng, now).await?;
    end(stores, &session, &clients(&["drop"]), now).await?;
    let calls = &stores.calls;

    let first = one(calls.lease(&hands(10), LEASE, now).await?);
    assert!(calls.lease(&hands(10), LEASE, now + LEASE - MOMENT).await?.is_empty(), "a worker has its hands on it");
    let second = one(calls.lease(&hands(10), LEASE, now + LEASE).await?);
    assert_eq!((first.tries, second.tries), (0, 1), "that worker is gone: another tries");
    assert_eq!(first.call, second.call);
    let retry = now + LEASE * 2;
    calls.again(&second.call.id, retry).await?;
    assert!(calls.lease(&hands(10), LEASE, retry - MOMENT).await?.is_empty(), "it rests");
    let late = now + lifetimes::LOGOUT_CALL + LEASE;
    let third = one(calls.lease(&hands(10), LEASE, late).await?);
    assert_eq!(third.tries, 2, "it is not forgotten when its time is over: somebody must say so");

    let given_up = || event(Code::LogoutGivenUp, &session.subject, late);
    calls.done(&third.call.id, given_up()).await?;
    calls.done(&third.call.id, given_up()).await?;
    assert!(calls.lease(&hands(10), LEASE, late + LEASE).await?.is_empty());
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
    assert_eq!(stores.calls.lease(&hands(5), LEASE, now).await?.len(), 5, "no more than asked for");
    let leased = at_once(10, || {
        let calls = Arc::clone(&stores.calls);
        async move { calls.lease(&hands(20), LEASE, now).await }
    });
    let mut ids: Vec<_> = leased.await?.into_iter().flatten().map(|leased| leased.call.id).collect();
    // A worker may pass by what another is just taking; nothing may be given out twice.
    ids.extend(stores.calls.lease(&hands(20), LEASE, now).await?.into_iter().map(|leased| leased.call.id));
    assert_eq!(ids.len(), 15);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), 15, "every one once");
    Ok(())
}

async fn no_client_takes_all_hands(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    for (name, calls) in [("hangs", 9), ("slow", 3), ("quick", 1)] {
        for _ in 0..calls {
            let session = start(stores, None, rng, now).await?;
            issue(stores, &session, name, "openid", rng, now).await?;
            end(stores, &session, &clients(&[name]), now).await?;
        }
    }
    let leased = async |free, held: &[(&str, u64)]| {
        let held = held.iter().map(|(name, count)| (client(name), *count)).collect();
        let leased = stores.calls.lease(&Hands { free, per_client: 4, held }, LEASE, now).await?;
        let names: Vec<_> = leased.iter().map(|leased| leased.call.client.to_string()).collect();
        for LeasedCall { call, .. } in leased {
            taken(stores, &call, now).await?;
        }
        Answer::Ok(["hangs", "slow", "quick"].map(|name| names.iter().filter(|of| *of == name).count()))
    };
    assert_eq!(leased(3, &[("hangs", 2)]).await?, [0, 2, 1], "who has the fewest gets the next");
    assert_eq!(leased(10, &[("hangs", 3)]).await?, [1, 1, 0], "and nobody more than its share, though hands are free");
    assert_eq!(leased(10, &[("hangs", 4)]).await?, [0, 0, 0]);
    assert_eq!(leased(10, &[]).await?, [4, 0, 0]);
    assert_eq!(leased(10, &[]).await?, [4, 0, 0], "until there are no more");
    Ok(())
}

async fn what_raises_the_security_version_ends_the_sessions(
    stores: &Stores,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (id, secret) = (AuthenticatorId::generate(rng), TotpSecret::generate(rng));
    let confirm = Change::ConfirmAuthenticator { id, secret, step: 1, others: Others::None };
    let moved = Profile { phone: Some(samples::phone("+31687654321")), ..Profile::default() };
    for (change, ends) in [
        (Change::Disable, true),
        (Change::SetPassword("$argon2id$second".to_owned().into()), true),
        (Change::ResetFactors(samples::visit_code("a", now)), true),
        (Change::SetProfile(Box::new(moved)), true),
        (Change::VerifyPhone(samples::phone("+31612345678")), false),
        (confirm, false),
    ] {
        let what = format!("{change:?}");
        let account = add(stores, rng, now).await?;
        let (one, other) = (start_of(stores, &account, rng, now).await?, start_of(stores, &account, rng, now).await?);
        let stranger = start(stores, None, rng, now).await?;
        for (session, name) in [(&one, "drop"), (&one, "silent"), (&other, "drop"), (&stranger, "drop")] {
            issue(stores, session, name, "openid", rng, now).await?;
        }
        let told = event(Code::AccountUpdated, &account.subject, now);
        let (seen, called) = (account.security_version, clients(&["drop"]));
        let changed = stores.accounts.change(&account.subject, seen, change, &called, told.clone()).await?;
        assert!(matches!(changed, Changed::Done(_)), "{what}");
        for session in [&one, &other] {
            assert_eq!(stores.sessions.by_id(&session.id).await?.is_none(), ends, "{what}");
        }
        assert!(stores.sessions.by_id(&stranger.id).await?.is_some(), "{what}: nobody else's");
        let leased = stores.calls.lease(&hands(10), LEASE, now).await?;
        let called: BTreeSet<_> = leased.iter().map(|leased| leased.call.session.clone()).collect();
        let wanted = if ends { BTreeSet::from([one.id, other.id]) } else { BTreeSet::new() };
        assert_eq!((called, leased.len()), (wanted, 2 * usize::from(ends)), "{what}: each session, to who wants it");
        for LeasedCall { call, .. } in leased {
            taken(stores, &call, now).await?;
        }
        let ended = log.about(&account.subject).await?;
        let ended = ended.iter().filter(|word| *word == Code::SessionEnded.as_str()).count();
        assert_eq!(ended, 2 * usize::from(ends), "{what}: each is an event");
    }
    Ok(())
}

async fn an_import_ends_the_sessions_of_those_it_changes(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (moved, same) = (add(stores, rng, now).await?, add(stores, rng, now).await?);
    let sessions = [start_of(stores, &moved, rng, now).await?, start_of(stores, &same, rng, now).await?];
    for session in &sessions {
        issue(stores, session, "drop", "openid", rng, now).await?;
    }
    let people = [(&moved, "+31687654321"), (&same, "+31612345678")].map(|(account, number)| NewAccount {
        username: account.username.clone(),
        profile: Profile {
            phone: Some(samples::phone(number)),
            email: account.email.clone().map(|email| email.value),
            ..Profile::default()
        },
        ..samples::person(rng)
    });
    let told = event(Code::AccountUpdated, &moved.subject, now);
    stores.accounts.import(people.to_vec(), &clients(&["drop"]), told).await?;
    let call = one(stores.calls.lease(&hands(10), LEASE, now).await?).call;
    assert_eq!(call.session, sessions[0].id, "another number, and not the same one again");
    assert!(stores.sessions.by_id(&sessions[1].id).await?.is_some());
    taken(stores, &call, now).await
}

async fn add(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<Account> {
    let person = samples::person(rng);
    stores.accounts.add(person.clone(), event(Code::AccountAdded, &person.subject, now)).await?;
    let Some(account) = stores.accounts.by_subject(&person.subject).await? else { panic!("an account that was added") };
    Ok(account)
}

async fn start_of(stores: &Stores, account: &Account, rng: &dyn Rng, now: Timestamp) -> Answer<Session> {
    let session = Session { subject: account.subject.clone(), ..samples::session(rng, now) };
    let cookie = SessionToken::generate(rng).digest();
    stores.sessions.start(&session, &cookie, None, event(Code::SessionStarted, &session.subject, now)).await?;
    Ok(session)
}

/// For so many calls, whosever they are.
fn hands(free: u64) -> Hands {
    Hands { free, per_client: free, held: BTreeMap::new() }
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
