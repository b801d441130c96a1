//! The server as a process of its own: the released program, with a configuration made for it.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::StatusCode;
use idp_adapters::database::{Database, DatabaseOptions};
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::{MasterKeys, Sealer};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::http::Connection;
use crate::process::resident;
use crate::store::Store;
use crate::{Fault, Outcome};

/// Where the applications are said to be.
pub(crate) const CALLBACK: &str = "https://applicatie.example.nl/callback";
/// Every client's secret.
pub(crate) const SECRET: &str = "a-secret-of-the-applications-of-the-benchmarks";
/// The application whose tokens are signed with RS256, and the one with ES256.
pub(crate) const RS256: &str = "rs256";
/// See [`RS256`].
pub(crate) const ES256: &str = "es256";
/// The application that acts for itself, and one whose tokens are signed with ES256.
pub(crate) const MACHINE: &str = "machine";
/// See [`MACHINE`].
pub(crate) const MACHINE_ES256: &str = "machine-es256";

/// A folder with a configuration, and the database of it.
pub(crate) struct Site {
    program: PathBuf,
    folder: TempDir,
    url: String,
    port: u16,
    master_keys: String,
}

/// A running server.
pub(crate) struct Server<'a> {
    pub(crate) site: &'a Site,
    process: Child,
}

impl Site {
    /// Writes the configuration, with an empty database.
    pub(crate) async fn new(program: &Path, store: &Store) -> Outcome<Self> {
        let folder = TempDir::new()?;
        let at = folder.path();
        let url = match &store.postgres {
            None => format!("sqlite:{}", at.join("data/sluis.db").display()),
            Some(server) => fresh_database(server).await?,
        };
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let master_keys = MasterKeys::generate(&SystemRng).to_string();
        for name in ["data", "clients", "secrets"] {
            fs::create_dir(at.join(name))?;
        }
        write(&at.join("secrets/master.key"), &master_keys)?;
        write(&at.join("secrets/client.secret"), SECRET)?;
        let sluis = format!(
            "version: 1\nenvironment: bench\nissuer: http://localhost:{port}\nlisten: 127.0.0.1:{port}\n\
             database: {{url: \"{url}\"}}\ntransient: {{url: \"{}\"}}\nmaster_key_file: secrets/master.key\n\
             theme: koop\nclients: clients/*.yaml\n",
            store.transient
        );
        write(&at.join("sluis.yaml"), &sluis)?;
        let logs_in = format!(
            "redirect_uris: ['{CALLBACK}']\ngrant_types: [authorization_code, refresh_token]\nscope: openid profile email\n"
        );
        let acts = "grant_types: [client_credentials]\nscope: documents.read\n".to_owned();
        let with_es256 = "access_token_signed_response_alg: ES256\n";
        for (id, more) in [
            (RS256, logs_in.clone()),
            (ES256, format!("{logs_in}{with_es256}id_token_signed_response_alg: ES256\n")),
            (MACHINE, acts.clone()),
            (MACHINE_ES256, acts + with_es256),
        ] {
            let head = format!("client_id: {id}\nclient_name: {id}\nclient_secret_files: [../secrets/client.secret]\n");
            write(&at.join(format!("clients/{id}.yaml")), &(head + &more))?;
        }
        Ok(Self { program: program.to_owned(), folder, url, port, master_keys })
    }

    /// Its database, as the server opens it. The schema is there.
    pub(crate) async fn database(&self) -> Outcome<(Database, Sealer)> {
        let sealer = || -> Outcome<Sealer> { Ok(Sealer::new(MasterKeys::parse(&self.master_keys)?)) };
        let options = DatabaseOptions { url: self.url.clone().into() };
        let database = Database::connect(&options, Arc::new(sealer()?), Arc::new(SystemRng)).await?;
        database.migrate().await?;
        Ok((database, sealer()?))
    }

    /// The URL of the database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Starts the program and waits for its first 200. How long that took is counted from before the fork.
    pub(crate) async fn start(&self) -> Outcome<(Server<'_>, Duration)> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let began = Instant::now();
        let process = Command::new(&self.program)
            .arg("--config")
            .arg(self.folder.path().join("sluis.yaml"))
            .arg("serve")
            .env("SLUIS_LOG", "info")
            .stderr(log)
            .spawn()?;
        let mut server = Server { site: self, process };
        loop {
            if let Ok(mut connection) = Connection::open(server.address()).await {
                connection.get("/healthz", &[]).await?.with(StatusCode::OK)?;
                return Ok((server, began.elapsed()));
            }
            if let Some(status) = server.process.try_wait()? {
                return Err(format!("the server stopped: {status}\n{}", fs::read_to_string(self.log())?).into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Where its log goes.
    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Server<'_> {
    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.site.port))
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn resident(&self) -> Outcome<(f64, f64)> {
        resident(self.process.id())
    }
}

/// Nothing of a server is worth a slow end.
impl Drop for Server<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn fresh_database(server: &str) -> Outcome<String> {
    let name = format!("bench_{}", std::process::id());
    let admin = sea_orm::Database::connect(server).await?;
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
    let (server, _) = server.rsplit_once('/').ok_or("the URL of PostgreSQL names no database")?;
    Ok(format!("{server}/{name}"))
}

fn write(path: &Path, text: &str) -> Result<(), Fault> {
    fs::write(path, text)?;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o600))?)
}
