//! How long things live: every duration of the product in one place.
//!
//! Only the life of a sent code can be configured (`login.code_lifetime`); what is shown to people always says the
//! real one. The rest are decisions, not options.

use std::time::Duration;

const fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}

/// A login attempt, from the authorization request to the last prompt.
pub const TRANSACTION: Duration = minutes(60);
/// A code sent by SMS or e-mail, unless configured shorter: the promise of KOOP's manual.
pub const SENT_CODE: Duration = minutes(15);
/// An authorization code (RFC 6749 4.1.2 recommends at most ten minutes; FAPI 2 one).
pub const AUTHORIZATION_CODE: Duration = minutes(1);
/// A session that nobody uses.
pub const SESSION_IDLE: Duration = minutes(60);
/// A session, however much it is used.
pub const SESSION: Duration = minutes(12 * 60);
/// An ID token (NL GOV OpenID Connect 5.2.2: five minutes at most).
pub const ID_TOKEN: Duration = minutes(5);
/// An access token.
pub const ACCESS_TOKEN: Duration = minutes(10);
/// The least time between two messages of one channel to one account.
pub const RESEND: Duration = minutes(1);
/// The window in which the messages to one account are counted.
pub const MESSAGES_WINDOW: Duration = minutes(60);
/// How many messages an account gets in [`MESSAGES_WINDOW`].
pub const MESSAGES_IN_WINDOW: u32 = 5;
