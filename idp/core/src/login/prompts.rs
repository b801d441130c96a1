//! The prompts, a file each, with the same members in the same order: kind, check, pass, start, prepare, open, answer, samples.

pub(super) mod consent;
pub(super) mod email_code;
pub(super) mod enrol_authenticator;
pub(super) mod enrol_passkey;
pub(super) mod enrolment_done;
pub(super) mod identify;
pub(super) mod passkey;
pub(super) mod password;
pub(super) mod recovery_code;
pub(super) mod register_phone;
pub(super) mod sms_code;
pub(super) mod totp;
pub(super) mod visit_code;
