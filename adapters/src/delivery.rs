//! Delivery: the worker that empties the outbox, so that no page ever waits on a mail server or a gateway.

mod captured;
mod waking;
mod worker;

pub use captured::{CapturedMessage, CapturedMessages};
pub use waking::Waking;
pub use worker::{Channels, run};
