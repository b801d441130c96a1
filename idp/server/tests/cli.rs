//! The program as an administrator meets it: its commands, what they print, and their exit codes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A directory that `sluis init` made, with its database.
struct Installed(TempDir);

impl Installed {
    fn new() -> Self {
        let installed = Self(tempfile::tempdir().expect("a directory"));
        assert_done(&sluis(installed.0.path(), &["init", "."], ""));
        assert_done(&installed.run(&["migrate"]));
        installed
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        sluis(self.0.path(), arguments, input)
    }

    /// What `user show` says of a key.
    fn shown(&self, name: &str, key: &str) -> String {
        let output = text(&assert_done(&self.run(&["user", "show", name])).stdout);
        let line = output.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("{key} in {output}"));
        line[key.len()..].trim().to_owned()
    }
}

fn sluis(directory: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sluis"))
        .args(arguments)
        .current_dir(directory)
        .env_remove("SLUIS_CONFIG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // A command that does not read its input may be gone before it is written.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn assert_done(output: &Output) -> &Output {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    output
}

/// It failed with this exit code, said these words on standard error, and nothing on standard output.
#[track_caller]
fn assert_refused(output: &Output, code: i32, words: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(code), ""), "{said}");
    for word in words {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn what_init_writes_is_right_as_it_is() {
    let directory = tempfile::tempdir().expect("a directory");
    let said = text(&assert_done(&sluis(directory.path(), &["init", "idp"], "")).stdout);
    assert!(said.contains("cd idp") && said.contains("master.key"), "{said}");
    let checked = sluis(directory.path(), &["check", "--config", "idp/sluis.yaml"], "");
    assert!(text(&assert_done(&checked).stdout).contains("http://localhost:8080 with clients example"));
    assert!(text(&checked.stderr).contains("NO CODE CAN BE SENT BY E-MAIL"), "it warns");
    let again = sluis(directory.path(), &["init", "idp"], "");
    assert_refused(&again, 2, &["is not empty: nothing was written"]);
    let refused = sluis(directory.path(), &["init", "b", "--issuer", "http://example.nl"], "");
    assert_refused(&refused, 2, &["must be https"]);
    let other = sluis(directory.path(), &["init", "c", "--issuer", "https://inloggen.example.nl"], "");
    assert_done(&other);
    let secret = |name: &str| fs::read_to_string(directory.path().join(name)).expect("a secret");
    assert_ne!(secret("idp/secrets/example.secret"), secret("c/secrets/example.secret"));
    assert_ne!(secret("idp/secrets/master.key"), secret("c/secrets/master.key"));
}

#[test]
fn every_key_that_init_explains_can_be_uncommented() {
    let directory = tempfile::tempdir().expect("a directory");
    assert_done(&sluis(directory.path(), &["init", "."], ""));
    let path = directory.path().join("sluis.yaml");
    let explained = fs::read_to_string(&path).expect("the configuration");
    // A comment explains in a sentence; a key that is commented out has a colon right behind its name.
    let is_key = |line: &str| {
        line.trim_start_matches(['-', ' ']).split_once(':').is_some_and(|(key, rest)| {
            key.chars().all(|c| c.is_ascii_lowercase() || c == '_') && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    // These stand for something else than what is there: PostgreSQL, Redis, and an issuer with https.
    let instead = ["# database", "# transient", "# tls"];
    let lines = explained.lines().filter(|line| !instead.iter().any(|other| line.starts_with(other)));
    let lines: Vec<_> = lines
        .map(|line| match line.strip_prefix("# ") {
            Some(key) if is_key(key) => key,
            _ => line,
        })
        .collect();
    fs::write(&path, lines.join("\n")).expect("written");
    for secret in ["smtp.password", "sms.authorization", "spryng.key", "cm.token"] {
        fs::write(directory.path().join("secrets").join(secret), "a secret").expect("written");
    }
    let authority = rcgen::generate_simple_self_signed(["ca.example.nl".to_owned()]).expect("a certificate");
    fs::write(directory.path().join("secrets/ca.pem"), authority.cert.pem()).expect("written");
    let checked = sluis(directory.path(), &["check"], "");
    assert_done(&checked);
    let warned = text(&checked.stderr);
    assert!(!warned.contains("NO CODE"), "mail and sms are there: {warned}");
}

#[cfg(unix)]
#[test]
fn what_init_writes_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let installed = Installed::new();
    for (name, mode) in [
        ("secrets", 0o700),
        ("data", 0o700),
        ("secrets/master.key", 0o600),
        ("secrets/example.secret", 0o600),
        ("data/sluis.db", 0o600),
    ] {
        let found = fs::metadata(installed.0.path().join(name)).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(found, mode, "{name}");
    }
}

#[test]
fn a_wrong_configuration_is_told_by_every_command() {
    let installed = Installed::new();
    fs::write(installed.0.path().join("wrong.yaml"), "version: 1\nissuer: http://example.nl\n").expect("written");
    for command in [["check"].as_slice(), &["serve"], &["migrate"], &["user", "list"]] {
        let refused = installed.run(&[command, &["--config", "wrong.yaml"]].concat());
        assert_refused(&refused, 2, &["--> wrong.yaml:", "1 fault, so nothing was started or changed"]);
    }
    assert_refused(&installed.run(&["check", "--config", "none.yaml"]), 2, &["none.yaml", "sluis init DIR"]);
    assert_refused(&installed.run(&["chek"]), 2, &["check"]);
}

#[test]
fn check_makes_what_serve_would_make() {
    let installed = Installed::new();
    let path = installed.0.path().join("sluis.yaml");
    let good = fs::read_to_string(&path).expect("the configuration");
    fs::create_dir_all(installed.0.path().join("mine/templates")).expect("a theme");
    fs::write(installed.0.path().join("mine/theme.yaml"), "colour: [").expect("a bad theme");
    fs::write(&path, good.replace("theme: koop", "theme: ./mine")).expect("written");
    assert_refused(&installed.run(&["check"]), 2, &["theme: "]);

    fs::write(installed.0.path().join("ca.pem"), "-----BEGIN CERTIFICATE-----\nno\n").expect("a bad certificate");
    let mail = "mail: {from: a@b.nl, smtp: {host: smtp.example.nl, ca_file: ca.pem}}\n";
    fs::write(&path, format!("{good}{mail}")).expect("written");
    assert_refused(&installed.run(&["check"]), 2, &["mail: "]);
}

#[test]
fn help_teaches() {
    let directory = tempfile::tempdir().expect("a directory");
    for command in [["--help"].as_slice(), &["user", "--help"], &["user", "import", "--help"], &["init", "--help"]] {
        assert_done(&sluis(directory.path(), command, ""));
    }
    let help = text(&sluis(directory.path(), &["--help"], "").stdout);
    assert!(help.contains("sluis init idp") && help.contains("Exit codes"), "{help}");
}

#[test]
fn a_person_is_added_shown_and_changed() {
    let installed = Installed::new();
    let add = |name: &str| {
        installed.run(&[
            "user",
            "add",
            name,
            "--name",
            "Jan de Vries",
            "--email",
            "jan@example.nl",
            "--phone",
            "06 12345678",
            "--organisation",
            "KOOP",
            "--role",
            "admin",
        ])
    };
    assert_done(&add("Jan"));
    assert_refused(&add("JAN"), 1, &["there is a jan already"]);
    assert_eq!(installed.shown("jan", "password "), "not set");
    assert_eq!(installed.shown("jan", "phone_number"), "** ** ** 78 (not verified)");
    assert_eq!(installed.shown("jan", "email"), "j***@example.nl (not verified)");

    let set = installed.run_with(&["user", "set-password", "jan"], "correct horse battery\n");
    assert_done(&set);
    assert!(!text(&set.stdout).contains("horse") && !text(&set.stderr).contains("horse"));
    assert_eq!(installed.shown("jan", "password "), "set");
    let short = installed.run_with(&["user", "set-password", "jan"], "short\n");
    assert_refused(&short, 2, &["at least 8 characters"]);

    assert_done(&installed.run(&["user", "disable", "jan", "--actor", "els"]));
    assert_eq!(installed.shown("jan", "state"), "disabled");
    let listed = text(&assert_done(&installed.run(&["user", "list"])).stdout);
    let row = "jan       Jan de Vries  KOOP          disabled  no   ** ** ** 78  j***@example.nl";
    assert!(listed.contains(row), "{listed}");
    assert_done(&installed.run(&["user", "enable", "jan"]));
    assert_done(&installed.run(&["user", "reset-mfa", "jan"]));
    assert_eq!(installed.shown("jan", "state"), "enabled");

    assert_refused(&installed.run(&["user", "show", "piet"]), 1, &["nobody with the name"]);
    assert_refused(&installed.run(&["user", "add", "piet", "--phone", "070 7000526"]), 2, &["phone_number"]);
    assert_refused(&installed.run(&["user", "list", "--actor", ""]), 2, &["--actor must be a name"]);
}

#[test]
fn an_import_is_all_or_nothing_and_may_be_run_again() {
    let installed = Installed::new();
    let write = |text: &str| fs::write(installed.0.path().join("people.csv"), text).expect("written");
    let import = || installed.run(&["user", "import", "people.csv"]);

    write("username,name,email\njan,Jan,jan@example.nl\npiet,Piet,piet\n");
    assert_refused(&import(), 1, &["people.csv: line 3, email: this is not an e-mail address", "nobody was added"]);
    assert_refused(&installed.run(&["user", "show", "jan"]), 1, &["nobody"]);

    write("username,name,email\njan,Jan,jan@example.nl\npiet,Piet,piet@example.nl\n");
    assert_eq!(text(&assert_done(&import()).stdout), "2 added, 0 updated\n");
    assert_done(&installed.run_with(&["user", "set-password", "jan"], "correct horse battery\n"));
    let subject = installed.shown("jan", "subject");

    write(
        "username,name,email,address\njan,Jan de Vries,jan@example.nl,\"{\"\"locality\"\": \"\"Den Haag\"\"}\"\nels,Els,,\n",
    );
    assert_eq!(text(&assert_done(&import()).stdout), "1 added, 1 updated\n");
    assert_eq!(installed.shown("jan", "name"), "Jan de Vries");
    assert_eq!(installed.shown("jan", "address"), "{\"locality\":\"Den Haag\"}");
    assert_eq!(installed.shown("jan", "password "), "set", "an import without a hash keeps the password");
    assert_eq!(installed.shown("jan", "subject"), subject);
}

#[test]
fn signing_keys_are_listed_rotated_and_revoked() {
    let installed = Installed::new();
    let keys = |arguments: &[&str]| installed.run(&[&["keys", "signing"], arguments].concat());
    let done = |arguments: &[&str]| text(&assert_done(&keys(arguments)).stdout);
    // The rows of the list: kid, algorithm and state.
    let listed = || -> Vec<[String; 3]> {
        let list = done(&["list"]);
        let rows = list.lines().skip(1).map(|row| row.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        rows.map(|row| [row[0].clone(), row[1].clone(), row[2].clone()]).collect()
    };
    let states = || listed().into_iter().map(|[_, alg, state]| format!("{alg} {state}")).collect::<Vec<_>>();
    assert!(done(&["list"]).contains("there are none yet"), "the server makes the first ones");

    let client = installed.0.path().join("clients/example.yaml");
    let mut file = fs::OpenOptions::new().append(true).open(client).expect("a file");
    writeln!(file, "id_token_signed_response_alg: ES256").expect("written");
    assert!(done(&["rotate"]).contains("ES256: "));
    assert_eq!(states(), ["RS256 current", "ES256 current"]);
    assert!(done(&["rotate", "--algorithm", "ES256"]).contains("it signs from"));
    assert!(done(&["rotate", "--algorithm", "ES256"]).contains("nothing was done"));
    assert_eq!(states(), ["RS256 current", "ES256 current", "ES256 waiting"]);
    assert_refused(&keys(&["rotate", "--algorithm", "PS256"]), 2, &["nothing is signed with PS256"]);
    assert_refused(&keys(&["rotate", "--algorithm", "HS256"]), 2, &["known here: RS256, PS256, ES256, EdDSA"]);

    let [[rsa, ..], [ec, ..], [next, ..]] = listed().try_into().expect("three keys");
    let revoked = keys(&["revoke", &ec, "--actor", "els"]);
    assert!(text(&assert_done(&revoked).stdout).contains(&format!("ES256 signs with {next} now")));
    assert!(text(&revoked.stderr).contains("UP TO 7 DAYS"), "it says what that breaks");
    assert_eq!(states(), ["RS256 current", "ES256 revoked", "ES256 current"]);
    assert_refused(&keys(&["revoke", &ec]), 1, &["was revoked before"]);
    assert_refused(&keys(&["revoke", "-nothing"]), 1, &["there is no signing key", "keys signing list"]);
    assert_done(&keys(&["revoke", &rsa]));
    assert_eq!(states(), ["RS256 revoked", "RS256 current", "ES256 revoked", "ES256 current"], "never without a key");
}

#[test]
fn a_new_database_gets_its_schema_from_whichever_command_comes_first() {
    let directory = tempfile::tempdir().expect("a directory");
    assert_done(&sluis(directory.path(), &["init", "."], ""));
    assert_done(&sluis(directory.path(), &["user", "list"], ""));
    let migrated = assert_done(&sluis(directory.path(), &["migrate"], "")).stdout.clone();
    assert_eq!(text(&migrated), "the schema was up to date\n");
}

#[test]
fn the_audit_log_is_read_where_no_server_runs() {
    let installed = Installed::new();
    assert_done(&installed.run(&["user", "add", "jan", "--name", "Jan", "--actor", "els"]));
    let listed = text(&assert_done(&installed.run(&["audit", "list", "--person", "jan"])).stdout);
    assert!(listed.starts_with("SEQ") && listed.contains("account.added") && listed.contains("administrator:els"));
    let verified = text(&assert_done(&installed.run(&["audit", "verify"])).stdout);
    assert!(verified.contains("0 events in 0 seals") && verified.contains("1 events since"), "{verified}");
    assert_eq!(text(&assert_done(&installed.run(&["audit", "export"])).stdout), "", "only what is sealed");
    let cut_off = installed.run(&["audit", "verify", "--noted", "7:abc"]);
    assert_eq!(cut_off.status.code(), Some(1));
    assert!(text(&cut_off.stdout).starts_with("WRONG: seal 7 is not the one"));
    assert_refused(&installed.run(&["audit", "list", "--code", "pasword.refused"]), 2, &["there is no code"]);
    assert_refused(&installed.run(&["audit", "list", "--since", "gisteren"]), 2, &["2026-11-24T09:30:00Z"]);
    std::fs::write(installed.0.path().join("cursor"), "een").expect("a file");
    assert_refused(&installed.run(&["audit", "export", "--cursor", "cursor"]), 1, &["cursor cannot be read"]);
}
