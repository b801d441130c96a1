//! Wires the rules to the world and serves them, until told to stop.
//!
//! The order is that of need: what can be wrong in the configuration first, then the database and its keys, then the
//! transient store, then the listener. Nothing is served before everything stands.

use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use idp_adapters::audit_log::{self, Keeper};
use idp_adapters::client_keys::RegisteredKeys;
use idp_adapters::clock::SystemClock;
use idp_adapters::database::{AtOdds, ConnectError, Database};
use idp_adapters::delivery::{self, Channels, Waking};
use idp_adapters::housekeeping;
use idp_adapters::keys::{self, SigningKeys};
use idp_adapters::logout_calls;
use idp_adapters::mail::{InvalidSmtp, Smtp};
use idp_adapters::measured::{
    MeasuredChallenges, MeasuredDelivery, MeasuredOutbox, MeasuredPasswords, MeasuredThrottle, MeasuredTransactions,
};
use idp_adapters::outbound::{InvalidOutbound, Outbound};
use idp_adapters::passkeys::WebAuthn;
use idp_adapters::password_requests;
use idp_adapters::passwords::{BreachedRanges, CommonPasswords, HashingWorkers};
use idp_adapters::redis::InvalidRedis;
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::Sealer;
use idp_adapters::sms::{Gateways, InvalidGateway, Reports};
use idp_core::audit::{Code, Event, Origin};
use idp_core::oidc::discovery;
use idp_core::port::{Answer, BreachedPasswords, Clock, Deliver, Ports, Rng, Unavailable};
use idp_core::provider::{Provider, Settings};
use idp_themes::{MessageWords, ThemeError};
use idp_web::health::Readiness;
use idp_web::trace::Traces;
use idp_web::{Served, Web};
use thiserror::Error;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::telemetry::Exporting;
use crate::tls::InvalidTls;

mod master_keys;
mod metrics;
mod parts;
mod reloading;
mod serving;
mod signals;
mod transient;
mod undeliverable;

use master_keys::MasterKeyKeeper;
use metrics::Numbers;
use reloading::Reloading;
use serving::Tls;
use signals::Stop;
use transient::TransientPorts;
use undeliverable::Undeliverable;

/// How many passwords may wait to be hashed, for each thread that hashes. At 30 ms a hash this is a wait of about two seconds.
const HASHES_WAITING: usize = 64;
/// The most threads that hash, however many cores there are: five hundred logins a second, and each holds 19 MiB, or the 64 of a
/// hash from elsewhere.
const MOST_HASHING: NonZeroUsize = NonZeroUsize::new(8).expect("8 is not 0");
/// How long what runs beside the requests may take to finish when the server stops.
const DRAIN: Duration = Duration::from_secs(20);

/// What a server takes from the world that a test or the demo may set.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
    /// Takes every message instead of the configured gateways: the demo's outbox. Only for an issuer on this machine.
    pub capture: Option<Arc<dyn Deliver>>,
    /// Where requests are traced to, if anywhere.
    pub traces: Option<Arc<dyn Traces>>,
}

impl World {
    /// The world as it is.
    pub fn real() -> Self {
        Self { clock: Arc::new(SystemClock), rng: Arc::new(SystemRng), capture: None, traces: None }
    }
}

/// Why the server does not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The theme has faults.
    #[error("the theme cannot be used")]
    Theme(#[from] ThemeError),
    /// The database does not open.
    #[error(transparent)]
    Database(#[from] ConnectError),
    /// Something outside does not answer, or what it keeps cannot be read.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The master key file is not the one of the database.
    #[error(transparent)]
    MasterKeys(#[from] AtOdds),
    /// Redis cannot be reached so.
    #[error(transparent)]
    Redis(#[from] InvalidRedis),
    /// No mail can be sent so.
    #[error("mail cannot be sent as it is configured")]
    Mail(#[from] InvalidSmtp),
    /// No SMS can be sent so.
    #[error("SMS cannot be sent as it is configured")]
    Sms(#[from] InvalidGateway),
    /// Applications cannot be called so.
    #[error("applications cannot be called as it is configured")]
    Outbound(#[from] InvalidOutbound),
    /// The operating system gives no threads.
    #[error("the threads that hash passwords cannot be started")]
    Threads(#[source] std::io::Error),
    /// The address is taken, or not ours.
    #[error("cannot listen on {address}; is something else running there?")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The certificate or its key changed since the configuration was read.
    #[error("TLS cannot be spoken as it is configured")]
    Tls(#[from] InvalidTls),
    /// Messages must reach people.
    #[error("messages are captured only for an issuer on this machine (http://localhost)")]
    Capture,
}

/// A running server.
pub struct Handle {
    provider: Provider,
    database: Database,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    delivering: JoinHandle<()>,
    telling: JoinHandle<()>,
    keeping: JoinHandle<()>,
    reloading: JoinHandle<()>,
    managing: Option<JoinHandle<()>>,
    auditing: JoinHandle<()>,
    sweeping: JoinHandle<()>,
    agreeing: JoinHandle<()>,
    linking: JoinHandle<()>,
}

impl Handle {
    /// The provider as it started; its clients may have been exchanged since.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Its database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Takes no more connections, finishes what runs, and is gone.
    pub async fn stop(self) {
        if let Err(error) = record(&self.provider.ports, Code::ServerStopped).await {
            tracing::warn!(%error, cause = %error.source, "that the server stops is not in the audit log");
        }
        self.stop.send_replace(true);
        let _ = self.serving.await;
        // A message that cannot be handed over in time stays in the outbox.
        let _ = tokio::time::timeout(DRAIN, self.linking).await;
        let _ = tokio::time::timeout(DRAIN, self.delivering).await;
        let _ = tokio::time::timeout(DRAIN, self.telling).await;
        let _ = tokio::time::timeout(DRAIN, self.keeping).await;
        let _ = tokio::time::timeout(DRAIN, self.reloading).await;
        if let Some(managing) = self.managing {
            let _ = managing.await;
        }
        let _ = tokio::time::timeout(DRAIN, self.auditing).await;
        let _ = tokio::time::timeout(DRAIN, self.sweeping).await;
        let _ = tokio::time::timeout(DRAIN, self.agreeing).await;
    }
}

/// Serves until the process is told to stop (SIGTERM or Ctrl-C).
pub async fn run(config: Config, tracing: Option<Exporting>) -> Result<(), StartError> {
    let traces = tracing.clone().map(|tracing| Arc::new(tracing) as Arc<dyn Traces>);
    let mut stop = Stop::listen();
    let handle = tokio::select! {
        started = start(config, World { traces, ..World::real() }) => started?,
        () = stop.told() => {
            tracing::info!("stopped before it was ready");
            if let Some(tracing) = tracing {
                tracing.stop().await;
            }
            return Ok(());
        }
    };
    stop.told().await;
    tracing::info!("stopping: no new connections, finishing what runs");
    handle.stop().await;
    if let Some(tracing) = tracing {
        tracing.stop().await;
    }
    tracing::info!("stopped");
    Ok(())
}

/// Starts a server.
pub async fn start(config: Config, world: World) -> Result<Handle, StartError> {
    // The one choice of cryptography for every TLS connection that we make. A second start in one process keeps the first.
    let _ = rustls::crypto::ring::default_provider().install_default();

    let theme = Arc::new(config.theme.load()?);
    let environment = (!config.is_production()).then(|| config.environment.clone());
    let sms_countries = config.sms_countries();
    let settings = Settings {
        authenticator_label: [Some(theme.service()), environment.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        code_lifetime: config.login.code_lifetime,
        phone_life: config.login.phone_life,
        sms_countries,
        second_pair_of_eyes: config.desk.second_pair_of_eyes,
        cents_per_message: config.sms.as_ref().map(|sms| sms.cents_per_message.clone()).unwrap_or_default(),
        issuer: config.issuer,
        acr_names: config.acr_names,
    };
    let mut sms = config.sms;
    let sms_reports = sms.as_mut().map(|sms| Reports::take_from(&mut sms.gateways)).unwrap_or_default();
    let numbers = Numbers::new(world.clock.now());
    let measured = |gateway: Arc<dyn Deliver>, word| -> Arc<dyn Deliver> {
        Arc::new(MeasuredDelivery::new(gateway, word, numbers.measures.messages.clone()))
    };
    let channels = match &world.capture {
        Some(_) if settings.issuer.is_https() => return Err(StartError::Capture),
        Some(capture) => Channels { mail: capture.clone(), sms: capture.clone() },
        None => Channels {
            mail: match config.mail {
                Some(smtp) => measured(Arc::new(Smtp::new(smtp, world.clock.clone())?), "smtp"),
                None => Arc::new(Undeliverable::because("no mail is configured")),
            },
            sms: match sms {
                Some(sms) => {
                    Arc::new(Gateways::new(sms.gateways, world.clock.clone(), numbers.measures.messages.clone())?)
                }
                None => Arc::new(Undeliverable::because("no sms is configured")),
            },
        },
    };

    let outbound = Outbound::new(&config.outbound)?;
    let tls = config.tls.map(|files| files.load().map(|config| Tls { files, config })).transpose()?;
    let sealer = Arc::new(Sealer::new(config.master_keys));
    let latency = numbers.measures.latency.clone();
    let database =
        Database::connect(&config.database, sealer.clone(), world.rng.clone()).await?.measured(latency.clone());
    database.migrate().await?;
    let master_keys =
        MasterKeyKeeper::begin(config.master_key_file, database.clone(), world.clock.clone(), world.rng.as_ref())
            .await??;
    let keyed_hash = Arc::new(database.data_key(world.clock.now()).await?);
    let TransientPorts { transactions, challenges, throttle, redis } =
        transient::open(config.transient, sealer, keyed_hash.clone(), world.rng.clone()).await?;
    let algorithms = config.clients.algorithms();
    let keys = Arc::new(SigningKeys::open(database.clone(), world.clock.clone(), algorithms).await?);
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN).min(MOST_HASHING);
    let passwords =
        HashingWorkers::start(cores, HASHES_WAITING * cores.get(), world.rng.clone()).map_err(StartError::Threads)?;
    let passwords = MeasuredPasswords::new(passwords, cores.get(), numbers.measures.hashing.clone());

    let durable = Arc::new(database.clone());
    let wake = Arc::new(Notify::new());
    let (waiting, asked) = password_requests::queue();
    let ports = Ports {
        accounts: durable.clone(),
        password_links: durable.clone(),
        password_requests: Arc::new(waiting),
        consents: durable.clone(),
        grants: durable.clone(),
        refresh_tokens: durable.clone(),
        sessions: durable.clone(),
        logout_calls: durable.clone(),
        guess_budgets: durable.clone(),
        seen_ids: durable.clone(),
        outbox: Arc::new(MeasuredOutbox(
            Arc::new(Waking::new(durable.clone(), wake.clone())),
            numbers.measures.messages.clone(),
        )),
        deliveries: durable.clone(),
        sms_reports: Arc::new(sms_reports),
        audit: durable.clone(),
        history: durable.clone(),
        directory: durable.clone(),
        desk_requests: durable.clone(),
        reports: durable.clone(),
        transactions: Arc::new(MeasuredTransactions(transactions, latency.clone())),
        challenges: Arc::new(MeasuredChallenges(challenges, latency.clone())),
        throttle: Arc::new(MeasuredThrottle(throttle, latency)),
        keys: keys.clone(),
        client_keys: Arc::new(RegisteredKeys::new(outbound.clone(), world.clock.clone())),
        keyed_hash,
        passkeys: Arc::new(WebAuthn::new(theme.service(), &settings.issuer)?),
        passwords: Arc::new(passwords),
        known_passwords: Arc::new(CommonPasswords::default()),
        breached_passwords: config
            .breached_passwords
            .map(|url| Arc::new(BreachedRanges::new(outbound.clone(), url)) as Arc<dyn BreachedPasswords>),
        messages: Arc::new(MessageWords::new(theme.clone(), settings.issuer.host(), environment.clone())),
        clock: world.clock.clone(),
        rng: world.rng,
    };
    reloading::put_in_force(&database, &config.clients, world.clock.as_ref()).await?;
    let readiness = Arc::new(Readiness::of(parts::of(&database, &keys, master_keys.part(), redis)));
    let provider = Provider { settings, clients: Arc::new(config.clients), ports };
    let metadata = discovery::metadata(&provider.settings, &provider.clients);
    let trusted_proxies = config.trusted_proxies;
    let configuration = numbers.configuration.clone();
    let served = Served::new(Web {
        provider: provider.clone(),
        metadata,
        theme,
        environment,
        trusted_proxies,
        readiness: readiness.clone(),
        metrics: numbers.web.clone(),
        security_txt: config.security_txt.map(Into::into),
        traces: world.traces,
    });
    let exposition = numbers.exposed(database.clone(), keys.clone(), readiness, world.clock.clone());

    let listener = listen(config.listen)?;
    let management = config.management.map(listen).transpose()?;
    record(&provider.ports, Code::ServerStarted).await?;
    let (stop, stopping) = watch::channel(false);
    let auditor = Keeper::new(database.clone(), world.clock.clone(), config.audit);
    let auditing = tokio::spawn(audit_log::run(auditor, told(stopping.clone())));
    let serving = tokio::spawn(serving::serve(listener, tls, idp_web::router(&served), told(stopping.clone())));
    let managing = management.map(|listener| {
        let router = idp_web::management(served.clone(), exposition);
        tokio::spawn(serving::serve(listener, None, router, told(stopping.clone())))
    });
    let sweeping = housekeeping::run(durable.clone(), durable.clone(), world.clock.clone(), told(stopping.clone()));
    let sweeping = tokio::spawn(sweeping);
    let agreeing = tokio::spawn(master_keys.run(told(stopping.clone())));
    let delivering = tokio::spawn(delivery::run(durable, channels, world.clock.clone(), wake, told(stopping.clone())));
    let written = database.logout_calls_written();
    let of_now = served.clone();
    let now_served = move || of_now.now().provider.clone();
    let telling = logout_calls::run(now_served, outbound, written, told(stopping.clone()));
    let telling = tokio::spawn(telling);
    let of_now = served.clone();
    let linking = password_requests::run(asked, move || of_now.now().provider.clone(), told(stopping.clone()));
    let linking = tokio::spawn(linking);
    let keeping = tokio::spawn(keys::run(keys.clone(), told(stopping.clone())));
    let reloading = Reloading {
        sources: config.sources,
        served,
        database: database.clone(),
        keys,
        clock: world.clock,
        numbers: configuration,
    };
    let reloading = tokio::spawn(reloading.run(told(stopping)));
    tracing::info!(listen = %config.listen, issuer = provider.settings.issuer.as_str(), "ready");
    Ok(Handle {
        provider,
        database,
        stop,
        serving,
        delivering,
        telling,
        keeping,
        reloading,
        managing,
        auditing,
        sweeping,
        agreeing,
        linking,
    })
}

/// Writes in the audit log that this version starts or stops.
async fn record(ports: &Ports, code: Code) -> Answer<()> {
    let event = Event::new(code, &Origin::system(), ports.clock.now()).with("version", env!("CARGO_PKG_VERSION"));
    ports.audit.record(event).await
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).map_err(|source| StartError::Listen { address, source })
}

/// Waits until the server is told to stop, or is dropped.
async fn told(mut stopping: watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}
