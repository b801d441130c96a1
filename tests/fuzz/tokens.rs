//! What comes back to us as a proof: JWTs, opaque tokens and codes, and the credentials of clients. A thing that is not one
//! of ours to the byte is nothing, and never an error of the server.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use idp_core::audit::Origin;
use idp_core::client::KeySource;
use idp_core::id::{AuthorizationCode, BrowserToken, RefreshToken, SessionId, SessionToken, TransactionId};
use idp_core::oidc::error::Failure;
use idp_core::oidc::id_token_hint::IdTokenHint;
use idp_core::oidc::{Algorithm, Parameters, client_authentication, userinfo};
use idp_core::port::TokenType;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

use crate::house::{CLIENTS, HOUSE, SECRET};
use crate::material::{json, pairs, text};
use crate::runner::holds;

#[rustfmt::skip]
const MEMBERS: &[&str] = &[
    "alg", "typ", "kid", "jwk", "jku", "x5u", "x5c", "crit", "b64", "iss", "sub", "aud", "exp", "nbf", "iat", "jti",
    "client_id", "scope", "grant", "sid", "azp", "none", "HS256", "RS256", "at+jwt", "JWT", "zip", "enc", "cty",
];

/// A token of each type that is in order.
static SIGNED: LazyLock<[(TokenType, String); 2]> = LazyLock::new(|| {
    [TokenType::Id, TokenType::Access].map(|kind| {
        let claims =
            json!({"iss": HOUSE.issuer, "aud": "oud", "sub": "a", "client_id": "oud", "exp": 9_999_999_999_i64});
        let Value::Object(claims) = claims else { panic!("an object") };
        let signed = HOUSE.provider().ports.keys.sign(Algorithm::default(), kind, &claims);
        (kind, HOUSE.runtime.block_on(signed).expect("a token"))
    })
});

/// A JWT of anybody's making.
fn made_up() -> impl Strategy<Value = String> + Clone {
    let part = prop_oneof![
        4 => json(MEMBERS).prop_map(|json| URL_SAFE_NO_PAD.encode(json.to_string())),
        2 => Just(URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#)),
        2 => text().prop_map(|text| URL_SAFE_NO_PAD.encode(text)),
        1 => text(),
    ];
    prop::collection::vec(part, 0..7).prop_map(|parts| parts.join("."))
}

/// A token in order to which something was done.
fn altered() -> impl Strategy<Value = (usize, String)> + Clone {
    let done = (0_usize..7, any::<Index>(), any::<Index>(), text(), made_up());
    (0_usize..2, done).prop_map(|(which, (what, at, other, text, made_up))| {
        let good = &SIGNED[which].1;
        let mut parts: Vec<&str> = good.split('.').collect();
        let mut changed: Vec<char> = good.chars().collect();
        let made: Vec<&str> = made_up.split('.').collect();
        let altered = match what {
            0 => {
                let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.";
                changed[at.index(good.len())] = char::from(letters[other.index(letters.len())]);
                changed.into_iter().collect()
            }
            1 => good[..at.index(good.len())].to_owned(),
            2 => format!("{}{text}{}", &good[..at.index(good.len())], &good[at.index(good.len())..]),
            3 => {
                parts[at.index(3)] = made[other.index(made.len())];
                parts.join(".")
            }
            4 => format!("{good}{text}"),
            5 => format!("{text}{good}"),
            _ => {
                parts.swap(at.index(3), other.index(3));
                parts.join(".")
            }
        };
        (which, altered)
    })
}

#[test]
fn only_what_we_signed_is_a_token_and_only_of_its_type() {
    let keys = &HOUSE.provider().ports.keys;
    for (kind, good) in SIGNED.iter() {
        for asked in [TokenType::Id, TokenType::Access] {
            let read = HOUSE.runtime.block_on(keys.verify(asked, good)).expect("an answer");
            assert_eq!(read.is_some(), asked == *kind);
        }
    }
    holds(3000, &prop_oneof![altered(), made_up().prop_map(|jwt| (0, jwt))], |(which, jwt)| {
        for kind in [TokenType::Id, TokenType::Access] {
            let read = HOUSE.runtime.block_on(keys.verify(kind, &jwt)).expect("an answer, not a fault");
            prop_assert!(read.is_none() || jwt == SIGNED[which].1, "{jwt}");
        }
        let hint = HOUSE.runtime.block_on(IdTokenHint::read(HOUSE.provider(), &jwt)).expect("an answer");
        prop_assert!(hint.is_none() || jwt == SIGNED[0].1);
        match HOUSE.runtime.block_on(userinfo::claims(HOUSE.provider(), &jwt)) {
            Err(Failure::Refused(error)) => prop_assert_eq!(error.code.as_str(), "invalid_token"),
            Err(Failure::Unavailable(error)) => return Err(TestCaseError::fail(error.to_string())),
            // The one in order names no grant, so it is about nobody.
            Ok(_) => return Err(TestCaseError::fail("a made-up token told somebody's claims")),
        }
        Ok(())
    });
}

/// RFC 7517 appendix A.1: a public key whose private half is of no use to this generator.
fn key_of_a_client() -> KeySource {
    KeySource::Inline(json!({"keys": [{
        "kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "alg": "ES256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    }]}))
}

#[test]
fn no_assertion_counts_that_the_client_did_not_sign() {
    let (keys, source) = (&HOUSE.provider().ports.client_keys, key_of_a_client());
    holds(3000, &(made_up(), select(&Algorithm::ALL[..])), |(jwt, algorithm)| {
        let read: Option<Map<String, Value>> =
            HOUSE.runtime.block_on(keys.verify(&source, algorithm, &jwt)).expect("an answer, not a fault");
        prop_assert_eq!(read, None);
        Ok(())
    });
}

#[test]
fn an_opaque_token_has_one_spelling() {
    let typed = prop_oneof!["[A-Za-z0-9_-]{40,46}", "[A-Za-z0-9_+/=-]{43,44}", text()];
    holds(3000, &typed, |typed| {
        macro_rules! one_spelling {
            ($($kind:ident),*) => {$(
                if let Some(token) = $kind::parse(&typed) {
                    prop_assert_eq!(&token.reveal(), &typed);
                    prop_assert_eq!(format!("{:?}", token), "[secret]");
                }
            )*};
        }
        one_spelling!(AuthorizationCode, BrowserToken, RefreshToken, SessionToken);
        for id in
            [TransactionId::parse(&typed).map(|id| id.to_string()), SessionId::parse(&typed).map(|id| id.to_string())]
        {
            prop_assert!(id.is_none_or(|id| id == typed && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_graphic())));
        }
        Ok(())
    });
}

#[test]
fn a_client_is_who_it_proves_to_be() {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let id = prop_oneof![3 => select(&CLIENTS[..]).prop_map(str::to_owned), 1 => text()];
    let secret =
        prop_oneof![1 => Just(SECRET.to_owned()), 2 => text(), 1 => text().prop_map(|more| format!("{SECRET}{more}"))];
    let form =
        pairs(&["client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type", "code"]);
    let scheme = select(&["Basic ", "basic ", "BASIC  ", "Bearer ", "Basic"][..]);
    let how = (id, secret, scheme, any::<bool>(), any::<bool>());
    holds(1000, &(how, form), |((id, secret, scheme, encoded, with_form), form)| {
        let credentials =
            if encoded { format!("{}:{}", encode(&id), encode(&secret)) } else { format!("{id}:{secret}") };
        let header = format!("{scheme}{}", STANDARD.encode(credentials));
        let form: Parameters = if with_form { form.into_iter().collect() } else { Parameters::default() };
        let origin = Origin::system();
        let tried = client_authentication::authenticate(HOUSE.provider(), Some(&header), &form, &origin);
        match HOUSE.runtime.block_on(tried) {
            Ok(client) => {
                prop_assert_eq!(client.id.as_str(), &id);
                prop_assert_eq!(&secret, SECRET);
            }
            Err(Failure::Refused(error)) => {
                prop_assert!(matches!(error.code.as_str(), "invalid_client" | "invalid_request"));
                let right = CLIENTS.contains(&id.as_str()) && secret == SECRET && scheme.eq_ignore_ascii_case("basic ");
                prop_assert!(!right || with_form, "{error:?}");
            }
            Err(Failure::Unavailable(error)) => return Err(TestCaseError::fail(error.to_string())),
        }
        Ok(())
    });
}
