//! From outside: the real server over HTTP, with a real mail server, an SMS gateway, relying parties and browsers.
//!
//! One binary; a file for each endpoint, named like it, and one for each way through the login.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says why and fails")]

mod support;

mod abuse;
mod accessibility;
mod account;
mod apache;
mod audit;
mod authlib;
mod authorize;
mod authorize_post;
mod backchannel_logout;
mod backup;
mod book;
mod chromium;
mod claims;
mod client_authentication;
mod client_credentials;
mod command_line;
mod configuration;
mod conformance;
mod consent;
mod desk;
mod documents;
mod faults;
mod form_post;
mod frontchannel_logout;
mod headers;
mod health;
mod hints;
mod housekeeping;
mod introspection;
mod keys;
mod levels;
mod login;
mod logout;
mod mail;
mod master_keys;
mod metrics;
mod nodes;
mod oidc_client_ts;
mod openid_client;
mod own_pages;
mod pairwise;
mod passkeys;
mod proxy;
mod refresh;
mod revocation;
mod service_desk;
mod sms;
mod step_up;
mod tls;
mod token;
mod traces;
mod userinfo;
