//! OpenID Connect: one file a message, in the words of the specifications.

mod access_token;
pub mod algorithm;
pub mod authorization_response;
pub mod authorize;
pub mod backchannel_logout;
pub mod claims_request;
pub mod client_authentication;
pub mod consent;
pub mod discovery;
pub mod document;
pub mod error;
pub mod frontchannel_logout;
pub mod grant;
pub mod id_token_hint;
pub mod introspection;
pub mod logout;
pub mod parameters;
pub mod pkce;
pub mod resource;
pub mod revocation;
pub mod scope;
mod standing;
pub mod subject;
pub mod token;
pub mod userinfo;

pub use algorithm::Algorithm;
pub use document::Document;
pub use error::{Error, ErrorCode};
pub use parameters::Parameters;
