//! A real relying party, as an application of KOOP would write it: the `openidconnect` crate does the protocol.
//!
//! Discovery, authorization code with PKCE, `state`, `nonce`, the signature and the claims of the ID token, `at_hash`, `iss`,
//! userinfo and RP-initiated logout. It knows nothing of Sluis but its issuer.

use std::pin::Pin;
use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreUserInfoClaims};
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, LogoutRequest, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, Scope, TokenResponse,
};
use serde::Serialize;
use serde_json::Value;

/// Why a login at the relying party failed, in words for its page.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What an application is registered as.
#[derive(Debug, Clone, Serialize)]
pub struct Registration {
    /// `client_id`, and the path of the application on the demo's site.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it says about itself.
    pub about: String,
    /// `client_secret`; a public client has none.
    #[serde(skip)]
    pub secret: Option<String>,
}

/// One application.
#[derive(Clone)]
pub struct RelyingParty {
    /// What it is registered as.
    pub registration: Registration,
    issuer: IssuerUrl,
    redirect_url: RedirectUrl,
    post_logout_url: PostLogoutRedirectUrl,
    http: Http,
}

/// What is kept between sending the browser away and its coming back.
pub struct Pending {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// How an application asks for a login.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// An `acr_values` value.
    pub acr: Option<String>,
    /// A `prompt` value.
    pub prompt: Option<String>,
    /// `max_age`, in seconds.
    pub max_age: Option<u64>,
    /// `ui_locales`.
    pub ui_locales: Option<String>,
}

/// Who logged in, and how.
#[derive(Clone, Serialize)]
pub struct LoggedIn {
    /// The claims of the ID token.
    pub id_token: Value,
    /// What userinfo said.
    pub userinfo: Value,
    /// The ID token itself, for the logout.
    #[serde(skip)]
    pub hint: Arc<CoreIdToken>,
}

/// What the browser brought back.
#[derive(Debug, Clone, Default)]
pub struct Callback {
    /// The code.
    pub code: Option<String>,
    /// The state.
    pub state: Option<String>,
    /// The issuer (RFC 9207).
    pub iss: Option<String>,
    /// An error instead of a code.
    pub error: Option<String>,
}

impl RelyingParty {
    /// Makes an application at `base` (its own origin) for this issuer.
    pub fn new(registration: Registration, issuer: &str, base: &str) -> Result<Self, Fault> {
        // RFC 9700 4.2 and common sense: an HTTP client that speaks to a token endpoint follows no redirects.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned())?,
            redirect_url: RedirectUrl::new(format!("{base}/{}/callback", registration.id))?,
            post_logout_url: PostLogoutRedirectUrl::new(format!("{base}/"))?,
            registration,
            http: Http(http),
        })
    }

    /// Makes its requests with this client, such as one that trusts an authority of its own.
    #[must_use]
    pub fn with_http(self, client: reqwest::Client) -> Self {
        Self { http: Http(client), ..self }
    }

    /// The URL to which the browser is sent, and what to keep meanwhile.
    pub async fn begin(&self, wishes: &Wishes) -> Result<(String, Pending), Fault> {
        let client = self.client(self.discover().await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(["profile", "email"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge);
        if let Some(acr) = &wishes.acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        for (name, value) in [("prompt", &wishes.prompt), ("ui_locales", &wishes.ui_locales)] {
            if let Some(value) = value {
                request = request.add_extra_param(name, value.clone());
            }
        }
        if let Some(seconds) = wishes.max_age {
            request = request.add_extra_param("max_age", seconds.to_string());
        }
        let (url, state, nonce) = request.url();
        Ok((url.to_string(), Pending { state, nonce, verifier }))
    }

    /// Turns what the browser brought back into who logged in.
    pub async fn finish(&self, pending: Pending, callback: Callback) -> Result<LoggedIn, Fault> {
        if callback.state.as_ref() != Some(pending.state.secret()) {
            return Err("the state is not the one that was sent".into());
        }
        if callback.iss.as_deref() != Some(self.issuer.as_str()) {
            return Err("the answer comes from another issuer".into());
        }
        if let Some(error) = callback.error {
            return Err(error.into());
        }
        let code = callback.code.ok_or("there is no code in the answer")?;
        let client = self.client(self.discover().await?);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))?
            .set_pkce_verifier(pending.verifier)
            .request_async(&self.http)
            .await?;
        let id_token = tokens.id_token().ok_or("there is no ID token in the answer")?;
        let verifier = client.id_token_verifier();
        let claims = id_token.claims(&verifier, &pending.nonce)?;
        let hash = AccessTokenHash::from_token(
            tokens.access_token(),
            id_token.signing_alg()?,
            id_token.signing_key(&verifier)?,
        )?;
        if claims.access_token_hash() != Some(&hash) {
            return Err("the access token does not belong to the ID token".into());
        }
        let userinfo: CoreUserInfoClaims = client
            .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?
            .request_async(&self.http)
            .await?;
        Ok(LoggedIn {
            id_token: payload(id_token)?,
            userinfo: serde_json::to_value(&userinfo)?,
            hint: Arc::new(id_token.clone()),
        })
    }

    /// The URL at which the session ends.
    pub async fn logout(&self, login: &LoggedIn) -> Result<String, Fault> {
        let metadata = self.discover().await?;
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone();
        let endpoint = endpoint.ok_or("the provider has no end_session_endpoint")?;
        let request = LogoutRequest::from(endpoint)
            .set_id_token_hint(login.hint.as_ref())
            .set_post_logout_redirect_uri(self.post_logout_url.clone());
        Ok(request.http_get_url().to_string())
    }

    async fn discover(&self) -> Result<ProviderMetadataWithLogout, Fault> {
        Ok(ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http).await?)
    }

    fn client(&self, metadata: ProviderMetadataWithLogout) -> Client {
        let secret = self.registration.secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.registration.id.clone());
        CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(self.redirect_url.clone())
    }
}

/// All claims of an ID token that was checked: the crate's types keep only the standard ones.
fn payload(checked: &CoreIdToken) -> Result<Value, Fault> {
    let jwt = checked.to_string();
    let payload = jwt.split('.').nth(1).ok_or("not a JWT")?;
    Ok(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload)?)?)
}

/// Carries the requests of the `openidconnect` crate.
#[derive(Clone)]
struct Http(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = reqwest::Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, reqwest::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let response = self.0.execute(request.try_into()?).await?;
            let (status, headers) = (response.status(), response.headers().clone());
            let mut answer = HttpResponse::new(response.bytes().await?.to_vec());
            *answer.status_mut() = status;
            *answer.headers_mut() = headers;
            Ok(answer)
        })
    }
}
