//! One running server for all properties, with an application of each kind and somebody who can log in.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::LazyLock;

use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::MasterKeys;
use idp_core::provider::Provider;
use sluis::config::Config;
use sluis::start::{Handle, World};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Where the applications would be.
pub(crate) const APPLICATIONS: &str = "http://localhost:9";
/// The secret of the confidential ones.
pub(crate) const SECRET: &str = "a-test-secret-of-more-than-thirty-two-characters";
/// The resource that some get tokens for.
pub(crate) const API: &str = "https://api.example.nl";
/// The applications.
pub(crate) const CLIENTS: [&str; 3] = ["drop", "oud", "ververs"];

/// A running server.
pub(crate) struct House {
    pub(crate) runtime: Runtime,
    pub(crate) issuer: String,
    pub(crate) port: u16,
    handle: Handle,
    _folder: TempDir,
}

/// The one of this process. It ends with it.
pub(crate) static HOUSE: LazyLock<House> = LazyLock::new(House::start);

impl House {
    fn start() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let folder = TempDir::new().expect("a folder");
        let port = free_port();
        let issuer = format!("http://localhost:{port}");
        write_configuration(folder.path(), &issuer, port);
        let config = Config::load(&folder.path().join("sluis.yaml")).unwrap_or_else(|faults| panic!("{faults}"));
        let handle = runtime.block_on(sluis::start::start(config, World::real())).expect("the server starts");
        Self { runtime, issuer, port, handle, _folder: folder }
    }

    pub(crate) fn provider(&self) -> &Provider {
        self.handle.provider()
    }

    /// Whether a URL is one to which an application registered that answers may go, but for what is added to its query.
    pub(crate) fn is_registered(&self, url: &str) -> bool {
        self.provider().clients.iter().flat_map(|client| &client.redirect_uris).any(|registered| {
            let rest = url.strip_prefix(registered.as_str());
            rest.is_some_and(|rest| rest.starts_with(if registered.as_str().contains('?') { '&' } else { '?' }))
        })
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

fn write_configuration(folder: &Path, issuer: &str, port: u16) {
    for name in ["data", "clients", "secrets"] {
        fs::create_dir(folder.join(name)).expect("a folder");
    }
    let main = format!(
        "version: 1\nenvironment: test\nissuer: {issuer}\nlisten: 127.0.0.1:{port}\ntrusted_proxies: [127.0.0.0/8]\n\
         database: {{url: \"sqlite:data/sluis.db\"}}\nmaster_key_file: secrets/master.key\n"
    );
    write(&folder.join("sluis.yaml"), &main);
    write(&folder.join("secrets/master.key"), &MasterKeys::generate(&SystemRng));
    write(&folder.join("secrets/client.secret"), SECRET);
    for (id, more) in [
        ("drop", "scope: openid profile email"),
        ("oud", "require_pkce: false\nminimum_acr: urn:sluis:acr:password\nscope: openid email"),
        (
            "ververs",
            "require_pkce: false\ngrant_types: [authorization_code, refresh_token]\nresources: ['https://api.example.nl']\n\
             scope: openid offline_access documents.read",
        ),
    ] {
        let client = format!(
            "client_id: {id}\nclient_name: Applicatie {id}\n\
             redirect_uris: ['{APPLICATIONS}/{id}/callback', '{APPLICATIONS}/{id}/more?kept=yes']\n\
             post_logout_redirect_uris: ['{APPLICATIONS}/{id}/']\nclient_secret_files: [../secrets/client.secret]\n{more}\n"
        );
        write(&folder.join(format!("clients/{id}.yaml")), &client);
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its mode");
}
