//! The passwords that many people have, in the order of the alphabet: those of the list of Django (`common/LICENSE`) that are
//! long enough to be chosen here. Folded as [`KnownPasswords`] asks.

use idp_core::port::KnownPasswords;

/// One on each line, sorted by bytes.
const LIST: &str = include_str!("common/passwords.txt");

/// The list that comes with the program.
pub struct CommonPasswords(Vec<&'static str>);

impl Default for CommonPasswords {
    fn default() -> Self {
        Self(LIST.lines().collect())
    }
}

impl KnownPasswords for CommonPasswords {
    fn contains(&self, folded: &str) -> bool {
        self.0.binary_search(&folded).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        let list = CommonPasswords::default();
        assert!(list.0.len() > 8_000 && list.0.is_sorted());
        for common in ["iloveyou", "password1", "1qaz2wsx", "12345678", "trustno1"] {
            assert!(list.contains(common), "{common}");
        }
        for rare in ["", "een heel lang wachtwoord", "Password1", "passw"] {
            assert!(!list.contains(rare), "{rare}");
        }
    }
}
