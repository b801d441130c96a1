//! How long things live: every duration of the product in one place.
//!
//! Only the life of a sent code (`login.code_lifetime`) and those of a client's refresh tokens (`refresh_tokens`) can be
//! configured, and only shorter, and after how long a phone number is proven again (`login.prove_phone_after_days`); what is shown to people always says the real one. The rest are decisions, not options.

use std::time::Duration;

const fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}

const fn days(n: u64) -> Duration {
    minutes(n * 24 * 60)
}

/// A login attempt, from the authorization request to the last prompt.
pub const TRANSACTION: Duration = minutes(60);
/// A request that came by POST, until the browser comes back for it: one redirect.
pub const POSTED_REQUEST: Duration = minutes(1);
/// A code sent by SMS or e-mail, unless configured shorter: the promise of KOOP's manual.
pub const SENT_CODE: Duration = minutes(15);
/// How old the evidence may be of who opens a page of ours that changes something.
pub const FRESH: Duration = minutes(5);
/// The same for who sends the form on such a page: as much older as filling it in may take.
pub const FRESH_FORM: Duration = minutes(15);
/// How long a proven phone number is taken for the person's own, unless configured otherwise: a number that is given up gets
/// another owner after some months.
pub const PHONE: Duration = days(365);
/// The code that the service desk gives by word of mouth.
pub const VISIT_CODE: Duration = minutes(30);
/// What waits at the service desk for a second pair of eyes: as long as the one who asked is on the telephone, and some more.
pub const DESK_REQUEST: Duration = minutes(60);
/// Who has not logged in for so long is dormant.
pub const DORMANT: Duration = days(180);
/// The link in a mail to who forgot the password.
pub const PASSWORD_LINK: Duration = minutes(30);
/// The link in a mail to who is new: people are invited before a weekend, and are away for one.
pub const INVITATION: Duration = days(7);
/// An authorization code (RFC 6749 4.1.2 recommends at most ten minutes; FAPI 2 one).
pub const AUTHORIZATION_CODE: Duration = minutes(1);
/// A session that nobody uses.
pub const SESSION_IDLE: Duration = minutes(60);
/// A session, however much it is used.
pub const SESSION: Duration = minutes(12 * 60);
/// How long a session is kept after it began: longer than it can last, so that who logs out late still has the applications
/// told.
pub const SESSION_KEPT: Duration = days(1);
/// An ID token (NL GOV OpenID Connect 5.2.2: five minutes at most).
pub const ID_TOKEN: Duration = minutes(5);
/// A logout token (Back-Channel Logout 2.4: two minutes at most is recommended).
pub const LOGOUT_TOKEN: Duration = minutes(2);
/// How long a client that does not answer is told again that a session ended: as long as the session could have lasted.
pub const LOGOUT_CALL: Duration = SESSION;
/// An access token.
pub const ACCESS_TOKEN: Duration = minutes(10);
/// A refresh token that nobody uses (NL GOV OAuth 5.2.8: six hours at most).
pub const REFRESH_TOKEN_IDLE: Duration = minutes(6 * 60);
/// All refresh tokens of one grant, however much they are used (NL GOV OAuth 3.4: 24 hours at most).
pub const REFRESH_TOKEN: Duration = minutes(24 * 60);
/// How long the refresh token that was used last gives its successor again: an answer may be lost on its way.
pub const REFRESH_TOKEN_GRACE: Duration = Duration::from_secs(10);
/// How long a grant is kept after it was made: until nothing that was issued from it can be of use.
pub const GRANT: Duration = Duration::from_secs(REFRESH_TOKEN.as_secs() + ACCESS_TOKEN.as_secs());
/// How long a budget of guesses is kept after the first try: as long as the longest window in which tries are counted.
pub const GUESS_BUDGET: Duration = days(1);
/// The least time between two messages of one channel to one account.
pub const RESEND: Duration = minutes(1);
/// The window in which the messages that one address asks for are counted.
pub const MESSAGES_WINDOW: Duration = minutes(60);
/// How long a browser says who logged in with it, after the last time: people log in a few times a month, and go on leave.
pub const KNOWN_BROWSER: Duration = days(180);
/// How long it is remembered what became of a message: for a question to the service desk, and no longer.
pub const DELIVERIES: Duration = days(30);
/// For how long everybody may keep the metadata and the public keys (NL GOV OpenID Connect 5.4.3: a week at least).
pub const DOCUMENT: Duration = days(7);
/// For how long everybody may keep what says whom to tell of a weakness.
pub const NOTICE: Duration = days(1);
/// How long a signing key serves before its successor is made.
pub const KEY: Duration = days(90);
/// How long a signing key is published before it signs: longer than anybody may keep the keys without it.
pub const KEY_AHEAD: Duration = days(8);
/// How long a signing key is published after its last signature: longer than anything that it signed is of use. That is an
/// ID token, which names its session at the logout for as long as the session can last.
pub const KEY_AFTER: Duration = days(1);
/// How long the audit log keeps changes that last: what happened before an incident is asked for years later (BIO2 5.28.01).
pub const AUDIT_ADMINISTRATION: Duration = days(3 * 366);
/// How long the audit log keeps who proved what.
pub const AUDIT_AUTHENTICATION: Duration = days(548);
/// How long the audit log keeps what follows from a login by itself.
pub const AUDIT_TRAFFIC: Duration = days(183);
/// How old a node's knowledge of the signing keys can be.
pub const KEYS_REREAD: Duration = minutes(1);

const _: () = {
    assert!(KEY_AHEAD.as_secs() > DOCUMENT.as_secs() + KEYS_REREAD.as_secs());
    assert!(KEY_AFTER.as_secs() > SESSION.as_secs() + ID_TOKEN.as_secs());
    assert!(KEY_AFTER.as_secs() > ACCESS_TOKEN.as_secs());
    // A session that is kept finds its grants, and a grant whose login can be asked after finds its session.
    assert!(SESSION_KEPT.as_secs() > SESSION.as_secs());
    assert!(GRANT.as_secs() > SESSION_KEPT.as_secs());
};
