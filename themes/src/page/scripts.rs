//! The scripts. Two lines, each on one page, for what that page cannot do without: its Content Security Policy names the hash of
//! its script. And a file, on the pages that ask for a passkey, for what a browser does by a script alone: their policy names that
//! one file. On every other page nothing can run.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// What asks an authenticator. It is ours on every theme: a theme changes looks and words.
pub(crate) const PASSKEY: &str = include_str!("passkey.js");

/// A whole script. It stands between the tags as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script(&'static str);

impl Script {
    /// Sends the answer to the application, where the application wants it in a form.
    pub const SEND: Self = Self("document.forms[0].submit()");

    /// Follows the link of the page when everything on it was loaded, frames included, or after five seconds: an application
    /// that hangs keeps nobody.
    pub const GO_ON: Self = Self(
        "function on(){clearTimeout(wait);window.onload=null;location.replace(document.getElementById(\"on\").href)}\
         var wait=setTimeout(on,5000);window.onload=on",
    );

    /// The text.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The source expression that allows this script and nothing else (Content Security Policy Level 3, 2.3.1).
    pub fn source(self) -> String {
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_the_hash_of_the_script() {
        // printf %s "document.forms[0].submit()" | openssl dgst -sha256 -binary | base64
        assert_eq!(Script::SEND.source(), "'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='");
    }
}
