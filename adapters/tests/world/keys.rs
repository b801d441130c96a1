//! The signing keys, real ones, in a real database.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_adapters::database::{Database, DatabaseOptions};
use idp_adapters::keys::SigningKeys;
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::{MasterKeys, Sealer};
use idp_core::port::{Keys, TokenType};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::HandClock;

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
    (directory, database)
}

async fn open(database: &Database) -> SigningKeys {
    SigningKeys::open(database, &HandClock::new()).await.expect("a key")
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
    let jwt = keys.sign(TokenType::Access, &claims()).await.expect("a signature");
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
        ("another issuer's key", open(&other).await.sign(TokenType::Access, &claims()).await.expect("a signature")),
        ("no JWT", "a.b.c".to_owned()),
        ("nothing", String::new()),
    ] {
        assert_eq!(verify(&keys, TokenType::Access, &not_ours).await, None, "{why}");
    }
}

#[tokio::test]
async fn the_header_and_the_published_key_belong_together() {
    let (_directory, database) = database().await;
    let keys = open(&database).await;
    let jwt = keys.sign(TokenType::Id, &claims()).await.expect("a signature");
    let header = jwt.split('.').next().and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).expect("a header");
    let header: Value = serde_json::from_slice(&header).expect("JSON");
    let set = keys.public_set().await.expect("keys in memory");
    let [key] = set["keys"].as_array().expect("a list").as_slice() else { panic!("one key, not {set}") };
    assert_eq!(header, json!({ "typ": "JWT", "alg": "RS256", "kid": key["kid"] }));
    assert_eq!((&key["kty"], &key["use"], &key["alg"]), (&json!("RSA"), &json!("sig"), &json!("RS256")));
    assert!(key.get("d").is_none(), "nothing private");
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_at_once_have_the_same_key() {
    let (_directory, database) = database().await;
    let (one, two) = tokio::join!(open(&database), open(&database));
    let jwt = one.sign(TokenType::Id, &claims()).await.expect("a signature");
    assert_eq!(verify(&two, TokenType::Id, &jwt).await, Some(claims()));
    assert_eq!(verify(&open(&database).await, TokenType::Id, &jwt).await, Some(claims()), "also after a restart");
}
