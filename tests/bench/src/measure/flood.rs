//! What others notice while strangers guess passwords: discovery and tokens, as the server's own log times them.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use serde_json::Value;

use super::{Bench, browsers};
use crate::browser::{Browser, Page};
use crate::http::Connection;
use crate::load;
use crate::people::People;
use crate::report::Report;
use crate::server::{MACHINE, RS256, Server};
use crate::{Fault, Outcome};

/// Passwords a second: more than two cores can hash.
const FLOOD: u32 = 200;
/// Requests a second of those who notice, of each kind.
const PROBES: u32 = 50;
/// Strangers who are at the password when the flood begins.
const STRANGERS: usize = 300;
/// Guesses of a stranger at one name; after five the name pauses, and nothing is hashed.
const GUESSES: u32 = 4;
const DISCOVERY: &str = "/.well-known/openid-configuration";
const TOKEN: &str = "/token";

/// One who guesses.
struct Stranger {
    browser: Browser,
    page: Page,
    guesses: u32,
}

impl Bench<'_> {
    pub(super) async fn flood(&self, server: &Server<'_>, people: &Arc<People>, report: &mut Report) -> Outcome<()> {
        let store = self.store.name();
        self.probe(server).await?;
        let from = log_length(server)?;
        self.probe(server).await?;
        let quiet = times(server, from)?;

        let mut strangers = Vec::new();
        for browser in browsers(server, STRANGERS).await? {
            strangers.push(Stranger::begin(browser, people).await?);
        }
        let from = log_length(server)?;
        let (address, others) = (server.address(), people.clone());
        let make = move || {
            let others = others.clone();
            async move { Stranger::begin(Browser::open(address).await?, &others).await }
        };
        let others = people.clone();
        let guess = move |stranger: Stranger| {
            let others = others.clone();
            async move { stranger.guess(&others).await }
        };
        // A second longer on either side than those who notice.
        let flood = load::open(FLOOD, self.time + Duration::from_secs(2), strangers, make, guess);
        let probes = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.probe(server).await
        };
        let (begun, probed) = tokio::join!(flood, probes);
        probed?;
        report.figure(&store, "passwords posted in the flood", load::count(begun?), "");
        let flooded = times(server, from)?;

        for (name, path) in [("discovery", DISCOVERY), ("client_credentials", TOKEN)] {
            let [quiet, flooded] = [&quiet, &flooded].map(|times| of(times, path));
            for percent in [50, 99] {
                for (when, times) in [("quiet", &quiet), ("flooded", &flooded)] {
                    let millis = load::percentile(times, percent) / 1e3;
                    report.figure(&store, &format!("{name} p{percent} in the server, {when}"), millis, "ms");
                }
            }
            let ratio = load::percentile(&flooded, 99) / load::percentile(&quiet, 99).max(1.0);
            report.bar(&store, &format!("{name} p99 flooded, of quiet"), ratio, 3.0, "times");
        }
        Ok(())
    }

    /// Asks for discovery and for tokens at a fixed rate.
    async fn probe(&self, server: &Server<'_>) -> Outcome<()> {
        let address = server.address();
        let discovery = load::open(
            PROBES,
            self.time,
            Vec::new(),
            move || Connection::open(address),
            |mut connection: Connection| async move {
                connection.get(DISCOVERY, &[]).await?.with(StatusCode::OK)?;
                Ok::<_, Fault>(connection)
            },
        );
        let tokens = load::open(
            PROBES,
            self.time,
            Vec::new(),
            move || Browser::open(address),
            |mut browser: Browser| async move {
                browser.call(TOKEN, MACHINE, &[("grant_type", "client_credentials")]).await?;
                Ok::<_, Fault>(browser)
            },
        );
        let (discovery, tokens) = tokio::join!(discovery, tokens);
        discovery.and(tokens).map(drop)
    }
}

impl Stranger {
    async fn begin(mut browser: Browser, people: &People) -> Outcome<Self> {
        browser.forget();
        let page = browser.until_password(RS256, &people.next()).await?;
        Ok(Self { browser, page, guesses: 0 })
    }

    /// Posts a wrong password. What comes of it is the server's business: also a 503.
    async fn guess(mut self, people: &People) -> Outcome<Self> {
        if self.guesses == GUESSES {
            self = Self::begin(self.browser, people).await?;
        }
        self.guesses += 1;
        self.browser.post(&self.page, &[("password", "zomaar iets anders")]).await?;
        Ok(self)
    }
}

fn log_length(server: &Server<'_>) -> Outcome<u64> {
    Ok(fs::metadata(server.site.log())?.len())
}

/// What the log tells from a place on: for each request its path and how long it took, in microseconds.
fn times(server: &Server<'_>, from: u64) -> Outcome<Vec<(String, f64)>> {
    let mut file = fs::File::open(server.site.log())?;
    file.seek(SeekFrom::Start(from))?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let times = lines.filter_map(|line| Some((line["span"]["path"].as_str()?.to_owned(), line["micros"].as_f64()?)));
    Ok(times.collect())
}

/// Those of a path, sorted.
fn of(times: &[(String, f64)], path: &str) -> Vec<f64> {
    let mut times: Vec<_> = times.iter().filter(|(of, _)| of == path).map(|(_, micros)| *micros).collect();
    times.sort_unstable_by(f64::total_cmp);
    times
}
