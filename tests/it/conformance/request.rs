//! An authorization request of a plan: what is sent, and what must come back.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use idp_adapters::rng::SystemRng;
use idp_core::oidc::authorization_response::ResponseMode;
use idp_core::port::Rng;
use sha2::{Digest, Sha256};

use super::suite::SUITE;

/// A client of the plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) id: &'static str,
    /// `client_secret_post`; the others use HTTP Basic.
    pub(super) posts_its_secret: bool,
}

/// `client` in the configuration of the plans.
pub(super) const FIRST: Client = Client { id: "client", posts_its_secret: false };
/// `client2`.
pub(super) const SECOND: Client = Client { id: "client2", posts_its_secret: false };
/// `client_secret_post`.
pub(super) const POSTING: Client = Client { id: "client_secret_post", posts_its_secret: true };

impl Client {
    pub(super) const ALL: [Self; 3] = [FIRST, SECOND, POSTING];
}

/// A request, as a list of parameters in the order in which they are sent.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) client: Client,
    parameters: Vec<(&'static str, String)>,
    verifier: Option<String>,
}

impl Request {
    /// The usual one.
    pub(super) fn new(client: Client, mode: ResponseMode) -> Self {
        let request = Self { client, parameters: Vec::new(), verifier: None }
            .with("client_id", client.id)
            .with("redirect_uri", &format!("{SUITE}/callback"))
            .with("scope", "openid")
            .with("state", &random(10))
            .with("nonce", &random(10))
            .with("response_type", "code");
        match mode {
            ResponseMode::Query => request,
            mode => request.with("response_mode", mode.as_str()),
        }
    }

    /// With a parameter, instead of what it was.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        match self.parameters.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.parameters.push((name, value.to_owned())),
        }
        self
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(known, _)| *known != name);
        self
    }

    /// A state of 128 characters, with all that a state may have that is neither a letter nor a digit.
    pub(super) fn long_state(self) -> Self {
        let state = format!("{}-._~", random(124));
        self.with("state", &state)
    }

    /// The parameters in the reverse order.
    pub(super) fn reversed(mut self) -> Self {
        self.parameters.reverse();
        self
    }

    /// With a challenge (RFC 7636), for which the redemption shows the verifier.
    pub(super) fn with_pkce(mut self) -> Self {
        let verifier = random(64);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        self.verifier = Some(verifier);
        self.with("code_challenge", &challenge).with("code_challenge_method", "S256")
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn parameters(&self) -> &[(&'static str, String)] {
        &self.parameters
    }

    pub(super) fn url(&self, endpoint: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.parameters).finish();
        format!("{endpoint}?{query}")
    }

    /// What goes to the token endpoint for a code.
    pub(super) fn redemption<'a>(&'a self, code: &'a str) -> Vec<(&'a str, &'a str)> {
        let uri = self.get("redirect_uri").expect("a redirect URI");
        let mut form = vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", uri)];
        form.extend(self.verifier.as_deref().map(|verifier| ("code_verifier", verifier)));
        form
    }
}

/// So many letters and digits.
pub(super) fn random(length: usize) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnopqrstuvwxyz2345679";
    let mut bytes = vec![0; length];
    SystemRng.fill(&mut bytes);
    bytes.into_iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}
