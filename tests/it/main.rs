//! From outside: the real server over HTTP, with a real mail server, an SMS gateway, relying parties and browsers.
//!
//! One binary; a file for each endpoint, named like it, and one for each way through the login.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says why and fails")]

mod support;

mod authlib;
mod authorize;
mod chromium;
mod command_line;
mod headers;
mod login;
mod logout;
mod token;
mod userinfo;
