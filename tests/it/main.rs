//! From outside: the real server over HTTP, with a real mail server, an SMS gateway, relying parties and browsers.
//!
//! One binary; a file for each endpoint, named like it, and one for each way through the login.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says why and fails")]

mod support;

mod authlib;
mod authorize;
mod authorize_post;
mod backup;
mod chromium;
mod claims;
mod client_authentication;
mod client_credentials;
mod command_line;
mod configuration;
mod documents;
mod form_post;
mod headers;
mod health;
mod hints;
mod introspection;
mod keys;
mod login;
mod logout;
mod metrics;
mod pairwise;
mod refresh;
mod revocation;
mod tls;
mod token;
mod traces;
mod userinfo;
