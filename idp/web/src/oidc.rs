//! The endpoints of OpenID Connect over HTTP, thin: the rules are in `idp_core::oidc`, a file of the same name each.

mod authorization;
pub(crate) mod authorize;
mod client_request;
pub(crate) mod documents;
pub(crate) mod introspection;
pub(crate) mod logout;
pub(crate) mod revocation;
pub(crate) mod token;
pub(crate) mod userinfo;
