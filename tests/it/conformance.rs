//! The certification plans of the OpenID Foundation for providers: each module is a test of its name, against the real server
//! over TLS. What the Foundation's suite fails or warns about fails here, and so does a page that does not say in words what a
//! certifier looks for. What needs clients that register themselves is not there, for we have none.

mod checks;
mod modules;
mod provider;
mod request;
mod suite;

mod backchannel_logout_op;
mod basic_op;
mod config_op;
mod form_post_op;
mod frontchannel_logout_op;
mod rp_initiated_logout_op;
