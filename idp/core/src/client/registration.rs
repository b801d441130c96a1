//! What is registered of every client, as plain words under the names of client metadata (RFC 7591): what the provider
//! keeps of the registrations in force, so that a change can be judged before it is made.
//!
//! No secret is in it: of a secret there is only a fingerprint of its hash, so that a change of it shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    Client, ClientAuthentication, Clients, FrontchannelLogoutUri, KeySource, LogoutUris, SecretHash, SubjectType,
    TokenPolicy,
};
use crate::oidc::Document;

/// The registrations of all clients, by client id and by the name of what is registered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Registrations(pub BTreeMap<String, Map<String, Value>>);

impl Registrations {
    /// Those of these clients.
    pub fn of(clients: &Clients) -> Self {
        Self(clients.iter().map(|client| (client.id.to_string(), registration(client))).collect())
    }

    /// A word that is another when anything in them is another. Nodes with the same registrations have the same.
    pub fn version(&self) -> String {
        Document::of(&json!(self.0)).version().to_owned()
    }
}

/// Every field of the client is named here, so that a new one cannot be forgotten.
fn registration(client: &Client) -> Map<String, Value> {
    let Client {
        id: _,
        name,
        redirect_uris,
        post_logout_redirect_uris,
        authentication,
        scope,
        minimum_level,
        require_pkce,
        subject_type,
        id_token_algorithm,
        access_token_algorithm,
        tokens,
        amr,
        logout: LogoutUris { backchannel, frontchannel },
        require_consent,
    } = client;
    let TokenPolicy { grant_types, resources, protected_resource, refresh_tokens } = tokens;
    let members = json!({
        "client_name": name,
        "redirect_uris": redirect_uris,
        "post_logout_redirect_uris": post_logout_redirect_uris,
        "scope": scope.iter().collect::<Vec<_>>(),
        "minimum_acr": minimum_level,
        "require_pkce": require_pkce,
        "subject_type": match subject_type {
            SubjectType::Public => "public",
            SubjectType::Pairwise { .. } => "pairwise",
        },
        "sector_identifier": match subject_type {
            SubjectType::Public => None,
            SubjectType::Pairwise { sector } => Some(sector),
        },
        "id_token_signed_response_alg": id_token_algorithm.as_str(),
        "access_token_signed_response_alg": access_token_algorithm.as_str(),
        "grant_types": grant_types.iter().map(|grant_type| grant_type.as_str()).collect::<Vec<_>>(),
        "resources": resources,
        "protected_resource": protected_resource,
        "refresh_tokens.idle": refresh_tokens.idle.as_secs(),
        "refresh_tokens.absolute": refresh_tokens.absolute.as_secs(),
        "refresh_tokens.grace": refresh_tokens.grace.as_secs(),
        "id_token_amr": amr,
        "backchannel_logout_uri": backchannel,
        "frontchannel_logout_uri": frontchannel.as_ref().map(FrontchannelLogoutUri::as_str),
        "consent": if *require_consent { "required" } else { "none" },
    });
    let mut members = members.as_object().cloned().unwrap_or_default();
    authentication_members(authentication, &mut members);
    members.retain(|_, value| !value.is_null());
    members
}

fn authentication_members(authentication: &ClientAuthentication, members: &mut Map<String, Value>) {
    let mut add = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
    let method = match authentication {
        ClientAuthentication::None => "none",
        ClientAuthentication::ClientSecretBasic(secrets) => {
            add("client_secret_files", fingerprints(secrets));
            "client_secret_basic"
        }
        ClientAuthentication::ClientSecretPost(secrets) => {
            add("client_secret_files", fingerprints(secrets));
            "client_secret_post"
        }
        ClientAuthentication::PrivateKeyJwt { algorithm, keys } => {
            add("token_endpoint_auth_signing_alg", json!(algorithm.as_str()));
            match keys {
                KeySource::Inline(set) => add("jwks", json!(fingerprint(set.to_string().as_bytes()))),
                KeySource::Remote(url) => add("jwks_uri", json!(url.as_str())),
            }
            "private_key_jwt"
        }
    };
    add("token_endpoint_auth_method", json!(method));
}

fn fingerprints(secrets: &[SecretHash]) -> Value {
    secrets.iter().map(|SecretHash(hash)| fingerprint(hash)).collect()
}

/// Enough to see that something is another, and too little to find out what it is.
fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
