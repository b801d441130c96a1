//! The life of a signing key, told by times alone: when it is published, when it signs, and when it is gone.
//!
//! ```text
//! created_at ──waiting──▶ signs_at ──current──▶ the next one's signs_at ──retired──▶ gone
//! └─────────────────────────────── published ──────────────────────────────────────┘
//! ```
//!
//! No key carries a state that somebody must change in time. Nodes that have read the same keys and the same clock agree on
//! the current one without a word between them; a relying party has had the time to fetch a key before it meets it, and
//! what was signed can be verified until it is worthless.

use jiff::Timestamp;

use crate::lifetimes;
use crate::oidc::Algorithm;

/// What is known of a key besides the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLife {
    /// Its name in the header of what it signed.
    pub kid: String,
    /// What it signs with; no key serves two.
    pub algorithm: Algorithm,
    /// Counts the keys of the algorithm. Two nodes that make the next one at once make the same one: the store lets one.
    pub generation: i64,
    /// From when it is published.
    pub created_at: Timestamp,
    /// From when it signs.
    pub signs_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Where in its life a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is published so that everybody knows it when it begins to sign.
    Waiting,
    /// It signs.
    Current,
    /// Another signs; it is published until everything that it signed is worthless.
    Retired,
    /// It is of no use any more.
    Gone,
    /// An administrator ended it before its time.
    Revoked,
}

impl State {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Current => "current",
            Self::Retired => "retired",
            Self::Gone => "gone",
            Self::Revoked => "revoked",
        }
    }

    /// Whether others are shown the key, and what it signed is believed.
    pub fn is_published(self) -> bool {
        matches!(self, Self::Waiting | Self::Current | Self::Retired)
    }
}

/// A state with its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// Until when, as far as that is certain now.
    pub until: Option<Timestamp>,
}

/// The keys of every algorithm, by the time that they sign from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyRing(Vec<KeyLife>);

impl KeyRing {
    /// Puts the keys in order.
    pub fn new(keys: impl IntoIterator<Item = KeyLife>) -> Self {
        let mut keys: Vec<_> = keys.into_iter().collect();
        keys.sort_by_key(|key| (key.algorithm, key.signs_at, key.generation));
        Self(keys)
    }

    /// Every key, by algorithm and age.
    pub fn iter(&self) -> impl Iterator<Item = &KeyLife> {
        self.0.iter()
    }

    /// The key of this name.
    pub fn get(&self, kid: &str) -> Option<&KeyLife> {
        self.iter().find(|key| key.kid == kid)
    }

    /// The key that signs: the youngest whose time has come. Where that leaves none, because those were revoked, the one whose
    /// time comes first. One that is gone never comes back: others have forgotten it.
    pub fn current(&self, algorithm: Algorithm, now: Timestamp) -> Option<&KeyLife> {
        let usable = || self.usable(algorithm).filter(|key| self.gone_since(key, now).is_none());
        usable().rfind(|key| key.signs_at <= now).or_else(|| usable().next())
    }

    /// The key that signs after the current one, if it is there already.
    pub fn waiting(&self, algorithm: Algorithm, now: Timestamp) -> Option<&KeyLife> {
        let current = self.current(algorithm, now)?;
        self.successor(current)
    }

    /// Where a key stands.
    pub fn standing(&self, key: &KeyLife, now: Timestamp) -> Standing {
        let standing = |state, since, until| Standing { state, since, until };
        if let Some(at) = key.revoked_at {
            return standing(State::Revoked, at, None);
        }
        if let Some(end) = self.gone_since(key, now) {
            return standing(State::Gone, end, None);
        }
        let replaced = self.successor(key).map(|next| next.signs_at);
        if self.current(key.algorithm, now).is_some_and(|current| current.kid == key.kid) {
            let since = if key.signs_at <= now { key.signs_at } else { key.created_at };
            return standing(State::Current, since, replaced);
        }
        match replaced {
            Some(replaced) if replaced <= now => {
                standing(State::Retired, replaced, Some(after(replaced, lifetimes::KEY_AFTER)))
            }
            _ => standing(State::Waiting, key.created_at, Some(key.signs_at)),
        }
    }

    /// Since when a key is gone: a younger one has signed for so long that nothing is left of what this one signed. That the
    /// younger one was revoked later does not bring it back.
    fn gone_since(&self, key: &KeyLife, now: Timestamp) -> Option<Timestamp> {
        let younger =
            self.0.iter().filter(|other| other.algorithm == key.algorithm).skip_while(|other| other.kid != key.kid);
        let mut ends = younger.skip(1).filter_map(|other| {
            let end = after(other.signs_at, lifetimes::KEY_AFTER);
            (end <= other.revoked_at.map_or(now, |at| at.min(now))).then_some(end)
        });
        ends.next()
    }

    /// From when a new key of this algorithm must sign, if one must be made now: at once where there is none, and after the
    /// time that it is published before where the current one has served its time.
    pub fn due(&self, algorithm: Algorithm, now: Timestamp) -> Option<Timestamp> {
        match self.current(algorithm, now) {
            None => Some(now),
            Some(current) if self.successor(current).is_none() && after(current.signs_at, lifetimes::KEY) <= now => {
                Some(after(now, lifetimes::KEY_AHEAD))
            }
            Some(_) => None,
        }
    }

    /// When the next key of this algorithm takes over: one that is waiting at its time, one that is still to be made as long
    /// after that as keys are published before.
    pub fn next_at(&self, algorithm: Algorithm, now: Timestamp) -> Option<Timestamp> {
        let current = self.current(algorithm, now)?;
        let to_be_made = || after(after(current.signs_at, lifetimes::KEY), lifetimes::KEY_AHEAD);
        Some(self.successor(current).map_or_else(to_be_made, |next| next.signs_at))
    }

    /// The number of the next key of this algorithm.
    pub fn next_generation(&self, algorithm: Algorithm) -> i64 {
        self.last_generation(algorithm).map_or(1, |last| last.saturating_add(1))
    }

    /// The keys of which nothing needs to be kept. The last of an algorithm is never one: the next would get its number.
    pub fn removable(&self, now: Timestamp) -> impl Iterator<Item = &KeyLife> {
        self.iter().filter(move |key| {
            let standing = self.standing(key, now);
            let is_over = match standing.state {
                State::Gone => true,
                State::Revoked => after(standing.since, lifetimes::KEY_AFTER) <= now,
                State::Waiting | State::Current | State::Retired => false,
            };
            is_over && self.last_generation(key.algorithm) != Some(key.generation)
        })
    }

    fn last_generation(&self, algorithm: Algorithm) -> Option<i64> {
        self.iter().filter(|key| key.algorithm == algorithm).map(|key| key.generation).max()
    }

    fn usable(&self, algorithm: Algorithm) -> impl DoubleEndedIterator<Item = &KeyLife> {
        self.0.iter().filter(move |key| key.algorithm == algorithm && key.revoked_at.is_none())
    }

    fn successor(&self, key: &KeyLife) -> Option<&KeyLife> {
        self.usable(key.algorithm).skip_while(|other| other.kid != key.kid).nth(1)
    }
}

fn after(at: Timestamp, time: std::time::Duration) -> Timestamp {
    at.checked_add(time).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + day * DAY).expect("a time")
    }

    /// A key that was made on one day and signs from another.
    fn key(kid: &str, generation: i64, created: i64, signs: i64) -> KeyLife {
        let (kid, algorithm) = (kid.to_owned(), Algorithm::Rs256);
        KeyLife { kid, algorithm, generation, created_at: day(created), signs_at: day(signs), revoked_at: None }
    }

    fn revoked(key: KeyLife, on: i64) -> KeyLife {
        KeyLife { revoked_at: Some(day(on)), ..key }
    }

    fn states(ring: &KeyRing, on: i64) -> Vec<&'static str> {
        ring.iter().map(|key| ring.standing(key, day(on)).state.as_str()).collect()
    }

    #[test]
    fn one_signs_and_the_others_wait_or_retire() {
        let ring = KeyRing::new([key("b", 2, 90, 98), key("a", 1, 0, 0)]);
        for (on, expected) in [
            (0, ["current", "waiting"]),
            (97, ["current", "waiting"]),
            (98, ["retired", "current"]),
            (99, ["gone", "current"]),
            (500, ["gone", "current"]),
        ] {
            assert_eq!(states(&ring, on), expected, "day {on}");
        }
        let standing = ring.standing(ring.get("a").expect("a"), day(98));
        assert_eq!((standing.since, standing.until), (day(98), Some(day(99))));
    }

    #[test]
    fn a_successor_is_made_once_and_in_time() {
        let young = KeyRing::new([key("a", 1, 0, 0)]);
        assert_eq!(KeyRing::default().due(Algorithm::Rs256, day(5)), Some(day(5)), "the first signs at once");
        assert_eq!(young.due(Algorithm::Rs256, day(89)), None);
        assert_eq!(young.due(Algorithm::Rs256, day(90)), Some(day(98)));
        assert_eq!(young.due(Algorithm::Es256, day(1)), Some(day(1)), "each algorithm has its own");
        let rotated = KeyRing::new([key("a", 1, 0, 0), key("b", 2, 90, 98)]);
        for on in [90, 98, 187] {
            assert_eq!(rotated.due(Algorithm::Rs256, day(on)), None, "day {on}");
        }
        assert_eq!(rotated.due(Algorithm::Rs256, day(188)), Some(day(196)));
        assert_eq!((young.next_generation(Algorithm::Rs256), rotated.next_generation(Algorithm::Rs256)), (2, 3));
    }

    #[test]
    fn what_is_left_signs_when_the_current_key_is_revoked() {
        let waiting = KeyRing::new([revoked(key("a", 1, 0, 0), 91), key("b", 2, 90, 98)]);
        assert_eq!(states(&waiting, 91), ["revoked", "current"], "before its time");
        assert_eq!(waiting.due(Algorithm::Rs256, day(91)), None);
        let retired = KeyRing::new([key("a", 1, 0, 0), revoked(key("b", 2, 90, 98), 98)]);
        assert_eq!(states(&retired, 98), ["current", "revoked"], "the one that everybody knows");
        assert_eq!(retired.due(Algorithm::Rs256, day(98)), Some(day(106)), "old as it is, it gets a successor");
        let none = KeyRing::new([revoked(key("a", 1, 0, 0), 1)]);
        assert_eq!(none.current(Algorithm::Rs256, day(1)), None);
        assert_eq!(none.due(Algorithm::Rs256, day(1)), Some(day(1)));
        assert_eq!(none.next_generation(Algorithm::Rs256), 2, "a revoked key keeps its number");
    }

    #[test]
    fn what_is_gone_never_comes_back() {
        let gone = KeyRing::new([key("a", 1, 0, 0), revoked(key("b", 2, 90, 98), 99)]);
        assert_eq!(states(&gone, 99), ["gone", "revoked"], "nobody is shown it any more");
        assert_eq!(gone.current(Algorithm::Rs256, day(99)), None);
        assert_eq!(gone.due(Algorithm::Rs256, day(99)), Some(day(99)), "so a new one signs at once");
        let renewed = KeyRing::new([key("a", 1, 0, 0), revoked(key("b", 2, 90, 98), 99), key("c", 3, 99, 99)]);
        assert_eq!(states(&renewed, 99), ["gone", "revoked", "current"]);
        let removable: Vec<_> = renewed.removable(day(99)).map(|key| key.kid.as_str()).collect();
        assert_eq!(removable, ["a"]);
        let retired = KeyRing::new([key("a", 1, 0, 0), revoked(key("b", 2, 90, 98), 98)]);
        assert_eq!(states(&retired, 500), ["current", "revoked"], "one that was only retired signs on, however long");
    }

    #[test]
    fn nothing_is_removed_that_is_published_or_holds_the_last_number() {
        let ring = KeyRing::new([key("a", 1, 0, 0), revoked(key("b", 2, 90, 98), 91), key("c", 3, 91, 99)]);
        let removable = |on| ring.removable(day(on)).map(|key| key.kid.as_str()).collect::<Vec<_>>();
        assert_eq!(removable(91), [""; 0]);
        assert_eq!(removable(92), ["b"]);
        assert_eq!(removable(99), ["b"], "a is retired");
        assert_eq!(removable(100), ["a", "b"]);
        let last = KeyRing::new([revoked(key("a", 1, 0, 0), 1)]);
        assert_eq!(last.removable(day(500)).count(), 0);
    }

    #[test]
    fn when_the_next_key_takes_over() {
        let days = |time: std::time::Duration| i64::try_from(time.as_secs()).expect("days") / DAY;
        let alone = KeyRing::new([key("a", 1, 0, 0)]);
        let due = days(lifetimes::KEY);
        assert_eq!(alone.next_at(Algorithm::Rs256, day(1)), Some(day(due + days(lifetimes::KEY_AHEAD))));
        let followed = KeyRing::new([key("a", 1, 0, 0), key("b", 2, 10, 18)]);
        assert_eq!(followed.next_at(Algorithm::Rs256, day(11)), Some(day(18)));
        assert_eq!(followed.next_at(Algorithm::Es256, day(11)), None);
    }
}
