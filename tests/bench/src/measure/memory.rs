//! Memory: at the start, at rest, and after many sessions.

use std::sync::Arc;
use std::time::Duration;

use idp_adapters::clock::SystemClock;
use idp_adapters::rng::SystemRng;
use idp_core::account::{SecurityVersion, Username};
use idp_core::assurance::{Evidence, Proof};
use idp_core::audit::{Code, Event, Origin};
use idp_core::id::{SessionId, SessionToken};
use idp_core::port::{Accounts, Clock, Sessions};
use idp_core::session::Session;

use super::{Bench, browsers};
use crate::Outcome;
use crate::load;
use crate::people::People;
use crate::report::Report;
use crate::server::{RS256, Server};

const SESSIONS: usize = 100_000;
/// Longer than the minute after which those who hash give their memory back.
const REST: Duration = Duration::from_secs(75);
const LOGINS: usize = 300;
const AT_ONCE: usize = 8;

impl Bench<'_> {
    pub(super) async fn memory(&self, server: &Server<'_>, people: &Arc<People>, report: &mut Report) -> Outcome<()> {
        let store = self.store.name();
        let mut tell = |what: &str| -> Outcome<f64> {
            let (all, own) = server.resident()?;
            report.figure(&store, &format!("resident {what}"), all, "MB");
            report.figure(&store, &format!("of it not the program's file, {what}"), own, "MB");
            Ok(all)
        };
        tell("after the start")?;
        self.some_logins(server, people, RS256, Duration::MAX, LOGINS).await?;
        tell("after 300 logins")?;
        tokio::time::sleep(REST).await;
        let idle = tell("idle for a minute after that")?;
        self.use_sessions(server, people).await?;
        tokio::time::sleep(REST).await;
        tell("a minute after 100,000 sessions")?;
        report.bar(&store, "resident when idle for a minute", idle, 25.0, "MB");
        Ok(())
    }

    /// Each of many sessions, put into the database as a login would, logs its person in again without a question.
    async fn use_sessions(&self, server: &Server<'_>, people: &Arc<People>) -> Outcome<()> {
        let (database, _) = server.site.database().await?;
        let database = Arc::new(database);
        let browsers = browsers(server, AT_ONCE).await?;
        let people = people.clone();
        load::closed(server.pid(), browsers, Duration::MAX, SESSIONS, move |mut browser| {
            let (database, people) = (database.clone(), people.clone());
            async move {
                let name = Username::parse(&people.next()).ok_or("not a name")?;
                let account = database.by_username(&name).await?.ok_or("nobody of this name")?;
                let now = SystemClock.now();
                let evidence =
                    [Proof::Password, Proof::Authenticator].map(|proof| Evidence { proof, at: now }).to_vec();
                let session = Session {
                    id: SessionId::generate(&SystemRng),
                    subject: account.subject,
                    security_version: SecurityVersion(1),
                    evidence,
                    started_at: now,
                    used_at: now,
                };
                let cookie = SessionToken::generate(&SystemRng);
                let event = Event::new(Code::SessionStarted, &Origin::system(), now);
                database.start(&session, &cookie.digest(), None, event).await?;
                browser.forget();
                browser.remember(cookie.reveal());
                let landing = browser.authorize(RS256).await?;
                if landing.contains("code=") { Ok(browser) } else { Err(format!("no code at {landing}").into()) }
            }
        })
        .await
        .map(drop)
    }
}
