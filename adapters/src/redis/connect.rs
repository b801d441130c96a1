//! Where Redis is, and how a connection to it is made.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::cluster::ClusterClient;
use redis::cluster_async::ClusterConnection;
use redis::sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType};
use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionInfo, IntoConnectionInfo, Pipeline, RedisError, RedisFuture,
    RedisResult, TlsCertificates, TlsMode, Value,
};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::link::PATIENCE;
use crate::certificates::{self, InvalidCertificates};

/// How often a command is sent on within a Cluster whose slots are moving, and how long between, in milliseconds.
const MOVES: u32 = 4;
const BETWEEN_MOVES: (u64, u64) = (20, 200);

/// Which Redis.
#[derive(Debug, Clone)]
pub struct RedisOptions {
    /// Where it is.
    pub servers: Servers,
    /// The user of the access control list; `default` where none is named.
    pub username: Option<String>,
    /// The password.
    pub password: Option<SecretString>,
    /// The authority that certifies the servers, in the place of those that the system trusts.
    pub root_certificate: Option<PathBuf>,
}

impl RedisOptions {
    /// Whether a connection could be made so. Nobody is reached.
    pub fn check(&self) -> Result<(), InvalidRedis> {
        Way::new(self).map(drop)
    }
}

/// Where Redis is: `redis://host`, `rediss://host` for TLS, or `unix:///path`. None has a user or a password in it.
#[derive(Debug, Clone)]
pub enum Servers {
    /// One server.
    One(String),
    /// A group of servers of which a Sentinel knows the master.
    Sentinel {
        /// The name of the group.
        master: String,
        /// The Sentinels.
        urls: Vec<String>,
        /// The password of the Sentinels themselves.
        password: Option<SecretString>,
    },
    /// Some servers of a Cluster, which tell the others.
    Cluster(Vec<String>),
}

impl fmt::Display for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(url) => f.write_str(url),
            Self::Sentinel { master, urls, .. } => write!(f, "{master} by {}", urls.join(", ")),
            Self::Cluster(urls) => f.write_str(&urls.join(", ")),
        }
    }
}

/// Why no connection can be made as it is described. Without user and password in it.
#[derive(Debug, Error)]
pub enum InvalidRedis {
    /// A URL or a certificate is not what it must be.
    #[error("Redis cannot be reached as it is configured")]
    Settings(#[from] RedisError),
    /// The file of the authority.
    #[error(transparent)]
    Certificates(#[from] InvalidCertificates),
}

/// How a connection is made.
pub(super) enum Way {
    Server(Box<Client>),
    Sentinel(Box<SentinelClient>),
    Cluster(Box<ClusterClient>),
}

impl Way {
    pub(super) fn new(options: &RedisOptions) -> Result<Self, InvalidRedis> {
        let certificates = certificates::pem(options.root_certificate.as_deref())?
            .map(|root| TlsCertificates { client_tls: None, root_cert: Some(root) });
        Ok(match &options.servers {
            Servers::One(url) => {
                let server = with_user(url, options)?;
                Self::Server(Box::new(match certificates {
                    Some(certificates) => Client::build_with_tls(server, certificates)?,
                    None => Client::open(server)?,
                }))
            }
            Servers::Sentinel { master, urls, password } => {
                let addresses: Vec<_> = urls
                    .iter()
                    .map(|url| Ok(url.as_str().into_connection_info()?.addr().clone()))
                    .collect::<RedisResult<_>>()?;
                let tls = urls.iter().any(|url| is_tls(url));
                let mut client = SentinelClientBuilder::new(addresses, master, SentinelServerType::Master)?;
                if let Some(username) = &options.username {
                    client = client.set_client_to_redis_username(username);
                }
                if let Some(password) = &options.password {
                    client = client.set_client_to_redis_password(password.expose_secret());
                }
                if let Some(password) = password {
                    client = client.set_client_to_sentinel_password(password.expose_secret());
                }
                if tls {
                    client = client.set_client_to_redis_tls_mode(TlsMode::Secure);
                }
                if let Some(certificates) = certificates {
                    client = client
                        .set_client_to_redis_certificates(certificates.clone())
                        .set_client_to_sentinel_certificates(certificates);
                }
                Self::Sentinel(Box::new(client.build()?))
            }
            Servers::Cluster(urls) => {
                let servers: Vec<_> = urls.iter().map(|url| with_user(url, options)).collect::<RedisResult<_>>()?;
                let mut client = ClusterClient::builder(servers)
                    .retries(MOVES)
                    .min_retry_wait(BETWEEN_MOVES.0)
                    .max_retry_wait(BETWEEN_MOVES.1)
                    .connection_timeout(PATIENCE)
                    .response_timeout(PATIENCE);
                if let Some(certificates) = certificates {
                    client = client.certs(certificates);
                }
                Self::Cluster(Box::new(client.build()?))
            }
        })
    }

    /// A new connection. It sends what many ask at once, without waiting for one answer before the next question.
    pub(super) async fn connect(&mut self) -> RedisResult<Connection> {
        let limits: Option<Duration> = Some(PATIENCE);
        let config = AsyncConnectionConfig::new().set_connection_timeout(limits).set_response_timeout(limits);
        Ok(match self {
            Self::Server(client) => {
                Connection::Server(client.get_multiplexed_async_connection_with_config(&config).await?)
            }
            Self::Sentinel(client) => Connection::Server(client.get_async_connection_with_config(&config).await?),
            Self::Cluster(client) => Connection::Cluster(client.get_async_connection().await?),
        })
    }
}

fn is_tls(url: &str) -> bool {
    url.starts_with("rediss:")
}

fn with_user(url: &str, options: &RedisOptions) -> RedisResult<ConnectionInfo> {
    let server = url.into_connection_info()?;
    let mut user = server.redis_settings().clone();
    if let Some(username) = &options.username {
        user = user.set_username(username);
    }
    if let Some(password) = &options.password {
        user = user.set_password(password.expose_secret());
    }
    Ok(server.set_redis_settings(user))
}

/// A connection to whatever stands there. Cloning clones a handle.
#[derive(Clone)]
pub(super) enum Connection {
    Server(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::Server(server) => server.req_packed_command(cmd),
            Self::Cluster(cluster) => cluster.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::Server(server) => server.req_packed_commands(pipeline, offset, count),
            Self::Cluster(cluster) => cluster.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::Server(server) => server.get_db(),
            Self::Cluster(cluster) => cluster.get_db(),
        }
    }
}
