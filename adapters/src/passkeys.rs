//! The ceremonies of Web Authentication, by the webauthn-rs crates: what is asked, and whether an answer is right.
//!
//! The core crate and not the one around it: that one asks for keys that lie in no authenticator, and knows a passkey either as both
//! factors or as one, where ours may be either, by what its authenticator says at each use. What the core crate leaves to whoever
//! calls it is done here: whose passkey it is, that the page was at the top of its window, and that a challenge is not kept with
//! the keys it may be answered by.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use idp_core::account::{CredentialId, PasskeyCredential, UserHandle};
use idp_core::port::{Answer, Asserted, Ceremony, Made, Passkeys, Registrant, Unavailable, Verification};
use idp_core::provider::Issuer;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::proto::{
    AuthenticationState, Credential, PublicKeyCredential, RegisterPublicKeyCredential, RegistrationState,
    ResidentKeyRequirement, UserVerificationPolicy,
};

/// How long the browser waits for the authenticator (WebAuthn 15.1 recommends five minutes at least).
const WAIT: Duration = Duration::from_secs(5 * 60);
/// The longest answer that is read, in bytes. One is about a thousand; a key of RSA with a certificate is some thousands.
const LONGEST: usize = 16 * 1024;

/// The relying party: everything below the issuer's host.
pub struct WebAuthn(WebauthnCore);

/// What only the page knows of where it is (WebAuthn 5.8.1).
#[derive(Deserialize)]
struct ClientData {
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

impl WebAuthn {
    /// `name` is what people log in to.
    pub fn new(name: &str, issuer: &Issuer) -> Result<Self, Unavailable> {
        let origin = Url::parse(issuer.as_str()).map_err(|error| Unavailable::new("the origin of passkeys", error))?;
        let host = issuer.host();
        Ok(Self(WebauthnCore::new_unsafe_experts_only(name, &host, vec![origin], WAIT, Some(false), Some(false))))
    }
}

impl Passkeys for WebAuthn {
    fn begin_registration(
        &self,
        person: &Registrant<'_>,
        known: &[PasskeyCredential],
        verification: Verification,
    ) -> Answer<Ceremony> {
        let known = credentials(known)?.into_iter().map(|credential| credential.cred_id).collect();
        let builder = self
            .0
            .new_challenge_register_builder(&person.handle.0, person.username, person.name)
            .map_err(|error| Unavailable::new("ask for a passkey", error))?
            .user_verification_policy(policy(verification))
            .exclude_credentials(Some(known));
        let (mut asked, state) = self
            .0
            .generate_challenge_register(builder)
            .map_err(|error| Unavailable::new("ask for a passkey", error))?;
        // A key that lies in the authenticator is found without a name; one that does not is a second factor all the same.
        if let Some(selection) = &mut asked.public_key.authenticator_selection {
            selection.resident_key = Some(ResidentKeyRequirement::Preferred);
        }
        ceremony(&asked.public_key, &state)
    }

    fn finish_registration(&self, ceremony: &Ceremony, answer: &str) -> Answer<Option<Made>> {
        let state: RegistrationState = kept(&ceremony.state)?;
        let Some(answer) = read::<RegisterPublicKeyCredential>(answer) else { return Ok(None) };
        if crosses_origins(&answer.response.client_data_json) || !is_named_alike(&answer.id, &answer.raw_id) {
            return Ok(None);
        }
        let credential = match self.0.register_credential(&answer, &state, None) {
            Ok(credential) => credential,
            Err(error) => {
                tracing::info!(%error, "a passkey was not made");
                return Ok(None);
            }
        };
        Ok(Some(Made {
            id: CredentialId(credential.cred_id.clone()),
            signatures: credential.counter,
            verified: credential.user_verified,
            credential: PasskeyCredential::from_store(written(&credential)?),
        }))
    }

    fn begin_login(&self, of: &[PasskeyCredential], verification: Verification) -> Answer<Ceremony> {
        let failed = |error| Unavailable::new("ask a passkey", error);
        let builder = self.0.new_challenge_authenticate_builder(credentials(of)?, Some(policy(verification)));
        let (asked, mut state) = self.0.generate_challenge_authenticate(builder.map_err(failed)?).map_err(failed)?;
        state.set_allowed_credentials(Vec::new());
        ceremony(&asked.public_key, &state)
    }

    fn named(&self, answer: &str) -> Option<CredentialId> {
        Some(CredentialId(read::<PublicKeyCredential>(answer)?.raw_id))
    }

    fn finish_login(
        &self,
        ceremony: &Ceremony,
        owner: &UserHandle,
        passkey: &PasskeyCredential,
        answer: &str,
    ) -> Answer<Option<Asserted>> {
        let state: AuthenticationState = kept(&ceremony.state)?;
        let mut credential: Credential = kept(passkey.reveal())?;
        // The store compares counters, in the statement that writes the new one; and whether somebody was verified is told of
        // this answer, whatever was so when the passkey was made.
        credential.counter = 0;
        credential.user_verified = false;
        credential.registration_policy = UserVerificationPolicy::Preferred;
        let Some(answer) = read::<PublicKeyCredential>(answer) else { return Ok(None) };
        // A key that does not lie in the authenticator says of nobody whose it is; the key itself is the owner's.
        if !is_named_alike(&answer.id, &answer.raw_id) {
            return Ok(None);
        }
        let of_another = answer.get_user_unique_id().is_some_and(|handle| handle != owner.0);
        if of_another || crosses_origins(&answer.response.client_data_json) {
            return Ok(None);
        }
        match self.0.authenticate_single_credential(&answer, &state, &credential) {
            Ok(right) => Ok(Some(Asserted { signatures: right.counter(), verified: right.user_verified() })),
            Err(error) => {
                tracing::info!(%error, "an answer of a passkey is not right");
                Ok(None)
            }
        }
    }
}

fn policy(verification: Verification) -> UserVerificationPolicy {
    match verification {
        Verification::Asked => UserVerificationPolicy::Preferred,
        Verification::Required => UserVerificationPolicy::Required,
    }
}

fn credentials(kept: &[PasskeyCredential]) -> Answer<Vec<Credential>> {
    kept.iter().map(|passkey| self::kept(passkey.reveal())).collect()
}

/// Whether the page was in a frame of another's. What cannot be read is refused later, with everything else that is wrong with it.
fn crosses_origins(client_data: &[u8]) -> bool {
    serde_json::from_slice::<ClientData>(client_data).is_ok_and(|data| data.cross_origin)
}

/// Whether an answer calls its passkey the same twice (WebAuthn 5.1).
fn is_named_alike(id: &str, raw: &[u8]) -> bool {
    id == URL_SAFE_NO_PAD.encode(raw)
}

fn ceremony(options: &impl Serialize, state: &impl Serialize) -> Answer<Ceremony> {
    Ok(Ceremony { options: written(options)?, state: written(state)? })
}

/// What a browser sent. `None` if it is nothing that we know.
fn read<T: DeserializeOwned>(answer: &str) -> Option<T> {
    if answer.len() > LONGEST { None } else { serde_json::from_str(answer).ok() }
}

fn written(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(|error| Unavailable::new("write a passkey", error))
}

fn kept<T: DeserializeOwned>(text: &str) -> Answer<T> {
    serde_json::from_str(text).map_err(|error| Unavailable::new("read a passkey", error))
}
