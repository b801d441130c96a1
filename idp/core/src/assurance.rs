//! How strong a login is: what was proven, the level it reaches, and how tokens say so (acr, amr, auth_time).
//!
//! Factor combinations are never types. A login has a set of [`Evidence`]; the [`Level`] is derived from the set.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

mod acr;

pub use acr::{Acr, AcrNames, InvalidAcr};

/// What a prompt can prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The password of the account.
    Password,
    /// A code sent to a phone number. Opens the enrolment; never part of a level.
    Sms,
    /// A code sent to an e-mail address. Opens the enrolment; never a factor (NIST SP 800-63B 3.1.3.1).
    Email,
    /// A code of the authenticator app.
    Authenticator,
    /// A recovery code: a second factor that is used once.
    RecoveryCode,
    /// A passkey whose authenticator did not make sure that it was its owner who used it: a second factor.
    Passkey,
    /// A passkey whose authenticator did: what one has and what one is or knows, at once.
    VerifiedPasskey,
    /// The code that the service desk gave the person by word of mouth. Opens the enrolment; never part of a level.
    VisitCode,
}

impl Proof {
    /// The Authentication Method References (RFC 8176); a mail has none. Of a passkey we know that a key was used, not what
    /// keeps it, and whether a person was looked at, not how.
    pub fn amr(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["pwd"],
            Self::Sms => &["sms"],
            Self::Authenticator | Self::RecoveryCode => &["otp"],
            Self::Passkey => &["pop"],
            Self::VerifiedPasskey => &["pop", "user"],
            Self::Email | Self::VisitCode => &[],
        }
    }
}

/// Something that was proven, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What.
    pub proof: Proof,
    /// When.
    pub at: Timestamp,
}

/// How strong a login is. The order is the order of strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The password alone.
    Password,
    /// The password and a second factor.
    Mfa,
    /// A passkey that made sure who uses it: both factors at once, and of no use to a page that pretends to be us.
    PhishingResistant,
}

impl Level {
    /// Every level, weakest first.
    pub const ALL: [Self; 3] = [Self::Password, Self::Mfa, Self::PhishingResistant];
    /// What a client gets that says nothing.
    pub const DEFAULT: Self = Self::Mfa;

    /// The ways to reach this level: each is a set of proofs, and one of the sets is enough.
    pub fn ways(self) -> &'static [&'static [Proof]] {
        match self {
            Self::Password => &[&[Proof::Password]],
            Self::Mfa => &[
                &[Proof::Password, Proof::Authenticator],
                &[Proof::Password, Proof::RecoveryCode],
                &[Proof::Password, Proof::Passkey],
            ],
            Self::PhishingResistant => &[&[Proof::VerifiedPasskey]],
        }
    }

    /// Our own word for it, which is stable: audit events and the configuration use it. What applications see is its
    /// [`Acr`].
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Mfa => "mfa",
            Self::PhishingResistant => "phishing_resistant",
        }
    }
}

/// The strength that a set of evidence amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assurance {
    /// The level reached.
    pub level: Level,
    /// The time of the oldest evidence that the level rests on (OIDC Core 2).
    pub auth_time: Timestamp,
    /// How it was reached (RFC 8176); given to clients that ask for it in their file.
    pub amr: Vec<String>,
}

impl Assurance {
    /// The highest level that this evidence reaches, or `None` if it reaches none. Of several evidences of one proof
    /// the latest counts.
    pub fn of(evidence: &[Evidence]) -> Option<Self> {
        let latest = |proof| evidence.iter().filter(|e| e.proof == proof).map(|e| e.at).max();
        let oldest =
            |way: &[Proof]| way.iter().map(|proof| latest(*proof)).collect::<Option<Vec<_>>>()?.into_iter().min();
        Level::ALL.into_iter().rev().find_map(|level| {
            // Of several ways the one that was gone last.
            let gone = level.ways().iter().filter_map(|way| Some((oldest(way)?, way)));
            let (auth_time, way) = gone.max_by_key(|(at, _)| *at)?;
            let mut amr: Vec<String> =
                way.iter().flat_map(|proof| proof.amr()).map(|word| (*word).to_owned()).collect();
            if level >= Level::Mfa {
                amr.push("mfa".to_owned());
            }
            Some(Self { level, auth_time, amr })
        })
    }

    /// Whether everything was proven that this level rests on, or a higher one.
    pub fn rests_on(&self, level: Level) -> bool {
        let used = |proof: &Proof| proof.amr().iter().all(|method| self.amr.iter().any(|used| used == method));
        let ways = Level::ALL.into_iter().filter(|reached| *reached >= level).flat_map(Level::ways);
        ways.into_iter().any(|way| way.iter().all(used))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn evidence(list: &[(Proof, i64)]) -> Vec<Evidence> {
        list.iter().map(|(proof, second)| Evidence { proof: *proof, at: at(*second) }).collect()
    }

    #[test]
    fn the_level_says_what_was_done() {
        let level = |list| Assurance::of(&evidence(list)).map(|a| a.level);
        assert_eq!(level(&[]), None);
        assert_eq!(level(&[(Proof::Password, 1)]), Some(Level::Password));
        assert_eq!(level(&[(Proof::Password, 1), (Proof::Sms, 2), (Proof::Email, 3)]), Some(Level::Password));
        assert_eq!(level(&[(Proof::Password, 1), (Proof::Authenticator, 2)]), Some(Level::Mfa));
        assert_eq!(level(&[(Proof::Authenticator, 2)]), None, "an app alone is not a login");
        assert_eq!(level(&[(Proof::Password, 1), (Proof::RecoveryCode, 2)]), Some(Level::Mfa));
        assert_eq!(level(&[(Proof::RecoveryCode, 2)]), None, "a recovery code is never more than a second factor");
        assert_eq!(level(&[(Proof::Password, 1), (Proof::VisitCode, 2)]), Some(Level::Password));
        assert_eq!(level(&[(Proof::VerifiedPasskey, 1)]), Some(Level::PhishingResistant), "both factors at once");
        assert_eq!(level(&[(Proof::Passkey, 2)]), None, "a passkey that looked at nobody is a second factor");
        assert_eq!(level(&[(Proof::Password, 1), (Proof::Passkey, 2)]), Some(Level::Mfa));
    }

    #[test]
    fn what_a_passkey_did_not_prove_is_not_stated_later() {
        let reached = |list| Assurance::of(&evidence(list)).expect("a level");
        let (second, both) =
            (reached(&[(Proof::Password, 1), (Proof::Passkey, 2)]), reached(&[(Proof::VerifiedPasskey, 1)]));
        assert_eq!((second.amr.join(" "), both.amr.join(" ")), ("pwd pop mfa".to_owned(), "pop user mfa".to_owned()));
        assert!(second.rests_on(Level::Mfa) && !second.rests_on(Level::PhishingResistant));
        assert!(Level::ALL.into_iter().all(|level| both.rests_on(level)), "it is enough for every lower level");
        assert!(!reached(&[(Proof::Password, 1)]).rests_on(Level::Mfa));
    }

    #[test]
    fn auth_time_is_the_oldest_evidence_the_level_rests_on() {
        let a = Assurance::of(&evidence(&[(Proof::Sms, 1), (Proof::Password, 5), (Proof::Authenticator, 9)]));
        assert_eq!(a.map(|a| (a.auth_time, a.amr)), Some((at(5), vec!["pwd".into(), "otp".into(), "mfa".into()])));
        let b = Assurance::of(&evidence(&[(Proof::Password, 5), (Proof::Password, 8)]));
        assert_eq!(b.map(|b| b.auth_time), Some(at(8)), "proven again: the latest counts");
    }
}
