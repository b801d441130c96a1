//! The demo: Sluis with two applications of KOOP beside it, on this machine, in a folder that is thrown away.
//!
//! - [`relying_party`] is an application as anybody would write it; the tests log in with it too.
//! - [`site`] is the demo's own site.
//! - [`people`] are those who can log in.
//! - [`settings`] writes the configuration that a real installation would have.

pub mod people;
pub mod relying_party;
pub mod settings;
pub mod site;

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use idp_adapters::delivery::CapturedMessages;
use idp_core::account::TotpSecret;
use relying_party::{Fault, RelyingParty};
use site::Site;
use sluis::config::Config;
use sluis::start::{Handle, World};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running demo.
pub struct Demo {
    /// Where Sluis is.
    pub issuer: String,
    /// Where the applications are.
    pub base: String,
    /// What would have been sent.
    pub outbox: Arc<CapturedMessages>,
    /// The key of the app of those who are enrolled already.
    pub key: TotpSecret,
    /// Sluis.
    pub sluis: Handle,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    _folder: TempDir,
}

impl Demo {
    /// Starts Sluis on `port` and the applications on `applications_port`, with its people in it.
    pub async fn start(port: u16, applications_port: u16, world: World) -> Result<Self, Fault> {
        let issuer = format!("http://localhost:{port}");
        let base = format!("http://localhost:{applications_port}");
        drop(listen(port).await?);
        let listener = listen(applications_port).await?;

        let folder = tempfile::Builder::new().prefix("sluis-demo-").tempdir()?;
        let applications = settings::applications(world.rng.as_ref());
        settings::write(folder.path(), port, &base, &applications, world.rng.as_ref())?;
        let config = Config::load(&folder.path().join("sluis.yaml")).map_err(|faults| faults.to_string())?;

        let outbox = Arc::new(CapturedMessages::new(world.clock.clone()));
        let captured = World { capture: Some(outbox.clone()), ..world.clone() };
        let sluis = sluis::start::start(config, captured).await?;
        let key = people::add(sluis.provider()).await?;

        let applications: Result<Vec<_>, _> =
            applications.into_iter().map(|(registration, _)| RelyingParty::new(registration, &issuer, &base)).collect();
        let site = Arc::new(Site {
            applications: applications?,
            outbox: outbox.clone(),
            key: key.clone(),
            issuer: issuer.clone(),
            clock: world.clock,
            rng: world.rng,
            visits: Mutex::new(HashMap::new()),
            pages: site::pages()?,
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let until = async { drop(stopped.await) };
            if let Err(error) = axum::serve(listener, site::router(site)).with_graceful_shutdown(until).await {
                tracing::error!(%error, "the site of the demo failed");
            }
        });
        Ok(Self { issuer, base, outbox, key, sluis, stop, serving, _folder: folder })
    }

    /// Stops both; the folder goes with it.
    pub async fn stop(self) {
        drop(self.stop);
        self.sluis.stop().await;
        self.serving.abort();
    }
}

async fn listen(port: u16) -> Result<TcpListener, Fault> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
        format!("port {port} cannot be used ({error}). Choose another: cargo run -p demo -- --port 9080").into()
    })
}
