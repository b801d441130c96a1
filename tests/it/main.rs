//! From outside: the real server over HTTP, with a real mail server, an SMS gateway, relying parties and browsers.
//!
//! One binary; a file for each endpoint, named like it, and one for each way through the login.

mod support;

mod authlib;
mod authorize;
mod chromium;
mod headers;
mod login;
mod logout;
mod token;
mod userinfo;
