//! What is secret, in every form in which it could lie somewhere; and the search for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

const HEX: &[u8] = b"0123456789abcdef";
const HEX_UPPER: &[u8] = b"0123456789ABCDEF";
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Secrets by what they are.
#[derive(Default)]
pub(super) struct Secrets(Mutex<BTreeMap<&'static str, Vec<Vec<u8>>>>);

impl Secrets {
    pub(super) fn note(&self, what: &'static str, secret: &str) {
        assert!(secret.len() >= 6, "{what} is too short to be looked for: {secret:?}");
        self.note_bytes(what, secret.as_bytes());
    }

    /// A secret of bytes that is written as base64: both.
    pub(super) fn note_base64(&self, what: &'static str, text: &str) {
        self.note(what, text);
        // What speaks to browsers is written for URLs, and what lies in files is not.
        if let Ok(bytes) = URL_SAFE_NO_PAD.decode(text).or_else(|_| STANDARD.decode(text)) {
            self.note_bytes(what, &bytes);
        }
    }

    /// A secret of bytes that is written as base32: both.
    pub(super) fn note_base32(&self, what: &'static str, text: &str) {
        self.note(what, text);
        let (mut bits, mut held, mut bytes) = (0_u64, 0, Vec::new());
        for value in text.bytes().filter_map(|letter| BASE32.iter().position(|known| *known == letter)) {
            (bits, held) = ((bits << 5) | value as u64, held + 5);
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
            }
        }
        self.note_bytes(what, &bytes);
    }

    fn note_bytes(&self, what: &'static str, secret: &[u8]) {
        self.0.lock().expect("a lock").entry(what).or_default().push(secret.to_vec());
    }

    /// How many kinds there are.
    pub(super) fn kinds(&self) -> usize {
        self.0.lock().expect("a lock").len()
    }

    /// Every form, with what it is of.
    fn forms(&self) -> Vec<(&'static str, Vec<u8>)> {
        let secrets = self.0.lock().expect("a lock");
        let each = secrets.iter().flat_map(|(what, secrets)| secrets.iter().map(move |secret| (*what, secret)));
        let mut forms: Vec<_> =
            each.flat_map(|(what, secret)| forms(secret).into_iter().map(move |form| (what, form))).collect();
        forms.sort();
        forms.dedup();
        forms
    }
}

/// As it is; as hexadecimal digits; as base32 and base64, wherever in something larger it begins; in a URL; in JSON.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![secret.to_vec(), in_alphabet(secret, 0, HEX, 4), in_alphabet(secret, 0, HEX_UPPER, 4)];
    forms.extend((0..5).map(|before| in_alphabet(secret, before, BASE32, 5)));
    for alphabet in [BASE64, BASE64_URL] {
        forms.extend((0..3).map(|before| in_alphabet(secret, before, alphabet, 6)));
    }
    forms.push(url::form_urlencoded::byte_serialize(secret).collect::<String>().into_bytes());
    if let Ok(text) = std::str::from_utf8(secret) {
        forms.push(url::form_urlencoded::byte_serialize(secret).collect::<String>().replace('+', "%20").into_bytes());
        forms.push(serde_json::to_string(text).expect("JSON").trim_matches('"').as_bytes().to_vec());
    }
    forms
}

/// The letters that the secret alone decides, where so many bytes stand before it.
fn in_alphabet(secret: &[u8], before: usize, alphabet: &[u8], bits: usize) -> Vec<u8> {
    let all = [&vec![0; before][..], secret].concat();
    let bit = |n: usize| usize::from(all[n / 8] >> (7 - n % 8) & 1);
    let letter = |n: usize| (n * bits..(n + 1) * bits).fold(0, |value, n| value << 1 | bit(n));
    ((before * 8).div_ceil(bits)..all.len() * 8 / bits).map(|n| alphabet[letter(n)]).collect()
}

/// Where is looked.
#[derive(Default)]
pub(super) struct Haystack(BTreeMap<String, Vec<u8>>);

impl Haystack {
    /// Every file of a folder but those below `except`.
    pub(super) fn of_folder(folder: &Path, except: &str) -> Self {
        let mut haystack = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).expect("a folder") {
                let path = entry.expect("an entry").path();
                let name = path.strip_prefix(folder).expect("below it").display().to_string();
                if path.is_dir() && name != except {
                    folders.push(path);
                } else if path.is_file() {
                    haystack.add(&name, fs::read(&path).expect("a file"));
                }
            }
        }
        haystack
    }

    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.insert(name.to_owned(), bytes);
    }

    pub(super) fn size_of(&self, name: &str) -> usize {
        self.0.get(name).map_or(0, Vec::len)
    }

    /// What was found: where, what, and around it.
    pub(super) fn search(&self, secrets: &Secrets) -> Vec<String> {
        let forms = secrets.forms();
        let search = AhoCorasick::new(forms.iter().map(|(_, form)| form)).expect("patterns");
        let mut found = Vec::new();
        for (name, bytes) in &self.0 {
            for hit in search.find_overlapping_iter(bytes) {
                let (what, form) = &forms[hit.pattern().as_usize()];
                if form.iter().all(u8::is_ascii_digit)
                    && form.len() == 6
                    && !stands_alone(bytes, hit.start(), hit.end())
                {
                    continue;
                }
                let around = &bytes[hit.start().saturating_sub(120)..(hit.end() + 60).min(bytes.len())];
                found.push(format!("{name}: {what}: …{}…", String::from_utf8_lossy(around)));
            }
        }
        found
    }
}

/// Whether six digits are a number by themselves: no part of a longer number, of a hash, or of a second.
fn stands_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let joined = |byte: &u8| byte.is_ascii_alphanumeric() || b".+/-_".contains(byte);
    let before = start.checked_sub(1).and_then(|n| bytes.get(n));
    !before.is_some_and(joined) && !bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric())
}

#[test]
fn what_is_looked_for_is_found_in_every_form() {
    let secrets = Secrets::default();
    secrets.note("a password", "geheim & \"lang\" wachtwoord");
    secrets.note_base32("a key", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
    secrets.note("a code", "123456");
    let forms = secrets.forms();
    assert!(forms.len() > 40);
    for (what, form) in &forms {
        let mut haystack = Haystack::default();
        haystack.add("there", [b"before \" ", &form[..], b" \" after"].concat());
        let found = haystack.search(&secrets);
        assert!(found.iter().any(|found| found.starts_with(&format!("there: {what}"))), "{what}");
    }
    for before in 0..3 {
        let mut haystack = Haystack::default();
        let wrapped = STANDARD.encode([&vec![b'x'; before][..], b"geheim & \"lang\" wachtwoord and more"].concat());
        haystack.add("wrapped", wrapped.into_bytes());
        assert!(!haystack.search(&secrets).is_empty(), "behind {before} bytes");
    }
    let mut haystack = Haystack::default();
    haystack.add("none", b"2026-01-01T00:00:00.123456Z 1234567 a123456 123456f nothing else".to_vec());
    assert!(haystack.search(&secrets).is_empty());
}
