//! What a new password must be (NIST SP 800-63B 3.1.1.2): long enough, and not one that others would try first. No rules about
//! capitals, digits or signs: they make passwords that are hard to remember and easy to guess.

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::Account;
use crate::port::{BreachedPasswords, KnownPasswords};

/// A password that may be set.
#[derive(Clone)]
pub struct NewPassword(SecretString);

/// Why a password may not be set, for the one who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UnfitPassword {
    /// Too few characters.
    #[error("a password has at least {0} characters; three words that have nothing to do with each other do well")]
    TooShort(usize),
    /// Too many bytes.
    #[error("a password has at most {} bytes", NewPassword::MAX_BYTES)]
    TooLong,
    /// A tab, a line break or the like, which cannot be typed on a page.
    #[error("a password is one line, without tabs and other control characters")]
    Control,
    /// Many people have it.
    #[error("this password is in the lists that are tried first, because many people chose it")]
    Common,
    /// Somebody's, and it became known.
    #[error("this password became known in a breach of another service, so others try it")]
    Breached,
    /// A name, with or without a number.
    #[error("this password is a word that others guess first: of the person, where they work, or this service")]
    Context,
}

/// What passwords must be here.
pub struct PasswordRules<'a> {
    /// The fewest characters.
    pub least: usize,
    /// Those that many people have.
    pub known: &'a dyn KnownPasswords,
    /// Words that others know of the person.
    pub context: Vec<String>,
}

/// Words that anybody tries here.
const WORDS: [&str; 12] = [
    "admin",
    "geheim",
    "gemeente",
    "koop",
    "logius",
    "ministerie",
    "overheid",
    "password",
    "publicatie",
    "sluis",
    "wachtwoord",
    "welkom",
];
/// A shorter word of the context is nothing that a password can be made of.
const SHORTEST_WORD: usize = 3;
/// NFKC makes a text in UTF-8 at most so many times longer (Unicode Standard Annex 15, 9).
const NFKC_GROWTH: usize = 11;

impl NewPassword {
    /// The fewest characters where it is one of two factors.
    pub const LEAST: usize = 8;
    /// The fewest characters where it can be the only one.
    pub const LEAST_ALONE: usize = 15;
    /// The most bytes; the login takes no longer one.
    pub const MAX_BYTES: usize = 1024;

    /// Checks what was chosen.
    pub fn check(typed: SecretString, rules: &PasswordRules<'_>) -> Result<Self, UnfitPassword> {
        let text = normalised(&typed);
        if typed.expose_secret().len() > Self::MAX_BYTES {
            return Err(UnfitPassword::TooLong);
        }
        if text.contains(char::is_control) {
            return Err(UnfitPassword::Control);
        }
        if text.chars().count() < rules.least {
            return Err(UnfitPassword::TooShort(rules.least));
        }
        let folded = Zeroizing::new(text.to_lowercase());
        if rules.known.contains(&folded) {
            return Err(UnfitPassword::Common);
        }
        let bare = Zeroizing::new(bare(&folded));
        let guessed = WORDS.into_iter().chain(rules.context.iter().map(String::as_str)).any(|word| {
            let word = self::bare(&word.to_lowercase());
            word.chars().count() >= SHORTEST_WORD && word == *bare
        });
        if guessed { Err(UnfitPassword::Context) } else { Ok(Self(typed)) }
    }

    /// Refuses one that became known in a breach, where a collection of those is asked.
    pub async fn unless_breached(self, collection: Option<&dyn BreachedPasswords>) -> Result<Self, UnfitPassword> {
        match collection {
            Some(collection) if collection.contains(&self.0).await => Err(UnfitPassword::Breached),
            _ => Ok(self),
        }
    }

    /// The password, to be hashed.
    pub fn reveal(self) -> SecretString {
        self.0
    }
}

impl<'a> PasswordRules<'a> {
    /// The rules for the password of this person.
    pub fn of(account: &Account, least: usize, known: &'a dyn KnownPasswords) -> Self {
        let name = account.claims.values().filter_map(|value| value.as_str());
        let mailbox = account.email.as_ref().and_then(|email| email.value.reveal().split('@').next());
        let texts = name.chain(mailbox).chain([account.username.as_str()]).chain(account.organisation.as_deref());
        // Each text as a whole, and each word in it.
        let context = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain([text]));
        Self { least, known, context: context.map(str::to_owned).collect() }
    }
}

/// The same password typed on another keyboard or system may arrive as other code points. NFKC makes them one (NIST SP
/// 800-63B 3.1.1.2). What is checked, what is hashed and what is compared go through here, so they can never differ. ASCII,
/// and so nearly every imported hash, stays as it is.
pub fn normalised(password: &SecretString) -> Zeroizing<String> {
    let typed = password.expose_secret();
    // Large enough from the start: a string that grows leaves copies behind that nobody zeroes.
    let mut normalised = Zeroizing::new(String::with_capacity(typed.len() * NFKC_GROWTH));
    normalised.extend(typed.nfkc());
    normalised
}

/// Without what people put around and between words to please a rule: `Welkom-2026!` is `welkom`.
fn bare(folded: &str) -> String {
    let letters: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.trim_matches(|c: char| c.is_numeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct List;

    impl KnownPasswords for List {
        fn contains(&self, folded: &str) -> bool {
            ["qwertyuiop", "sunshine1"].contains(&folded)
        }
    }

    fn check(typed: &str, least: usize) -> Option<UnfitPassword> {
        let context = ["jan.de.vries", "Gemeente Ommen", "Ommen", "xy"].map(str::to_owned).to_vec();
        NewPassword::check(typed.into(), &PasswordRules { least, known: &List, context }).err()
    }

    #[test]
    fn a_password_has_a_length_and_no_other_form() {
        for fits in ["abcdefgh", "één twee drie", "🐟🐠🐡🦈🐬🐳🐋🦭", &"x".repeat(64), &"x".repeat(1024)]
        {
            assert_eq!(check(fits, 8), None, "{fits}");
        }
        for short in ["", "1234567", "ééé", "🐟🐠", "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}"] {
            assert_eq!(check(short, 8), Some(UnfitPassword::TooShort(8)), "{short}: characters, not bytes");
        }
        assert_eq!(check("fourteen signs", 15), Some(UnfitPassword::TooShort(15)));
        assert_eq!(check("fifteen letters", 15), None);
        assert_eq!(check(&"x".repeat(1025), 8), Some(UnfitPassword::TooLong));
        assert_eq!(check("1234\t56789", 8), Some(UnfitPassword::Control));
    }

    #[test]
    fn what_others_try_first_is_refused_in_every_spelling() {
        for common in ["qwertyuiop", "QwertyUIOP", "ｑｗｅｒｔｙｕｉｏｐ", "Sunshine1"] {
            assert_eq!(check(common, 8), Some(UnfitPassword::Common), "{common}");
        }
        for word in [
            "Welkom2026!",
            "wachtwoord",
            "KOOP-2026-2026",
            "jandevries1",
            "Jan.de.Vries!",
            "2026 Gemeente Ommen",
            "!!ommen!!",
        ] {
            assert_eq!(check(word, 8), Some(UnfitPassword::Context), "{word}");
        }
        for fits in ["welkom thuis", "ommen en omstreken", "xyxyxyxy", "12345678xy"] {
            assert_eq!(check(fits, 8), None, "{fits}: not the word alone");
        }
    }
}
