//! The one script that there is: it sends the answer to the application, where the application wants it in a form.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The whole script. It stands between the tags as it is, and the Content Security Policy names its hash, so that nothing else
/// can run on the page.
pub const SCRIPT: &str = "document.forms[0].submit()";

/// The source expression that allows [`SCRIPT`] and nothing else (Content Security Policy Level 3, 2.3.1).
pub fn script_source() -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(SCRIPT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_the_hash_of_the_script() {
        // printf %s "document.forms[0].submit()" | openssl dgst -sha256 -binary | base64
        assert_eq!(script_source(), "'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='");
    }
}
