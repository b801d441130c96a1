//! The real server, in a folder of its own, with a real mail server and an SMS gateway.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use demo::relying_party::{Callback, LoggedIn, Pending, Registration, RelyingParty, Wishes};
use idp_adapters::database::Recorded;
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::MasterKeys;
use idp_core::audit::Code;
use idp_core::port::Clock;
use idp_core::provider::Provider;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sluis::config::Config;
use sluis::start::{Handle, StartError, World};
use tempfile::TempDir;
use tokio::process::Command;

use tokio::io::AsyncWriteExt;

use super::clock::TestClock;
use super::gateway::Gateway;
use super::mailbox::Mailbox;
use super::nodes::{Proxy, Shifted};
use super::patience::holds;
use super::program::{self, Program};
use super::redis::Redis;
use super::{Browser, Landing};

/// Where the applications of the tests are: nothing listens there, the browser of the tests stops before it.
pub(crate) const APPLICATIONS: &str = "http://localhost:9";
/// The secret of the confidential ones.
pub(crate) const SECRET: &str = "a-test-secret-of-more-than-thirty-two-characters";

/// A running server, of one node or more.
pub(crate) struct Server {
    folder: TempDir,
    nodes: Vec<Node>,
    pub(crate) issuer: String,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) sms: Gateway,
    pub(crate) mail: Mailbox,
    /// Where several nodes keep what may be lost.
    pub(crate) redis: Option<Redis>,
    /// What stands before several nodes.
    pub(crate) proxy: Option<Proxy>,
}

/// One of them.
struct Node {
    configuration: &'static str,
    port: u16,
    database: String,
    /// How far its clock is behind that of the test.
    behind: Duration,
    handle: Option<Handle>,
}

impl Server {
    /// One node, on SQLite and memory; or as `SLUIS_TEST_NODES` says: two, on PostgreSQL and Redis.
    pub(crate) async fn start() -> Self {
        match std::env::var("SLUIS_TEST_NODES").as_deref() {
            Ok("2") => Self::of_two_nodes(Duration::ZERO).await,
            Ok(other) => panic!("SLUIS_TEST_NODES is 2 or not set, and not {other}"),
            Err(_) => Self::with_database("sqlite:data/sluis.db").await,
        }
    }

    /// One node, on SQLite and memory, whatever the others are.
    pub(crate) async fn on_sqlite() -> Self {
        Self::with_database("sqlite:data/sluis.db").await
    }

    /// One node, on a new database of the PostgreSQL that `tests/run` started.
    pub(crate) async fn on_postgresql() -> Self {
        Self::with_database(&new_database().await).await
    }

    /// One node, on this database.
    pub(crate) async fn with_database(database: &str) -> Self {
        let mut server = Self::prepare(database).await;
        server.begin().await;
        server
    }

    /// One node that has yet to begin: what else it needs can still be written in its folder.
    pub(crate) async fn prepare(database: &str) -> Self {
        Self::prepare_on(database, "url: \"memory:\"").await
    }

    /// The same, with this as its transient store.
    pub(crate) async fn prepare_on(database: &str, transient: &str) -> Self {
        let port = free_port().await;
        let mut server = Self::without_nodes(port).await;
        server.add_node("sluis.yaml", port, database, transient, Duration::ZERO);
        server
    }

    /// Two nodes on a new PostgreSQL database and a Redis of their own, each request to the other one than the request
    /// before. The clock of the second is so much behind.
    pub(crate) async fn of_two_nodes(behind: Duration) -> Self {
        let ports = [free_port().await, free_port().await];
        let proxy = Proxy::before(ports).await;
        let mut server = Self::without_nodes(proxy.port).await;
        let redis = Redis::start().await;
        server.write("secrets/redis.password", super::redis::PASSWORD);
        let transient = format!("url: \"unix:{}\", password_file: secrets/redis.password", redis.socket().display());
        (server.redis, server.proxy) = (Some(redis), Some(proxy));
        let database = new_database().await;
        for (name, port, behind) in [("sluis.yaml", ports[0], Duration::ZERO), ("second.yaml", ports[1], behind)] {
            server.add_node(name, port, &database, &transient, behind);
        }
        server.begin().await;
        server
    }

    async fn without_nodes(port: u16) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = TempDir::new().expect("a folder");
        let (sms, mail) = (Gateway::start().await, Mailbox::start().await);
        write_files(folder.path());
        let (issuer, clock) = (format!("http://localhost:{port}"), Arc::new(TestClock::new()));
        Self { folder, nodes: Vec::new(), issuer, clock, sms, mail, redis: None, proxy: None }
    }

    fn add_node(&mut self, configuration: &'static str, port: u16, database: &str, transient: &str, behind: Duration) {
        self.write(
            configuration,
            &configuration_of(&self.issuer, port, database, transient, self.sms.port, self.mail.port),
        );
        self.nodes.push(Node { configuration, port, database: database.to_owned(), behind, handle: None });
    }

    /// Starts every node.
    pub(crate) async fn begin(&mut self) {
        for node in 0..self.nodes.len() {
            self.begin_node(node).await;
        }
    }

    async fn begin_node(&mut self, node: usize) {
        let handle = self.try_to_begin(node).await.expect("the server starts");
        self.nodes[node].handle = Some(handle);
    }

    /// Starts a node, or says why it does not.
    pub(crate) async fn try_to_begin(&self, node: usize) -> Result<Handle, StartError> {
        let node = &self.nodes[node];
        let config = match Config::load(&self.folder.path().join(node.configuration)) {
            Ok(config) => config,
            Err(faults) => panic!("{faults}"),
        };
        let clock = Arc::new(Shifted { clock: self.clock.clone(), behind: node.behind });
        sluis::start::start(config, World { clock, ..World::real() }).await
    }

    /// Writes the file of one more application, for the next start; `more` is what it says besides the usual.
    pub(crate) fn register(&self, id: &str, more: &str) {
        let client = format!(
            "client_id: {id}\nclient_name: Applicatie {id}\nredirect_uris: ['{APPLICATIONS}/{id}/callback']\n\
             post_logout_redirect_uris: ['{APPLICATIONS}/']\nclient_secret_files: [../secrets/client.secret]\n\
             scope: openid profile email phone\n{more}\n",
        );
        write(&self.folder.path().join(format!("clients/{id}.yaml")), &client);
    }

    /// The folder of its configuration.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file in its folder, for its next start or for it to find.
    pub(crate) fn write(&self, name: &str, text: &str) {
        write(&self.folder.path().join(name), text);
    }

    /// Adds to the `sluis.yaml` of every node, for its next start.
    pub(crate) fn configure(&self, more: &str) {
        for node in &self.nodes {
            let path = self.folder.path().join(node.configuration);
            let text = fs::read_to_string(&path).expect("the configuration");
            write(&path, &(text + more));
        }
    }

    /// The events of a kind, newest first.
    pub(crate) async fn recorded(&self, code: Code) -> Vec<Recorded> {
        let events = self.node().database().audit_events(10_000).await;
        events.expect("a store").into_iter().filter(|event| event.code == code.as_str()).collect()
    }

    /// Stops the server and starts it again on the same folder, one node after the other, as a deployment does.
    pub(crate) async fn restart(&mut self) {
        for node in 0..self.nodes.len() {
            self.restart_node(node).await;
        }
    }

    /// The same for one node.
    pub(crate) async fn restart_node(&mut self, node: usize) {
        self.nodes[node].handle.take().expect("a running server").stop().await;
        self.begin_node(node).await;
    }

    /// Stops every node; what they kept stays.
    pub(crate) async fn stop(&mut self) {
        for node in &mut self.nodes {
            node.handle.take().expect("a running server").stop().await;
        }
    }

    /// Stops a node that runs in this process.
    pub(crate) async fn stop_node(&mut self, node: usize) {
        self.nodes[node].handle.take().expect("a running server").stop().await;
    }

    /// Starts a node as a process of its own, on the real clock: what a test may kill.
    pub(crate) async fn program(&self, node: usize) -> Program {
        self.process(node, Program::serve).await
    }

    /// The same, with everything logged.
    pub(crate) async fn program_that_logs_all(&self, node: usize) -> Program {
        self.process(node, Program::serve_and_log_all).await
    }

    /// The URL of the database of a node.
    pub(crate) fn database(&self, node: usize) -> &str {
        &self.nodes[node].database
    }

    /// The same, so that its writes can be made to fail.
    pub(crate) async fn program_within_limits(&self, node: usize) -> Program {
        self.process(node, Program::serve_within_limits).await
    }

    async fn process(&self, node: usize, serve: impl FnOnce(&Path) -> Program) -> Program {
        let node = &self.nodes[node];
        assert!(node.handle.is_none(), "it runs in this process");
        let mut program = serve(&self.folder.path().join(node.configuration));
        program.answers_at(node.port).await;
        program
    }

    /// What a query gives on the PostgreSQL database, in the form of `psql`.
    pub(crate) async fn psql(&self, query: &str) -> String {
        let database = &self.nodes.first().expect("a node").database;
        let said = Command::new("psql")
            .args([database, "-v", "ON_ERROR_STOP=1", "-qtAc", query])
            .output()
            .await
            .expect("psql");
        assert!(said.status.success(), "{query}: {}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8_lossy(&said.stdout).trim().to_owned()
    }

    /// The first node.
    fn node(&self) -> &Handle {
        self.nodes.first().and_then(|node| node.handle.as_ref()).expect("a running server")
    }

    pub(crate) fn provider(&self) -> &Provider {
        self.node().provider()
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.issuer)
    }

    /// Runs a command of the program on this server's configuration, as an administrator beside it.
    pub(crate) async fn command(&self, arguments: &[&str], input: &str) -> Output {
        let mut process = program::sluis()
            .arg("--config")
            .arg(self.folder.path().join("sluis.yaml"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("sluis");
        process.stdin.take().expect("its input").write_all(input.as_bytes()).await.expect("written");
        process.wait_with_output().await.expect("an end")
    }

    /// Moves the clock.
    pub(crate) fn later(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// How often this happened, by the audit log.
    pub(crate) async fn events(&self, code: Code) -> usize {
        let events = self.node().database().audit_events(10_000).await;
        events.expect("a store").iter().filter(|event| event.code == code.as_str()).count()
    }

    /// How much is in the audit log.
    pub(crate) async fn events_in_all(&self) -> usize {
        self.node().database().audit_events(10_000).await.expect("a store").len()
    }

    /// All that lies on disk of the SQLite database.
    pub(crate) fn stored(&self) -> Vec<u8> {
        let files = ["sluis.db", "sluis.db-wal"].map(|file| self.folder.path().join("data").join(file));
        files.iter().flat_map(|file| fs::read(file).expect("a file of the database")).collect()
    }

    /// The SQLite database, to be cut in.
    pub(crate) async fn knife(&self) -> DatabaseConnection {
        let url = format!("sqlite:{}", self.folder.path().join("data/sluis.db").display());
        sea_orm::Database::connect(url).await.expect("the database opens")
    }

    /// Waits until each message has left, or has failed for now: one that is on its way when the clock moves past its lease
    /// would be sent twice, and one whose code dies then would still arrive.
    pub(crate) async fn no_message_is_on_its_way(&self) {
        let now = self.clock.now().as_millisecond();
        // What is due is taken at once; what was taken is due again when its lease ends.
        let query = format!("SELECT count(*) AS number FROM outbox WHERE due_at <= {now} OR due_at = {now} + 60000");
        if self.proxy.is_some() {
            // Several nodes are on PostgreSQL.
            return holds("no message is on its way", async || self.psql(&query).await == "0").await;
        }
        let knife = self.knife().await;
        holds("no message is on its way", async || {
            let row = knife.query_one_raw(Statement::from_string(DbBackend::Sqlite, &query)).await;
            row.expect("an answer").expect("a row").try_get::<i64>("", "number").expect("a number") == 0
        })
        .await;
    }

    /// Gives a table of the SQLite database another name: whatever needs it fails, until it has its own again.
    pub(crate) async fn rename_table(&self, from: &str, to: &str) {
        self.knife().await.execute_unprepared(&format!("ALTER TABLE {from} RENAME TO {to}")).await.expect("renamed");
    }

    /// One of the applications, as a real relying party.
    pub(crate) fn application(&self, id: &str) -> RelyingParty {
        let registration = Registration {
            id: id.to_owned(),
            name: id.to_owned(),
            about: String::new(),
            secret: (id != "spa").then(|| SECRET.to_owned()),
        };
        RelyingParty::new(registration, &self.issuer, APPLICATIONS).expect("an application")
    }

    /// Sends the browser from an application to the login.
    pub(crate) async fn go(&self, browser: &Browser, application: &str) -> (Landing, Pending) {
        self.go_with(browser, application, Wishes::default()).await
    }

    /// The same, with wishes.
    pub(crate) async fn go_with(&self, browser: &Browser, application: &str, wishes: Wishes) -> (Landing, Pending) {
        let (url, pending) = self.application(application).begin(&wishes).await.expect("discovery");
        (browser.open(&url).await, pending)
    }

    /// Takes what the browser brought back to the application.
    pub(crate) async fn finish(&self, application: &str, pending: Pending, landing: &Landing) -> LoggedIn {
        let mut answer = landing.answer();
        let callback = Callback {
            code: answer.remove("code"),
            state: answer.remove("state"),
            iss: answer.remove("iss"),
            error: answer.remove("error"),
        };
        self.application(application).finish(pending, callback).await.expect("a login")
    }

    /// Name and password.
    pub(crate) async fn sign_in(&self, browser: &Browser, page: &Landing, name: &str) -> Landing {
        let page = browser.submit(page, &[("username", name)]).await;
        assert_eq!(page.prompt(), "password");
        browser.submit(&page, &[("password", super::PASSWORD)]).await
    }
}

/// A port that nobody listens at.
pub(crate) async fn free_port() -> u16 {
    // Below those that the system gives to whoever asks for any, so that no connection takes one before it is used.
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 12_000 + (std::process::id() % 100) as u16 * 100;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 10_000;
        if tokio::net::TcpListener::bind(("127.0.0.1", port)).await.is_ok() {
            return port;
        }
    }
}

pub(crate) async fn new_database() -> String {
    let server =
        std::env::var("SLUIS_TEST_POSTGRES").expect("SLUIS_TEST_POSTGRES is not set: start the tests with tests/run");
    let name = format!("it_{}_{}", std::process::id(), free_port().await);
    let made = Command::new("psql")
        .args([&server, "-qc", &format!("CREATE DATABASE {name} TEMPLATE template0")])
        .status()
        .await;
    assert!(made.expect("psql").success(), "the database is made");
    let (base, _) = server.rsplit_once('/').expect("a database in the URL");
    format!("{base}/{name}")
}

fn configuration_of(issuer: &str, port: u16, database: &str, transient: &str, sms: u16, mail: u16) -> String {
    format!(
        r#"
version: 1
environment: test
issuer: {issuer}
listen: 127.0.0.1:{port}
database: {{url: "{database}"}}
transient: {{{transient}}}
master_key_file: secrets/master.key
mail:
  from: "KOOP <noreply@example.nl>"
  smtp: {{host: localhost, port: {mail}, tls: none}}
sms:
  sender: KOOPCAME
  gateways:
    - http:
        url: http://127.0.0.1:{sms}/messages
        body: {{to: "{{to}}", from: "{{from}}", text: "{{text}}", reference: "{{reference}}"}}
theme: koop
clients: clients/*.yaml
"#
    )
}

fn write_files(folder: &Path) {
    for name in ["data", "clients", "secrets"] {
        fs::create_dir(folder.join(name)).expect("a folder");
    }
    write(&folder.join("secrets/master.key"), &MasterKeys::generate(&SystemRng));
    write(&folder.join("secrets/client.secret"), SECRET);
    let level = |id: &str| if id == "lezen" { "minimum_acr: urn:sluis:acr:password" } else { "" };
    let method = |id: &str| match id {
        "spa" => "token_endpoint_auth_method: none".to_owned(),
        _ => "token_endpoint_auth_method: client_secret_basic\nclient_secret_files: [../secrets/client.secret]"
            .to_owned(),
    };
    for id in ["drop", "lezen", "spa", "oud"] {
        let client = format!(
            "client_id: {id}\nclient_name: Applicatie {id}\nredirect_uris: ['{APPLICATIONS}/{id}/callback']\n\
             post_logout_redirect_uris: ['{APPLICATIONS}/']\n{}\ngrant_types: [authorization_code]\n\
             scope: openid profile email phone\n{}\nrequire_pkce: {}\n",
            method(id),
            level(id),
            id != "oud",
        );
        write(&folder.join(format!("clients/{id}.yaml")), &client);
    }
    // Two that see people by a pairwise `sub`: one by the host of its redirect URI, one in a sector of its own.
    for (id, more) in [("paar", ""), ("elders", "sector_identifier: elders.example\n")] {
        let client = format!(
            "client_id: {id}\nclient_name: Applicatie {id}\nredirect_uris: ['{APPLICATIONS}/{id}/callback']\n\
             post_logout_redirect_uris: ['{APPLICATIONS}/']\nclient_secret_files: [../secrets/client.secret]\n\
             scope: openid email\nrequire_pkce: false\nsubject_type: pairwise\n{more}",
        );
        write(&folder.join(format!("clients/{id}.yaml")), &client);
    }
    for (id, more) in super::tokens::clients() {
        write(
            &folder.join(format!("clients/{id}.yaml")),
            &format!("client_id: {id}\nclient_name: Applicatie {id}\n{more}"),
        );
    }
}

fn write(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).expect("a file");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its mode");
}
