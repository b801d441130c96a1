//! `transient`: where is kept what may be lost at the price of starting a login again.

use idp_adapters::redis::{RedisOptions, Servers};
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::check::{Checker, Refusal, Text};
use super::spanned::Spanned;

/// `transient` as it is written: one of `url`, `sentinel` and `cluster`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransientSection {
    /// `memory:` is the memory of this process; `redis://`, `rediss://` and `unix:` are one Redis.
    url: Option<Text>,
    /// A group of servers with Sentinels.
    sentinel: Option<Spanned<SentinelSection>>,
    /// A Cluster.
    cluster: Option<Spanned<ClusterSection>>,
    /// The user at Redis; `default` if left out.
    username: Option<Text>,
    /// The file with the password of that user.
    password_file: Option<Text>,
    /// A PEM file with the authority that certifies the servers.
    ca_file: Option<Text>,
}

/// `transient.sentinel` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentinelSection {
    /// The name of the group, as the Sentinels know it.
    master: Text,
    /// The Sentinels.
    urls: Spanned<Vec<Text>>,
    /// The file with the password of the Sentinels themselves.
    password_file: Option<Text>,
}

/// `transient.cluster` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClusterSection {
    /// Some of its servers.
    urls: Spanned<Vec<Text>>,
}

/// The transient store.
#[derive(Debug, Clone, Default)]
pub enum Transient {
    /// The memory of this process: one node, and a restart begins its logins anew.
    #[default]
    Memory,
    /// Redis, for any number of nodes.
    Redis(Box<RedisOptions>),
}

const SERVER: &str = "write redis://redis.example.nl, or rediss://redis.example.nl for TLS";
const URL: &str = "write memory:, redis://redis.example.nl, rediss://redis.example.nl for TLS, or unix:/run/redis.sock";

impl TransientSection {
    pub(super) fn check(&self, at: &Spanned<Self>, checker: &mut Checker<'_>) -> Option<Transient> {
        let servers = match (&self.url, &self.sentinel, &self.cluster) {
            (Some(url), None, None) if url.value == "memory:" => return self.memory(checker),
            (Some(url), None, None) => Servers::One(one(checker, url)?),
            (None, Some(sentinel), None) => sentinel.value.check(checker)?,
            (None, None, Some(cluster)) => {
                Servers::Cluster(several(checker, "transient.cluster.urls", &cluster.value.urls)?)
            }
            _ => {
                let refusal = Refusal::new(
                    "needs one of url, sentinel and cluster",
                    "write url: and one of these: memory:, redis://redis.example.nl",
                );
                checker.refuse("transient", at, refusal);
                return None;
            }
        };
        let tls = match &servers {
            Servers::One(url) => is_tls(url),
            Servers::Sentinel { urls, .. } | Servers::Cluster(urls) => urls.iter().any(|url| is_tls(url)),
        };
        if let (Some(file), false) = (&self.ca_file, tls) {
            checker.refuse(
                "transient.ca_file",
                file,
                Refusal::new("is for rediss://", "write rediss://, or remove this key"),
            );
            return None;
        }
        let password = match &self.password_file {
            Some(file) => Some(checker.secret("transient.password_file", file)?),
            None => None,
        };
        let username = match &self.username {
            Some(name) if password.is_none() => {
                let hint = "write password_file: beside it, or remove this key";
                checker.refuse("transient.username", name, Refusal::new("has no password", hint));
                return None;
            }
            name => name.as_ref().map(|name| name.value.clone()),
        };
        let root_certificate = checker.certificate("transient.ca_file", self.ca_file.as_ref())?;
        Some(Transient::Redis(Box::new(RedisOptions { servers, username, password, root_certificate })))
    }

    /// The memory of this process has no door, so a key to it is a mistake.
    fn memory(&self, checker: &mut Checker<'_>) -> Option<Transient> {
        let keys = [("username", &self.username), ("password_file", &self.password_file), ("ca_file", &self.ca_file)];
        let given = keys.into_iter().find_map(|(key, value)| value.as_ref().map(|value| (key, value)));
        let Some((key, value)) = given else { return Some(Transient::Memory) };
        checker.refuse(&format!("transient.{key}"), value, Refusal::new("is for Redis", "remove this key"));
        None
    }
}

impl SentinelSection {
    fn check(&self, checker: &mut Checker<'_>) -> Option<Servers> {
        let urls = several(checker, "transient.sentinel.urls", &self.urls);
        let master = checker.take("transient.sentinel.master", &self.master, |name| match name.trim() {
            "" => Err(Refusal::plain("is empty")),
            name => Ok(name.to_owned()),
        });
        let password = match &self.password_file {
            Some(file) => Some(checker.secret("transient.sentinel.password_file", file)?),
            None => None,
        };
        Some(Servers::Sentinel { master: master?, urls: urls?, password })
    }
}

/// The URLs of several servers, all with TLS or all without.
fn several(checker: &mut Checker<'_>, key: &str, written: &Spanned<Vec<Text>>) -> Option<Vec<String>> {
    // Collected first, so that a fault does not hide those behind it.
    let urls: Vec<_> =
        written.value.iter().enumerate().map(|(n, url)| server(checker, &format!("{key}[{n}]"), url)).collect();
    let urls: Vec<_> = urls.into_iter().collect::<Option<_>>()?;
    let tls = urls.iter().filter(|url| is_tls(url)).count();
    let refusal = match tls {
        _ if urls.is_empty() => Refusal::new("is empty", "name two or three, so that one may be away"),
        0 => return Some(urls),
        all if all == urls.len() => return Some(urls),
        _ => Refusal::new("has servers with TLS and servers without", "write rediss:// for all of them"),
    };
    checker.refuse(key, written, refusal);
    None
}

fn one(checker: &mut Checker<'_>, written: &Text) -> Option<String> {
    match written.value.strip_prefix("unix:") {
        Some(path) => checker.take("transient.url", written, |_| socket(path)),
        None => server(checker, "transient.url", written),
    }
}

/// The URL of a server. A line that is refused is not shown: it may have a password in it.
fn server(checker: &mut Checker<'_>, key: &str, written: &Text) -> Option<String> {
    let url = Url::parse(&written.value).ok().filter(|url| matches!(url.scheme(), "redis" | "rediss"));
    let refusal = match url {
        Some(url) if url.password().is_some() || !url.username().is_empty() => {
            let hint = "name the user in transient.username, and a file with the password in transient.password_file";
            Refusal::new("has a user or a password in it", hint)
        }
        Some(url) if url.query().is_none() && url.fragment().is_none() && url.has_host() && is_number(url.path()) => {
            return Some(url.into());
        }
        _ => Refusal::new("names no Redis", if key == "transient.url" { URL } else { SERVER }),
    };
    checker.refuse_secret(key, written, refusal);
    None
}

/// Behind the host there may be the number of a database.
fn is_number(path: &str) -> bool {
    path.trim_start_matches('/').bytes().all(|b| b.is_ascii_digit()) && path.len() < 5
}

fn socket(path: &str) -> Result<String, Refusal> {
    let path = path.strip_prefix("//").unwrap_or(path);
    let url =
        Url::from_file_path(path).map_err(|()| Refusal::new("names no socket", "write unix:/run/redis/redis.sock"))?;
    Ok(format!("unix://{}", url.path()))
}

fn is_tls(url: &str) -> bool {
    url.starts_with("rediss:")
}
