//! Room for one more login: what a stranger begins without a name takes a place in a store that has an end, so one address
//! cannot take them all.

use jiff::Timestamp;

use crate::audit::Origin;
use crate::lifetimes;
use crate::port::{Answer, Hit, Unavailable};
use crate::provider::Provider;
use crate::throttle::{LOGINS_OF_AN_ADDRESS, Network};

/// Counts a login that needs a place, for the address that begins it. Past the budget the answer is that of a store that is
/// full. An address of this very machine is a proxy's that nobody named, or an operator's: it stands for everybody or for
/// nobody, and is not counted.
pub(super) async fn take(provider: &Provider, origin: &Origin, now: Timestamp) -> Answer<()> {
    let Some(address) = origin.address.filter(|address| !address.to_canonical().is_loopback()) else { return Ok(()) };
    let network = Network::of(address);
    let throttle = &provider.ports.throttle;
    match throttle.hit(&network.logins(), LOGINS_OF_AN_ADDRESS, lifetimes::TRANSACTION, now).await? {
        Hit::Allowed => Ok(()),
        Hit::Wait { .. } => Err(Unavailable::new("begin a login", "one address began as many as it may in an hour")),
    }
}
