//! How a client proves who it is: its method, and what belongs to that method alone.

use std::collections::BTreeSet;

use idp_adapters::client_keys;
use idp_core::client::{ClientAuthentication, KeySource, SecretHash};
use idp_core::oidc::Algorithm;
use secrecy::ExposeSecret;
use serde_json::Value;

use super::super::check::{Checker, Refusal, one_of};
use super::super::outbound;
use super::super::spanned::Spanned;
use super::ClientFile;

/// The word of `token_endpoint_auth_method`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Basic,
    Post,
    PrivateKeyJwt,
    None,
}

impl Method {
    const WORDS: [(&str, Self); 4] = [
        ("client_secret_basic", Self::Basic),
        ("client_secret_post", Self::Post),
        ("private_key_jwt", Self::PrivateKeyJwt),
        ("none", Self::None),
    ];
}

impl ClientFile {
    pub(super) fn method(&self, checker: &mut Checker<'_>) -> Option<Method> {
        let written = self.token_endpoint_auth_method.as_ref();
        checker.take_or("token_endpoint_auth_method", written, Method::Basic, |word| one_of(&Method::WORDS, word))
    }

    pub(super) fn authentication(&self, method: Method, checker: &mut Checker<'_>) -> Option<ClientAuthentication> {
        let alone = self.refuse_what_belongs_to_another(method, checker);
        let authentication = match method {
            Method::None => Some(ClientAuthentication::None),
            Method::Basic => self.secrets(checker).map(ClientAuthentication::ClientSecretBasic),
            Method::Post => self.secrets(checker).map(ClientAuthentication::ClientSecretPost),
            Method::PrivateKeyJwt => self.private_key_jwt(checker),
        };
        alone.and(authentication)
    }

    fn refuse_what_belongs_to_another(&self, method: Method, checker: &mut Checker<'_>) -> Option<()> {
        let mut alone = Some(());
        if let (Method::None | Method::PrivateKeyJwt, Some(first)) = (method, self.client_secret_files.first()) {
            let (fault, hint) = match method {
                Method::None => ("a public client has no secret", "token_endpoint_auth_method: client_secret_basic"),
                _ => ("a client with private_key_jwt has no secret", "token_endpoint_auth_method: client_secret_basic"),
            };
            checker.refuse(SECRETS, first, Refusal::new(fault, format!("remove this key, or write {hint}")));
            alone = None;
        }
        if method == Method::PrivateKeyJwt {
            return alone;
        }
        let refusal = || {
            Refusal::new(
                "is for private_key_jwt",
                "remove this key, or write token_endpoint_auth_method: private_key_jwt",
            )
        };
        if let Some(jwks) = &self.jwks {
            checker.refuse_secret(JWKS, jwks, refusal());
            alone = None;
        }
        for (key, written) in [(JWKS_URI, &self.jwks_uri), (ALGORITHM, &self.token_endpoint_auth_signing_alg)] {
            if let Some(written) = written {
                checker.refuse(key, written, refusal());
                alone = None;
            }
        }
        alone
    }

    fn secrets(&self, checker: &mut Checker<'_>) -> Option<Vec<SecretHash>> {
        match self.client_secret_files.as_slice() {
            [] => {
                let at = self.token_endpoint_auth_method.as_ref().unwrap_or(&self.client_id);
                let hint = "client_secret_files: [../secrets/drop.secret]; openssl rand -hex 32 makes a good one";
                let method = self.token_endpoint_auth_method.as_ref().map_or("client_secret_basic", |word| &word.value);
                checker.refuse(SECRETS, at, Refusal::new(format!("is missing: {method} needs a secret"), hint));
                None
            }
            [_, _, third, ..] => {
                let hint = "two are enough to rotate: the new one and the old one";
                checker.refuse(SECRETS, third, Refusal::new("has more than two files", hint));
                None
            }
            files => {
                // Collected first, so that a fault does not hide those behind it.
                let hashes: Vec<_> = files
                    .iter()
                    .enumerate()
                    .map(|(n, file)| {
                        let key = format!("{SECRETS}[{n}]");
                        let secret = checker.secret(&key, file)?;
                        checker.take(&key, file, |_| secret_hash(secret.expose_secret()))
                    })
                    .collect();
                hashes.into_iter().collect()
            }
        }
    }

    fn private_key_jwt(&self, checker: &mut Checker<'_>) -> Option<ClientAuthentication> {
        let at = self.token_endpoint_auth_method.as_ref().unwrap_or(&self.client_id);
        let algorithm = match &self.token_endpoint_auth_signing_alg {
            Some(written) => checker.take(ALGORITHM, written, |word| {
                one_of(&Algorithm::ALL.map(|algorithm| (algorithm.as_str(), algorithm)), word)
            }),
            None => {
                let hint = "write token_endpoint_auth_signing_alg: ES256, or what the application signs with";
                checker.refuse(ALGORITHM, at, Refusal::new("is missing: private_key_jwt needs it", hint));
                None
            }
        };
        let keys = match (&self.jwks, &self.jwks_uri) {
            (Some(jwks), None) => inline(jwks, algorithm?, checker),
            (None, Some(uri)) => checker.take(JWKS_URI, uri, |written| jwks_uri(written)),
            (None, None) => {
                let hint = "jwks: {keys: […]} with the public keys, or jwks_uri: where they are";
                checker.refuse(JWKS, at, Refusal::new("is missing: private_key_jwt needs public keys", hint));
                None
            }
            (Some(_), Some(uri)) => {
                checker.refuse(JWKS_URI, uri, Refusal::new("stands beside jwks", "keep one of the two"));
                None
            }
        };
        Some(ClientAuthentication::PrivateKeyJwt { algorithm: algorithm?, keys: keys? })
    }
}

const SECRETS: &str = "client_secret_files";
const JWKS: &str = "jwks";
const JWKS_URI: &str = "jwks_uri";
const ALGORITHM: &str = "token_endpoint_auth_signing_alg";

/// The line of a fault is not shown: it may have a private key in it.
fn inline(jwks: &Spanned<Value>, algorithm: Algorithm, checker: &mut Checker<'_>) -> Option<KeySource> {
    match client_keys::check(&jwks.value, algorithm) {
        Ok(()) => Some(KeySource::Inline(jwks.value.clone())),
        Err(fault) => {
            let hint = "a set of public keys as RFC 7517 has it, each with kty, kid and its public members";
            checker.refuse_secret(JWKS, jwks, Refusal::new(fault.to_string(), hint));
            None
        }
    }
}

fn jwks_uri(written: &str) -> Result<KeySource, Refusal> {
    outbound::url(written, "write it in full: https://drop.example.nl/jwks").map(KeySource::Remote)
}

/// What no secret that was drawn at random has in it.
const EXAMPLES: [&str; 8] =
    ["example", "changeme", "change-me", "change_me", "replace", "password", "wachtwoord", "your"];

/// The fewest different characters that 32 random ones could have.
const VARIETY: usize = 8;

fn secret_hash(secret: &str) -> Result<SecretHash, Refusal> {
    let refuse = |message: &str| Err(Refusal::new(message, "openssl rand -hex 32 makes a good one"));
    if let Some(hex) = secret.strip_prefix("sha256:") {
        let hint = "sha256: and 64 hexadecimal digits: printf %s \"$SECRET\" | sha256sum";
        return SecretHash::from_hex(hex).ok_or_else(|| Refusal::new("the file does not hold a hash", hint));
    }
    if !secret.bytes().all(|b| b.is_ascii_graphic()) {
        return refuse("the secret has a space or a character that is not ASCII in it");
    }
    if secret.len() < SecretHash::MIN {
        return refuse(&format!("the secret is shorter than {} characters", SecretHash::MIN));
    }
    let lower = secret.to_ascii_lowercase();
    let variety = secret.bytes().collect::<BTreeSet<_>>().len();
    if variety < VARIETY || EXAMPLES.iter().any(|word| lower.contains(word)) {
        return refuse("the secret can be guessed");
    }
    Ok(SecretHash::of(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_can_be_guessed_is_refused() {
        let good = "0f9c1e7b5a3d8264f0e1d2c3b4a59687";
        assert!(secret_hash(good).is_ok_and(|hash| hash.matches(good)));
        let hash = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
        assert!(secret_hash(&format!("sha256:{hash}")).is_ok_and(|hash| hash.matches("secret")));
        for bad in [
            "short",
            &"a".repeat(64),
            &"abcabc".repeat(10),
            "an-example-secret-0f9c1e7b5a3d8264f0e1",
            "CHANGEME-0f9c1e7b5a3d8264f0e1d2c3b4a5",
            "0f9c1e7b5a3d8264 f0e1d2c3b4a59687ab",
            "sha256:abc",
            "sha256:",
        ] {
            assert!(secret_hash(bad).is_err(), "{bad}");
        }
    }
}
