//! What every store of sessions must do.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{self, event, grant};
use crate::account::SecurityVersion;
use crate::assurance::{Evidence, Proof};
use crate::audit::{Code, Event, Origin};
use crate::id::{AuthorizationCode, GrantId, SessionId, SessionToken};
use crate::lifetimes;
use crate::oidc::grant::Grant;
use crate::port::{Answer, Ending, Grants, Rng, SessionDigest, Sessions};
use crate::session::Session;

/// The promises of [`Sessions`], which end with the grants made in them; whom an end is told to is a
/// [suite of its own](super::logout_calls). `rng` draws names that nobody used before.
pub async fn suite(
    store: Arc<dyn Sessions>,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    a_session_is_found_by_its_cookie_and_its_name(&*store, log, rng, now).await?;
    a_session_ends_with_its_grants(&*store, grants, log, rng, now).await?;
    another_person_replaces_the_session(&*store, grants, rng, now).await?;
    of_many_renewals_one_wins(store, log, rng, now).await
}

async fn a_session_is_found_by_its_cookie_and_its_name(
    store: &dyn Sessions,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (unknown, cookie) = (cookie(rng), cookie(rng));
    assert!(store.load(&unknown).await?.is_none() && store.by_id(&SessionId::generate(rng)).await?.is_none());

    let session = start(store, &cookie, rng, now).await?;
    assert_same(store.load(&cookie).await?.as_ref(), &session);
    assert_same(store.by_id(&session.id).await?.as_ref(), &session);
    assert_eq!(log.about(&session.subject).await?, [Code::SessionStarted.as_str()]);

    let seen = store.of_person(&session.subject).await?;
    assert_eq!(seen.len(), 1, "it is the only one of the person");
    assert_same(Some(&seen[0].session), &session);
    assert!(seen[0].clients.is_empty(), "nobody saw it yet");

    let later = now + Duration::from_secs(60);
    store.touch(&session.id, later).await?;
    store.touch(&session.id, now).await?;
    assert_same(store.load(&cookie).await?.as_ref(), &Session { used_at: later, ..session.clone() });
    assert_eq!(log.about(&session.subject).await?.len(), 1, "use is no event");
    Ok(())
}

async fn a_session_ends_with_its_grants(
    store: &dyn Sessions,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let cookie = cookie(rng);
    let session = start(store, &cookie, rng, now).await?;
    let other = start(store, &self::cookie(rng), rng, now).await?;
    let mine = [issue(grants, &session, rng, now).await?, issue(grants, &session, rng, now).await?];
    let theirs = issue(grants, &other, rng, now).await?;
    let offline = issue_with(grants, &session, "openid offline_access", rng, now).await?;

    // At a logout the caller knows the session and nothing else: the store says whose it was.
    let nobody = Event::new(Code::SessionEnded, &Origin::system(), now);
    end(store, &session, nobody.clone()).await?;
    assert!(store.load(&cookie).await?.is_none() && store.by_id(&session.id).await?.is_none());
    for grant in &mine {
        assert!(grants.live(grant).await?.is_none(), "what was granted in it is dead");
    }
    assert!(grants.live(&theirs).await?.is_some(), "and nothing else");
    assert!(grants.live(&offline).await?.is_some(), "offline access outlives its session");
    end(store, &session, nobody).await?;
    let told = log.about(&session.subject).await?;
    assert_eq!(told.iter().filter(|word| *word == Code::SessionEnded.as_str()).count(), 1, "it ended once");
    Ok(())
}

async fn another_person_replaces_the_session(
    store: &dyn Sessions,
    grants: &dyn Grants,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (old, new) = (cookie(rng), cookie(rng));
    let replaced = start(store, &old, rng, now).await?;
    let granted = issue(grants, &replaced, rng, now).await?;
    let session = samples::session(rng, now);
    let started = event(Code::SessionStarted, &session.subject, now);
    let ending = Ending { session: &replaced.id, called: &BTreeSet::new() };
    store.start(&session, &new, Some(ending), started).await?;
    assert!(store.load(&old).await?.is_none() && grants.live(&granted).await?.is_none());
    assert_same(store.load(&new).await?.as_ref(), &session);
    Ok(())
}

async fn of_many_renewals_one_wins(
    store: Arc<dyn Sessions>,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (old, new) = (cookie(rng), cookie(rng));
    let mut session = start(&*store, &old, rng, now).await?;
    session.evidence.push(Evidence { proof: Proof::Authenticator, at: now });
    session.security_version = SecurityVersion(4);
    session.used_at = now + Duration::from_secs(5);
    let renewed = event(Code::SessionRenewed, &session.subject, now);
    let won = at_once(20, || {
        let (store, session, renewed) = (Arc::clone(&store), session.clone(), renewed.clone());
        let (old, new) = (old.clone(), new.clone());
        async move { store.renew(&session, &old, &new, renewed).await }
    });
    assert_eq!(count(&won.await?, |won| *won), 1, "of two tabs one renews");
    assert!(store.load(&old).await?.is_none(), "the old cookie is dead");
    assert_same(store.load(&new).await?.as_ref(), &session);
    let told = [Code::SessionStarted.as_str(), Code::SessionRenewed.as_str()];
    assert_eq!(log.about(&session.subject).await?, told, "who lost left no event");
    Ok(())
}

async fn start(store: &dyn Sessions, cookie: &SessionDigest, rng: &dyn Rng, now: Timestamp) -> Answer<Session> {
    let session = samples::session(rng, now);
    store.start(&session, cookie, None, event(Code::SessionStarted, &session.subject, now)).await?;
    Ok(session)
}

async fn end(store: &dyn Sessions, session: &Session, event: Event) -> Answer<()> {
    store.end(Ending { session: &session.id, called: &BTreeSet::new() }, event).await.map(drop)
}

async fn issue(grants: &dyn Grants, session: &Session, rng: &dyn Rng, now: Timestamp) -> Answer<GrantId> {
    issue_with(grants, session, "openid email", rng, now).await
}

async fn issue_with(
    grants: &dyn Grants,
    session: &Session,
    scope: &str,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<GrantId> {
    let grant = Grant { scope: scope.into(), ..grant(rng, session, now) };
    let code = AuthorizationCode::generate(rng).digest();
    let issued = event(Code::GrantIssued, &grant.subject, now);
    grants.issue(&grant, &code, now + lifetimes::AUTHORIZATION_CODE, issued).await?;
    Ok(grant.id)
}

fn cookie(rng: &dyn Rng) -> SessionDigest {
    SessionToken::generate(rng).digest()
}

fn assert_same(found: Option<&Session>, wanted: &Session) {
    let parts = |session: &Session| {
        let Session { id, subject, security_version, evidence, started_at, used_at } = session.clone();
        (id, subject, security_version, evidence, started_at, used_at)
    };
    assert_eq!(found.map(parts), Some(parts(wanted)));
}
