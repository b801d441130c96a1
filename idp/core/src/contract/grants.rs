//! What every store of grants must do.

#![expect(clippy::panic, reason = "a suite fails as a test does")]

use std::sync::Arc;

use jiff::Timestamp;

use super::Log;
use super::race::{at_once, count};
use super::samples::{MOMENT, client, event, grant, redirect_uri, session};
use crate::audit::{Code, Event, Origin};
use crate::client::{ClientId, RedirectUri};
use crate::id::{AuthorizationCode, GrantId};
use crate::lifetimes;
use crate::oidc::grant::Grant;
use crate::oidc::pkce::CodeChallenge;
use crate::port::{Answer, CodeDigest, Grants, Redeemed, Rng};

/// The promises of [`Grants`]. `rng` draws names that nobody used before.
pub async fn suite(store: Arc<dyn Grants>, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    a_stranger_burns_nothing(&*store, log, rng, now).await?;
    a_challenge_that_was_never_sent_is_none(&*store, rng, now).await?;
    a_code_lives_its_life(&*store, rng, now).await?;
    what_is_revoked_is_dead(&*store, log, rng, now).await?;
    of_many_who_redeem_one_wins(store, log, rng, now).await
}

/// A code with everything that must be presented with it.
#[derive(Clone)]
struct Presented {
    code: CodeDigest,
    client: ClientId,
    redirect_uri: RedirectUri,
    challenge: Option<CodeChallenge>,
}

async fn a_stranger_burns_nothing(store: &dyn Grants, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (grant, right) = issue(store, rng, now, |_| ()).await?;
    assert_eq!(store.live(&grant.id).await?.as_ref(), Some(&grant));
    let strangers = [
        Presented { code: AuthorizationCode::generate(rng).digest(), ..right.clone() },
        Presented { client: client("stranger"), ..right.clone() },
        Presented { redirect_uri: redirect_uri("https://client.example/callback/"), ..right.clone() },
        Presented { challenge: None, ..right.clone() },
        Presented { challenge: CodeChallenge::of_verifier(&"w".repeat(43)), ..right.clone() },
    ];
    for stranger in &strangers {
        assert!(matches!(redeem(store, stranger, now).await?, Redeemed::Unknown));
    }
    let Redeemed::Fresh(redeemed) = redeem(store, &right, now).await? else { panic!("nothing was burnt") };
    assert_eq!(*redeemed, grant, "every part of it comes back");
    for stranger in &strangers {
        assert!(
            matches!(redeem(store, stranger, now).await?, Redeemed::Unknown),
            "nor can a stranger tell it is spent"
        );
    }
    let told = [Code::GrantIssued.as_str(), Code::GrantRedeemed.as_str()];
    assert_eq!(log.about(&grant.subject).await?, told, "refusals leave no event; the store says whose grant it was");
    Ok(())
}

async fn a_challenge_that_was_never_sent_is_none(store: &dyn Grants, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (grant, right) = issue(store, rng, now, |grant| {
        grant.code_challenge = None;
        grant.nonce = None;
    })
    .await?;
    let verified = Presented { challenge: CodeChallenge::of_verifier(&"v".repeat(43)), ..right.clone() };
    assert!(matches!(redeem(store, &verified, now).await?, Redeemed::Unknown));
    assert!(matches!(redeem(store, &right, now).await?, Redeemed::Fresh(redeemed) if *redeemed == grant));
    Ok(())
}

async fn a_code_lives_its_life(store: &dyn Grants, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let end = now + lifetimes::AUTHORIZATION_CODE;
    let (_, late) = issue(store, rng, now, |_| ()).await?;
    assert!(matches!(redeem(store, &late, end).await?, Redeemed::Unknown), "it has expired");
    let (grant, in_time) = issue(store, rng, now, |_| ()).await?;
    assert!(matches!(redeem(store, &in_time, end - MOMENT).await?, Redeemed::Fresh(_)));
    assert!(
        matches!(redeem(store, &in_time, end).await?, Redeemed::Spent(id) if id == grant.id),
        "replays are seen later, too"
    );
    Ok(())
}

async fn what_is_revoked_is_dead(store: &dyn Grants, log: &dyn Log, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let revoked = || Event::new(Code::GrantRevoked, &Origin::system(), now);
    let (fresh, code) = issue(store, rng, now, |_| ()).await?;
    store.revoke(&fresh.id, revoked()).await?;
    assert!(store.live(&fresh.id).await?.is_none());
    assert!(matches!(redeem(store, &code, now).await?, Redeemed::Unknown));

    let (used, code) = issue(store, rng, now, |_| ()).await?;
    assert!(matches!(redeem(store, &code, now).await?, Redeemed::Fresh(_)));
    assert!(store.live(&used.id).await?.is_some(), "a redeemed grant is live");
    store.revoke(&used.id, revoked()).await?;
    store.revoke(&used.id, revoked()).await?;
    assert!(store.live(&used.id).await?.is_none());
    assert!(matches!(redeem(store, &code, now).await?, Redeemed::Unknown), "there is nothing left to revoke");
    let told = [Code::GrantIssued.as_str(), Code::GrantRedeemed.as_str(), Code::GrantRevoked.as_str()];
    assert_eq!(log.about(&used.subject).await?, told, "it was revoked once");
    store.revoke(&GrantId::generate(rng), revoked()).await
}

async fn of_many_who_redeem_one_wins(
    store: Arc<dyn Grants>,
    log: &dyn Log,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (grant, presented) = issue(&*store, rng, now, |_| ()).await?;
    let redeemed = at_once(50, || {
        let (store, presented) = (Arc::clone(&store), presented.clone());
        async move { redeem(&*store, &presented, now).await }
    });
    let redeemed = redeemed.await?;
    assert_eq!(count(&redeemed, |redeemed| matches!(redeemed, Redeemed::Fresh(_))), 1, "of fifty one");
    let spent = |redeemed: &Redeemed| matches!(redeemed, Redeemed::Spent(id) if *id == grant.id);
    assert_eq!(count(&redeemed, spent), 49, "and every other is seen to be a replay");
    let told = [Code::GrantIssued.as_str(), Code::GrantRedeemed.as_str()];
    assert_eq!(log.about(&grant.subject).await?, told);
    Ok(())
}

async fn issue(
    store: &dyn Grants,
    rng: &dyn Rng,
    now: Timestamp,
    alter: impl FnOnce(&mut Grant),
) -> Answer<(Grant, Presented)> {
    let mut grant = grant(rng, &session(rng, now), now);
    alter(&mut grant);
    let code = AuthorizationCode::generate(rng).digest();
    let issued = event(Code::GrantIssued, &grant.subject, now);
    store.issue(&grant, &code, now + lifetimes::AUTHORIZATION_CODE, issued).await?;
    let presented = Presented {
        code,
        client: grant.client.clone(),
        redirect_uri: grant.redirect_uri.clone(),
        challenge: grant.code_challenge.clone(),
    };
    Ok((grant, presented))
}

/// As the token endpoint does, which does not know the person yet.
async fn redeem(store: &dyn Grants, presented: &Presented, now: Timestamp) -> Answer<Redeemed> {
    let Presented { code, client, redirect_uri, challenge } = presented;
    let event = Event::new(Code::GrantRedeemed, &Origin::system(), now);
    store.redeem(code, client, redirect_uri, challenge.as_ref(), now, event).await
}
