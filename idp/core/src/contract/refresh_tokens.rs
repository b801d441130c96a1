//! What every store of refresh tokens must do.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{MOMENT, client, event, grant, session};
use crate::audit::{Code, Event, Origin};
use crate::id::{AuthorizationCode, RefreshToken};
use crate::lifetimes;
use crate::oidc::grant::Grant;
use crate::port::{Answer, Grants, RefreshDigest, RefreshTokens, Rng, Rotated, Rotation, StoredRefreshToken};

const LIFE: Duration = Duration::from_secs(3600);
const GRACE: Duration = Duration::from_secs(10);

/// The promises of [`RefreshTokens`], beside the store of the grants with which they die. `rng` draws names that nobody used
/// before.
pub async fn suite(
    store: Arc<dyn RefreshTokens>,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    a_stranger_burns_nothing(&*store, grants, log, rng, now).await?;
    a_token_lives_its_life(&*store, grants, rng, now).await?;
    within_the_grace_there_is_one_successor(&*store, grants, log, rng, now).await?;
    the_grace_ends(&*store, grants, rng, now).await?;
    a_clock_that_was_set_back_opens_nothing(&*store, grants, rng, now).await?;
    all_die_with_the_grant(&*store, grants, rng, now).await?;
    for grace in [GRACE, Duration::ZERO] {
        of_many_who_rotate_one_is_first(store.clone(), grants, log, rng, now, grace).await?;
    }
    Ok(())
}

async fn a_stranger_burns_nothing(
    store: &dyn RefreshTokens,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (grant, right) = issue(store, grants, rng, now).await?;
    let strangers = [
        Rotation { presented: digest(rng), ..right.clone() },
        Rotation { client: client("stranger"), ..right.clone() },
    ];
    for stranger in &strangers {
        assert_eq!(rotate(store, &grant, stranger).await?, Rotated::Unknown);
    }
    let found = StoredRefreshToken { grant: grant.clone(), issued_at: now, expires_at: now + LIFE, rotated: false };
    assert_eq!(store.find(&right.presented).await?, Some(found), "every part of it comes back");
    assert_eq!(rotate(store, &grant, &right).await?, Rotated::Next);
    for stranger in &strangers {
        assert_eq!(rotate(store, &grant, stranger).await?, Rotated::Unknown, "nor can a stranger tell it was used");
    }
    assert!(store.find(&digest(rng)).await?.is_none());
    let told = [Code::GrantIssued, Code::RefreshTokenIssued, Code::RefreshTokenRotated].map(Code::as_str);
    assert_eq!(log.about(&grant.subject).await?, told, "refusals leave no event");
    Ok(())
}

async fn a_token_lives_its_life(
    store: &dyn RefreshTokens,
    grants: &dyn Grants,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (grant, late) = issue(store, grants, rng, now).await?;
    let late = Rotation { now: now + LIFE, ..late };
    assert_eq!(rotate(store, &grant, &late).await?, Rotated::Unknown, "it has expired");
    assert!(store.find(&late.presented).await?.is_some_and(|found| !found.rotated), "and was not used");
    assert!(store.find(&late.successor).await?.is_none());

    let (grant, in_time) = issue(store, grants, rng, now).await?;
    let end = now + LIFE - MOMENT;
    let in_time = Rotation { now: end, successor_expires_at: end + LIFE, ..in_time };
    assert_eq!(rotate(store, &grant, &in_time).await?, Rotated::Next);
    let Some(next) = store.find(&in_time.successor).await? else { panic!("the successor is there") };
    assert_eq!((next.issued_at, next.expires_at, next.rotated), (end, end + LIFE, false));
    assert_eq!(next.grant, grant);
    assert!(store.find(&in_time.presented).await?.is_some_and(|found| found.rotated));
    let replay = Rotation { now: end + LIFE + LIFE, ..in_time };
    assert_eq!(rotate(store, &grant, &replay).await?, Rotated::Reused, "replays are seen later, too");
    Ok(())
}

async fn within_the_grace_there_is_one_successor(
    store: &dyn RefreshTokens,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (grant, first) = issue(store, grants, rng, now).await?;
    assert_eq!(rotate(store, &grant, &first).await?, Rotated::Next);
    let again = Rotation { now: now + GRACE - MOMENT, ..first.clone() };
    for _ in 0..2 {
        assert_eq!(rotate(store, &grant, &again).await?, Rotated::SameNext);
    }
    let second = Rotation { presented: first.successor.clone(), successor: digest(rng), ..again.clone() };
    assert_eq!(rotate(store, &grant, &second).await?, Rotated::Next, "the successor is alive");
    assert_eq!(rotate(store, &grant, &again).await?, Rotated::Reused, "who used the successor has got it");
    let told = [vec![Code::GrantIssued, Code::RefreshTokenIssued], vec![Code::RefreshTokenRotated; 4]].concat();
    let told: Vec<_> = told.into_iter().map(Code::as_str).collect();
    assert_eq!(log.about(&grant.subject).await?, told, "once more is on record too: it gave tokens");
    Ok(())
}

async fn the_grace_ends(store: &dyn RefreshTokens, grants: &dyn Grants, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (grant, first) = issue(store, grants, rng, now).await?;
    assert_eq!(rotate(store, &grant, &first).await?, Rotated::Next);
    let late = Rotation { now: now + GRACE, ..first };
    assert_eq!(rotate(store, &grant, &late).await?, Rotated::Reused);
    let (grant, strict) = issue(store, grants, rng, now).await?;
    let strict = Rotation { grace: Duration::ZERO, ..strict };
    assert_eq!(rotate(store, &grant, &strict).await?, Rotated::Next);
    assert_eq!(rotate(store, &grant, &strict).await?, Rotated::Reused, "without a grace at once");
    Ok(())
}

async fn a_clock_that_was_set_back_opens_nothing(
    store: &dyn RefreshTokens,
    grants: &dyn Grants,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (grant, first) = issue(store, grants, rng, now).await?;
    assert_eq!(rotate(store, &grant, &first).await?, Rotated::Next);
    let earlier = Rotation { now: now - LIFE, ..first };
    assert_eq!(rotate(store, &grant, &earlier).await?, Rotated::Reused);
    Ok(())
}

async fn all_die_with_the_grant(
    store: &dyn RefreshTokens,
    grants: &dyn Grants,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (grant, first) = issue(store, grants, rng, now).await?;
    assert_eq!(rotate(store, &grant, &first).await?, Rotated::Next);
    grants.revoke(&grant.id, Event::new(Code::GrantRevoked, &Origin::system(), now)).await?;
    let second = Rotation { presented: first.successor.clone(), successor: digest(rng), ..first.clone() };
    for dead in [first, second] {
        assert!(store.find(&dead.presented).await?.is_none());
        assert_eq!(rotate(store, &grant, &dead).await?, Rotated::Unknown, "there is nothing left to revoke");
        assert!(store.find(&dead.successor).await?.is_none());
    }
    Ok(())
}

async fn of_many_who_rotate_one_is_first(
    store: Arc<dyn RefreshTokens>,
    grants: &dyn Grants,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
    grace: Duration,
) -> Answer<()> {
    let (grant, rotation) = issue(&*store, grants, rng, now).await?;
    let rotation = Rotation { grace, ..rotation };
    let came = at_once(50, || {
        let (store, grant, rotation) = (Arc::clone(&store), grant.clone(), rotation.clone());
        async move { rotate(&*store, &grant, &rotation).await }
    });
    let came = came.await?;
    let others = if grace.is_zero() { Rotated::Reused } else { Rotated::SameNext };
    assert_eq!(count(&came, |one| *one == Rotated::Next), 1, "of fifty one");
    assert_eq!(count(&came, |one| *one == others), 49, "and every other is told the same");
    let gave = if others == Rotated::SameNext { 50 } else { 1 };
    let told = [vec![Code::GrantIssued, Code::RefreshTokenIssued], vec![Code::RefreshTokenRotated; gave]].concat();
    let told: Vec<_> = told.into_iter().map(Code::as_str).collect();
    assert_eq!(log.about(&grant.subject).await?, told);
    assert!(store.find(&rotation.successor).await?.is_some_and(|next| !next.rotated));
    Ok(())
}

/// A grant with its first refresh token, and the use of that token.
async fn issue(
    store: &dyn RefreshTokens,
    grants: &dyn Grants,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<(Grant, Rotation)> {
    let grant = grant(rng, &session(rng, now), now);
    let code = AuthorizationCode::generate(rng).digest();
    let issued = event(Code::GrantIssued, &grant.subject, now);
    grants.issue(&grant, &code, now + lifetimes::AUTHORIZATION_CODE, issued).await?;
    let presented = digest(rng);
    store.issue(&presented, &grant.id, now, now + LIFE, event(Code::RefreshTokenIssued, &grant.subject, now)).await?;
    let rotation = Rotation {
        presented,
        client: grant.client.clone(),
        successor: digest(rng),
        successor_expires_at: now + LIFE,
        grace: GRACE,
        now,
    };
    Ok((grant, rotation))
}

async fn rotate(store: &dyn RefreshTokens, grant: &Grant, rotation: &Rotation) -> Answer<Rotated> {
    store.rotate(rotation, event(Code::RefreshTokenRotated, &grant.subject, rotation.now)).await
}

fn digest(rng: &dyn Rng) -> RefreshDigest {
    RefreshToken::generate(rng).digest()
}
