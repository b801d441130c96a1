//! The signing keys, real ones, in a real database.

use std::collections::BTreeSet;
use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_adapters::database::{Database, DatabaseOptions};
use idp_adapters::keys::{Keeper, Revoked, SigningKeys};
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::{MasterKeys, Sealer};
use idp_core::audit::Origin;
use idp_core::oidc::Algorithm;
use idp_core::port::{Clock, Keys, TokenType};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::HandClock;

const RS256: Algorithm = Algorithm::Rs256;
const ES256: Algorithm = Algorithm::Es256;
const DAY: i64 = 24 * 60 * 60;

fn claims() -> Map<String, Value> {
    Map::from_iter([("sub".to_owned(), json!("jan")), ("exp".to_owned(), json!(1))])
}

/// A new database, in a directory that lives as long as the test.
async fn database() -> (TempDir, Database) {
    let directory = tempfile::tempdir().expect("a directory");
    let url = format!("sqlite:{}", directory.path().join("keys.db").display());
    let keys = MasterKeys::parse(&MasterKeys::generate(&SystemRng)).expect("our own file");
    let options = DatabaseOptions { url: url.into() };
    let database = Database::connect(&options, Arc::new(Sealer::new(keys)), Arc::new(SystemRng)).await.expect("a file");
    database.migrate().await.expect("a schema");
    database.data_key(HandClock::new().now()).await.expect("a key for what is written");
    (directory, database)
}

async fn open_at(database: &Database, clock: &Arc<HandClock>, algorithms: &[Algorithm]) -> SigningKeys {
    SigningKeys::open(database.clone(), clock.clone(), algorithms.iter().copied().collect()).await.expect("a key")
}

async fn open(database: &Database) -> SigningKeys {
    open_at(database, &Arc::new(HandClock::new()), &[RS256]).await
}

async fn sign(keys: &SigningKeys, algorithm: Algorithm, typ: TokenType) -> String {
    keys.sign(algorithm, typ, &claims()).await.expect("a signature")
}

/// The published keys.
async fn published(keys: &SigningKeys) -> Vec<Value> {
    let document = keys.public_set().await.expect("keys in memory");
    let set: Value = serde_json::from_str(document.text()).expect("JSON");
    set["keys"].as_array().expect("a list").clone()
}

/// The header of a JWT.
fn header(jwt: &str) -> Value {
    let header = jwt.split('.').next().and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).expect("a header");
    serde_json::from_slice(&header).expect("JSON")
}

async fn verify(keys: &SigningKeys, typ: TokenType, jwt: &str) -> Option<Map<String, Value>> {
    keys.verify(typ, jwt).await.expect("keys in memory")
}

/// A JWT with another header or payload under the same signature.
fn forged(jwt: &str, part: usize, change: impl FnOnce(&mut Value)) -> String {
    let mut parts: Vec<_> = jwt.split('.').map(str::to_owned).collect();
    let mut json = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&parts[part]).expect("base64url")).expect("JSON");
    change(&mut json);
    parts[part] = URL_SAFE_NO_PAD.encode(json.to_string());
    parts.join(".")
}

#[tokio::test]
async fn what_we_signed_is_ours_and_nothing_else_is() {
    let (_directory, database) = database().await;
    let keys = open(&database).await;
    let jwt = sign(&keys, RS256, TokenType::Access).await;
    assert_eq!(verify(&keys, TokenType::Access, &jwt).await, Some(claims()), "whatever its times say");

    assert_eq!(verify(&keys, TokenType::Id, &jwt).await, None, "another type");
    let unsigned = format!("{}.", jwt.rsplit_once('.').expect("three parts").0);
    let (_elsewhere, other) = self::database().await;
    for (why, not_ours) in [
        ("alg none", forged(&unsigned, 0, |header| header["alg"] = json!("none"))),
        ("no signature", unsigned),
        ("another algorithm of the same key", forged(&jwt, 0, |header| header["alg"] = json!("PS256"))),
        ("the public key as an HMAC secret", forged(&jwt, 0, |header| header["alg"] = json!("HS256"))),
        ("an unknown kid", forged(&jwt, 0, |header| header["kid"] = json!("mine"))),
        ("no kid", forged(&jwt, 0, |header| header["kid"] = Value::Null)),
        ("crit", forged(&jwt, 0, |header| header["crit"] = json!("b64"))),
        ("an altered claim", forged(&jwt, 1, |claims| claims["sub"] = json!("piet"))),
        ("an altered signature", jwt.split_at(jwt.len() - 6).0.to_owned() + "AAAAAA"),
        ("another issuer's key", sign(&open(&other).await, RS256, TokenType::Access).await),
        ("no JWT", "a.b.c".to_owned()),
        ("nothing", String::new()),
    ] {
        assert_eq!(verify(&keys, TokenType::Access, &not_ours).await, None, "{why}");
    }
}

#[tokio::test]
async fn each_algorithm_has_a_key_of_its_own() {
    let (_directory, database) = database().await;
    let keys = open_at(&database, &Arc::new(HandClock::new()), &Algorithm::ALL).await;
    let set = published(&keys).await;
    for (algorithm, kty) in Algorithm::ALL.into_iter().zip(["RSA", "RSA", "EC", "OKP"]) {
        let jwt = sign(&keys, algorithm, TokenType::Id).await;
        let found: Vec<_> = set.iter().filter(|key| key["alg"] == algorithm.as_str()).collect();
        let [key] = found.as_slice() else { panic!("one key, not {found:?}") };
        assert_eq!(header(&jwt), json!({ "typ": "JWT", "alg": algorithm.as_str(), "kid": key["kid"] }));
        assert_eq!((&key["kty"], &key["use"]), (&json!(kty), &json!("sig")));
        assert!(["d", "p", "q", "dp", "dq", "qi"].iter().all(|private| key.get(private).is_none()), "{algorithm}");
        assert_eq!(verify(&keys, TokenType::Id, &jwt).await, Some(claims()), "{algorithm}");
        for other in Algorithm::ALL.into_iter().filter(|other| *other != algorithm) {
            let confused = forged(&jwt, 0, |header| header["alg"] = json!(other.as_str()));
            assert_eq!(verify(&keys, TokenType::Id, &confused).await, None, "{algorithm} as {other}");
        }
    }
    let names: BTreeSet<_> = set.iter().map(|key| key["kid"].to_string()).collect();
    assert_eq!(names.len(), Algorithm::ALL.len());
    let (_directory, database) = self::database().await;
    assert!(open(&database).await.sign(Algorithm::Es256, TokenType::Id, &claims()).await.is_err(), "not in use");
}

#[tokio::test]
async fn a_key_is_known_before_it_signs_and_believed_until_its_tokens_are_worthless() {
    let (_directory, database) = database().await;
    let clock = Arc::new(HandClock::new());
    let keys = open_at(&database, &clock, &[ES256]).await;
    let first = sign(&keys, ES256, TokenType::Id).await;
    let version = keys.public_set().await.expect("keys").version().to_owned();
    clock.forward(89 * DAY);
    keys.keep().await.expect("kept");
    assert_eq!(keys.public_set().await.expect("keys").version(), version, "the same keys, the same version");

    clock.forward(DAY);
    keys.keep().await.expect("kept");
    let set = published(&keys).await;
    assert_eq!((set.len(), &set[0]["kid"]), (2, &header(&first)["kid"]), "the one that signs comes first");
    assert_ne!(keys.public_set().await.expect("keys").version(), version);
    clock.forward(8 * DAY - 1);
    assert_eq!(header(&sign(&keys, ES256, TokenType::Id).await), header(&first), "a second before");
    clock.forward(1);
    let second = sign(&keys, ES256, TokenType::Id).await;
    assert_eq!(header(&second)["kid"], set[1]["kid"], "without anybody looking after it");

    clock.forward(DAY - 1);
    assert_eq!(verify(&keys, TokenType::Id, &first).await, Some(claims()));
    clock.forward(60);
    assert_eq!(verify(&keys, TokenType::Id, &first).await, None);
    assert_eq!(verify(&keys, TokenType::Id, &second).await, Some(claims()));
    assert_eq!(published(&keys).await.len(), 1);
    keys.keep().await.expect("kept");
    assert_eq!(database.signing_keys().await.expect("a store").len(), 1, "and it is forgotten");
}

#[tokio::test]
async fn other_nodes_notice_within_a_minute_and_strangers_do_not_make_them_look_sooner() {
    let (_directory, database) = database().await;
    let clock = Arc::new(HandClock::new());
    let keys = open_at(&database, &clock, &[ES256]).await;
    let jwt = sign(&keys, ES256, TokenType::Access).await;
    let algorithms = BTreeSet::from([ES256]);
    let keeper = Keeper { database: &database, algorithms: &algorithms, origin: &Origin::system(), now: clock.now() };
    let kid = header(&jwt)["kid"].as_str().expect("text").to_owned();
    assert!(matches!(keeper.revoke(&kid).await, Ok(Revoked::Done { .. })));

    clock.forward(59);
    let unknown = sign(&open_at(&database, &clock, &[ES256]).await, ES256, TokenType::Access).await;
    assert_eq!(verify(&keys, TokenType::Access, &unknown).await, None, "an unknown kid is no reason to look");
    assert_eq!(verify(&keys, TokenType::Access, &jwt).await, Some(claims()), "still");
    clock.forward(1);
    assert_eq!(verify(&keys, TokenType::Access, &jwt).await, None, "no more");
    assert_eq!(verify(&keys, TokenType::Access, &unknown).await, Some(claims()));
    assert_eq!(header(&sign(&keys, ES256, TokenType::Access).await), header(&unknown));
}

#[tokio::test]
async fn what_is_known_serves_while_the_store_does_not() {
    let (directory, database) = database().await;
    let clock = Arc::new(HandClock::new());
    let keys = open_at(&database, &clock, &[ES256]).await;
    let url = format!("sqlite:{}", directory.path().join("keys.db").display());
    let knife = sea_orm::Database::connect(url).await.expect("the database opens");
    knife.execute_unprepared("ALTER TABLE signing_keys RENAME TO lost").await.expect("renamed");
    clock.forward(61);
    let jwt = sign(&keys, ES256, TokenType::Id).await;
    assert!(keys.keep().await.is_err());
    assert_eq!(verify(&keys, TokenType::Id, &jwt).await, Some(claims()));
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_at_once_have_the_same_key() {
    let (_directory, database) = database().await;
    let (one, two) = tokio::join!(open(&database), open(&database));
    let jwt = sign(&one, RS256, TokenType::Id).await;
    assert_eq!(verify(&two, TokenType::Id, &jwt).await, Some(claims()));
    assert_eq!(verify(&open(&database).await, TokenType::Id, &jwt).await, Some(claims()), "also after a restart");
}
