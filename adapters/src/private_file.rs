//! Whether a file with a key in it is closed to others, as PostgreSQL and OpenSSH ask of theirs.

use std::fs::Metadata;

/// The permissions of a file that others could read or write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOpen(pub u32);

/// Takes a file that nobody but its owner has access to. One that belongs to somebody else, as the secrets that a container is
/// given, may be lent to our group to read.
#[cfg(unix)]
pub fn refuse_if_too_open(metadata: &Metadata) -> Result<(), TooOpen> {
    use std::os::unix::fs::MetadataExt;
    let mode = metadata.mode() & 0o777;
    let ours = metadata.uid() == rustix::process::geteuid().as_raw();
    if is_closed(mode, ours) { Ok(()) } else { Err(TooOpen(mode)) }
}

/// Elsewhere the file's access list is the operator's care.
#[cfg(not(unix))]
pub fn refuse_if_too_open(_metadata: &Metadata) -> Result<(), TooOpen> {
    Ok(())
}

#[cfg(unix)]
fn is_closed(mode: u32, ours: bool) -> bool {
    let open = if ours { 0o077 } else { 0o037 };
    mode & open == 0
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_group_may_read_what_it_is_lent_and_nobody_else_anything() {
        for (mode, ours, closed) in [
            (0o600, true, true),
            (0o400, true, true),
            (0o640, true, false),
            (0o440, true, false),
            (0o440, false, true),
            (0o640, false, true),
            (0o660, false, false),
            (0o444, false, false),
            (0o604, true, false),
        ] {
            assert_eq!(is_closed(mode, ours), closed, "{mode:o} {ours}");
        }
    }
}
