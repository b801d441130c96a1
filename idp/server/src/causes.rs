//! An error and what caused it, in one line: for people, who see no debug output.

use std::error::Error;

/// The messages of an error and of its causes, from the outside in.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut messages = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        messages.push(error.to_string());
        cause = error.source();
    }
    // An error may well repeat what its cause says.
    messages.dedup();
    messages.join(": ")
}
