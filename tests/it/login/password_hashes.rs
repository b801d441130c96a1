//! Hashes that people bring from elsewhere log them in, and are made anew at that moment.

use idp_core::account::Username;
use idp_core::audit::Code;
use secrecy::ExposeSecret;

use crate::support::{PASSWORD, Server};

/// PBKDF2 as Django writes it, of the password that everybody has in the tests.
const DJANGO: &str = "pbkdf2_sha256$1000$zeezout$tOmAfR5GL0waBNPUAqg6rTbmrsb/udBt4N2Jf3h8zMM=";
/// argon2id of earlier parameters, of `password` (the reference implementation's `src/test.c`).
const DEARER: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

async fn hash_and_version(server: &Server, name: &str) -> (String, i64) {
    let name = Username::parse(name).expect("a name");
    let account = server.provider().ports.accounts.by_username(&name).await.expect("a store").expect("the account");
    (account.password_hash.expect("a hash").expose_secret().to_owned(), account.security_version.0)
}

async fn log_in(server: &Server, name: &str, password: &str) -> bool {
    let browser = server.browser();
    let (page, _) = server.go(&browser, "lezen").await;
    let page = browser.submit(&page, &[("username", name)]).await;
    browser.submit(&page, &[("password", password)]).await.body.is_empty()
}

#[tokio::test]
async fn an_imported_hash_is_made_anew_at_the_login() {
    let server = Server::start().await;
    let people = format!("username;password_hash\ndjango;{DJANGO}\ndearer;{DEARER}\n");
    server.write("people.csv", &people);
    let file = server.folder().join("people.csv");
    let imported = server.command(&["user", "import", file.to_str().expect("a path")], "").await;
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    for (name, password, brought) in [("django", PASSWORD, DJANGO), ("dearer", "password", DEARER)] {
        assert!(!log_in(&server, name, "wrong").await);
        assert_eq!(hash_and_version(&server, name).await, (brought.to_owned(), 1), "a wrong password changes nothing");
        assert!(log_in(&server, name, password).await, "{name}");
        let (hash, version) = hash_and_version(&server, name).await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(version, 1, "nothing ends: it is the same password");
        assert!(log_in(&server, name, password).await, "with the new one");
        assert_eq!(hash_and_version(&server, name).await.0, hash, "once");
        assert!(!log_in(&server, name, "wrong").await);
    }
    assert_eq!(server.events(Code::PasswordRehashed).await, 2);
}
