//! What a configuration may be, and how each fault of it is told: file, line, column, key and words.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use idp_adapters::clock::SystemClock;
use idp_adapters::outbound::Reach;
use idp_adapters::sms::Body;
use idp_core::assurance::{AcrNames, Level};
use idp_core::client::{ClientAuthentication, GrantType, RefreshTokenLife, Resource, SubjectType};
use idp_core::oidc::Algorithm;
use idp_core::port::Clock;
use jiff::SignedDuration;
use sluis::config::{Config, Fault, Severity, ThemeChoice, Transient};

mod directory;

use directory::{Directory, SECRET};

const SLUIS: &str = "\
version: 1
issuer: https://inloggen.example.nl
database: {url: \"sqlite:data/sluis.db\"}
master_key_file: secrets/master.key
";

const CLIENT: &str = "\
client_id: drop
client_name: DROP
redirect_uris: [https://drop.example.nl/callback]
client_secret_files: [../secrets/drop.secret]
";

/// Loads a configuration with one client.
fn load(sluis: &str, client: &str) -> Result<Config, Vec<Fault>> {
    let directory = Directory::new();
    directory.write("sluis.yaml", sluis);
    directory.write("clients/drop.yaml", client);
    directory.load().map_err(|faults| faults.0)
}

/// `file:line:column key: message (hint)`, the file by its name alone.
fn told(fault: &Fault) -> String {
    let file = fault.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let hint = fault.hint.clone().unwrap_or_default();
    format!("{file}:{}:{} {}: {} ({hint})", fault.line, fault.column, fault.key, fault.message)
}

/// Whether the one fault is told with this place and these words in it; otherwise what was told instead.
fn is_told(found: Result<Config, Vec<Fault>>, place: &str, words: &[&str]) -> Result<(), String> {
    let told: Vec<_> = found.err().unwrap_or_default().iter().map(told).collect();
    match told.as_slice() {
        [one] if one.starts_with(&format!("{place}: ")) && words.iter().all(|word| one.contains(word)) => Ok(()),
        _ => Err(format!("expected {place} with {words:?}, found {told:#?}")),
    }
}

#[test]
fn the_least_that_can_be_written_has_safe_defaults() {
    let config = load(SLUIS, CLIENT).expect("a good configuration");
    assert_eq!(config.issuer.as_str(), "https://inloggen.example.nl");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert!(config.is_production() && config.trusted_proxies.is_empty());
    assert_eq!(config.login.code_lifetime, Duration::from_secs(15 * 60));
    assert_eq!(config.theme, ThemeChoice::BuiltIn("koop"));
    assert_eq!(config.sms_countries(), ["NL"]);
    let drop = config.clients.find("drop").expect("the client");
    assert_eq!(drop.minimum_level, Level::Mfa);
    assert_eq!(config.acr_names, AcrNames::default());
    assert_eq!(drop.scope.to_string(), "openid");
    assert!(drop.require_pkce && !drop.amr);
    assert_eq!((drop.id_token_algorithm, drop.access_token_algorithm), (Algorithm::Rs256, Algorithm::Rs256));
    let ClientAuthentication::ClientSecretBasic(hashes) = &drop.authentication else { panic!("a secret") };
    assert!(hashes.len() == 1 && hashes[0].matches(SECRET), "without its line break");
    let warned: Vec<_> = config.warnings.0.iter().map(|fault| fault.key.as_str()).collect();
    assert_eq!(warned, ["mail", "sms"], "no code can be sent: said, not refused");
}

#[test]
fn an_end_of_security_txt_that_is_over_or_near_is_warned_about() {
    for (days, expected) in [(-1, "is over"), (10, "is within a month"), (300, ""), (500, "is more than a year ahead")]
    {
        let expires = SystemClock.now() + SignedDuration::from_hours(24 * days);
        let section = format!("security_txt: {{contact: [\"mailto:a@b.nl\"], expires: \"{expires}\"}}\n");
        let config = load(&format!("{SLUIS}{section}"), CLIENT).expect("a good configuration");
        assert!(config.security_txt.expect("the file").contains(&format!("Expires: {expires}\n")));
        let warned = config.warnings.0.iter().filter(|fault| fault.key == "security_txt.expires");
        let warned: String = warned.map(|fault| fault.message.clone()).collect();
        assert!(warned.starts_with(expected) && warned.is_empty() == expected.is_empty(), "{days}: {warned}");
    }
}

#[test]
fn everything_can_be_written() {
    let sluis = format!(
        "{SLUIS}environment: preproduction\nlisten: 0.0.0.0:443\ntrusted_proxies: [127.0.0.1, 10.0.0.0/8, ::1/128]\n\
         transient: {{url: \"memory:\"}}\nlogin: {{code_lifetime: 5m}}\naudit: {{retention_days: {{administration: 3660, \
         authentication: 365, traffic: 30}}}}\ntheme: neutral\nclients: clients/*.yaml\n\
         telemetry: {{otlp: {{endpoint: \"http://collector:4318/otlp/\", ratio: 0.1}}}}\n\
         mail:\n  from: KOOP <noreply@example.nl>\n  smtp: {{host: smtp.example.nl, port: 465, tls: tls, username: a, \
         password_file: secrets/drop.secret}}\n\
         sms:\n  sender: KOOPCAMP\n  countries: [NL, BE]\n  gateways:\n    - http:\n        url: https://sms.example.nl/\n\
         \x20       headers: {{authorization: {{file: secrets/drop.secret}}, x-a: {{value: b}}}}\n\
         \x20       body: {{to: [\"{{to}}\"], text: \"{{text}}\", flash: no}}\n        accepted: [200, 202]\n        plus: false\n"
    );
    let client = format!(
        "{CLIENT}post_logout_redirect_uris: [https://drop.example.nl/]\ntoken_endpoint_auth_method: client_secret_basic\n\
         grant_types: [authorization_code]\nscope: openid profile email\nminimum_acr: urn:sluis:acr:password\n\
         require_pkce: false\nid_token_amr: true\nid_token_signed_response_alg: ES256\n\
         access_token_signed_response_alg: PS256\n"
    );
    let config = load(&sluis, &client).expect("a good configuration");
    assert!(!config.is_production() && config.warnings.0.is_empty());
    assert_eq!(config.trusted_proxies.len(), 3);
    assert_eq!(config.sms_countries(), ["NL", "BE"]);
    let traces = config.traces.expect("traces");
    assert_eq!((traces.traces.as_str(), traces.ratio), ("http://collector:4318/otlp/v1/traces", 0.1));
    let sms = config.sms.expect("sms");
    let Body::Json(body) = &sms.gateways[0].body else { panic!("a document") };
    assert_eq!(body["flash"], "no", "words are not made into booleans");
    assert_eq!(sms.gateways[0].name, "generic", "`http` is its old name");
    let mail = config.mail.expect("mail");
    assert_eq!((mail.host.as_str(), mail.port), ("smtp.example.nl", 465));
    let drop = config.clients.find("drop").expect("the client");
    assert_eq!(drop.minimum_level, Level::Password);
    assert!(!drop.require_pkce && drop.amr);
    assert_eq!((drop.id_token_algorithm, drop.access_token_algorithm), (Algorithm::Es256, Algorithm::Ps256));
}

#[test]
fn gateways_are_taken_in_their_order_and_only_some_can_report() {
    let directory = Directory::new();
    let id = "26785a09-ab16-4eb0-8407-a37497a57506";
    directory.write("secrets/notifynl", &format!("sluis-{id}-{id}"));
    let secret = "secrets/drop.secret";
    let sms = format!(
        "sms:\n  sender: KOOP\n  gateways:\n\
         \x20   - notifynl: {{api_key_file: secrets/notifynl, template_id: {id}, report_token_file: {secret}}}\n\
         \x20   - spryng: {{api_key_file: {secret}, route: \"1234\", base_url: \"http://127.0.0.1:9/sms/\"}}\n\
         \x20   - messagebird: {{access_key_file: {secret}, signing_key_file: {secret}}}\n\
         \x20   - twilio: {{account_sid: AC00, auth_token_file: {secret}}}\n\
         \x20   - generic: {{name: kpn, url: \"https://kpn.example/send\", form: {{a: \"{{to}} {{text}}\"}},\n\
         \x20       basic: {{username: jan, password_file: {secret}}},\n\
         \x20       answer: {{id: /id, code: /error, success: [\"0\"], bad_number: [\"7\"]}}}}\n"
    );
    directory.write("sluis.yaml", &format!("{SLUIS}{sms}"));
    directory.write("clients/drop.yaml", CLIENT);
    let sms = directory.load().expect("a good configuration").sms.expect("sms");
    let told: Vec<_> = sms.gateways.iter().map(|g| (g.name.as_str(), g.url.as_str(), g.reports.is_some())).collect();
    let expected = [
        ("notifynl", "https://api.notifynl.nl/v2/notifications/sms", true),
        ("spryng", "http://127.0.0.1:9/sms/v1/messages", false),
        ("messagebird", "https://rest.messagebird.com/messages", true),
        ("twilio", "https://api.twilio.com/2010-04-01/Accounts/AC00/Messages.json", true),
        ("kpn", "https://kpn.example/send", false),
    ];
    assert_eq!(told, expected);
    let Body::Json(messagebird) = &sms.gateways[2].body else { panic!("a document") };
    assert_eq!(messagebird["reportUrl"], "https://inloggen.example.nl/sms/reports/messagebird");
    assert_eq!(sms.gateways[4].answer.bad_number, ["7"]);
}

#[test]
fn any_gateway_can_report_where_it_is_said_how() {
    let sluis = |reports: &str| {
        let gateway = "url: \"https://a.nl\", form: {a: \"{to} {text}\"}";
        format!("{SLUIS}sms: {{sender: KOOP, gateways: [{{generic: {{{gateway}, reports: {{{reports}}}}}}}]}}\n")
    };
    let token = "token_file: secrets/drop.secret";
    for good in [
        format!("{token}, reference: /ref, status: /state, delivered: [ok], failed: [no], reason: /why"),
        format!("{token}, form: query, id: ID, status: STATUS, delivered: [\"10\"]"),
    ] {
        let config = load(&sluis(&good), CLIENT).expect("a good configuration");
        assert!(config.sms.expect("sms").gateways[0].reports.is_some(), "{good}");
    }
    for (bad, key, words) in [
        (format!("{token}, reference: ref, status: /state, delivered: [ok]"), "reports.reference", "JSON pointer"),
        (format!("{token}, status: /state, delivered: [ok]"), "reports.reference", "must be there, or id"),
        (
            "token_file: secrets/weak, reference: /ref, status: /state, delivered: [ok]".to_owned(),
            "reports.token_file",
            "fewer than 32",
        ),
    ] {
        let faults = load(&sluis(&bad), CLIENT).err().expect("refused");
        let found = faults.iter().any(|fault| fault.key.ends_with(key) && told(fault).contains(words));
        assert!(found, "{faults:?}");
    }
}

#[test]
fn redis_can_be_one_server_a_group_or_a_cluster() {
    for (transient, means) in [
        ("url: \"redis://redis.example.nl:6380/2\"", "redis://redis.example.nl:6380/2"),
        ("url: \"unix:/run/redis/redis.sock\", password_file: secrets/drop.secret", "unix:///run/redis/redis.sock"),
        (
            "sentinel: {master: sluis, urls: [\"rediss://a:26379\", \"rediss://b:26379\"]}",
            "sluis by rediss://a:26379, rediss://b:26379",
        ),
        ("cluster: {urls: [\"redis://a\"]}, username: sluis, password_file: secrets/drop.secret", "redis://a"),
    ] {
        let config = load(&format!("{SLUIS}transient: {{{transient}}}\n"), CLIENT).expect("a good configuration");
        let Transient::Redis(redis) = config.transient else { panic!("Redis") };
        assert_eq!(redis.servers.to_string(), means);
        redis.check().expect("it could be reached so");
        assert!(!format!("{redis:?}").contains(SECRET), "{redis:?}");
    }
}

#[test]
fn every_fault_of_sluis_yaml_has_its_place() {
    let mut wrong = Vec::new();
    let more = |line: &str| format!("{SLUIS}{line}\n");
    let other = |from: &str, to: &str| SLUIS.replace(from, to);
    let gateway = |gateway: &str| more(&format!("sms: {{sender: KOOP, gateways: [{{{gateway}}}]}}"));
    for (sluis, place, words) in [
        (other("version: 1", "version: 2"), "sluis.yaml:1:10 version", ["version: 1"].as_slice()),
        (other("version: 1", "version: one"), "sluis.yaml:1:10 version", &["whole number"]),
        (other("nl\n", "nl/pad\n"), "sluis.yaml:2:9 issuer", &["must be an origin alone"]),
        (other("https", "http"), "sluis.yaml:2:9 issuer", &["must be https"]),
        (other("issuer", "isuer"), "sluis.yaml:2:1 isuer", &["did you mean `issuer`?"]),
        (other("issuer: https://inloggen.example.nl\n", ""), "sluis.yaml:3:1 issuer", &["is missing", "beside this"]),
        (other("sqlite:data/", "sqlite:nowhere/"), "sluis.yaml:3:17 database.url", &["no directory"]),
        (other("sqlite:data/sluis.db", "sqlite::memory:"), "sluis.yaml:3:17 database.url", &["names no file"]),
        (
            other("sqlite:data/sluis.db", "mysql://a"),
            "sluis.yaml:3:17 database.url",
            &["neither SQLite nor PostgreSQL"],
        ),
        (other("sqlite:data/sluis.db", "postgres://a:b@c/d"), "sluis.yaml:3:17 database.url", &["password_file"]),
        (other("master.key", "none.key"), "sluis.yaml:4:18 master_key_file", &["sluis init"]),
        (other("master.key", "drop.secret"), "sluis.yaml:4:18 master_key_file", &["line 1"]),
        (more("issuer: https://b.nl"), "sluis.yaml:5:1 issuer", &["is given twice"]),
        (
            more("security_txt: {contact: [\"http://a.nl\"], expires: 2100-01-01T00:00:00Z}"),
            "sluis.yaml:5:26 security_txt.contact[0]",
            &["mailto:security@example.nl"],
        ),
        (
            more("security_txt: {contact: [], expires: 2100-01-01T00:00:00Z}"),
            "sluis.yaml:5:38 security_txt.contact",
            &["names nobody"],
        ),
        (
            more("security_txt: {contact: [\"tel:+31612345678\"], expires: soon}"),
            "sluis.yaml:5:56 security_txt.expires",
            &["2027-06-30T00:00:00Z"],
        ),
        (
            more("security_txt: {contact: [\"tel:+31612345678\"], expires: 2100-01-01T00:00:00Z, languages: [n l]}"),
            "sluis.yaml:5:90 security_txt.languages[0]",
            &["nl or en"],
        ),
        (more("colour: blue"), "sluis.yaml:5:1 colour", &["known here: version, environment"]),
        (more("environment: Test!"), "sluis.yaml:5:14 environment", &["preproduction"]),
        (more("listen: localhost"), "sluis.yaml:5:9 listen", &["127.0.0.1:8080"]),
        (more("listen: [1]"), "sluis.yaml:5:9 listen", &["expected string"]),
        (other(" https://inloggen.example.nl", ""), "sluis.yaml:2:7 issuer", &["has no value"]),
        (more("trusted_proxies: [127.0.0.1, proxy]"), "sluis.yaml:5:30 trusted_proxies[1]", &["not a network"]),
        (
            more("transient: {url: \"rediss:/a\"}"),
            "sluis.yaml:5:18 transient.url",
            &["names no Redis", "write memory:"],
        ),
        (more("transient: {url: \"redis://a/b\"}"), "sluis.yaml:5:18 transient.url", &["names no Redis"]),
        (more("transient: {url: \"redis://sluis@a\"}"), "sluis.yaml:5:18 transient.url", &["transient.username"]),
        (more("transient: {url: \"unix:redis.sock\"}"), "sluis.yaml:5:18 transient.url", &["names no socket"]),
        (more("transient: {username: a}"), "sluis.yaml:5:12 transient", &["one of url, sentinel and cluster"]),
        (
            more("transient: {url: \"redis://a\", cluster: {urls: [\"redis://b\"]}}"),
            "sluis.yaml:5:12 transient",
            &["one of url"],
        ),
        (more("transient: {cluster: {urls: []}}"), "sluis.yaml:5:29 transient.cluster.urls", &["is empty"]),
        (
            more("transient: {cluster: {urls: [\"redis://a\", \"rediss://b\"]}}"),
            "sluis.yaml:5:29 transient.cluster.urls",
            &["servers without"],
        ),
        (
            more("transient: {sentinel: {master: a, urls: [\"redis://a\", b]}}"),
            "sluis.yaml:5:55 transient.sentinel.urls[1]",
            &["names no Redis"],
        ),
        (
            more("transient: {sentinel: {master: \" \", urls: [\"redis://a\"]}}"),
            "sluis.yaml:5:32 transient.sentinel.master",
            &["is empty"],
        ),
        (
            more("transient: {url: \"redis://a\", username: b}"),
            "sluis.yaml:5:41 transient.username",
            &["write password_file:"],
        ),
        (
            more("transient: {url: \"redis://a\", ca_file: secrets/drop.secret}"),
            "sluis.yaml:5:40 transient.ca_file",
            &["is for rediss://"],
        ),
        (
            more("transient: {url: \"memory:\", password_file: secrets/drop.secret}"),
            "sluis.yaml:5:44 transient.password_file",
            &["is for Redis"],
        ),
        (more("login: {code_lifetime: 16m}"), "sluis.yaml:5:24 login.code_lifetime", &["out of bounds"]),
        (
            more("login: {prove_phone_after_days: 7}"),
            "sluis.yaml:5:33 login.prove_phone_after_days",
            &["from 30 to 3660 days is possible"],
        ),
        (more("login: {code_lifetime: 900}"), "sluis.yaml:5:24 login.code_lifetime", &["not a duration"]),
        (
            more("audit: {retention_days: {administration: 29, traffic: 3661}}"),
            "sluis.yaml:5:42 audit.retention_days.administration",
            &["29 days is out of bounds", "from 30 to 3660"],
        ),
        (
            more("desk: {second_pair_of_eyes: [none, administrator]}"),
            "sluis.yaml:5:36 desk.second_pair_of_eyes[1]",
            &["write none, desk, or both"],
        ),
        (more("levels: {mfa: 2 factoren}"), "sluis.yaml:5:15 levels.mfa", &["visible ASCII", "absolute URI"]),
        (more("levels: {password: /LoA/low}"), "sluis.yaml:5:20 levels.password", &["absolute URI"]),
        (
            more("levels: {password: urn:a, mfa: urn:a}"),
            "sluis.yaml:5:32 levels",
            &["`urn:a` is the name of two levels"],
        ),
        (more("levels: {password: urn:sluis:acr:mfa}"), "sluis.yaml:5:20 levels", &["two levels"]),
        (more("levels: {mfa: urn:sluis:acr:phishing_resistant}"), "sluis.yaml:5:15 levels", &["two levels"]),
        (more("levels: {hoog: urn:a}"), "sluis.yaml:5:10 hoog", &["known here: password, mfa, phishing_resistant"]),
        (
            more("telemetry: {otlp: {endpoint: collector:4318}}"),
            "sluis.yaml:5:30 telemetry.otlp.endpoint",
            &["https://"],
        ),
        (
            more("telemetry: {otlp: {endpoint: \"https://a:b@c/\"}}"),
            "sluis.yaml:5:30 telemetry.otlp.endpoint",
            &["not the URL of a collector"],
        ),
        (
            more("telemetry: {otlp: {endpoint: \"http://c:4318\", ratio: 10}}"),
            "sluis.yaml:5:54 telemetry.otlp.ratio",
            &["from 0 to 1"],
        ),
        (
            more("passwords: {breached_url: \"https://api.example.nl/range\"}"),
            "sluis.yaml:5:27 passwords.breached_url",
            &["does not end in a slash"],
        ),
        (
            more("passwords: {breached_url: \"http://api.example.nl/range/\"}"),
            "sluis.yaml:5:27 passwords.breached_url",
            &["not https"],
        ),
        (more("theme: kop"), "sluis.yaml:5:8 theme", &["did you mean `koop`?"]),
        (more("theme: ./themes"), "sluis.yaml:5:8 theme", &["no directory"]),
        (more("clients: \"clients/***\""), "sluis.yaml:5:10 clients", &["not a pattern"]),
        (more("clients: \"a"), "sluis.yaml:5:10 clients", &["quote"]),
        (more("mail: {from: a@b.nl, smtp: {host: a.nl, prt: 25}}"), "sluis.yaml:5:41 prt", &["did you mean `port`?"]),
        (more("mail: {from: nobody, smtp: {host: a.nl}}"), "sluis.yaml:5:14 mail.from", &["noreply@"]),
        (more("mail: {from: a@b.nl, smtp: {host: a.nl, tls: ssl}}"), "sluis.yaml:5:46 mail.smtp.tls", &["starttls"]),
        (
            more("mail: {from: a@b.nl, smtp: {host: a.nl, tls: none}}"),
            "sluis.yaml:5:46 mail.smtp.tls",
            &["this machine"],
        ),
        (more("mail: {from: a@b.nl, smtp: {host: a.nl, port: 99999}}"), "sluis.yaml:5:47 port", &["whole number"]),
        (
            more("mail: {from: a@b.nl, smtp: {host: a.nl, username: x}}"),
            "sluis.yaml:5:51 mail.smtp.username",
            &["password"],
        ),
        (more("mail: {from: a@b.nl}"), "sluis.yaml:5:8 smtp", &["is missing"]),
        (
            other("master_key_file: secrets/master.key\n", "login: {code_lifetime: 5m}\n"),
            "sluis.yaml:4:1 master_key_file",
            &["is missing"],
        ),
        (more("sms: {sender: \"31612345678\", gateways: []}"), "sluis.yaml:5:15 sms.sender", &["KOOPCAMP"]),
        (more("sms: {sender: KOOP, countries: [nl], gateways: []}"), "sluis.yaml:5:33 sms.countries[0]", &["ISO 3166"]),
        (more("sms: {sender: KOOP, gateways: []}"), "sluis.yaml:5:31 sms.gateways", &["one to 5"]),
        (more("sms: {sender: KOOP, gateways: [{spring: {}}]}"), "sluis.yaml:5:33 gateways", &["spryng"]),
        (more("sms: {sender: KOOP, gateways: [{cm: {}}]}"), "sluis.yaml:5:37 product_token_file", &["is missing"]),
        (
            more("sms: {sender: KOOP, gateways: [{http: {url: \"http://a.nl\", body: {a: \"{to} {text}\"}}}]}"),
            "sluis.yaml:5:45 sms.gateways[0].generic.url",
            &["https"],
        ),
        (
            more("sms: {sender: KOOP, gateways: [{generic: {url: \"https://a.nl\", body: {a: \"{to}\"}}}]}"),
            "sluis.yaml:5:70 sms.gateways[0].generic.body",
            &["{text} is nowhere"],
        ),
        (
            more(
                "sms: {sender: KOOP, cents_per_message: {spring: 7}, gateways: [{generic: {url: \"https://a.nl\", body: {a: \"{to} {text}\"}}}]}",
            ),
            "sluis.yaml:5:49 sms.cents_per_message.spring",
            &["no gateway here has this name"],
        ),
        (
            more(
                "sms: {sender: KOOP, cents_per_message: {generic: -1}, gateways: [{generic: {url: \"https://a.nl\", body: {a: \"{to} {text}\"}}}]}",
            ),
            "sluis.yaml:5:50 sms.cents_per_message.generic",
            &["from 0 to 1000"],
        ),
        (gateway("generic: {url: \"https://a.nl\"}"), "sluis.yaml:5:48 sms.gateways[0].generic", &["a body or a form"]),
        (
            gateway("generic: {url: \"https://a.nl\", form: {a: \"{to} {text}\"}, answer: {id: id}}"),
            "sluis.yaml:5:103 sms.gateways[0].generic.answer.id",
            &["JSON pointer"],
        ),
        (
            gateway("generic: {url: \"https://a.nl\", form: {a: \"{to} {text}\"}, answer: {success: [\"0\"]}}"),
            "sluis.yaml:5:109 sms.gateways[0].generic.answer",
            &["answer.code"],
        ),
        (
            gateway("spryng: {api_key_file: secrets/none}"),
            "sluis.yaml:5:56 sms.gateways[0].spryng.api_key_file",
            &["cannot be read"],
        ),
        (
            gateway("spryng: {api_key_file: secrets/drop.secret, report_token_file: secrets/weak}"),
            "sluis.yaml:5:96 sms.gateways[0].spryng.report_token_file",
            &["fewer than 32", "openssl rand"],
        ),
        (
            gateway("spryng: {api_key_file: secrets/drop.secret, base_url: \"http://spryng.nl\"}"),
            "sluis.yaml:5:87 sms.gateways[0].spryng.base_url",
            &["https"],
        ),
        (
            gateway("notifynl: {api_key_file: secrets/drop.secret, template_id: x}"),
            "sluis.yaml:5:58 sms.gateways[0].notifynl.api_key_file",
            &["API key of NotifyNL"],
        ),
        (
            gateway("twilio: {account_sid: jan, auth_token_file: secrets/drop.secret}"),
            "sluis.yaml:5:55 sms.gateways[0].twilio.account_sid",
            &["begins with AC"],
        ),
        (
            gateway("cm: {product_token_file: secrets/drop.secret}}, {cm: {product_token_file: secrets/drop.secret}"),
            "sluis.yaml:5:81 sms.gateways[1]",
            &["called `cm`"],
        ),
    ] {
        // Some break more than one thing; the place of the first is what counts.
        let found = load(&sluis, CLIENT).map_err(|mut faults| {
            faults.truncate(1);
            faults
        });
        wrong.extend(is_told(found, place, words).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fault_of_a_client_has_its_place() {
    let mut wrong = Vec::new();
    let more = |line: &str| format!("{CLIENT}{line}\n");
    let other = |from: &str, to: &str| CLIENT.replace(from, to);
    let uri = |uri: &str| other("https://drop.example.nl/callback", uri);
    for (client, place, words) in [
        (other("id: drop", "id: a:b"), "drop.yaml:1:12 client_id", ["colon"].as_slice()),
        (other("DROP", "\" \""), "drop.yaml:2:14 client_name", &["name"]),
        (other("redirect_uris", "redirect_uri"), "drop.yaml:3:1 redirect_uri", &["did you mean `redirect_uris`?"]),
        (uri(""), "drop.yaml:3:16 redirect_uris", &["is empty"]),
        (uri("https://a.nl, \"https://*.nl\""), "drop.yaml:3:31 redirect_uris[1]", &["wildcard"]),
        (uri("\"https://a.nl/#x\""), "drop.yaml:3:17 redirect_uris[0]", &["fragment"]),
        (uri("http://a.nl/"), "drop.yaml:3:17 redirect_uris[0]", &["only https"]),
        (more("post_logout_redirect_uris: [\"/\"]"), "drop.yaml:5:29 post_logout_redirect_uris[0]", &["absolute"]),
        (
            other("client_secret_files: [../secrets/drop.secret]\n", ""),
            "drop.yaml:1:12 client_secret_files",
            &["missing"],
        ),
        (other("drop.secret", "none"), "drop.yaml:4:23 client_secret_files[0]", &["cannot be read"]),
        (other("drop.secret", "weak"), "drop.yaml:4:23 client_secret_files[0]", &["shorter than 32"]),
        (other("drop.secret", "empty"), "drop.yaml:4:23 client_secret_files[0]", &["is empty"]),
        (other("drop.secret", "two-lines"), "drop.yaml:4:23 client_secret_files[0]", &["one secret"]),
        (other("[../secrets/drop.secret]", "[a, b, c]"), "drop.yaml:4:29 client_secret_files", &["more than two"]),
        (more("token_endpoint_auth_method: none"), "drop.yaml:4:23 client_secret_files", &["public client"]),
        (
            more("token_endpoint_auth_method: basic"),
            "drop.yaml:5:29 token_endpoint_auth_method",
            &["client_secret_basic"],
        ),
        (
            more("token_endpoint_auth_signing_alg: ES256"),
            "drop.yaml:5:34 token_endpoint_auth_signing_alg",
            &["is for private_key_jwt"],
        ),
        (more("jwks: {keys: []}"), "drop.yaml:5:7 jwks", &["is for private_key_jwt"]),
        (more("jwks_uri: https://a.nl/jwks"), "drop.yaml:5:11 jwks_uri", &["is for private_key_jwt"]),
        (more("grant_types: [implicit]"), "drop.yaml:5:15 grant_types[0]", &["authorization_code"]),
        (more("scope: profile"), "drop.yaml:5:8 scope", &["no openid"]),
        (more("scope: openid profil"), "drop.yaml:5:8 scope", &["did you mean `profile`?"]),
        (more("minimum_acr: 2"), "drop.yaml:5:14 minimum_acr", &["urn:sluis:acr:password, urn:sluis:acr:mfa"]),
        (
            more("id_token_signed_response_alg: none"),
            "drop.yaml:5:31 id_token_signed_response_alg",
            &["RS256, PS256, ES256, EdDSA"],
        ),
        (
            more("access_token_signed_response_alg: HS256"),
            "drop.yaml:5:35 access_token_signed_response_alg",
            &["RS256, PS256, ES256, EdDSA"],
        ),
        (more("require_pkce: no"), "drop.yaml:5:15 require_pkce", &["true or false"]),
        (more("consent: yes"), "drop.yaml:5:10 consent", &["none, required"]),
        (
            more("resources: [https://a.nl, https://inloggen.example.nl]"),
            "drop.yaml:5:27 resources[1]",
            &["Sluis itself"],
        ),
        (
            more("protected_resource: https://inloggen.example.nl/"),
            "drop.yaml:5:21 protected_resource",
            &["URI of its own"],
        ),
        (more("subject_type: private"), "drop.yaml:5:15 subject_type", &["public, pairwise"]),
        (more("sector_identifier: a.nl"), "drop.yaml:5:20 sector_identifier", &["public sub"]),
        (
            more("subject_type: pairwise\nsector_identifier: https://a.nl"),
            "drop.yaml:6:20 sector_identifier",
            &["host name"],
        ),
        (
            format!("{}subject_type: pairwise\n", uri("https://a.nl, \"https://b.nl/\"")),
            "drop.yaml:5:15 subject_type",
            &["one host name", "sector_identifier"],
        ),
        (more("logo_uri: https://a.nl"), "drop.yaml:5:1 logo_uri", &["not a key"]),
    ] {
        wrong.extend(is_told(load(SLUIS, &client), place, words).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let public = other("client_secret_files: [../secrets/drop.secret]", "token_endpoint_auth_method: none");
    assert!(load(SLUIS, &public).is_ok());
    let found = load(SLUIS, &format!("{public}require_pkce: false"));
    assert_eq!(is_told(found, "drop.yaml:5:15 require_pkce", &["must use PKCE"]), Ok(()));
}

#[test]
fn consent_is_for_applications_where_people_log_in() {
    let asks = load(SLUIS, &format!("{CLIENT}consent: required\n")).expect("a configuration");
    assert!(asks.clients.find("drop").expect("the client").require_consent);
    let says_none = load(SLUIS, &format!("{CLIENT}consent: none\n")).expect("a configuration");
    assert!(!says_none.clients.find("drop").expect("the client").require_consent);
    let machine =
        CLIENT.replace("redirect_uris: [https://drop.example.nl/callback]", "grant_types: [client_credentials]");
    let found = load(SLUIS, &format!("{machine}consent: required\n"));
    assert_eq!(is_told(found, "drop.yaml:5:10 consent", &["nobody logs in"]), Ok(()));
}

#[test]
fn a_client_names_its_level_by_the_configured_name() {
    let levels = "levels: {password: basis, mfa: \"http://eidas.europa.eu/LoA/substantial\"}\n";
    let sluis = format!("{SLUIS}{levels}");
    let asking = |name: &str| load(&sluis, &format!("{CLIENT}minimum_acr: {name}\n"));
    for (name, level) in [("basis", Level::Password), ("http://eidas.europa.eu/LoA/substantial", Level::Mfa)] {
        let config = asking(name).unwrap_or_else(|faults| panic!("{:?}", faults.iter().map(told).collect::<Vec<_>>()));
        assert_eq!(config.clients.find("drop").map(|client| client.minimum_level), Some(level), "{name}");
        assert_eq!(config.acr_names.of(level).as_str(), name);
    }
    let place = "drop.yaml:5:14 minimum_acr";
    let words = ["known here: basis, http://eidas.europa.eu/LoA/substantial", "`levels`"];
    assert_eq!(
        is_told(asking("urn:sluis:acr:mfa"), place, &words),
        Ok(()),
        "its own name takes the place of the default"
    );
}

#[test]
fn names_that_are_at_fault_make_no_second_fault_at_a_client() {
    let found = load(&format!("{SLUIS}levels: {{mfa: /x}}\n"), &format!("{CLIENT}minimum_acr: urn:a\n"));
    assert_eq!(is_told(found, "sluis.yaml:5:15 levels.mfa", &["absolute URI"]), Ok(()));
}

#[test]
fn where_a_client_is_told_of_a_logout() {
    let more = |line: &str| format!("{CLIENT}{line}\n");
    let uris = "backchannel_logout_uri: https://elders.example.nl/logout?a=b\nbackchannel_logout_session_required: true\n\
                frontchannel_logout_uri: https://drop.example.nl/logout\nfrontchannel_logout_session_required: false";
    let config = load(SLUIS, &more(uris)).expect("a good configuration");
    let client = config.clients.iter().next().expect("a client");
    assert_eq!(client.logout.backchannel.as_ref().map(url::Url::as_str), Some("https://elders.example.nl/logout?a=b"));
    let frame = client.logout.frontchannel.as_ref().expect("a frame").with(&[("sid", "s")]);
    assert_eq!(frame, "https://drop.example.nl/logout?sid=s");
    assert_eq!(config.clients.called_at_logout().len(), 1);

    let nobody = "client_id: drop\nclient_name: DROP\ngrant_types: [client_credentials]\n\
                  client_secret_files: [../secrets/drop.secret]\nbackchannel_logout_uri: https://drop.example.nl/logout\n";
    for (client, place, words) in [
        (more("backchannel_logout_uri: https://a.nl/#x"), "drop.yaml:5:25 backchannel_logout_uri", &["a fragment"][..]),
        (more("backchannel_logout_uri: http://a.nl/"), "drop.yaml:5:25 backchannel_logout_uri", &["is http"]),
        (more("backchannel_logout_uri: /logout"), "drop.yaml:5:25 backchannel_logout_uri", &["in full: https://"]),
        (nobody.to_owned(), "drop.yaml:5:25 backchannel_logout_uri", &["nobody logs in", "authorization_code"]),
        (
            more("frontchannel_logout_uri: https://www.drop.example.nl/logout"),
            "drop.yaml:5:26 frontchannel_logout_uri",
            &["is at https://www.drop.example.nl", "begin with https://drop.example.nl"],
        ),
        (
            more("backchannel_logout_session_required: true"),
            "drop.yaml:5:38 backchannel_logout_session_required",
            &["without backchannel_logout_uri"],
        ),
        (
            more("frontchannel_logout_session_required: true"),
            "drop.yaml:5:39 frontchannel_logout_session_required",
            &["without frontchannel_logout_uri"],
        ),
    ] {
        assert_eq!(is_told(load(SLUIS, &client), place, words), Ok(()));
    }
    let no_file = format!("{SLUIS}outbound: {{ca_file: nowhere.pem}}\n");
    let found = load(&no_file, CLIENT);
    assert_eq!(is_told(found, "sluis.yaml:5:21 outbound.ca_file", &["cannot be read"]), Ok(()));
    let rubbish = load(&format!("{SLUIS}outbound: {{networks: [10.20.0.0/16, here]}}\n"), CLIENT);
    assert_eq!(is_told(rubbish, "sluis.yaml:5:37 outbound.networks[1]", &["is not a network"]), Ok(()));
    let ours = load(&format!("{SLUIS}outbound: {{networks: [10.20.0.0/16]}}\n"), CLIENT).expect("a configuration");
    assert_eq!(ours.outbound.reach, Reach::Public(["10.20.0.0/16".parse().expect("a network")].into()));
}

#[test]
fn the_sector_of_a_pairwise_client() {
    let sector = |lines: &str| {
        let config = load(SLUIS, &format!("{CLIENT}{lines}\n")).expect("a good configuration");
        config.clients.find("drop").expect("the client").subject_type.clone()
    };
    let pairwise = |sector: &str| SubjectType::Pairwise { sector: sector.to_owned() };
    assert_eq!(sector("subject_type: public"), SubjectType::Public);
    assert_eq!(sector("subject_type: pairwise"), pairwise("drop.example.nl"), "the host of its redirect URIs");
    assert_eq!(sector("subject_type: pairwise\nsector_identifier: example.nl"), pairwise("example.nl"));
}

#[test]
fn what_tokens_an_application_may_get() {
    let more = |lines: &str| load(SLUIS, &format!("{CLIENT}{lines}\n"));
    let config = load(SLUIS, CLIENT).expect("a good configuration");
    let drop = &config.clients.find("drop").expect("the client").tokens;
    assert_eq!(drop.grant_types, [GrantType::AuthorizationCode].into());
    assert!(drop.resources.is_empty() && drop.protected_resource.is_none());
    assert_eq!(drop.refresh_tokens, RefreshTokenLife::default());

    let config = more(
        "grant_types: [authorization_code, refresh_token, client_credentials]\nscope: openid offline_access read\n\
         resources: [https://api.example.nl]\nprotected_resource: https://drop.example.nl\n\
         refresh_tokens: {idle: 1h, absolute: 8h, grace: 0s}",
    );
    let config = config.expect("a good configuration");
    let drop = config.clients.find("drop").expect("the client");
    assert_eq!(drop.scope.to_string(), "offline_access openid read");
    assert_eq!(drop.tokens.grant_types, GrantType::ALL.into());
    assert_eq!(drop.tokens.resources, Resource::parse("https://api.example.nl").into_iter().collect());
    assert_eq!(drop.tokens.protected_resource, Resource::parse("https://drop.example.nl"));
    let hours = |hours: u64| Duration::from_secs(hours * 3600);
    let life = RefreshTokenLife { idle: hours(1), absolute: hours(8), grace: Duration::ZERO };
    assert_eq!(drop.tokens.refresh_tokens, life);

    let both = "grant_types: [authorization_code, refresh_token]";
    let own = "grant_types: [client_credentials]";
    let mut wrong = Vec::new();
    for (lines, place, words) in [
        ("grant_types: []", "drop.yaml:5:14 grant_types", ["is empty"].as_slice()),
        ("grant_types: [refresh_token]", "drop.yaml:5:14 grant_types", &["without authorization_code"]),
        ("refresh_tokens: {idle: 1h}", "drop.yaml:5:17 refresh_tokens", &["means nothing"]),
        (&format!("{both}\nrefresh_tokens: {{idle: 7h}}"), "drop.yaml:6:24 refresh_tokens.idle", &["1m to 6h"]),
        (&format!("{both}\nrefresh_tokens: {{absolute: 2d}}"), "drop.yaml:6:28 refresh_tokens.absolute", &["24h"]),
        (&format!("{both}\nrefresh_tokens: {{grace: 61s}}"), "drop.yaml:6:25 refresh_tokens.grace", &["0s to 1m"]),
        (&format!("{both}\nrefresh_tokens: {{life: 1h}}"), "drop.yaml:6:18 life", &["not a key"]),
        ("scope: openid offline_access", "drop.yaml:5:8 scope", &["needs refresh tokens"]),
        ("scope: openid read", "drop.yaml:5:8 scope", &["`read` is not a scope"]),
        ("resources: [/api]", "drop.yaml:5:13 resources[0]", &["not the URI of a resource"]),
        ("protected_resource: https://a.nl/#x", "drop.yaml:5:21 protected_resource", &["without a fragment"]),
        (own, "drop.yaml:3:16 redirect_uris", &["nobody logs in"]),
    ] {
        wrong.extend(is_told(more(lines), place, words).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let machine = CLIENT.replace("redirect_uris: [https://drop.example.nl/callback]", own);
    let config = load(SLUIS, &format!("{machine}scope: read write\n")).expect("a good configuration");
    let drop = config.clients.find("drop").expect("the client");
    assert!(drop.redirect_uris.is_empty() && drop.scope.to_string() == "read write");
    let personal = load(SLUIS, &format!("{machine}scope: read email\n"));
    assert_eq!(is_told(personal, "drop.yaml:5:8 scope", &["`email`", "nobody logs in"]), Ok(()));
    let public = machine.replace("client_secret_files: [../secrets/drop.secret]", "token_endpoint_auth_method: none");
    assert_eq!(is_told(load(SLUIS, &public), "drop.yaml:3:14 grant_types", &["public client"]), Ok(()));
    let nowhere = CLIENT.replace("redirect_uris: [https://drop.example.nl/callback]\n", "");
    assert_eq!(is_told(load(SLUIS, &nowhere), "drop.yaml:1:12 redirect_uris", &["is missing"]), Ok(()));
}

/// The public key of RFC 7515 A.3.
const PUBLIC_KEY: &str = r#"{kty: EC, crv: P-256, kid: a, x: f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU, y: x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"#;

#[test]
fn a_client_with_keys_of_its_own_needs_them_and_their_algorithm() {
    let method = |more: &str| {
        let secret = "client_secret_files: [../secrets/drop.secret]";
        CLIENT.replace(secret, "token_endpoint_auth_method: private_key_jwt") + more
    };
    let es256 = |more: &str| method(&format!("token_endpoint_auth_signing_alg: ES256\n{more}\n"));
    for good in [
        format!("jwks: {{keys: [{PUBLIC_KEY}}}]}}"),
        "jwks_uri: https://drop.example.nl/jwks".to_owned(),
        "jwks_uri: http://localhost:8081/jwks".to_owned(),
    ] {
        let config = load(SLUIS, &es256(&good)).unwrap_or_else(|faults| panic!("{good}: {faults:?}"));
        let client = config.clients.find("drop").expect("the client");
        assert!(matches!(client.authentication, ClientAuthentication::PrivateKeyJwt { .. }));
    }
    let alg = "drop.yaml:4:29 token_endpoint_auth_signing_alg";
    for (client, place, words) in [
        (method("jwks_uri: https://a.nl/jwks\n"), alg, "is missing"),
        (
            method("token_endpoint_auth_signing_alg: HS256\njwks_uri: https://a.nl/jwks\n"),
            "drop.yaml:5:34 token_endpoint_auth_signing_alg",
            "not one of RS256",
        ),
        (es256(""), "drop.yaml:4:29 jwks", "is missing"),
        (es256("jwks: {}"), "drop.yaml:6:7 jwks", "at least one key"),
        (
            es256(&format!("jwks: {{keys: [{PUBLIC_KEY}, d: geheim}}]}}")),
            "drop.yaml:6:7 jwks",
            "keys[0] has private members",
        ),
        (
            es256(&format!("jwks: {{keys: [{PUBLIC_KEY}}}, {PUBLIC_KEY}}}]}}")),
            "drop.yaml:6:7 jwks",
            "keys[1] needs a `kid`",
        ),
        (es256("jwks: {keys: [{kty: OKP, crv: Ed25519, x: AA}]}"), "drop.yaml:6:7 jwks", "no key for ES256"),
        (es256("jwks: {keys: []}\njwks_uri: https://a.nl/jwks"), "drop.yaml:7:11 jwks_uri", "beside jwks"),
        (es256("jwks_uri: http://a.nl/jwks"), "drop.yaml:6:11 jwks_uri", "is not https"),
        (es256("jwks_uri: https://u:p@a.nl/jwks"), "drop.yaml:6:11 jwks_uri", "password"),
        (es256("jwks_uri: jwks.json"), "drop.yaml:6:11 jwks_uri", "is not a URL"),
    ] {
        let found = load(SLUIS, &client);
        if let Err(faults) = &found {
            assert!(
                faults.iter().all(|fault| !format!("{fault:?}").contains("geheim")),
                "a private key is never shown"
            );
        }
        assert_eq!(is_told(found, place, &[words]), Ok(()), "{client}");
    }
    let keys = "token_endpoint_auth_signing_alg: ES256\njwks_uri: https://a.nl/jwks\n";
    let found = load(SLUIS, &format!("{CLIENT}token_endpoint_auth_method: private_key_jwt\n{keys}"));
    assert_eq!(is_told(found, "drop.yaml:4:23 client_secret_files", &["has no secret"]), Ok(()));
}

#[test]
fn tls_needs_a_certificate_and_a_key_that_go_together() {
    let tls = format!("{SLUIS}tls: {{certificate_file: secrets/drop.secret, key_file: secrets/drop.secret}}\n");
    for (sluis, place, words) in [
        (tls.clone(), "sluis.yaml:5:25 tls.certificate_file", "has no certificate in it"),
        (tls.replacen("drop.secret", "none.pem", 1), "sluis.yaml:5:25 tls.certificate_file", "cannot be read"),
        (
            tls.replace("https://inloggen.example.nl", "http://localhost:8080"),
            "sluis.yaml:5:25 tls.certificate_file",
            "https",
        ),
    ] {
        assert_eq!(is_told(load(&sluis, CLIENT), place, &[words]), Ok(()), "{sluis}");
    }
}

#[test]
fn all_faults_of_all_files_are_told_in_one_go() {
    let directory = Directory::new();
    directory.write("sluis.yaml", &SLUIS.replace("https", "http").replace("master.key", "none.key"));
    directory.write("clients/a.yaml", CLIENT);
    directory.write("clients/b.yaml", &CLIENT.replace("DROP", "\"\"").replace("https", "http"));
    directory.write("clients/c.yaml", "client_id: c\ncolour: blue\n");
    let faults = directory.load().err().expect("faults");
    let told: Vec<_> = faults.0.iter().map(told).collect();
    let starts = [
        "sluis.yaml:2:9 issuer",
        "sluis.yaml:4:18 master_key_file",
        "b.yaml:1:12 client_id: `drop` is registered twice (the first is at ",
        "b.yaml:2:14 client_name",
        "b.yaml:3:17 redirect_uris[0]",
        "c.yaml:2:1 colour",
    ];
    assert_eq!(told.len(), starts.len(), "{told:#?}");
    for start in starts {
        assert!(told.iter().any(|fault| fault.starts_with(start)), "{start}\n{told:#?}");
    }
    assert!(told.iter().any(|fault| fault.contains("a.yaml:1:12)")), "a duplicate names both places");

    directory.write("sluis.yaml", "colour: blue\n");
    let faults = directory.load().err().expect("faults");
    assert_eq!(faults.0.len(), 1 + 4, "an unreadable sluis.yaml does not hide the clients");
}

#[test]
fn a_fault_is_shown_as_a_compiler_shows_it() {
    let directory = Directory::new();
    directory.write("sluis.yaml", &SLUIS.replace("issuer", "isuer"));
    let faults = directory.load().err().expect("a fault");
    let shown = faults.to_string();
    assert!(shown.starts_with("error: isuer: is not a key that is known here\n"), "{shown}");
    assert!(shown.contains("sluis.yaml:2:1\n"), "{shown}");
    assert!(shown.contains("2 | isuer: https://inloggen.example.nl\n  | ^^^^^\n"), "{shown}");
    assert!(shown.contains("= help: did you mean `issuer`?"), "{shown}");
    assert!(faults.render(Severity::Error, true).contains('\u{1b}'), "in colour at a terminal");
}

#[test]
fn what_may_be_a_secret_is_never_shown() {
    let directory = Directory::new();
    let hidden = "Hunter2-0f9c1e7b";
    directory.write("secrets/weak", hidden);
    for (sluis, client) in [
        (SLUIS.replace("sqlite:data/sluis.db", &format!("postgres://a:{hidden}@c/d")), CLIENT.to_owned()),
        (SLUIS.replace("sqlite:data/sluis.db", &format!("mysql://a:{hidden}@c/d")), CLIENT.to_owned()),
        (format!("{SLUIS}transient: {{url: \"redis://:{hidden}@a\"}}"), CLIENT.to_owned()),
        (format!("{SLUIS}master_key: {hidden}"), CLIENT.to_owned()),
        (format!("{SLUIS}mail: {{from: a@b.nl, smtp: {{host: a, password: {hidden}}}}}"), CLIENT.to_owned()),
        (SLUIS.to_owned(), format!("{CLIENT}client_secret: {hidden}\n")),
        (SLUIS.to_owned(), CLIENT.replace("drop.secret", "weak")),
    ] {
        directory.write("sluis.yaml", &sluis);
        directory.write("clients/drop.yaml", &client);
        let faults = directory.load().err().expect("a fault");
        let all = format!("{faults} {faults:?} {}", faults.0[0].summary());
        assert!(!all.contains(hidden), "{all}");
    }
}

#[cfg(unix)]
#[test]
fn a_secret_that_others_can_read_is_warned_about_and_a_master_key_refused() {
    use std::os::unix::fs::PermissionsExt;
    let directory = Directory::new();
    directory.write("sluis.yaml", SLUIS);
    directory.write("clients/drop.yaml", CLIENT);
    let open = |file: &str| {
        fs::set_permissions(directory.path().join(file), fs::Permissions::from_mode(0o644)).expect("a mode");
    };
    open("secrets/drop.secret");
    let config = directory.load().expect("a good configuration");
    let warned = told(&config.warnings.0[0]);
    assert!(warned.starts_with("drop.yaml:4:23 client_secret_files[0]: ") && warned.contains("chmod 600"), "{warned}");
    open("secrets/master.key");
    let faults = directory.load().err().expect("a fault");
    assert!(told(&faults.0[0]).contains("chmod 600"), "{faults}");
}

#[test]
fn a_file_that_is_not_there_is_a_fault_of_its_own() {
    let faults = Config::load(Path::new("nowhere/sluis.yaml")).err().expect("a fault");
    let shown = faults.to_string();
    assert!(shown.contains("the file cannot be read") && shown.contains("nowhere/sluis.yaml"), "{shown}");
    assert_eq!((faults.0[0].line, faults.0[0].column), (0, 0));
}
