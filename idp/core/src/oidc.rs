//! OpenID Connect: one file a message, in the words of the specifications.

pub mod authorize;
pub mod client_authentication;
pub mod discovery;
pub mod error;
pub mod grant;
pub mod logout;
pub mod parameters;
pub mod pkce;
pub mod scope;
pub mod token;
pub mod userinfo;

pub use error::{Error, ErrorCode};
pub use parameters::Parameters;
