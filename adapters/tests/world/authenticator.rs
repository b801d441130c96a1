//! An authenticator made of software, together with the browser in front of it: what a page of ours gets from both. It does as it
//! is told, also what a real one never would.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Flags of the authenticator data (WebAuthn 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// One, with one passkey.
pub(crate) struct Authenticator {
    /// Where the browser says that the page is.
    pub(crate) origin: String,
    /// Whether the browser says that the page was in a frame of another's.
    pub(crate) framed: bool,
    /// Whether it makes sure that it is its owner.
    pub(crate) verifies: bool,
    /// How often it signed.
    pub(crate) signatures: u32,
    /// Whose it says that the passkey is.
    pub(crate) handle: Option<Vec<u8>>,
    id: Vec<u8>,
    key: EcdsaKeyPair,
}

impl Authenticator {
    pub(crate) fn at(origin: &str) -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref(), &random).expect("a key");
        let id = Sha256::digest(key.public_key().as_ref()).to_vec();
        Self { origin: origin.to_owned(), framed: false, verifies: true, signatures: 0, handle: None, id, key }
    }

    /// Makes its passkey: `navigator.credentials.create`.
    pub(crate) fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("JSON");
        self.handle = URL_SAFE_NO_PAD.decode(text(&options["user"]["id"])).ok();
        let point = self.key.public_key().as_ref();
        let length = u16::try_from(self.id.len()).expect("a short id");
        // COSE (RFC 9052): an EC2 key for ES256 on P-256.
        let key =
            [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], &point[1..33], &[0x22, 0x58, 32], &point[33..]].concat();
        let attested = [&[0; 16], &length.to_be_bytes()[..], &self.id, &key].concat();
        let data = [self.data(text(&options["rp"]["id"]), ATTESTED), attested].concat();
        let size = u8::try_from(data.len()).expect("less than 256 bytes");
        // CBOR (RFC 8949): {"fmt": "none", "attStmt": {}, "authData": data}
        let object = [b"\xa3cfmtdnonegattStmt\xa0hauthData\x58", &[size][..], &data].concat();
        self.response(&json!({
            "clientDataJSON": self.client_data("webauthn.create", &options),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
        }))
    }

    /// Answers with its passkey: `navigator.credentials.get`.
    pub(crate) fn log_in(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("JSON");
        self.signatures += 1;
        let data = self.data(text(&options["rpId"]), 0);
        let client_data = self.client_data("webauthn.get", &options);
        let hash = Sha256::digest(URL_SAFE_NO_PAD.decode(&client_data).expect("base64url"));
        let signed = [&data[..], &hash].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        self.response(&json!({
            "clientDataJSON": client_data,
            "authenticatorData": URL_SAFE_NO_PAD.encode(&data),
            "signature": URL_SAFE_NO_PAD.encode(signature),
            "userHandle": self.handle.as_ref().map(|handle| URL_SAFE_NO_PAD.encode(handle)),
        }))
    }

    fn data(&self, rp: &str, flags: u8) -> Vec<u8> {
        let flags = flags | PRESENT | if self.verifies { VERIFIED } else { 0 };
        [&Sha256::digest(rp)[..], &[flags], &self.signatures.to_be_bytes()].concat()
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        let data = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": self.framed,
        });
        URL_SAFE_NO_PAD.encode(data.to_string())
    }

    fn response(&self, response: &Value) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {},
        })
        .to_string()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
