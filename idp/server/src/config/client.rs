//! One file under `clients/`: an application that delegates its login to us. Keys have the registered names of client
//! metadata (RFC 7591, OpenID Connect Registration and the three Logouts) wherever there is one.

use idp_core::assurance::{AcrNames, Level};
use idp_core::client::{Client, ClientId, GrantType, RedirectUri, SubjectType, TokenPolicy};
use idp_core::oidc::Algorithm;
use idp_core::provider::Issuer;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::check::{Checker, Refusal, Text, one_of};
use super::spanned::Spanned;

mod authentication;
mod logout;
mod tokens;

use authentication::Method;
use tokens::RefreshTokensSection;

/// A client as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientFile {
    /// The name by which the application presents itself.
    pub(super) client_id: Text,
    /// The name that people see.
    client_name: Text,
    /// Where responses may go, each exactly as the application sends it. Needed where people log in.
    redirect_uris: Option<Spanned<Vec<Text>>>,
    /// Where a browser may go after logout.
    #[serde(default)]
    post_logout_redirect_uris: Vec<Text>,
    /// Where the application is called when a session ends in which it got tokens.
    backchannel_logout_uri: Option<Text>,
    /// Whether it needs `sid` then; it is always told.
    backchannel_logout_session_required: Option<Spanned<bool>>,
    /// What the browser loads in a frame then, of the origin of a redirect URI.
    frontchannel_logout_uri: Option<Text>,
    /// Whether it needs `iss` and `sid` there; they are always told.
    frontchannel_logout_session_required: Option<Spanned<bool>>,
    /// `client_secret_basic` (the default), `client_secret_post`, `private_key_jwt`, or `none` for an application that cannot
    /// keep a secret.
    #[schemars(extend("enum" = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]))]
    token_endpoint_auth_method: Option<Text>,
    /// Files with the secret; a second one while it is rotated. Each holds a secret or `sha256:` and its hash in hexadecimal.
    #[serde(default)]
    client_secret_files: Vec<Text>,
    /// The public keys of an application with `private_key_jwt`.
    jwks: Option<Spanned<Value>>,
    /// Or where they are fetched.
    jwks_uri: Option<Text>,
    /// What it signs its assertions with: `RS256`, `PS256`, `ES256` or `EdDSA`.
    #[schemars(extend("enum" = ["RS256", "PS256", "ES256", "EdDSA"]))]
    token_endpoint_auth_signing_alg: Option<Text>,
    /// `[authorization_code]` if left out; `refresh_token` and `client_credentials` can be there as well.
    grant_types: Option<Spanned<Vec<Text>>>,
    /// How long refresh tokens live.
    refresh_tokens: Option<Spanned<RefreshTokensSection>>,
    /// The URIs of the resources that access tokens can be asked for (RFC 8707).
    #[serde(default)]
    resources: Vec<Text>,
    /// The URI of the resource that the application itself is: it may introspect the access tokens for it.
    protected_resource: Option<Text>,
    /// What the application may ask for, with `openid` in it where people log in; `openid` alone if left out.
    scope: Option<Text>,
    /// The least that a login must reach; the higher level if left out.
    minimum_acr: Option<Text>,
    /// Whether a code challenge is demanded; so it is if left out, and always for public clients.
    require_pkce: Option<Spanned<bool>>,
    /// `none` (the default), or `required`: people are asked if the application may have what it asks.
    #[schemars(extend("enum" = ["none", "required"]))]
    consent: Option<Text>,
    /// `public` (the default), or `pairwise`: a `sub` of its own.
    #[schemars(extend("enum" = ["public", "pairwise"]))]
    subject_type: Option<Text>,
    /// The host name that clients share which see the same pairwise `sub`; that of the redirect URIs if left out.
    sector_identifier: Option<Text>,
    /// What ID tokens are signed with: `RS256` (the default), `PS256`, `ES256` or `EdDSA`.
    #[schemars(extend("enum" = ["RS256", "PS256", "ES256", "EdDSA"]))]
    id_token_signed_response_alg: Option<Text>,
    /// What access tokens are signed with; every resource that it calls must know it. `RS256` (the default), `PS256`, `ES256`
    /// or `EdDSA`.
    #[schemars(extend("enum" = ["RS256", "PS256", "ES256", "EdDSA"]))]
    access_token_signed_response_alg: Option<Text>,
    /// Whether ID tokens carry `amr`; not if left out, for NL GOV OpenID Connect forbids it.
    #[serde(default)]
    id_token_amr: bool,
}

impl ClientFile {
    /// The files of its secrets, as they are written.
    pub(super) fn secret_files(&self) -> impl Iterator<Item = &str> {
        self.client_secret_files.iter().map(|file| file.value.as_str())
    }

    /// `issuer` and the names of the levels stand in `sluis.yaml`; without them, because they are at fault themselves, what
    /// rests on them is not looked at.
    pub(super) fn check(
        &self,
        issuer: Option<&Issuer>,
        acr_names: Option<&AcrNames>,
        checker: &mut Checker<'_>,
    ) -> Option<Client> {
        let id = checker.take("client_id", &self.client_id, |written| client_id(written));
        let name = checker.take("client_name", &self.client_name, |written| name(written));
        let after_logout =
            checker.take_all("post_logout_redirect_uris", &self.post_logout_redirect_uris, |uri| redirect_uri(uri));
        let method = self.method(checker);
        let authentication = method.and_then(|method| self.authentication(method, checker));
        let tokens = self.tokens(authentication.as_ref(), issuer, checker);
        let redirect_uris = self.redirect_uris(tokens.as_ref(), checker);
        let scope = self.scope(tokens.as_ref(), checker);
        let minimum_level = acr_names.and_then(|names| {
            let written = self.minimum_acr.as_ref();
            checker.take_or("minimum_acr", written, Level::DEFAULT, |name| level(name, names))
        });
        let require_pkce = self.require_pkce(method, checker);
        let [id_token_algorithm, access_token_algorithm] = [
            ("id_token_signed_response_alg", &self.id_token_signed_response_alg),
            ("access_token_signed_response_alg", &self.access_token_signed_response_alg),
        ]
        .map(|(key, written)| {
            checker.take_or(key, written.as_ref(), Algorithm::default(), |written| {
                one_of(&Algorithm::ALL.map(|algorithm| (algorithm.as_str(), algorithm)), written)
            })
        });
        let require_consent = self.require_consent(tokens.as_ref(), checker);
        let subject_type = self.subject_type(redirect_uris.as_deref(), checker);
        let logout = self.logout(redirect_uris.as_deref(), checker);
        Some(Client {
            id: id?,
            name: name?,
            redirect_uris: redirect_uris?,
            post_logout_redirect_uris: after_logout?,
            logout: logout?,
            authentication: authentication?,
            scope: scope?,
            minimum_level: minimum_level?,
            require_pkce: require_pkce?,
            require_consent: require_consent?,
            subject_type: subject_type?,
            id_token_algorithm: id_token_algorithm?,
            access_token_algorithm: access_token_algorithm?,
            tokens: tokens?,
            amr: self.id_token_amr,
        })
    }

    fn subject_type(&self, redirect_uris: Option<&[RedirectUri]>, checker: &mut Checker<'_>) -> Option<SubjectType> {
        let words = [("public", false), ("pairwise", true)];
        let pairwise =
            checker.take_or("subject_type", self.subject_type.as_ref(), false, |word| one_of(&words, word))?;
        let sector = match (pairwise, &self.sector_identifier, &self.subject_type) {
            (true, Some(sector), _) => checker.take("sector_identifier", sector, |written| sector_identifier(written)),
            (true, None, Some(at)) => {
                let uris = redirect_uris?;
                checker.take("subject_type", at, |_| common_host(uris))
            }
            (false, Some(sector), _) => {
                let hint = "remove this key, or write subject_type: pairwise";
                checker.refuse("sector_identifier", sector, Refusal::new("means nothing for a public sub", hint));
                None
            }
            (_, None, _) => return Some(SubjectType::Public),
        };
        sector.map(|sector| SubjectType::Pairwise { sector })
    }

    fn require_consent(&self, tokens: Option<&TokenPolicy>, checker: &mut Checker<'_>) -> Option<bool> {
        let nobody_logs_in = tokens.is_some_and(|tokens| !tokens.allows(GrantType::AuthorizationCode));
        checker.take_or("consent", self.consent.as_ref(), false, |word| {
            match one_of(&[("none", false), ("required", true)], word)? {
                true if nobody_logs_in => {
                    let hint = "remove this key, or add authorization_code to grant_types";
                    Err(Refusal::new("means nothing where nobody logs in", hint))
                }
                required => Ok(required),
            }
        })
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

/// A host name as a URL has it: whatever a browser would make of it, it makes nothing else.
fn sector_identifier(written: &str) -> Result<String, Refusal> {
    let as_url = RedirectUri::register(&format!("https://{written}/")).ok().map(|uri| uri.host());
    match as_url {
        Some(host) if host == written => Ok(host),
        _ => Err(Refusal::new("is not a host name in lower case", "the host name alone: example.nl")),
    }
}

/// OIDC Core 8.1: without a sector of its own a client has that of its redirect URIs, so they must have one host name.
fn common_host(redirect_uris: &[RedirectUri]) -> Result<String, Refusal> {
    let mut hosts: Vec<_> = redirect_uris.iter().map(RedirectUri::host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    match hosts.as_slice() {
        [host] => Ok(host.clone()),
        _ => Err(Refusal::new(
            "is pairwise, and the redirect URIs have not one host name",
            "say which one counts: sector_identifier: example.nl",
        )),
    }
}

fn level(written: &str, names: &AcrNames) -> Result<Level, Refusal> {
    names.level(written).ok_or_else(|| {
        let known: Vec<_> = names.iter().collect();
        let hint = format!("known here: {}; `levels` in sluis.yaml names them", known.join(", "));
        Refusal::new(format!("`{written}` is not a level"), hint)
    })
}
