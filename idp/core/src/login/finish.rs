//! The end of a login: a session that begins or grows, and the authorization code.

use jiff::Timestamp;

use super::conduct::{Login, Lost, Next};
use super::known_browser::KnownBrowser;
use super::purpose::Purpose;
use super::transaction::Transaction;
use crate::account::Account;
use crate::assurance::{Assurance, Evidence, Level, Proof};
use crate::audit::{Code, Event};
use crate::id::{AuthorizationCode, GrantId, SessionId, SessionToken};
use crate::lifetimes;
use crate::oidc::grant::Grant;
use crate::port::{Answer, Ending};
use crate::session::Session;
use crate::throttle::{BudgetKey, Guess};

impl Login<'_> {
    /// Makes the session and the code. Only the decider's `Complete` leads here.
    pub(super) async fn finish(
        &self,
        transaction: Transaction,
        account: Option<Account>,
        session: Option<Session>,
        assurance: Assurance,
        now: Timestamp,
    ) -> Answer<Next> {
        let Some(account) = account else { return Ok(Next::Lost(Lost::Unknown)) };
        let ports = &self.provider.ports;
        let event = |code| {
            let event =
                Event::new(code, self.origin, now).about(&account.subject).with("level", assurance.level.as_str());
            match transaction.purpose.client() {
                Some(client) => event.for_client(client.as_str()),
                None => event,
            }
        };
        let hash = ports.keyed_hash.as_ref();
        let here = self.known.as_ref().and_then(|known| known.budget(&account, hash));
        let budgets = spent_by(&transaction, &account, assurance.level, here);
        let mut known = None;
        if transaction.evidence.iter().any(|e| e.proof == Proof::Password) {
            known = Some(KnownBrowser::after_login(self.known.as_ref(), &account, hash, ports.rng.as_ref()));
        }
        // Whoever logged in needs no link that was asked for before.
        if transaction.evidence.iter().any(|e| matches!(e.proof, Proof::Password | Proof::VerifiedPasskey)) {
            ports.password_links.forget(&account.subject).await?;
        }
        if !budgets.is_empty() {
            ports.guess_budgets.reset(&budgets).await?;
        }
        let Some((session, cookie)) = self.settle_session(&transaction, &account, session, now, &event).await? else {
            return Ok(Next::Lost(Lost::Unknown));
        };
        let request = match &transaction.purpose {
            Purpose::Application(request) => request,
            Purpose::OwnPage(page) => return Ok(Next::Open { path: page.path.clone(), cookie, known }),
        };
        let code = AuthorizationCode::generate(ports.rng.as_ref());
        let grant = Grant {
            id: GrantId::generate(ports.rng.as_ref()),
            client: request.client.clone(),
            subject: account.subject.clone(),
            security_version: account.security_version,
            session,
            redirect_uri: request.target.redirect_uri.clone(),
            scope: request.scope.clone(),
            claims: request.claims.clone(),
            nonce: request.nonce.clone(),
            code_challenge: request.code_challenge.clone(),
            resource: request.resource.clone(),
            assurance: Assurance { level: request.stated(assurance.level), ..assurance.clone() },
            issued_at: now,
        };
        let expires_at = now.checked_add(lifetimes::AUTHORIZATION_CODE).unwrap_or(now);
        ports.grants.issue(&grant, &code.digest(), expires_at, event(Code::GrantIssued)).await?;
        let response = request.target.code(&self.provider.settings.issuer, &code);
        Ok(Next::Respond { response, is_complete: true, cookie, known })
    }

    /// The session after this login, and its cookie if that is a new one: a change of trust always gives a new cookie and
    /// kills the old. `None` if the session moved on in another tab meanwhile.
    async fn settle_session(
        &self,
        transaction: &Transaction,
        account: &Account,
        session: Option<Session>,
        now: Timestamp,
        event: &(dyn Fn(Code) -> Event + Sync),
    ) -> Answer<Option<(SessionId, Option<SessionToken>)>> {
        let ports = &self.provider.ports;
        let proven: Vec<Evidence> = transaction.evidence.iter().filter(|e| lasts(e.proof)).copied().collect();
        let new_cookie = || SessionToken::generate(ports.rng.as_ref());
        match (session, &self.cookie) {
            (Some(session), _) if session.is_live(account, now) && proven.is_empty() => {
                ports.sessions.touch(&session.id, now).await?;
                Ok(Some((session.id, None)))
            }
            (Some(mut session), Some(old)) if session.is_live(account, now) => {
                session.evidence.retain(|kept| proven.iter().all(|new| new.proof != kept.proof));
                session.evidence.extend(proven);
                session.used_at = now;
                let new = new_cookie();
                let renewed =
                    ports.sessions.renew(&session, &old.digest(), &new.digest(), event(Code::SessionRenewed)).await?;
                Ok(renewed.then_some((session.id, Some(new))))
            }
            (replaced, _) => {
                let session = Session {
                    id: SessionId::generate(ports.rng.as_ref()),
                    subject: account.subject.clone(),
                    security_version: account.security_version,
                    evidence: proven,
                    started_at: now,
                    used_at: now,
                };
                let cookie = new_cookie();
                let called = self.provider.clients.called_at_logout();
                let replaces = replaced.as_ref().map(|session| Ending { session: &session.id, called: &called });
                ports.sessions.start(&session, &cookie.digest(), replaces, event(Code::SessionStarted)).await?;
                Ok(Some((session.id, Some(cookie))))
            }
        }
    }
}

/// Whether evidence outlives its login. What only opens the enrolment does not.
fn lasts(proof: Proof) -> bool {
    Level::ALL.iter().any(|level| level.ways().iter().any(|way| way.contains(&proof)))
}

/// The counters that this login sets back: a login at the lower level the password's alone, and at a browser that knows the
/// person only that browser's, for the others may be somebody else's tries; only one that holds password and authenticator those
/// of the codes. What was not proven in this very login resets nothing.
fn spent_by(transaction: &Transaction, account: &Account, level: Level, here: Option<BudgetKey>) -> Vec<BudgetKey> {
    let proven = |proof| transaction.evidence.iter().any(|e| e.proof == proof);
    let mut guesses = Vec::new();
    let mut budgets = Vec::new();
    if proven(Proof::Password) {
        match here {
            Some(here) => budgets.push(here),
            None => guesses.push(Guess::Password),
        }
    }
    if level >= Level::Mfa && proven(Proof::Authenticator) {
        guesses.extend([Guess::SentCode, Guess::Authenticator, Guess::VisitCode]);
    }
    if level >= Level::Mfa && proven(Proof::RecoveryCode) {
        guesses.push(Guess::RecoveryCode);
    }
    if proven(Proof::VerifiedPasskey) || level >= Level::Mfa && proven(Proof::Passkey) {
        guesses.push(Guess::Passkey);
    }
    budgets.extend(guesses.into_iter().map(|guess| BudgetKey::of_subject(&account.subject, guess)));
    budgets
}
