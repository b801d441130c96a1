//! What tokens an application may get: `grant_types` and what hangs on it.

use std::collections::BTreeSet;
use std::time::Duration;

use idp_core::client::{ClientAuthentication, GrantType, RedirectUri, RefreshTokenLife, Resource, TokenPolicy};
use idp_core::lifetimes;
use idp_core::oidc::scope::{self, Scope};
use idp_core::provider::Issuer;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::check::{Checker, Refusal, Text, one_of};
use super::super::document::suggestion;
use super::{ClientFile, redirect_uri};

/// `refresh_tokens` as it is written: each can only be shorter than its default.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RefreshTokensSection {
    /// How long one that nobody uses lives: from `1m` to `6h`, the default.
    idle: Option<Text>,
    /// How long all of one login live together: from `1m` to `24h`, the default.
    absolute: Option<Text>,
    /// How long the one that was used last gives the same successor again: from `0s` to `60s`; `10s` if left out.
    grace: Option<Text>,
}

/// The longest grace.
const MAX_GRACE: Duration = Duration::from_secs(60);
/// The shortest life that is no mistake.
const MIN_LIFE: Duration = Duration::from_secs(60);

impl ClientFile {
    /// What the application may get. `authentication` is what it proves who it is with, if that is known.
    pub(super) fn tokens(
        &self,
        authentication: Option<&ClientAuthentication>,
        issuer: Option<&Issuer>,
        checker: &mut Checker<'_>,
    ) -> Option<TokenPolicy> {
        let protected_resource = match &self.protected_resource {
            Some(written) => checker.take("protected_resource", written, |uri| resource(uri, issuer)).map(Some),
            None => Some(None),
        };
        let resources = checker.take_all("resources", &self.resources, |uri| resource(uri, issuer));
        let grant_types = self.grant_types(authentication, checker);
        let refresh_tokens = self.refresh_tokens(grant_types.as_ref(), checker);
        Some(TokenPolicy {
            grant_types: grant_types?,
            resources: resources?.into_iter().collect(),
            protected_resource: protected_resource?,
            refresh_tokens: refresh_tokens?,
        })
    }

    fn grant_types(
        &self,
        authentication: Option<&ClientAuthentication>,
        checker: &mut Checker<'_>,
    ) -> Option<BTreeSet<GrantType>> {
        const KEY: &str = "grant_types";
        let Some(written) = &self.grant_types else { return Some([GrantType::AuthorizationCode].into()) };
        let words = GrantType::ALL.map(|grant_type| (grant_type.as_str(), grant_type));
        let types: BTreeSet<_> =
            checker.take_all(KEY, &written.value, |word| one_of(&words, word))?.into_iter().collect();
        let public = authentication == Some(&ClientAuthentication::None);
        let refusal = if types.is_empty() && self.protected_resource.is_none() {
            Refusal::new("is empty", "write [authorization_code]")
        } else if types.contains(&GrantType::RefreshToken) && !types.contains(&GrantType::AuthorizationCode) {
            let hint = "write [authorization_code, refresh_token]";
            Refusal::new("has refresh_token without authorization_code, which gives the first one", hint)
        } else if types.contains(&GrantType::ClientCredentials) && public {
            let hint = "remove client_credentials, or give the application a secret or a key";
            Refusal::new("has client_credentials, and a public client has none", hint)
        } else {
            return Some(types);
        };
        checker.refuse(KEY, written, refusal);
        None
    }

    fn refresh_tokens(
        &self,
        grant_types: Option<&BTreeSet<GrantType>>,
        checker: &mut Checker<'_>,
    ) -> Option<RefreshTokenLife> {
        let default = RefreshTokenLife::default();
        let Some(section) = &self.refresh_tokens else { return Some(default) };
        if grant_types.is_some_and(|types| !types.contains(&GrantType::RefreshToken)) {
            let hint = "remove this key, or write grant_types: [authorization_code, refresh_token]";
            checker.refuse("refresh_tokens", section, Refusal::new("means nothing without refresh tokens", hint));
            return None;
        }
        let RefreshTokensSection { idle, absolute, grace } = &section.value;
        let idle = checker.take_or("refresh_tokens.idle", idle.as_ref(), default.idle, |written| {
            duration(written, MIN_LIFE, lifetimes::REFRESH_TOKEN_IDLE)
        });
        let absolute = checker.take_or("refresh_tokens.absolute", absolute.as_ref(), default.absolute, |written| {
            duration(written, MIN_LIFE, lifetimes::REFRESH_TOKEN)
        });
        let grace = checker.take_or("refresh_tokens.grace", grace.as_ref(), default.grace, |written| {
            duration(written, Duration::ZERO, MAX_GRACE)
        });
        Some(RefreshTokenLife { idle: idle?, absolute: absolute?, grace: grace? })
    }

    /// Where responses may go: needed where people log in, and nowhere else.
    pub(super) fn redirect_uris(
        &self,
        tokens: Option<&TokenPolicy>,
        checker: &mut Checker<'_>,
    ) -> Option<Vec<RedirectUri>> {
        const KEY: &str = "redirect_uris";
        // Where it is unknown what the application may get, only what is written is looked at.
        let logs_in = tokens.map(|tokens| tokens.allows(GrantType::AuthorizationCode));
        match (&self.redirect_uris, logs_in) {
            (None, Some(true)) => {
                let hint = "redirect_uris: [https://drop.example.nl/callback]";
                let refusal = Refusal::new("is missing: without a redirect URI nobody can log in", hint);
                checker.refuse(KEY, &self.client_id, refusal);
                None
            }
            (Some(uris), None | Some(true)) if uris.value.is_empty() => {
                checker.refuse(KEY, uris, Refusal::new("is empty", "without a redirect URI nobody can log in"));
                None
            }
            (Some(uris), Some(false)) if !uris.value.is_empty() => {
                let hint = "remove this key, or add authorization_code to grant_types";
                checker.refuse(KEY, uris, Refusal::new("means nothing where nobody logs in", hint));
                None
            }
            (Some(uris), _) => checker.take_all(KEY, &uris.value, |uri| redirect_uri(uri)),
            (None, _) => Some(Vec::new()),
        }
    }

    /// What the application may ask for: what has a meaning here, and the words of other resources where it can get tokens
    /// for them.
    pub(super) fn scope(&self, tokens: Option<&TokenPolicy>, checker: &mut Checker<'_>) -> Option<Scope> {
        let allows = |grant_type| tokens.is_some_and(|tokens| tokens.allows(grant_type));
        let logs_in = tokens.is_none() || allows(GrantType::AuthorizationCode);
        let default = if logs_in { Scope::from("openid") } else { Scope::default() };
        checker.take_or("scope", self.scope.as_ref(), default, |written| {
            let asked = Scope::from(written.as_str());
            let elsewhere =
                allows(GrantType::ClientCredentials) || tokens.is_some_and(|tokens| !tokens.resources.is_empty());
            if let Some(unknown) = asked.iter().find(|value| !(scope::KNOWN.contains(value) || elsewhere)) {
                return Err(Refusal::new(format!("`{unknown}` is not a scope"), suggestion(unknown, &scope::KNOWN)));
            }
            if let Some(odd) = asked.iter().find(|value| !is_scope_token(value)) {
                let hint = "visible ASCII characters without quotes and backslashes: documents.read";
                return Err(Refusal::new(format!("`{odd}` is not a scope"), hint));
            }
            if logs_in && !asked.contains("openid") {
                return Err(Refusal::new("has no openid in it", "begin with openid: openid profile email"));
            }
            if let Some(personal) = asked.iter().find(|value| !logs_in && scope::KNOWN.contains(value)) {
                let hint = "remove it, or add authorization_code to grant_types";
                return Err(Refusal::new(format!("`{personal}` means nothing where nobody logs in"), hint));
            }
            if asked.contains(scope::OFFLINE_ACCESS) && !allows(GrantType::RefreshToken) {
                let hint = "write grant_types: [authorization_code, refresh_token], or remove offline_access";
                return Err(Refusal::new("has offline_access, which needs refresh tokens", hint));
            }
            Ok(asked)
        })
    }
}

/// RFC 6749 3.3.
fn is_scope_token(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
}

/// The issuer is the audience of tokens for userinfo: a resource of that name would take them, and be taken for it.
fn resource(written: &str, issuer: Option<&Issuer>) -> Result<Resource, Refusal> {
    let hint = "an absolute URI without a fragment: https://api.example.nl";
    if issuer.is_some_and(|issuer| written.trim_end_matches('/') == issuer.as_str()) {
        let message = format!("`{written}` is Sluis itself, whose tokens are for userinfo alone");
        return Err(Refusal::new(message, "name the resource by a URI of its own: https://api.example.nl"));
    }
    Resource::parse(written).ok_or_else(|| Refusal::new(format!("`{written}` is not the URI of a resource"), hint))
}

fn duration(written: &str, least: Duration, most: Duration) -> Result<Duration, Refusal> {
    let say = |duration: Duration| SignedDuration::try_from(duration).map(|d| format!("{d:#}")).unwrap_or_default();
    let hint = format!("from {} to {} is possible", say(least), say(most));
    let parsed = written.parse::<SignedDuration>().ok().and_then(|life| Duration::try_from(life).ok());
    let life = parsed.ok_or_else(|| Refusal::new(format!("`{written}` is not a duration"), hint.clone()))?;
    if (least..=most).contains(&life) {
        Ok(life)
    } else {
        Err(Refusal::new(format!("`{written}` is out of bounds"), hint))
    }
}
