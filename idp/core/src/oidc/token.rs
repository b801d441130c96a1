//! The token endpoint (RFC 6749 4.1.3, OIDC Core 3.1.3): a code becomes tokens, once.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::error::Failure;
use super::grant::Grant;
use super::pkce::CodeChallenge;
use super::{Error, ErrorCode, Parameters};
use crate::audit::{Code, Event, Origin};
use crate::client::{Client, RedirectUri};
use crate::id::{AuthorizationCode, Id, of};
use crate::lifetimes;
use crate::port::{Answer, Redeemed, TokenType};
use crate::provider::Provider;

/// The claim of an access token that names its grant.
pub const GRANT_CLAIM: &str = "grant";

/// The successful answer (OIDC Core 3.1.3.3).
#[derive(Debug, Serialize)]
pub struct TokenResponse {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
    scope: String,
    id_token: String,
}

/// Answers the token request of an authenticated client.
pub async fn exchange(
    provider: &Provider,
    client: &Client,
    form: &Parameters,
    origin: &Origin,
) -> Result<TokenResponse, Failure> {
    form.refuse_repeated()?;
    match form.require("grant_type")? {
        "authorization_code" => {}
        _ => {
            return Err(Error::new(
                ErrorCode::UnsupportedGrantType,
                "only the grant_type authorization_code is supported",
            )
            .into());
        }
    }
    let now = provider.ports.clock.now();
    let grant = redeem(provider, client, form, origin, now).await?;
    issue(provider, client, &grant, now).await
}

/// Redeems the code, and checks that the login behind it still stands.
async fn redeem(
    provider: &Provider,
    client: &Client,
    form: &Parameters,
    origin: &Origin,
    now: Timestamp,
) -> Result<Grant, Failure> {
    let code = form.require("code")?;
    let redirect_uri = form.require("redirect_uri")?;
    let verifier = form.get("code_verifier")?;
    // Whatever cannot be right is answered like whatever is not.
    let code = AuthorizationCode::parse(code).ok_or_else(Error::invalid_grant)?;
    let redirect_uri = RedirectUri::register(redirect_uri).map_err(|_| Error::invalid_grant())?;
    let challenge = verifier.map(|v| CodeChallenge::of_verifier(v).ok_or_else(Error::invalid_grant)).transpose()?;

    let grants = &provider.ports.grants;
    let event = |what| Event::new(what, origin, now).for_client(client.id.as_str());
    let redeemed = grants
        .redeem(&code.digest(), &client.id, &redirect_uri, challenge.as_ref(), now, event(Code::GrantRedeemed))
        .await?;
    match redeemed {
        Redeemed::Fresh(grant) => {
            if still_stands(provider, &grant).await? {
                return Ok(*grant);
            }
            grants.revoke(&grant.id, event(Code::GrantRevoked)).await?;
        }
        // RFC 6749 4.1.2: the code may have been stolen; what was issued from it dies. Only the client that it was
        // issued to, with the right verifier, gets this far, so a stranger revokes nothing.
        Redeemed::Spent(grant) => grants.revoke(&grant, event(Code::CodeReplayed)).await?,
        Redeemed::Unknown => {}
    }
    Err(Error::invalid_grant().into())
}

/// Whether the login behind a grant counts: the account is what it was, and the session has not ended. A session that ended
/// while the code was being issued could not revoke it.
async fn still_stands(provider: &Provider, grant: &Grant) -> Answer<bool> {
    let account = provider.ports.accounts.by_subject(&grant.subject).await?;
    let session = provider.ports.sessions.by_id(&grant.session).await?;
    Ok(session.is_some() && account.is_some_and(|a| !a.disabled && a.security_version == grant.security_version))
}

async fn issue(provider: &Provider, client: &Client, grant: &Grant, now: Timestamp) -> Result<TokenResponse, Failure> {
    let keys = &provider.ports.keys;
    let access_token = keys.sign(TokenType::Access, &access_token_claims(provider, grant, now)).await?;
    let id_token = keys.sign(TokenType::Id, &id_token_claims(provider, client, grant, &access_token, now)).await?;
    Ok(TokenResponse {
        access_token,
        token_type: "Bearer",
        expires_in: lifetimes::ACCESS_TOKEN.as_secs(),
        scope: grant.scope.to_string(),
        id_token,
    })
}

/// OIDC Core 2: who logged in, when and how strongly. Claims about the person are at userinfo.
fn id_token_claims(
    provider: &Provider,
    client: &Client,
    grant: &Grant,
    access_token: &str,
    now: Timestamp,
) -> Map<String, Value> {
    let mut claims = common_claims(provider, grant, grant.client.as_str(), lifetimes::ID_TOKEN, now);
    claims.insert("sid".into(), json!(grant.session));
    claims.insert("at_hash".into(), json!(left_half_of_hash(access_token)));
    if let Some(nonce) = &grant.nonce {
        claims.insert("nonce".into(), json!(nonce));
    }
    if client.amr {
        claims.insert("amr".into(), json!(grant.assurance.amr));
    }
    claims
}

/// RFC 9068 2.2.
fn access_token_claims(provider: &Provider, grant: &Grant, now: Timestamp) -> Map<String, Value> {
    let mut claims = common_claims(provider, grant, provider.settings.issuer.as_str(), lifetimes::ACCESS_TOKEN, now);
    claims.insert("client_id".into(), json!(grant.client));
    claims.insert("scope".into(), json!(grant.scope.to_string()));
    claims.insert(GRANT_CLAIM.into(), json!(grant.id));
    claims
}

fn common_claims(
    provider: &Provider,
    grant: &Grant,
    audience: &str,
    life: Duration,
    now: Timestamp,
) -> Map<String, Value> {
    let jti = Id::<of::Token>::generate(provider.ports.rng.as_ref());
    let issued = now.as_second();
    let claims = json!({
        "iss": provider.settings.issuer.as_str(),
        "sub": grant.subject,
        "aud": audience,
        "iat": issued,
        "exp": issued.saturating_add_unsigned(life.as_secs()),
        "jti": jti,
        "auth_time": grant.assurance.auth_time.as_second(),
        "acr": grant.assurance.level.acr(),
    });
    match claims {
        Value::Object(claims) => claims,
        _ => Map::new(),
    }
}

/// `at_hash` (OIDC Core 3.1.3.6) for the algorithms with SHA-256.
fn left_half_of_hash(token: &str) -> String {
    let hash = Sha256::digest(token);
    URL_SAFE_NO_PAD.encode(hash.get(..16).unwrap_or_default())
}
