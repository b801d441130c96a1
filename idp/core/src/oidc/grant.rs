//! A grant: what a person's login gave one client, from the code to the last token.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::claims_request::RequestedClaims;
use super::pkce::CodeChallenge;
use super::scope::{self, Scope};
use crate::account::SecurityVersion;
use crate::assurance::Assurance;
use crate::client::{Client, ClientId, RedirectUri, Resource};
use crate::id::{GrantId, SessionId, Subject};

/// A grant. Everything issued from it carries its id and dies with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its name.
    pub id: GrantId,
    /// To whom.
    pub client: ClientId,
    /// About whom.
    pub subject: Subject,
    /// The account's, when it was granted; another one now means that it is dead.
    pub security_version: SecurityVersion,
    /// In which session.
    pub session: SessionId,
    /// Where the code was sent; the token request must name it again.
    pub redirect_uri: RedirectUri,
    /// What was asked and allowed.
    pub scope: Scope,
    /// The claims that were asked for by name.
    pub claims: RequestedClaims,
    /// The client's, handed back in the ID token.
    pub nonce: Option<String>,
    /// What the code verifier must answer.
    pub code_challenge: Option<CodeChallenge>,
    /// The one resource that its access tokens are for, if the request named one (RFC 8707).
    pub resource: Option<Resource>,
    /// How the person logged in.
    pub assurance: Assurance,
    /// When.
    pub issued_at: Timestamp,
}

impl Grant {
    /// Whether the login was as strong as the client demands now. What counts is what was proven: the answer may have stated
    /// less, where the application accepted only that.
    pub fn meets_minimum_of(&self, client: &Client) -> bool {
        self.assurance.rests_on(client.minimum_level)
    }

    /// Whether it outlives its session (OIDC Core 11).
    pub fn is_offline(&self) -> bool {
        self.scope.contains(scope::OFFLINE_ACCESS)
    }
}
