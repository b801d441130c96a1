//! The authorization endpoint (OIDC Core 3.1.2): what a request may ask, and how it is answered.
//!
//! One step a rule, in the order that keeps us from being an open redirector: until the client and its redirect URI are
//! checked an error is a page of ours; only after that may it travel in a redirect.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::pkce::CodeChallenge;
use super::scope::Scope;
use super::{Error, ErrorCode, Parameters};
use crate::assurance::Level;
use crate::client::{Client, ClientAuthentication, ClientId, Clients, RedirectUri};
use crate::id::AuthorizationCode;
use crate::provider::Issuer;

/// The longest `state` that is handed back, in bytes; a legal one is ASCII (RFC 6749 appendix A.5).
const MAX_STATE: usize = 4096;
/// The longest of the other texts that are kept, in bytes.
const MAX_TEXT: usize = 512;

/// A value of the `prompt` parameter (OIDC Core 3.1.2.1). Our screens are prompts too; see [`crate::login::Prompt`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptValue {
    /// No page may be shown.
    None,
    /// Everything must be proven anew.
    Login,
    /// Consent must be asked. The owner's own applications need none.
    Consent,
    /// The person must be asked which account to use.
    SelectAccount,
}

/// Where the answer goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseTarget {
    /// The registered URI.
    pub redirect_uri: RedirectUri,
    /// The client's, handed back untouched.
    pub state: Option<String>,
}

impl ResponseTarget {
    /// The redirect with a code (OIDC Core 3.1.2.5, RFC 9207).
    pub fn code(&self, issuer: &Issuer, code: &AuthorizationCode) -> String {
        self.with(issuer, &[("code", &code.reveal())])
    }

    /// The redirect with an error (OIDC Core 3.1.2.6, RFC 9207).
    pub fn error(&self, issuer: &Issuer, error: &Error) -> String {
        self.with(issuer, &[("error", error.code.as_str()), ("error_description", &error.description)])
    }

    fn with(&self, issuer: &Issuer, parameters: &[(&str, &str)]) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters: Vec<_> = parameters.iter().copied().chain(state).chain([("iss", issuer.as_str())]).collect();
        self.redirect_uri.with(&parameters)
    }
}

/// Why an authorization request is refused, and where that may be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody to send it to: a page of ours.
    Page(Error),
    /// To the client.
    Redirect(ResponseTarget, Error),
}

/// A request that may be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client: ClientId,
    /// Where the answer goes.
    pub target: ResponseTarget,
    /// What it asks, within what it may.
    pub scope: Scope,
    /// Handed back in the ID token.
    pub nonce: Option<String>,
    /// Binds the code to whoever has the verifier.
    pub code_challenge: Option<CodeChallenge>,
    /// The level the login must reach: the higher of the client's minimum and the first known of `acr_values`.
    pub required: Level,
    /// What may, must and must not be asked of the person.
    pub prompt: BTreeSet<PromptValue>,
    /// How old the evidence may be at the time of the request, in seconds.
    pub max_age: Option<u64>,
    /// A name to fill in.
    pub login_hint: Option<String>,
    /// The languages that the application asks for.
    pub ui_locales: Option<String>,
}

impl AuthorizationRequest {
    /// Checks a request against the registered clients.
    pub fn parse(parameters: &Parameters, clients: &Clients) -> Result<Self, Rejection> {
        let client = known_client(parameters, clients).map_err(Rejection::Page)?;
        let redirect_uri = registered_redirect_uri(parameters, client).map_err(Rejection::Page)?;
        // A state that is repeated or too long cannot be handed back untouched, so it is not handed back at all.
        let state = text(parameters, "state", MAX_STATE);
        let handed_back = state.as_ref().ok().cloned().flatten();
        let target = ResponseTarget { redirect_uri, state: handed_back };
        state
            .and_then(|_| Self::for_client(parameters, client, target.clone()))
            .map_err(|error| Rejection::Redirect(target, error))
    }

    fn for_client(parameters: &Parameters, client: &Client, target: ResponseTarget) -> Result<Self, Error> {
        parameters.refuse_repeated()?;
        refuse_request_objects(parameters)?;
        check_response_type(parameters)?;
        check_response_mode(parameters)?;
        let prompt = prompt_values(parameters)?;
        Ok(Self {
            client: client.id.clone(),
            target,
            scope: allowed_scope(parameters, client)?,
            nonce: text(parameters, "nonce", MAX_TEXT)?,
            code_challenge: code_challenge(parameters, client)?,
            required: required_level(parameters, client)?,
            prompt,
            max_age: max_age(parameters)?,
            login_hint: parameters.get("login_hint")?.filter(|hint| hint.len() <= MAX_TEXT).map(str::to_owned),
            ui_locales: parameters.get("ui_locales")?.filter(|tags| tags.len() <= MAX_TEXT).map(str::to_owned),
        })
    }

    /// Whether the request forbids every page.
    pub fn is_silent(&self) -> bool {
        self.prompt.contains(&PromptValue::None)
    }

    /// Whether everything must be proven in this login: `max_age=0` says the same as `prompt=login`.
    pub fn is_anew(&self) -> bool {
        self.prompt.contains(&PromptValue::Login) || self.max_age == Some(0)
    }
}

fn known_client<'a>(parameters: &Parameters, clients: &'a Clients) -> Result<&'a Client, Error> {
    let id = parameters.require("client_id")?;
    clients
        .find(id)
        .ok_or_else(|| Error::new(ErrorCode::InvalidClient, "no client with this client_id is registered here"))
}

/// RFC 9700 2.1: compared to the byte. One that is not sent is refused too, even where only one is registered.
fn registered_redirect_uri(parameters: &Parameters, client: &Client) -> Result<RedirectUri, Error> {
    let sent = parameters.require("redirect_uri")?;
    let registered = client.redirect_uris.iter().find(|uri| uri.as_str() == sent);
    registered.cloned().ok_or_else(|| {
        Error::new(
            ErrorCode::InvalidRequest,
            "this redirect_uri is not registered for this client; it must be equal to the byte",
        )
    })
}

/// OIDC Core 6: refused with their own errors until request objects exist, never ignored.
fn refuse_request_objects(parameters: &Parameters) -> Result<(), Error> {
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if parameters.get(name)?.is_some() {
            return Err(Error::new(code, format!("the parameter {name} is not supported")));
        }
    }
    Ok(())
}

fn check_response_type(parameters: &Parameters) -> Result<(), Error> {
    match parameters.require("response_type")? {
        "code" => Ok(()),
        _ => Err(Error::new(ErrorCode::UnsupportedResponseType, "only the response_type code is supported")),
    }
}

fn check_response_mode(parameters: &Parameters) -> Result<(), Error> {
    match parameters.get("response_mode")? {
        None | Some("query") => Ok(()),
        Some(_) => Err(Error::new(ErrorCode::InvalidRequest, "only the response_mode query is supported")),
    }
}

/// Values the client may not have, or that mean nothing here, are dropped (OIDC Core 3.1.2.1); the token response says
/// what is left.
fn allowed_scope(parameters: &Parameters, client: &Client) -> Result<Scope, Error> {
    let asked = Scope::from(parameters.require("scope")?);
    let allowed = asked.within(&client.scope);
    if asked.contains("openid") && allowed.contains("openid") {
        Ok(allowed)
    } else {
        Err(Error::new(ErrorCode::InvalidScope, "the scope must have openid in it"))
    }
}

fn code_challenge(parameters: &Parameters, client: &Client) -> Result<Option<CodeChallenge>, Error> {
    let challenge = CodeChallenge::parse(parameters.get("code_challenge")?, parameters.get("code_challenge_method")?)?;
    let public = client.authentication == ClientAuthentication::None;
    if challenge.is_none() && (public || client.require_pkce) {
        return Err(Error::new(ErrorCode::InvalidRequest, "this client must send a code_challenge (PKCE, RFC 7636)"));
    }
    Ok(challenge)
}

fn prompt_values(parameters: &Parameters) -> Result<BTreeSet<PromptValue>, Error> {
    let invalid = |description: &str| Error::new(ErrorCode::InvalidRequest, description);
    let values: BTreeSet<_> = parameters
        .get("prompt")?
        .unwrap_or_default()
        .split(' ')
        .filter(|value| !value.is_empty())
        .map(|value| match value {
            "none" => Ok(PromptValue::None),
            "login" => Ok(PromptValue::Login),
            "consent" => Ok(PromptValue::Consent),
            "select_account" => Ok(PromptValue::SelectAccount),
            _ => Err(invalid("prompt has a value other than none, login, consent and select_account")),
        })
        .collect::<Result<_, _>>()?;
    if values.contains(&PromptValue::None) && values.len() > 1 {
        return Err(invalid("prompt has none beside another value"));
    }
    Ok(values)
}

fn max_age(parameters: &Parameters) -> Result<Option<u64>, Error> {
    let parse = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let invalid = || Error::new(ErrorCode::InvalidRequest, "max_age is not a whole number of seconds");
    parameters.get("max_age")?.map(|text| parse(text).ok_or_else(invalid)).transpose()
}

/// The browser can raise the level but never lower it. Values we do not know are ignored (OIDC Core 3.1.2.1: voluntary).
fn required_level(parameters: &Parameters, client: &Client) -> Result<Level, Error> {
    let asked = parameters.get("acr_values")?.unwrap_or_default().split(' ').find_map(Level::from_acr);
    Ok(asked.map_or(client.minimum_level, |level| level.max(client.minimum_level)))
}

fn text(parameters: &Parameters, name: &str, max: usize) -> Result<Option<String>, Error> {
    match parameters.get(name)? {
        Some(value) if value.len() > max => {
            Err(Error::new(ErrorCode::InvalidRequest, format!("the parameter {name} is longer than {max} characters")))
        }
        value => Ok(value.map(str::to_owned)),
    }
}
