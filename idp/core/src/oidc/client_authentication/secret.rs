//! `client_secret_basic` and `client_secret_post`: the same secret in two places.

use super::Denied;
use crate::client::SecretHash;

/// Compares with every secret, so that the time does not tell which one it is. However often it is wrong, the right one
/// still opens: secrets have too much entropy to be guessed, and a lock would be a way to shut a client out.
pub(super) fn check(hashes: &[SecretHash], presented: &str) -> Result<(), Denied> {
    let matches = hashes.iter().fold(false, |found, hash| hash.matches(presented) | found);
    if matches { Ok(()) } else { Err(Denied::Unproven("secret")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_it_is_rotated_either_secret_counts() {
        let hashes = [SecretHash::of("new"), SecretHash::of("old")];
        for (presented, right) in [("new", true), ("old", true), ("", false), ("New", false), ("new ", false)] {
            assert_eq!(check(&hashes, presented).is_ok(), right, "{presented:?}");
        }
        assert!(check(&[], "").is_err(), "no secret opens nothing");
    }
}
