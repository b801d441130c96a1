//! Hashes of other systems in their usual text forms: bcrypt, PBKDF2 (as PHC strings, of passlib and of Django) and scrypt.
//! They are only ever verified, and never made.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Two to this power of rounds of bcrypt at most: about half a second.
const MAX_BCRYPT_COST: u32 = 13;
/// The most rounds of PBKDF2: about half a second.
const MAX_ROUNDS: u32 = 1_500_000;
/// The most memory of scrypt, in bytes; and that times the lanes, which take turns: about half a second.
const MAX_SCRYPT_MEMORY: u64 = 64 * 1024 * 1024;
const MAX_SCRYPT_WORK: u64 = 2 * MAX_SCRYPT_MEMORY;
/// The largest block of scrypt and the most lanes, each by itself: a product alone can be spent on one of them, in ways that
/// nobody measured.
const MAX_SCRYPT_BLOCK: u32 = 32;
const MAX_SCRYPT_LANES: u32 = 4;
/// The lengths of a salt and of an output that somebody really uses, in bytes.
const SALTS: std::ops::RangeInclusive<usize> = 4..=64;
const OUTPUTS: std::ops::RangeInclusive<usize> = 16..=64;

/// Base64 as these forms have it: with and without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A hash that another system made.
pub(in crate::passwords) enum ForeignHash {
    /// bcrypt looks at the first 72 bytes, and so does this until the login that makes a new hash of all of them.
    Bcrypt(String),
    Pbkdf2 {
        digest: Digest,
        rounds: u32,
        salt: Vec<u8>,
        output: Vec<u8>,
    },
    Scrypt {
        params: scrypt::Params,
        salt: Vec<u8>,
        output: Vec<u8>,
    },
}

#[derive(Clone, Copy)]
pub(in crate::passwords) enum Digest {
    Sha1,
    Sha256,
    Sha512,
}

impl ForeignHash {
    /// Reads a hash. `None` for what we do not know, and for what costs more than we spend.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('$').collect();
        match parts.as_slice() {
            ["", "2a" | "2b" | "2y", cost, rest] => {
                let known = |byte: u8| byte.is_ascii_alphanumeric() || b"./".contains(&byte);
                let whole = rest.len() == 53 && rest.bytes().all(known) && cost.len() == 2;
                let affordable = (4..=MAX_BCRYPT_COST).contains(&cost.parse().ok()?);
                (whole && affordable).then(|| Self::Bcrypt(text.to_owned()))
            }
            ["", name, rounds, salt, output] if name.starts_with("pbkdf2") => {
                let digest = Digest::named(name.strip_prefix("pbkdf2").unwrap_or_default())?;
                // A PHC string says `i=600000` or `i=600000,l=32`; passlib says the number alone.
                let rounds = rounds.strip_prefix("i=").unwrap_or(rounds);
                let rounds = rounds.split(",l=").next().unwrap_or_default();
                Self::pbkdf2(digest, rounds, bytes(salt)?, bytes(output)?)
            }
            // Django's salt is text.
            ["pbkdf2_sha256", rounds, salt, output] => {
                Self::pbkdf2(Digest::Sha256, rounds, salt.as_bytes().to_vec(), bytes(output)?)
            }
            ["", "scrypt", params, salt, output] => Self::scrypt(params, bytes(salt)?, bytes(output)?),
            _ => None,
        }
    }

    fn pbkdf2(digest: Digest, rounds: &str, salt: Vec<u8>, output: Vec<u8>) -> Option<Self> {
        let rounds = rounds.parse().ok().filter(|rounds| (1..=MAX_ROUNDS).contains(rounds))?;
        fits(&salt, &output).then_some(Self::Pbkdf2 { digest, rounds, salt, output })
    }

    /// `ln=16,r=8,p=1`.
    fn scrypt(params: &str, salt: Vec<u8>, output: Vec<u8>) -> Option<Self> {
        let (ln, rest) = params.strip_prefix("ln=")?.split_once(",r=")?;
        let (r, p) = rest.split_once(",p=")?;
        let (log_n, r, p): (u8, u32, u32) = (ln.parse().ok()?, r.parse().ok()?, p.parse().ok()?);
        let memory = 1_u64.checked_shl(log_n.into())?.checked_mul(128)?.checked_mul(r.into())?;
        let affordable = memory <= MAX_SCRYPT_MEMORY
            && memory.checked_mul(p.into())? <= MAX_SCRYPT_WORK
            && (1..=MAX_SCRYPT_BLOCK).contains(&r)
            && (1..=MAX_SCRYPT_LANES).contains(&p);
        let params = scrypt::Params::new(log_n, r, p).ok().filter(|_| affordable && fits(&salt, &output))?;
        Some(Self::Scrypt { params, salt, output })
    }

    /// Whether the password is the one of the hash.
    pub(in crate::passwords) fn verify(&self, password: &[u8]) -> bool {
        match self {
            Self::Bcrypt(hash) => bcrypt::verify(password, hash).unwrap_or(false),
            Self::Pbkdf2 { digest, rounds, salt, output } => {
                let mut computed = Zeroizing::new(vec![0; output.len()]);
                match digest {
                    Digest::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, *rounds, &mut computed),
                    Digest::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, *rounds, &mut computed),
                    Digest::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, *rounds, &mut computed),
                }
                computed.ct_eq(output).into()
            }
            Self::Scrypt { params, salt, output } => {
                let mut computed = Zeroizing::new(vec![0; output.len()]);
                scrypt::scrypt(password, salt, params, &mut computed).is_ok() && bool::from(computed.ct_eq(output))
            }
        }
    }
}

impl Digest {
    /// What follows `pbkdf2` in the name of the form.
    fn named(name: &str) -> Option<Self> {
        match name {
            "" | "-sha1" => Some(Self::Sha1),
            "-sha256" => Some(Self::Sha256),
            "-sha512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// passlib writes `.` where others write `+`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    LENIENT.decode(text.replace('.', "+")).ok()
}

fn fits(salt: &[u8], output: &[u8]) -> bool {
    SALTS.contains(&salt.len()) && OUTPUTS.contains(&output.len())
}
