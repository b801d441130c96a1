//! The modules that the plans Basic OP and Form Post OP share, by what they are about. Each is run by a test of its name in
//! either plan.

pub(super) mod claims;
pub(super) mod requests;
pub(super) mod sessions;
pub(super) mod tokens;
