//! Full logins: name, password, authenticator, code, token, userinfo.

use std::sync::Arc;
use std::time::Duration;

use super::{Bench, browsers};
use crate::Outcome;
use crate::load::{self, Load};
use crate::people::{PASSWORD, People};
use crate::report::Report;
use crate::server::{ES256, RS256, Server};

/// So many log in at once: enough that those who hash always have work.
const AT_ONCE: usize = 24;
/// Logins before what counts.
const WARM_UP: usize = 48;

impl Bench<'_> {
    pub(super) async fn logins(&self, server: &Server<'_>, people: &Arc<People>, report: &mut Report) -> Outcome<()> {
        let store = self.store.name();
        for (client, most) in [(ES256, 2000.0), (RS256, 2600.0)] {
            let load = self.load_logins(server, people, client).await?;
            report.rate(&store, &format!("full logins, {client}"), &load);
            let hashing = load.used.hashing();
            let hash = load.each(hashing.cpu);
            let time = load.took * hashing.count;
            let occupied = (hashing.cpu + hashing.waiting).as_secs_f64() / time.as_secs_f64() * 100.0;
            report.figure(
                &store,
                &format!("{client}: hash workers on a core"),
                hashing.cpu.as_secs_f64() / time.as_secs_f64() * 100.0,
                "%",
            );
            report.figure(&store, &format!("{client}: hash workers busy, or waiting for a core"), occupied, "%");
            report.bar(&store, &format!("a login with {client}, outside of the hash"), load.cpu() - hash, most, "µs");
            report.bar(&store, &format!("a login with {client}: the hash"), hash / 1e3, 16.0, "ms");
            report.bar(&store, &format!("hash workers without work, {client}"), 100.0 - occupied, 5.0, "%");
        }
        Ok(())
    }

    pub(super) async fn load_logins(
        &self,
        server: &Server<'_>,
        people: &Arc<People>,
        client: &'static str,
    ) -> Outcome<Load> {
        // Where there are few, everybody comes once, so that nobody needs a second code of one time step.
        let most = people.count * 2 / 5;
        self.some_logins(server, people, client, Duration::MAX, WARM_UP).await?;
        self.some_logins(server, people, client, self.time, most).await
    }

    pub(super) async fn some_logins(
        &self,
        server: &Server<'_>,
        people: &Arc<People>,
        client: &'static str,
        time: Duration,
        most: usize,
    ) -> Outcome<Load> {
        let people = people.clone();
        load::closed(server.pid(), browsers(server, AT_ONCE).await?, time, most, move |mut browser| {
            let people = people.clone();
            async move {
                browser.log_in(client, &people.next(), PASSWORD, &people.code()?).await?;
                Ok(browser)
            }
        })
        .await
    }

    /// Logins with ever more people.
    pub(crate) async fn growth(&self, counts: &[usize], report: &mut Report) -> Outcome<()> {
        let store = self.store.name();
        let mut costs = Vec::new();
        for count in counts {
            let (site, people) = self.site(*count).await?;
            let (server, _) = site.start().await?;
            let load = self.load_logins(&server, &people, RS256).await?;
            report.rate(&store, &format!("full logins, rs256, {count} people"), &load);
            costs.push((load.cpu(), load.cpu() - load.each(load.used.hashing().cpu)));
        }
        if let (Some((first, first_rest)), Some((last, last_rest)), Some(count)) =
            (costs.first(), costs.last(), counts.last())
        {
            report.bar(&store, &format!("a login with {count} people, of the first"), last / first, 1.2, "times");
            report.figure(&store, "the same, outside of the hash", last_rest / first_rest, "times");
        }
        Ok(())
    }
}
