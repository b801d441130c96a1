//! What the pages show on which people choose a password.

use idp_core::account::{LinkKind, NewPassword, UnfitPassword};
use idp_core::password::Refusal;
use jiff::Timestamp;
use serde::Serialize;

/// The page of who forgot the password.
#[derive(Debug, Clone, Default)]
pub struct ForgottenPage {
    /// What to fill in: the name that was typed before.
    pub username: Option<String>,
    /// Whether it was sent without a name.
    pub missing: bool,
}

/// The page on which a password is chosen.
#[derive(Debug, Clone)]
pub struct NewPasswordPage {
    /// How the person came here.
    pub way: Way,
    /// Whose password; sent with the form for password managers.
    pub username: String,
    /// The fewest characters.
    pub least: usize,
    /// Why the last one was not taken.
    pub refusal: Option<Refusal>,
    /// The time, to say how long until a next try.
    pub now: Timestamp,
}

/// How a person came to choose a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By the link of who forgot it.
    Reset,
    /// By the link of who is new.
    Invitation,
    /// From the account page: the one before is asked.
    Change,
}

impl From<LinkKind> for Way {
    fn from(kind: LinkKind) -> Self {
        match kind {
            LinkKind::Reset => Self::Reset,
            LinkKind::Invitation => Self::Invitation,
        }
    }
}

/// Every way, and everything that an answer can come to.
pub(super) fn samples(now: Timestamp, until: Timestamp) -> Vec<NewPasswordPage> {
    let page = |way, refusal| NewPasswordPage {
        way,
        username: "j.devries".to_owned(),
        least: NewPassword::LEAST,
        refusal,
        now,
    };
    let refusals = [
        Refusal::CurrentMissing,
        Refusal::CurrentWrong,
        Refusal::Paused { until },
        Refusal::Missing,
        Refusal::Unfit(UnfitPassword::TooShort(NewPassword::LEAST)),
        Refusal::Unfit(UnfitPassword::TooLong),
        Refusal::Unfit(UnfitPassword::Control),
        Refusal::Unfit(UnfitPassword::Common),
        Refusal::Unfit(UnfitPassword::Breached),
        Refusal::Unfit(UnfitPassword::Context),
        Refusal::Different,
        Refusal::Same,
    ];
    let ways = [Way::Reset, Way::Invitation, Way::Change].map(|way| page(way, None));
    ways.into_iter().chain(refusals.map(|refusal| page(Way::Change, Some(refusal)))).collect()
}
