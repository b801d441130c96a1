//! What the tests stand on.

#[path = "../../../adapters/tests/world/authenticator.rs"]
pub(crate) mod authenticator;
pub(crate) mod browser;
pub(crate) mod chromium;
pub(crate) mod clock;
pub(crate) mod gateway;
pub(crate) mod line;
pub(crate) mod mailbox;
pub(crate) mod nodes;
pub(crate) mod patience;
pub(crate) mod people;
pub(crate) mod postgres;
pub(crate) mod program;
pub(crate) mod protocol;
pub(crate) mod receiver;
pub(crate) mod redis;
pub(crate) mod resource_server;
pub(crate) mod server;
pub(crate) mod stored;
pub(crate) mod tls;
pub(crate) mod tokens;
pub(crate) mod virtual_authenticator;
pub(crate) mod visitor;
pub(crate) mod wire;

pub(crate) use browser::{Browser, Landing};
pub(crate) use people::{PASSWORD, Person};
pub(crate) use server::{SECRET, Server, free_port, new_database};
