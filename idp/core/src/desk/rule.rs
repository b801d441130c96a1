//! Who may do what for whom: one pure function, which every way to a person goes by.

use std::collections::BTreeSet;

use super::Act;
use crate::account::Role;

/// On whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The member's own account.
    Themselves,
    /// The account of somebody else, with this role.
    Another(Role),
}

/// How an act may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// At once.
    AtOnce,
    /// When another member approved it.
    WithSecond,
}

/// Why something may not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Who asks has no role.
    NoRole,
    /// It is their own account: they have a page for it, or call a colleague.
    Themselves,
    /// Whom it is about has the same role, or a higher one.
    PeerOrHigher,
    /// It is for a higher role than theirs.
    Administrators,
}

impl Denied {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::NoRole, Self::Themselves, Self::PeerOrHigher, Self::Administrators];

    /// Its word, in the words of the theme.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoRole => "no_role",
            Self::Themselves => "themselves",
            Self::PeerOrHigher => "peer",
            Self::Administrators => "administrators",
        }
    }
}

/// Whether a member may look at a person at all: as acts go, so that nobody reads what they cannot help with.
pub fn look(by: Role, whom: Whom) -> Result<(), Denied> {
    match whom {
        _ if by == Role::None => Err(Denied::NoRole),
        Whom::Themselves => Err(Denied::Themselves),
        Whom::Another(role) if role >= by => Err(Denied::PeerOrHigher),
        Whom::Another(_) => Ok(()),
    }
}

/// Whether and how an act may be done. `second` are the roles of those on whom nobody acts alone; so nobody gives one alone
/// either: it could be taken away first, and given back after.
pub fn way(act: Act, by: Role, whom: Whom, second: &BTreeSet<Role>) -> Result<Way, Denied> {
    look(by, whom)?;
    if by < act.least() {
        return Err(Denied::Administrators);
    }
    let gives_watched = act == Act::MakeDesk && second.contains(&Role::Desk);
    let watched = gives_watched || matches!(whom, Whom::Another(role) if second.contains(&role));
    Ok(if watched && !act.shuts() { Way::WithSecond } else { Way::AtOnce })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of `docs/reference/desk.md`: for each act, what comes of it by a role on a role. The rows are the members
    /// (none, desk, administrator), the columns themselves and others (none, desk, administrator). `+` at once, `2` with a
    /// second pair of eyes, `s` themselves, `p` peer or higher, `a` administrators alone, `-` no role.
    fn table(act: Act) -> [&'static str; 3] {
        match act {
            Act::MakeDesk => ["----", "sapp", "s22p"],
            Act::TakeRole => ["----", "sapp", "s++p"],
            Act::EndSessions | Act::Disable => ["----", "s+pp", "s++p"],
            Act::ResetFactors
            | Act::GiveVisitCode
            | Act::CorrectPhone
            | Act::CorrectEmail
            | Act::Enable
            | Act::Invite
            | Act::ClearBudgets
            | Act::ReviewDispute => ["----", "s+pp", "s+2p"],
        }
    }

    fn sign(outcome: Result<Way, Denied>) -> char {
        match outcome {
            Ok(Way::AtOnce) => '+',
            Ok(Way::WithSecond) => '2',
            Err(Denied::NoRole) => '-',
            Err(Denied::Themselves) => 's',
            Err(Denied::PeerOrHigher) => 'p',
            Err(Denied::Administrators) => 'a',
        }
    }

    fn whom() -> [Whom; 4] {
        let [none, desk, administrator] = Role::ALL.map(Whom::Another);
        [Whom::Themselves, none, desk, administrator]
    }

    #[test]
    fn role_by_role_by_act() {
        let second = [Role::Desk].into();
        for act in Act::ALL {
            for (by, expected) in Role::ALL.into_iter().zip(table(act)) {
                let row: String = whom().into_iter().map(|whom| sign(way(act, by, whom, &second))).collect();
                assert_eq!(row, expected, "{act:?} by {by:?}");
            }
        }
    }

    #[test]
    fn whose_accounts_nobody_touches_alone_is_configured_and_never_opens_more() {
        let everybody = Role::ALL.into();
        for act in Act::ALL {
            for by in Role::ALL {
                for whom in whom() {
                    let (alone, watched) = (way(act, by, whom, &BTreeSet::new()), way(act, by, whom, &everybody));
                    assert_eq!(alone.is_ok(), watched.is_ok(), "{act:?} {by:?} {whom:?}");
                    assert_ne!(alone, Ok(Way::WithSecond));
                    assert_eq!(watched == Ok(Way::AtOnce), alone.is_ok() && act.shuts(), "{act:?} {by:?} {whom:?}");
                }
            }
        }
    }

    #[test]
    fn who_may_act_may_look_and_nobody_else() {
        for by in Role::ALL {
            for whom in whom() {
                let acts = Act::ALL.into_iter().any(|act| way(act, by, whom, &BTreeSet::new()).is_ok());
                assert_eq!(look(by, whom).is_ok(), acts, "{by:?} {whom:?}");
            }
        }
    }
}
