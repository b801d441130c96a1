//! A collection of breached passwords that answers by range, as Have I Been Pwned does: it is told the first five characters of
//! a SHA-1 and gives the rest of every one that begins so, hundreds of them. Which of these was meant, if any, it never learns
//! (k-anonymity).

use async_trait::async_trait;
use idp_core::account::normalised;
use idp_core::port::BreachedPasswords;
use reqwest::header::HeaderName;
use secrecy::SecretString;
use sha1::{Digest, Sha1};
use url::Url;
use zeroize::Zeroizing;

use crate::outbound::{NotFetched, Outbound};

/// How much of the hash is told.
const TOLD: usize = 5;
/// The largest range, in bytes. Those of Have I Been Pwned are a tenth of it.
const LARGEST: usize = 512 * 1024;

/// The collection at a URL, to which what is told of the hash is added.
pub struct BreachedRanges {
    outbound: Outbound,
    ranges: Url,
}

impl BreachedRanges {
    /// Asks nothing until a password is set. The URL ends in a slash.
    pub fn new(outbound: Outbound, ranges: Url) -> Self {
        Self { outbound, ranges }
    }

    async fn range(&self, begins: &str) -> Result<Vec<u8>, NotFetched> {
        let mut url = self.ranges.clone();
        url.set_path(&[url.path(), begins].concat());
        // Rows that count nothing are added, so that the size of the answer tells nobody on the way which range it is.
        self.outbound.fetch(&url, (HeaderName::from_static("add-padding"), "true"), LARGEST).await
    }
}

#[async_trait]
impl BreachedPasswords for BreachedRanges {
    async fn contains(&self, password: &SecretString) -> bool {
        let hash = Zeroizing::new(hex(&Sha1::digest(normalised(password).as_bytes())));
        let (begins, ends) = hash.split_at(TOLD);
        match self.range(begins).await.map(|range| holds(&range, ends)) {
            Ok(Some(found)) => return found,
            Ok(None) => tracing::warn!("what answers at passwords.breached_url is no collection of breached passwords"),
            Err(error) => {
                let cause: &dyn std::error::Error = &error;
                tracing::warn!(error = cause, "the collection of breached passwords gives no answer");
            }
        }
        false
    }
}

/// Whether a range has this end, in a row such as `0018A45C4D1DEF81644B54AB7F969B88D65:21` that counts something. Nothing where
/// there is no such row at all: no range is empty.
fn holds(range: &[u8], ends: &str) -> Option<bool> {
    let row = |line: &[u8]| {
        let (end, count) = std::str::from_utf8(line).ok()?.trim_end().split_once(':')?;
        let is_end = end.len() == ends.len() && end.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_end.then_some(end.eq_ignore_ascii_case(ends) && count.parse::<u64>().ok()? > 0)
    };
    range.split(|byte| *byte == b'\n').filter_map(row).reduce(|found, row| found || row)
}

/// In upper case, as the collection has it.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
