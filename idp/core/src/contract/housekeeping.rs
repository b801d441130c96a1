//! What every cleaned store must do: what is over goes, at its time and not before; whatever a rule may still ask for stays.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::race::at_once;
use super::samples::{self, MOMENT, client, event, grant, phone};
use crate::audit::Code;
use crate::id::{AuthorizationCode, MessageId, RefreshToken, SessionToken, Subject};
use crate::lifetimes;
use crate::message::{Outgoing, Recipient, Rendered};
use crate::oidc::grant::Grant;
use crate::port::{
    Answer, CodeDigest, Counted, Deliveries, Ending, Grants, GuessBudgets, Housekeeping, Outbox, Redeemed,
    RefreshDigest, RefreshTokens, Rng, Rotated, Rotation, SeenId, SeenIds, Sessions,
};
use crate::session::Session;
use crate::throttle::{BudgetKey, Guess, Pause, Rule};

/// What the suite works with: one adapter, by each of its ports, and empty.
#[derive(Clone)]
pub struct Stores {
    /// Who cleans the others.
    pub housekeeping: Arc<dyn Housekeeping>,
    /// Sessions.
    pub sessions: Arc<dyn Sessions>,
    /// Grants.
    pub grants: Arc<dyn Grants>,
    /// Refresh tokens.
    pub refresh_tokens: Arc<dyn RefreshTokens>,
    /// Guess budgets.
    pub guess_budgets: Arc<dyn GuessBudgets>,
    /// What was used once.
    pub seen_ids: Arc<dyn SeenIds>,
    /// What begins deliveries.
    pub outbox: Arc<dyn Outbox>,
    /// What became of messages.
    pub deliveries: Arc<dyn Deliveries>,
}

/// The promises of [`Housekeeping`]. `rng` draws names that nobody used before. Each part begins long after the one before,
/// whose rows are all over then.
pub async fn suite(stores: Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let mut now = now;
    let mut next = async || {
        now += Duration::from_secs(100 * 86_400);
        stores.emptied(now).await?;
        Ok(now)
    };
    a_session_is_kept_longer_than_it_lasts(&stores, rng, next().await?).await?;
    a_session_that_is_kept_knows_its_clients(&stores, rng, next().await?).await?;
    a_code_that_comes_twice_is_known_while_tokens_live(&stores, rng, next().await?).await?;
    a_refresh_token_goes_with_its_family(&stores, rng, next().await?).await?;
    a_budget_goes_when_it_counts_nothing(&stores, rng, next().await?).await?;
    what_was_used_once_goes_when_it_expired(&stores, rng, next().await?).await?;
    what_became_of_messages_is_forgotten(&stores, rng, next().await?).await?;
    a_sweep_has_its_limit(&stores, rng, next().await?).await?;
    however_many_sweep_at_once(&stores, rng, next().await?).await
}

async fn a_session_is_kept_longer_than_it_lasts(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let session = stores.start(rng, now).await?;
    let over = now + lifetimes::SESSION_KEPT;
    assert_eq!(stores.swept(over - MOMENT).await?, 0, "who logs out late still has the applications told");
    assert!(stores.sessions.by_id(&session.id).await?.is_some());
    stores.sessions.touch(&session.id, over - MOMENT).await?;
    assert_eq!(stores.swept(over).await?, 1, "however much it is used");
    assert!(stores.sessions.by_id(&session.id).await?.is_none());
    Ok(())
}

async fn a_session_that_is_kept_knows_its_clients(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let session = stores.start(rng, now).await?;
    let (revoked, _) = stores.grant(&session, rng, now).await?;
    stores.grants.revoke(&revoked.id, event(Code::GrantRevoked, &session.subject, now)).await?;
    let last = now + lifetimes::SESSION_KEPT - MOMENT;
    stores.swept(last).await?;
    let ending = Ending { session: &session.id, called: &BTreeSet::new() };
    let saw = stores.sessions.end(ending, event(Code::SessionEnded, &session.subject, last)).await?;
    assert_eq!(saw, BTreeSet::from([revoked.client]), "whatever became of the code");
    Ok(())
}

async fn a_code_that_comes_twice_is_known_while_tokens_live(
    stores: &Stores,
    rng: &dyn Rng,
    now: Timestamp,
) -> Answer<()> {
    let (used, code) = stores.grant(&samples::session(rng, now), rng, now).await?;
    let (unused, _) = stores.grant(&samples::session(rng, now), rng, now).await?;
    assert!(matches!(stores.redeem(&used, &code, now).await?, Redeemed::Fresh(_)));
    let over = now + lifetimes::GRANT;
    assert_eq!(stores.swept(over - MOMENT).await?, 0);
    assert!(matches!(stores.redeem(&used, &code, over - MOMENT).await?, Redeemed::Spent(id) if id == used.id));
    assert_eq!(stores.swept(over).await?, 2, "used or not");
    assert!(matches!(stores.redeem(&used, &code, over).await?, Redeemed::Unknown));
    for gone in [used, unused] {
        assert!(stores.grants.live(&gone.id).await?.is_none());
    }
    Ok(())
}

async fn a_refresh_token_goes_with_its_family(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let (grant, _) = stores.grant(&samples::session(rng, now), rng, now).await?;
    let family = now + lifetimes::REFRESH_TOKEN;
    let (first, second): (RefreshDigest, RefreshDigest) =
        (RefreshToken::generate(rng).digest(), RefreshToken::generate(rng).digest());
    let issued = event(Code::RefreshTokenIssued, &grant.subject, now);
    stores.refresh_tokens.issue(&first, &grant.id, now, now + Duration::from_secs(60), issued).await?;
    let rotation = |at| Rotation {
        presented: first.clone(),
        client: grant.client.clone(),
        successor: second.clone(),
        successor_expires_at: family,
        grace: Duration::ZERO,
        now: at,
    };
    let rotate = async |at| {
        let event = event(Code::RefreshTokenRotated, &grant.subject, at);
        stores.refresh_tokens.rotate(&rotation(at), event).await
    };
    assert_eq!(rotate(now).await?, Rotated::Next);

    let over = now + lifetimes::GRANT;
    assert_eq!(stores.swept(over - MOMENT).await?, 0);
    assert_eq!(rotate(family - MOMENT).await?, Rotated::Reused, "long after its own end, the alarm still rings");
    assert_eq!(stores.swept(over).await?, 3, "two tokens and their grant");
    assert!(
        stores.refresh_tokens.find(&first).await?.is_none() && stores.refresh_tokens.find(&second).await?.is_none()
    );
    assert!(stores.grants.live(&grant.id).await?.is_none());
    Ok(())
}

async fn a_budget_goes_when_it_counts_nothing(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    const CLOSES: Rule =
        Rule { window: lifetimes::GUESS_BUDGET, pauses: &[(1, Pause::For(Duration::from_secs(2 * 86_400)))] };
    const OPEN: Rule = Rule { window: lifetimes::GUESS_BUDGET, pauses: &[] };
    let key = || BudgetKey::of_subject(&Subject::generate(rng), Guess::Password);
    let (open, closed) = (key(), key());
    stores.guess_budgets.count(&open, &OPEN, now).await?;
    stores.guess_budgets.count(&closed, &CLOSES, now).await?;
    let over = now + lifetimes::GUESS_BUDGET;
    assert_eq!(stores.swept(over - MOMENT).await?, 0, "it is still counted");
    let second = stores.guess_budgets.count(&open, &OPEN, over - MOMENT).await?;
    assert_eq!(second, Counted::Allowed { count: 2, closed_until: None });
    assert_eq!(stores.swept(over).await?, 1);
    let reopens = now + Duration::from_secs(2 * 86_400);
    assert_eq!(stores.swept(reopens - MOMENT).await?, 0);
    assert_eq!(stores.guess_budgets.closed_until(&closed, reopens - MOMENT).await?, Some(reopens), "closed is closed");
    assert_eq!(stores.swept(reopens).await?, 1);
    Ok(())
}

async fn what_was_used_once_goes_when_it_expired(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let id = SeenId::of_assertion(&client("ours"), Subject::generate(rng).as_str());
    let end = now + Duration::from_secs(600);
    assert!(stores.seen_ids.remember(&id, end, now).await?);
    assert_eq!(stores.swept(end - MOMENT).await?, 0);
    assert!(!stores.seen_ids.remember(&id, end, end - MOMENT).await?, "it counts once");
    assert_eq!(stores.swept(end).await?, 1);
    Ok(())
}

async fn what_became_of_messages_is_forgotten(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    let subject = Subject::generate(rng);
    let message = Outgoing {
        id: MessageId::generate(rng),
        to: Recipient::Phone(phone("+31612345678")),
        rendered: Rendered { subject: None, text: "Uw code is 123456".to_owned(), html: None, code: None },
        expires_at: now + lifetimes::SENT_CODE,
    };
    stores.outbox.queue(message, event(Code::MessageQueued, &subject, now)).await?;
    let over = now + lifetimes::DELIVERIES;
    assert_eq!(stores.swept(over - MOMENT).await?, 0);
    assert_eq!(stores.deliveries.latest(&subject, 10, over).await?.len(), 1, "not yet");
    assert_eq!(stores.swept(over).await?, 1);
    assert!(stores.deliveries.latest(&subject, 10, over).await?.is_empty());
    Ok(())
}

async fn a_sweep_has_its_limit(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    for _ in 0..5 {
        stores.start(rng, now).await?;
    }
    let mut swept = Vec::new();
    for _ in 0..3 {
        let sweep = stores.housekeeping.sweep(2, now + lifetimes::SESSION_KEPT).await?;
        swept.push((sweep.rows, sweep.more));
    }
    assert_eq!(swept, [(2, true), (2, true), (1, false)]);
    Ok(())
}

async fn however_many_sweep_at_once(stores: &Stores, rng: &dyn Rng, now: Timestamp) -> Answer<()> {
    for _ in 0..100 {
        stores.start(rng, now).await?;
    }
    let live = stores.start(rng, now + MOMENT).await?;
    let over = now + lifetimes::SESSION_KEPT;
    let mut swept = 0;
    // Who finds another's hands on every row finds nothing, and looks again later.
    for _ in 0..3 {
        let sweeps = at_once(20, || {
            let housekeeping = Arc::clone(&stores.housekeeping);
            async move { housekeeping.sweep(20, over).await }
        });
        swept += sweeps.await?.iter().map(|sweep| sweep.rows).sum::<u64>();
    }
    assert_eq!(swept, 100, "each went once");
    assert!(stores.sessions.by_id(&live.id).await?.is_some());
    Ok(())
}

impl Stores {
    async fn swept(&self, now: Timestamp) -> Answer<u64> {
        let sweep = self.housekeeping.sweep(1_000, now).await?;
        assert!(!sweep.more);
        Ok(sweep.rows)
    }

    async fn emptied(&self, now: Timestamp) -> Answer<()> {
        self.swept(now).await?;
        assert_eq!(self.swept(now).await?, 0, "what is over goes at once");
        Ok(())
    }

    async fn start(&self, rng: &dyn Rng, now: Timestamp) -> Answer<Session> {
        let session = samples::session(rng, now);
        let cookie = SessionToken::generate(rng).digest();
        self.sessions.start(&session, &cookie, None, event(Code::SessionStarted, &session.subject, now)).await?;
        Ok(session)
    }

    async fn grant(&self, session: &Session, rng: &dyn Rng, now: Timestamp) -> Answer<(Grant, CodeDigest)> {
        let (grant, code) = (grant(rng, session, now), AuthorizationCode::generate(rng).digest());
        let issued = event(Code::GrantIssued, &grant.subject, now);
        self.grants.issue(&grant, &code, now + lifetimes::AUTHORIZATION_CODE, issued).await?;
        Ok((grant, code))
    }

    async fn redeem(&self, grant: &Grant, code: &CodeDigest, now: Timestamp) -> Answer<Redeemed> {
        let event = event(Code::GrantRedeemed, &grant.subject, now);
        let challenge = grant.code_challenge.as_ref();
        self.grants.redeem(code, &grant.client, &grant.redirect_uri, challenge, now, event).await
    }
}
