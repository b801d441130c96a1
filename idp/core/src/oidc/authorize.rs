//! The authorization endpoint (OIDC Core 3.1.2): what a request may ask, and how it is answered.
//!
//! One step a rule, in the order that keeps us from being an open redirector: until the client and its redirect URI are
//! checked an error is a page of ours; only after that may it travel in a redirect.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::authorization_response::{ResponseMode, ResponseTarget};
use super::claims_request::{ClaimsRequest, RequestedClaims, Wish};
use super::consent::Consent;
use super::id_token_hint::IdTokenHint;
use super::pkce::CodeChallenge;
use super::scope::Scope;
use super::{Error, ErrorCode, Parameters};
use crate::assurance::{AcrNames, Level};
use crate::client::{Client, ClientAuthentication, ClientId, Clients, RedirectUri, Resource};
use crate::id::Subject;
use crate::port::Answer;
use crate::provider::Provider;

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
    /// Consent must be asked, of clients for which it is asked at all.
    Consent,
    /// The person must be asked which account to use.
    SelectAccount,
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
    /// The one resource that access tokens are wanted for (RFC 8707 2.1); any of the client's where there is none.
    pub resource: Option<Resource>,
    /// Binds the code to whoever has the verifier.
    pub code_challenge: Option<CodeChallenge>,
    /// The claims that are asked for by name, of those that it may have.
    pub claims: RequestedClaims,
    /// Of whom the login must be, as the client sees people: one of these, or anybody where there is none.
    pub subjects: Vec<String>,
    /// The level the login must reach: the highest of the client's minimum and what the request asks.
    pub required: Level,
    /// The levels of which the answer must state one: those of an essential `acr` claim. Any where there is none.
    pub accepted: Vec<Level>,
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
    /// Checks a request, its `id_token_hint` included (OIDC Core 3.1.2.1): an ID token that we issued to this client,
    /// expired or not. Whom it is about is whom the login must be of.
    pub async fn read(provider: &Provider, parameters: &Parameters) -> Answer<Result<Self, Rejection>> {
        let mut request = match Self::parse(parameters, &provider.clients, &provider.settings.acr_names) {
            Ok(request) => request,
            Err(rejection) => return Ok(Err(rejection)),
        };
        let Some(jwt) = parameters.get("id_token_hint").ok().flatten() else { return Ok(Ok(request)) };
        let hint = IdTokenHint::read(provider, jwt).await?.filter(|hint| hint.client == request.client);
        let error = match hint {
            Some(hint) if request.admits(&hint.sub) => {
                request.subjects = vec![hint.sub.to_string()];
                return Ok(Ok(request));
            }
            Some(_) => invalid("id_token_hint is about another person than the parameter claims asks for"),
            None => invalid("id_token_hint is not an ID token that was issued to this client here"),
        };
        Ok(Err(Rejection::Redirect(request.target, error)))
    }

    /// Checks a request against the registered clients, but for its `id_token_hint`.
    pub fn parse(parameters: &Parameters, clients: &Clients, acr_names: &AcrNames) -> Result<Self, Rejection> {
        let client = known_client(parameters, clients).map_err(Rejection::Page)?;
        let redirect_uri = registered_redirect_uri(parameters, client).map_err(Rejection::Page)?;
        // A state that is repeated, too long or not for the mode cannot be handed back untouched, so it is not handed back
        // at all.
        let state = text(parameters, "state", MAX_STATE);
        let asked = parameters.get("response_mode").ok().flatten();
        let mode = asked.and_then(ResponseMode::parse).unwrap_or(ResponseMode::Query);
        let state = state.and_then(|state| match state {
            Some(state) if !mode.keeps(&state) => {
                Err(invalid("the parameter state has a character that form_post cannot hand back"))
            }
            state => Ok(state),
        });
        let handed_back = state.as_ref().ok().cloned().flatten();
        let target = ResponseTarget { redirect_uri, mode, state: handed_back };
        state
            .and_then(|_| Self::for_client(parameters, client, acr_names, target.clone()))
            .map_err(|error| Rejection::Redirect(target, error))
    }

    fn for_client(
        parameters: &Parameters,
        client: &Client,
        acr_names: &AcrNames,
        target: ResponseTarget,
    ) -> Result<Self, Error> {
        parameters.refuse_repeated()?;
        refuse_request_objects(parameters)?;
        check_response_type(parameters)?;
        check_response_mode(parameters)?;
        let prompt = prompt_values(parameters)?;
        let claims = ClaimsRequest::parse(parameters.get("claims")?)?;
        let levels = levels(parameters, client, acr_names, &claims.acr())?;
        Ok(Self {
            client: client.id.clone(),
            target,
            scope: allowed_scope(parameters, client)?,
            nonce: text(parameters, "nonce", MAX_TEXT)?,
            resource: client.tokens.resource(parameters)?,
            code_challenge: code_challenge(parameters, client)?,
            claims: claims.within(&client.scope),
            subjects: claims.subjects()?,
            required: levels.required,
            accepted: levels.accepted,
            prompt,
            max_age: max_age(parameters)?,
            login_hint: parameters.get("login_hint")?.filter(|hint| hint.len() <= MAX_TEXT).map(str::to_owned),
            ui_locales: parameters.get("ui_locales")?.filter(|tags| tags.len() <= MAX_TEXT).map(str::to_owned),
        })
    }

    /// Whether the login may be of this person, by the `sub` that the client sees.
    pub fn admits(&self, sub: &Subject) -> bool {
        self.subjects.is_empty() || self.subjects.iter().any(|admitted| admitted == sub.as_str())
    }

    /// The level that the answer states of a login that reached `reached`: what was done, unless the client accepts only
    /// lower ones, which a higher one includes.
    pub fn stated(&self, reached: Level) -> Level {
        self.accepted.iter().copied().filter(|level| *level <= reached).max().unwrap_or(reached)
    }

    /// What the person must agree to, where the client must ask.
    pub fn consent(&self) -> Consent {
        Consent::to(&self.scope, &self.claims)
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
    RedirectUri::among(&client.redirect_uris, sent).ok_or_else(|| {
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
        Some(word) if ResponseMode::parse(word).is_none() => {
            Err(invalid("response_mode is neither query nor form_post"))
        }
        _ => Ok(()),
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

/// What a request asks of the strength of the login.
struct Levels {
    required: Level,
    accepted: Vec<Level>,
}

/// The browser can raise the level but never lower it. `acr_values` and the `acr` claim say the same (OIDC Core 3.1.2.1,
/// 5.5.1.1): of each the first value that we know counts, and values that we do not know are ignored. Only where the claim
/// is essential and none of its values is known the request cannot be met.
fn levels(parameters: &Parameters, client: &Client, names: &AcrNames, acr: &Wish) -> Result<Levels, Error> {
    let values = parameters.get("acr_values")?.unwrap_or_default().split(' ').find_map(|name| names.level(name));
    let claimed: Vec<_> = acr.values.iter().filter_map(|name| names.level(name)).collect();
    if acr.essential && claimed.is_empty() && !acr.values.is_empty() {
        let description = "none of the values of the essential acr claim is a level that is known here";
        return Err(Error::new(ErrorCode::UnmetAuthenticationRequirements, description));
    }
    let asked = values.into_iter().chain(claimed.first().copied());
    let required = asked.fold(client.minimum_level, Level::max);
    Ok(Levels { required, accepted: if acr.essential { claimed } else { Vec::new() } })
}

fn invalid(description: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, description)
}

fn text(parameters: &Parameters, name: &str, max: usize) -> Result<Option<String>, Error> {
    match parameters.get(name)? {
        Some(value) if value.len() > max => {
            Err(Error::new(ErrorCode::InvalidRequest, format!("the parameter {name} is longer than {max} characters")))
        }
        Some(value) if !Parameters::is_as_sent(value) => {
            Err(Error::new(ErrorCode::InvalidRequest, format!("the parameter {name} is not UTF-8")))
        }
        value => Ok(value.map(str::to_owned)),
    }
}
