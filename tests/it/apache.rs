//! Apache with Debian's mod_auth_openidc logs in, over TLS: a protected page, who sees it, and its logout.

use std::process::Stdio;

use reqwest::Url;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use crate::support::patience::holds;
use crate::support::protocol::log_in;
use crate::support::server::SECRET;
use crate::support::tls::{Authority, over_tls};
use crate::support::{Browser, Landing, Person};

/// An Apache of our own.
struct Apache {
    /// Its site.
    base: String,
    _process: Child,
    _folder: TempDir,
}

impl Apache {
    /// Starts one on this port, as the client `apache` of this issuer.
    async fn start(port: u16, issuer: &str, authority: &Authority) -> Self {
        let folder = TempDir::new().expect("a folder");
        let (base, root) = (format!("http://localhost:{port}"), folder.path().display());
        let modules = ["mpm_event", "authn_core", "authz_core", "authz_user", "mime", "include", "auth_openidc"];
        let modules = modules.map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"));
        let configuration = format!(
            r#"ServerRoot {root}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {root}/pid
ErrorLog {root}/error.log
Mutex posixsem
{modules}
# Only root can become somebody else; for anybody else these two say nothing.
User www-data
Group www-data
DocumentRoot {root}
TypesConfig /dev/null
AddType text/html .shtml
AddOutputFilter INCLUDES .shtml

OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCCABundlePath {root}/authority.pem
OIDCClientID apache
OIDCClientSecret {SECRET}
OIDCRedirectURI {base}/protected/callback
OIDCScope "openid profile email"
OIDCPKCEMethod S256
OIDCRemoteUserClaim preferred_username
OIDCCryptoPassphrase a-passphrase-of-the-tests

<Directory {root}>
  Options +Includes
  Require all granted
</Directory>
<Location /protected>
  AuthType openid-connect
  Require valid-user
</Location>
"#,
            modules = modules.concat(),
        );
        let page = "<p id=\"user\"><!--#echo var=\"REMOTE_USER\" --></p><p id=\"email\"><!--#echo var=\"OIDC_CLAIM_email\" --></p>";
        std::fs::create_dir(folder.path().join("protected")).expect("a folder");
        for (name, text) in [
            ("apache.conf", configuration.as_str()),
            ("authority.pem", authority.pem()),
            ("protected/index.shtml", page),
            ("bye.shtml", "<p>Tot ziens</p>"),
        ] {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        // Whoever it becomes must be able to read them.
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.path(), mode).expect("its mode");
        let process = Command::new("/usr/sbin/apache2")
            .args(["-X", "-f"])
            .arg(folder.path().join("apache.conf"))
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Apache");
        holds("Apache starts", async || TcpStream::connect(("127.0.0.1", port)).await.is_ok()).await;
        Self { base, _process: process, _folder: folder }
    }

    /// Opens a page of its site, and gives where it sends the browser, or nothing.
    async fn open(&self, browser: &Browser, place: &str) -> (Landing, Option<Url>) {
        let url = Url::parse(&self.base).and_then(|base| base.join(place)).expect("a URL");
        let landing = browser.step(browser.http.get(url)).await;
        let next = landing.headers.get("location").map(|location| location.to_str().expect("a location").to_owned());
        let next = next.map(|next| landing.url.join(&next).expect("a URL"));
        (landing, next)
    }
}

#[tokio::test]
async fn mod_auth_openidc_logs_in_and_out() {
    let authority = Authority::new();
    let mut server = over_tls(&authority).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let client = format!(
        "client_id: apache\nclient_name: Apache\nredirect_uris: ['http://localhost:{port}/protected/callback']\n\
         post_logout_redirect_uris: ['http://localhost:{port}/bye.shtml']\n\
         client_secret_files: [../secrets/client.secret]\nscope: openid profile email\n"
    );
    server.write("clients/apache.yaml", &client);
    server.begin().await;
    let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;
    drop(listener);
    let apache = Apache::start(port, &server.issuer, &authority).await;
    let http = authority.trusting().cookie_store(true).build().expect("a client");
    let browser = Browser::with_http(&server.issuer, http);

    let (refused, to_login) = apache.open(&browser, "/protected/index.shtml").await;
    let to_login = to_login.unwrap_or_else(|| panic!("a login: {} {}", refused.status, refused.body));
    let page = browser.open(to_login.as_str()).await;
    let landing = log_in(&server, &browser, &page, &ria).await;
    let (answer, back) = apache.open(&browser, landing.url.as_str()).await;
    let back = back.unwrap_or_else(|| panic!("the page again: {} {}", answer.status, answer.body));
    let (page, _) = apache.open(&browser, back.as_str()).await;
    page.says("<p id=\"user\">ria</p>").says("<p id=\"email\">ria@x.nl</p>");

    let logout = format!("/protected/callback?logout=http%3A%2F%2Flocalhost%3A{port}%2Fbye.shtml");
    let (_, to_logout) = apache.open(&browser, &logout).await;
    let to_logout = to_logout.expect("our logout");
    assert!(to_logout.as_str().starts_with(&server.issuer), "{to_logout}");
    let landing = browser.open(to_logout.as_str()).await;
    assert_eq!(landing.url.as_str(), format!("{}/bye.shtml", apache.base));
    let (_, to_login) = apache.open(&browser, "/protected/index.shtml").await;
    assert_eq!(browser.open(to_login.expect("a login").as_str()).await.prompt(), "identify", "logged out here too");
}
