//! What the tokens say.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::TokenRequest;
use crate::client::Resource;
use crate::id::{Id, of};
use crate::lifetimes;
use crate::oidc::grant::Grant;
use crate::oidc::scope::Scope;
use crate::oidc::{Algorithm, subject};

/// The claim of an access token that names its grant.
pub const GRANT_CLAIM: &str = "grant";

impl TokenRequest<'_> {
    /// OIDC Core 2: who logged in, when and how strongly.
    pub(super) fn id_token_claims(
        &self,
        grant: &Grant,
        nonce: Option<&str>,
        access_token: &str,
        algorithm: Algorithm,
    ) -> Map<String, Value> {
        let mut claims = self.claims_of_a_person(grant, self.client.id.as_str(), lifetimes::ID_TOKEN);
        let keyed_hash = self.provider.ports.keyed_hash.as_ref();
        let sid = subject::session_for_client(keyed_hash, self.client, &grant.session);
        claims.insert("sid".into(), json!(sid));
        claims.insert("at_hash".into(), json!(algorithm.left_half_of_hash(access_token)));
        if let Some(nonce) = nonce {
            claims.insert("nonce".into(), json!(nonce));
        }
        if self.client.amr {
            claims.insert("amr".into(), json!(grant.assurance.amr));
        }
        claims
    }

    /// An access token about a person (RFC 9068 2.2).
    pub(super) fn access_token_claims(
        &self,
        grant: &Grant,
        scope: &Scope,
        resource: Option<&Resource>,
    ) -> Map<String, Value> {
        let mut claims = self.claims_of_a_person(grant, self.audience(resource), lifetimes::ACCESS_TOKEN);
        claims.insert("client_id".into(), json!(self.client.id));
        claims.insert("scope".into(), json!(scope));
        claims.insert(GRANT_CLAIM.into(), json!(grant.id));
        claims
    }

    /// An access token of the client itself: nobody logged in, and `sub` is the client (RFC 9068 2.2).
    pub(super) fn own_access_token_claims(&self, scope: &Scope, resource: Option<&Resource>) -> Map<String, Value> {
        let audience = self.audience(resource);
        let mut claims = self.claims(self.client.id.as_str(), audience, lifetimes::ACCESS_TOKEN);
        claims.insert("client_id".into(), json!(self.client.id));
        claims.insert("scope".into(), json!(scope));
        claims
    }

    fn audience<'r>(&'r self, resource: Option<&'r Resource>) -> &'r str {
        resource.map_or(self.provider.settings.issuer.as_str(), Resource::as_str)
    }

    fn claims_of_a_person(&self, grant: &Grant, audience: &str, life: Duration) -> Map<String, Value> {
        let subject = subject::for_client(self.provider.ports.keyed_hash.as_ref(), self.client, &grant.subject);
        let mut claims = self.claims(subject.as_str(), audience, life);
        claims.insert("auth_time".into(), json!(grant.assurance.auth_time.as_second()));
        let acr = self.provider.settings.acr_names.of(grant.assurance.level);
        claims.insert("acr".into(), json!(acr.as_str()));
        claims
    }

    fn claims(&self, subject: &str, audience: &str, life: Duration) -> Map<String, Value> {
        let jti = Id::<of::Token>::generate(self.provider.ports.rng.as_ref());
        let claims = json!({
            "iss": self.provider.settings.issuer.as_str(),
            "sub": subject,
            "aud": audience,
            "iat": self.now.as_second(),
            "exp": after(self.now, life).as_second(),
            "jti": jti,
        });
        match claims {
            Value::Object(claims) => claims,
            _ => Map::new(),
        }
    }
}

/// An instant so much later; the last there is, if there is none.
pub(super) fn after(now: Timestamp, life: Duration) -> Timestamp {
    now.checked_add(life).unwrap_or(Timestamp::MAX)
}
