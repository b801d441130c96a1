//! What a seal says: which events it seals, and which numbers before its end were not there when it was made.

use idp_core::audit::{Class, Code};
use serde::{Deserialize, Serialize};

use super::proof;
use crate::database::Fault;
use crate::database::entity::audit_events;
use crate::database::entity::audit_seals::Model;
use crate::sealing::DataKey;

/// How long a number that is not there may still come: much longer than any transaction can last.
const STILL_COMING: i64 = 10 * 60 * 1000;

/// How many numbers a gap has that no transaction makes: somebody has put an event far ahead of the others. It stays open, or
/// every genuine event from then on would be taken for a late one that comes too late.
const FAR_AHEAD: i64 = 100_000;

/// An event as its seal names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) seq: i64,
    pub(super) class: Class,
    pub(super) hash: String,
}

impl Entry {
    /// The entry of a row. A code that this program does not know is of a newer one: it is kept longest.
    pub(super) fn of(key: &DataKey, row: &audit_events::Model) -> Result<Self, Fault> {
        let class = Code::named(&row.code).map_or(Class::Administration, Code::class);
        Ok(Self { seq: row.seq, class, hash: proof::of_place(key, row)? })
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (seq, class, hash) = (words.next()?.parse().ok()?, Class::named(words.next()?)?, words.next()?.to_owned());
        words.next().is_none().then_some(Self { seq, class, hash })
    }
}

/// Entries as a seal holds them.
pub(super) fn written(entries: &[Entry]) -> String {
    let line = |entry: &Entry| format!("{} {} {}", entry.seq, entry.class.as_str(), entry.hash);
    entries.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Entries as they were read.
pub(super) fn entries(written: &str) -> Result<Vec<Entry>, Fault> {
    let read: Option<Vec<_>> = written.lines().map(Entry::parse).collect();
    read.ok_or_else(|| "a seal of the audit log cannot be read".into())
}

/// Numbers that are not there: a transaction that is not over yet holds them, or one that was rolled back did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gap {
    pub(super) first: i64,
    pub(super) last: i64,
    /// When they were first missed.
    pub(super) since: i64,
}

impl Gap {
    pub(super) fn holds(&self, seq: i64) -> bool {
        (self.first..=self.last).contains(&seq)
    }
}

/// The gaps that a seal knows of.
pub(super) fn gaps(seal: &Model) -> Result<Vec<Gap>, Fault> {
    Ok(serde_json::from_str(&seal.missing)?)
}

/// What is missing from one number up to another once these are there; both lists rise.
fn without(range: Gap, there: &[i64]) -> Vec<Gap> {
    let mut left = Vec::new();
    let mut first = range.first;
    for &seq in there.iter().filter(|seq| range.holds(**seq)) {
        if seq > first {
            left.push(Gap { first, last: seq - 1, ..range });
        }
        first = seq.saturating_add(1);
    }
    if first <= range.last {
        left.push(Gap { first, ..range });
    }
    left
}

/// What the next seal misses: of the known gaps what did not come and still may, and every number between `after` and the
/// last that is there.
pub(super) fn missing(known: &[Gap], late: &[i64], after: i64, fresh: &[i64], now: i64) -> Vec<Gap> {
    let coming = |gap: &Gap| now.saturating_sub(gap.since) < STILL_COMING || gap.last - gap.first > FAR_AHEAD;
    let known = known.iter().flat_map(|gap| without(*gap, late)).filter(coming);
    let last = fresh.last().copied().unwrap_or(after);
    let new = without(Gap { first: after.saturating_add(1), last, since: now }, fresh);
    known.chain(new).collect()
}

/// The proof of a seal: over all that it says, the proof of the one before it included.
pub(super) fn proof(key: &DataKey, seal: &Model) -> Result<String, Fault> {
    let Model { number, sealed_at, through, missing, entries, previous, proof: _ } = seal;
    proof::of(key, "audit seal", &(number, sealed_at, through, missing, entries, previous))
}

/// The seal, if it is one of ours and says what it said. Nothing is removed or held on to by the word of another.
pub(super) fn proven(key: &DataKey, seal: Model) -> Result<Model, Fault> {
    if proof(key, &seal)? == seal.proof {
        Ok(seal)
    } else {
        Err(format!("seal {} of the audit log is not ours: run `sluis audit verify`", seal.number).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(first: i64, last: i64, since: i64) -> Gap {
        Gap { first, last, since }
    }

    #[test]
    fn every_number_that_is_not_there_is_missed() {
        assert_eq!(missing(&[], &[], 10, &[11, 12], 5), []);
        assert_eq!(missing(&[], &[], 10, &[12, 13, 17], 5), [gap(11, 11, 5), gap(14, 16, 5)]);
        assert_eq!(missing(&[], &[], 0, &[], 5), []);
    }

    #[test]
    fn what_comes_late_is_missed_no_more() {
        let known = [gap(3, 3, 1), gap(5, 9, 1)];
        assert_eq!(missing(&known, &[3, 7], 10, &[11], 5), [gap(5, 6, 1), gap(8, 9, 1)]);
    }

    #[test]
    fn what_was_looked_for_long_enough_comes_no_more() {
        let known = [gap(3, 9, 0)];
        assert_eq!(missing(&known, &[5], 10, &[], STILL_COMING - 1), [gap(3, 4, 0), gap(6, 9, 0)]);
        assert_eq!(missing(&known, &[5], 10, &[], STILL_COMING), []);
    }

    #[test]
    fn an_event_far_ahead_keeps_the_way_open_for_the_others() {
        let known = missing(&[], &[], 10, &[11, 1_000_000_000], 0);
        assert_eq!(missing(&known, &[12], 1_000_000_000, &[], i64::MAX), [gap(13, 999_999_999, 0)]);
    }

    #[test]
    fn entries_are_read_as_they_are_written() {
        let entry = |seq, class, hash: &str| Entry { seq, class, hash: hash.to_owned() };
        let all = [entry(1, Class::Traffic, "a_b"), entry(7, Class::Administration, "c-d")];
        assert_eq!(entries(&written(&all)).expect("entries"), all);
        assert_eq!(entries("").expect("none"), []);
        assert!(entries("1 traffic").is_err() && entries("1 other a").is_err() && entries("1 traffic a b").is_err());
    }
}
