//! One file under `clients/`: an application that delegates its login to us. Keys have the registered names of client
//! metadata (RFC 7591, OpenID Connect Registration and RP-Initiated Logout) wherever there is one.

use idp_core::assurance::Level;
use idp_core::client::{Client, ClientAuthentication, ClientId, RedirectUri, SecretHash};
use idp_core::oidc::scope::{self, Scope};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::check::{Checker, Refusal, Text, one_of};
use super::document::suggestion;

/// A client as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientFile {
    /// The name by which the application presents itself.
    pub(super) client_id: Text,
    /// The name that people see.
    client_name: Text,
    /// Where responses may go, each exactly as the application sends it.
    redirect_uris: Spanned<Vec<Text>>,
    /// Where a browser may go after logout.
    #[serde(default)]
    post_logout_redirect_uris: Vec<Text>,
    /// `client_secret_basic` (the default), or `none` for an application that cannot keep a secret.
    token_endpoint_auth_method: Option<Text>,
    /// Files with the secret; a second one while it is rotated. Each holds a secret or `sha256:` and its hash in hexadecimal.
    #[serde(default)]
    client_secret_files: Vec<Text>,
    /// `[authorization_code]`.
    grant_types: Option<Spanned<Vec<Text>>>,
    /// What the application may ask for, with `openid` in it; `openid` alone if left out.
    scope: Option<Text>,
    /// The least that a login must reach; the higher level if left out.
    minimum_acr: Option<Text>,
    /// Whether a code challenge is demanded; so it is if left out, and always for public clients.
    require_pkce: Option<Spanned<bool>>,
    /// Whether ID tokens carry `amr`; not if left out, for NL GOV OpenID Connect forbids it.
    #[serde(default)]
    id_token_amr: bool,
}

/// The word of `token_endpoint_auth_method`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Basic,
    None,
}

impl ClientFile {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Client> {
        let id = checker.take("client_id", &self.client_id, |written| client_id(written));
        let name = checker.take("client_name", &self.client_name, |written| name(written));
        let redirect_uris = self.redirect_uris(checker);
        let after_logout =
            checker.take_all("post_logout_redirect_uris", &self.post_logout_redirect_uris, |uri| redirect_uri(uri));
        let method = checker.take_or(
            "token_endpoint_auth_method",
            self.token_endpoint_auth_method.as_ref(),
            Method::Basic,
            |written| one_of(&[("client_secret_basic", Method::Basic), ("none", Method::None)], written),
        );
        let authentication = method.and_then(|method| self.authentication(method, checker));
        self.check_grant_types(checker);
        let scope = checker.take_or("scope", self.scope.as_ref(), Scope::from("openid"), |written| scopes(written));
        let minimum_level =
            checker.take_or("minimum_acr", self.minimum_acr.as_ref(), Level::DEFAULT, |written| level(written));
        let require_pkce = self.require_pkce(method, checker);
        Some(Client {
            id: id?,
            name: name?,
            redirect_uris: redirect_uris?,
            post_logout_redirect_uris: after_logout?,
            authentication: authentication?,
            scope: scope?,
            minimum_level: minimum_level?,
            require_pkce: require_pkce?,
            amr: self.id_token_amr,
        })
    }

    fn redirect_uris(&self, checker: &mut Checker<'_>) -> Option<Vec<RedirectUri>> {
        if self.redirect_uris.value.is_empty() {
            let refusal = Refusal::new("is empty", "without a redirect URI nobody can log in");
            checker.refuse("redirect_uris", &self.redirect_uris, refusal);
            return None;
        }
        checker.take_all("redirect_uris", &self.redirect_uris.value, |uri| redirect_uri(uri))
    }

    fn authentication(&self, method: Method, checker: &mut Checker<'_>) -> Option<ClientAuthentication> {
        const KEY: &str = "client_secret_files";
        match (method, self.client_secret_files.as_slice()) {
            (Method::None, []) => Some(ClientAuthentication::None),
            (Method::None, [first, ..]) => {
                let hint = "remove this key, or write token_endpoint_auth_method: client_secret_basic";
                checker.refuse(KEY, first, Refusal::new("a public client has no secret", hint));
                None
            }
            (Method::Basic, []) => {
                let at = self.token_endpoint_auth_method.as_ref().unwrap_or(&self.client_id);
                let hint = "client_secret_files: [../secrets/drop.secret]; openssl rand -hex 32 makes a good one";
                checker.refuse(KEY, at, Refusal::new("is missing: client_secret_basic needs a secret", hint));
                None
            }
            (Method::Basic, [_, _, third, ..]) => {
                let hint = "two are enough to rotate: the new one and the old one";
                checker.refuse(KEY, third, Refusal::new("has more than two files", hint));
                None
            }
            (Method::Basic, files) => {
                // Collected first, so that a fault does not hide those behind it.
                let hashes: Vec<_> = files
                    .iter()
                    .enumerate()
                    .map(|(n, file)| {
                        let key = format!("{KEY}[{n}]");
                        let secret = checker.secret(&key, file)?;
                        checker.take(&key, file, |_| secret_hash(secret.expose_secret()))
                    })
                    .collect();
                hashes.into_iter().collect::<Option<_>>().map(ClientAuthentication::ClientSecretBasic)
            }
        }
    }

    fn check_grant_types(&self, checker: &mut Checker<'_>) {
        let Some(types) = &self.grant_types else { return };
        checker.take_all("grant_types", &types.value, |written| one_of(&[("authorization_code", ())], written));
        if types.value.is_empty() {
            checker.refuse("grant_types", types, Refusal::new("is empty", "write [authorization_code]"));
        }
    }

    fn require_pkce(&self, method: Option<Method>, checker: &mut Checker<'_>) -> Option<bool> {
        checker.take_or("require_pkce", self.require_pkce.as_ref(), true, |required| match (*required, method) {
            (false, Some(Method::None)) => {
                Err(Refusal::new("a public client must use PKCE", "remove this key: PKCE binds the code to it"))
            }
            (required, _) => Ok(required),
        })
    }
}

fn client_id(written: &str) -> Result<ClientId, Refusal> {
    let hint = "1 to 100 visible ASCII characters without a colon: drop";
    ClientId::parse(written).ok_or_else(|| Refusal::new("is not a client id", hint))
}

fn name(written: &str) -> Result<String, Refusal> {
    if written.trim().is_empty() || written.chars().count() > 100 || written.contains(char::is_control) {
        return Err(Refusal::new("is not a name that people can read", "1 to 100 characters: DROP"));
    }
    Ok(written.trim().to_owned())
}

fn redirect_uri(written: &str) -> Result<RedirectUri, Refusal> {
    let hint = "write it in full: https://drop.example.nl/callback";
    RedirectUri::register(written).map_err(|fault| Refusal::new(format!("`{written}` {fault}"), hint))
}

fn scopes(written: &str) -> Result<Scope, Refusal> {
    let asked = Scope::from(written);
    if let Some(unknown) = asked.iter().find(|value| !scope::KNOWN.contains(value)) {
        return Err(Refusal::new(format!("`{unknown}` is not a scope"), suggestion(unknown, &scope::KNOWN)));
    }
    if !asked.contains("openid") {
        return Err(Refusal::new("has no openid in it", "begin with openid: openid profile email"));
    }
    Ok(asked)
}

fn level(written: &str) -> Result<Level, Refusal> {
    Level::from_acr(written).ok_or_else(|| {
        let known = Level::ALL.map(Level::acr).join(", ");
        Refusal::new(format!("`{written}` is not a level"), format!("known here: {known}"))
    })
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
    let variety = secret.bytes().collect::<std::collections::BTreeSet<_>>().len();
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
