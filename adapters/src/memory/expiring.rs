//! A locked map whose entries are gone after their time, and that never grows without end.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use idp_core::port::{Answer, Unavailable};
use jiff::Timestamp;

/// Shared between threads.
pub(super) struct Shared<K, V>(Mutex<Expiring<K, V>>);

/// The map behind the lock.
pub(super) struct Expiring<K, V> {
    what: &'static str,
    capacity: usize,
    entries: HashMap<K, Entry<V>>,
    /// The same keys, the first to expire in front: sweeping touches only what is over.
    by_expiry: BTreeSet<(Timestamp, K)>,
}

/// A value and when it is over.
pub(super) struct Entry<V> {
    pub(super) value: V,
    pub(super) expires_at: Timestamp,
}

impl<K: Clone + Ord + Hash, V> Shared<K, V> {
    /// An empty map for at most `capacity` entries of `what`.
    pub(super) fn new(what: &'static str, capacity: usize) -> Self {
        let (entries, by_expiry) = (HashMap::new(), BTreeSet::new());
        Self(Mutex::new(Expiring { what, capacity, entries, by_expiry }))
    }

    /// The map, alone. No verb can leave it half changed, so a panic elsewhere does not spoil it.
    pub(super) fn lock(&self) -> MutexGuard<'_, Expiring<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Ord + Hash, V> Expiring<K, V> {
    /// Puts an entry in the place of any before it, after sweeping what is over. A map that is full of live entries refuses a
    /// new one: to evict would let a flood of strangers throw out the people who are logging in.
    pub(super) fn insert(&mut self, key: K, value: V, expires_at: Timestamp, now: Timestamp) -> Answer<&mut Entry<V>> {
        self.remove(&key);
        self.sweep(now);
        if self.entries.len() >= self.capacity {
            return Err(Unavailable::new(self.what, format!("all {} places are taken", self.capacity)));
        }
        self.by_expiry.insert((expires_at, key.clone()));
        Ok(self.entries.entry(key).insert_entry(Entry { value, expires_at }).into_mut())
    }

    /// The entry, unless it is over.
    pub(super) fn live(&mut self, key: &K, now: Timestamp) -> Option<&mut Entry<V>> {
        self.entries.get_mut(key).filter(|entry| now < entry.expires_at)
    }

    /// The entry, also if it is over and not yet swept.
    pub(super) fn any(&mut self, key: &K) -> Option<&mut Entry<V>> {
        self.entries.get_mut(key)
    }

    /// Takes the entry out.
    pub(super) fn remove(&mut self, key: &K) {
        if let Some(entry) = self.entries.remove(key) {
            self.by_expiry.remove(&(entry.expires_at, key.clone()));
        }
    }

    fn sweep(&mut self, now: Timestamp) {
        while let Some((expires_at, _)) = self.by_expiry.first()
            && *expires_at <= now
            && let Some((_, key)) = self.by_expiry.pop_first()
        {
            self.entries.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn a_full_map_refuses_until_something_is_over() {
        let map = Shared::new("store a number", 2);
        let mut map = map.lock();
        assert!(map.insert(1, "one", at(10), at(0)).is_ok());
        assert!(map.insert(2, "two", at(20), at(0)).is_ok());
        assert!(map.insert(3, "three", at(30), at(5)).is_err(), "both are live");
        assert!(map.insert(2, "two again", at(20), at(5)).is_ok(), "in its own place");
        assert!(map.insert(3, "three", at(30), at(10)).is_ok(), "the first is over");
        assert!(map.any(&1).is_none(), "and swept");
        assert!(map.live(&3, at(29)).is_some_and(|entry| entry.value == "three"));
        assert!(map.live(&3, at(30)).is_none(), "over at its time, swept or not");
    }
}
