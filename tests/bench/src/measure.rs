//! The measurements: one file each.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::browser::Browser;
use crate::people::People;
use crate::report::Report;
use crate::server::{Server, Site};
use crate::store::Store;
use crate::{Outcome, What};

mod documents;
mod flood;
mod logins;
mod memory;
mod names;
mod tokens;

/// What every measurement needs to know.
pub(crate) struct Bench<'a> {
    pub(crate) program: &'a Path,
    pub(crate) store: Store,
    pub(crate) time: Duration,
}

/// How often the server is started; the median counts.
const STARTS: usize = 7;

impl Bench<'_> {
    /// Measures on one site with so many people.
    pub(crate) async fn run(&self, what: &[What], people: usize, report: &mut Report) -> Outcome<()> {
        let (site, people) = self.site(people).await?;
        // The very first start makes the signing keys; it is nobody's measure.
        drop(site.start().await?);
        for what in what {
            eprintln!(
                "{}: {}",
                self.store.name(),
                clap::ValueEnum::to_possible_value(what).map_or_else(String::new, |value| value.get_name().to_owned())
            );
            if *what == What::Start {
                self.start(&site, report).await?;
                continue;
            }
            let (server, _) = site.start().await?;
            match what {
                What::Logins => self.logins(&server, &people, report).await?,
                What::Tokens => self.tokens(&server, &people, report).await?,
                What::Documents => self.documents(&server, report).await?,
                What::Memory => self.memory(&server, &people, report).await?,
                What::Flood => self.flood(&server, &people, report).await?,
                What::Names => self.names(&server, &people, report).await?,
                What::Start | What::Growth => {}
            }
        }
        Ok(())
    }

    async fn site(&self, people: usize) -> Outcome<(Site, Arc<People>)> {
        eprintln!("{}: {people} people", self.store.name());
        let site = Site::new(self.program, &self.store).await?;
        let people = Arc::new(People::add(&site, people).await?);
        Ok((site, people))
    }

    async fn start(&self, site: &Site, report: &mut Report) -> Outcome<()> {
        let mut took = Vec::new();
        for _ in 0..STARTS {
            let (_server, start) = site.start().await?;
            took.push(start);
        }
        took.sort_unstable();
        let millis = took.get(STARTS / 2).map_or(0.0, |median| median.as_secs_f64() * 1e3);
        report.figure(&self.store.name(), "start to the first 200", millis, "ms");
        report.bar(&self.store.name(), "start to the first 200", millis, 100.0, "ms");
        Ok(())
    }
}

/// So many browsers, connected.
async fn browsers(server: &Server<'_>, count: usize) -> Outcome<Vec<Browser>> {
    let mut browsers = Vec::new();
    for _ in 0..count {
        browsers.push(Browser::open(server.address()).await?);
    }
    Ok(browsers)
}
