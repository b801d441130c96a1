//! How outcomes of the rules become words: which message says a refusal, a stop or news, and how long until something.

use fluent_bundle::FluentValue;
use idp_core::account::UnfitPassword;
use idp_core::desk;
use idp_core::login::{Notice, Refusal, Screen, Stop};
use idp_core::own::Said;
use idp_core::password;
use jiff::Timestamp;

use crate::fault::RenderError;
use crate::templates::Templates;

/// The message that says a refusal, and when a next try is worth it.
pub(crate) fn refusal(refusal: Refusal) -> (&'static str, Option<Timestamp>) {
    match refusal {
        Refusal::UsernameMissing => ("refusal-username_missing", None),
        Refusal::PasswordMissing => ("refusal-password_missing", None),
        Refusal::CredentialsWrong => ("refusal-credentials_wrong", None),
        Refusal::PasswordPaused { until } => ("refusal-password_paused", Some(until)),
        Refusal::CodeMalformed => ("refusal-code_malformed", None),
        Refusal::CodeWrong => ("refusal-code_wrong", None),
        Refusal::RecoveryCodeMalformed => ("refusal-recovery_code_malformed", None),
        Refusal::RecoveryCodeWrong => ("refusal-recovery_code_wrong", None),
        Refusal::VisitCodeWrong => ("refusal-visit_code_wrong", None),
        Refusal::PasskeyMissing => ("refusal-passkey_missing", None),
        Refusal::PasskeyRefused => ("refusal-passkey_refused", None),
        Refusal::CodeDead => ("refusal-code_dead", None),
        Refusal::CodeUsed => ("refusal-code_used", None),
        Refusal::SendPaused { until } => ("refusal-send_paused", Some(until)),
        Refusal::PhoneMalformed => ("refusal-phone_malformed", None),
        Refusal::PhoneNotMobile => ("refusal-phone_not_mobile", None),
        Refusal::PhoneCountry => ("refusal-phone_country", None),
    }
}

/// The field that a refusal is about; none where typing something else does not help.
pub(crate) fn refused_field(refusal: Refusal, screen: &Screen) -> Option<&'static str> {
    match refusal {
        Refusal::PasswordPaused { .. }
        | Refusal::SendPaused { .. }
        | Refusal::PasskeyMissing
        | Refusal::PasskeyRefused => None,
        _ => field(screen),
    }
}

/// The field that a screen asks for.
fn field(screen: &Screen) -> Option<&'static str> {
    match screen {
        Screen::Identify { .. } => Some("username"),
        Screen::Password { .. } => Some("password"),
        Screen::RegisterPhone {} => Some("phone"),
        Screen::EmailCode { sent: true, .. }
        | Screen::SmsCode { sent: true, .. }
        | Screen::EnrolAuthenticator { key: Some(_), .. }
        | Screen::Totp { .. }
        | Screen::RecoveryCode { .. }
        | Screen::VisitCode {} => Some("code"),
        Screen::EmailCode { sent: false, .. }
        | Screen::SmsCode { sent: false, .. }
        | Screen::EnrolAuthenticator { key: None, .. }
        | Screen::EnrolmentDone { .. }
        | Screen::Passkey { .. }
        | Screen::EnrolPasskey { .. }
        | Screen::Consent { .. } => None,
    }
}

/// The message that says why a new password is not taken, and the field that it is about; none where typing something else does
/// not help.
pub(crate) fn password(refusal: password::Refusal) -> (&'static str, Option<&'static str>) {
    match refusal {
        password::Refusal::CurrentMissing => ("unfit-current_missing", Some("current")),
        password::Refusal::CurrentWrong => ("unfit-current_wrong", Some("current")),
        password::Refusal::Paused { .. } => ("unfit-paused", None),
        password::Refusal::Missing => ("unfit-missing", Some("password")),
        password::Refusal::Different => ("unfit-different", Some("again")),
        password::Refusal::Same => ("unfit-same", Some("password")),
        password::Refusal::Unfit(unfit) => match unfit {
            UnfitPassword::TooShort(_) => ("unfit-too_short", Some("password")),
            UnfitPassword::TooLong => ("unfit-too_long", Some("password")),
            UnfitPassword::Control => ("unfit-control", Some("password")),
            UnfitPassword::Common => ("unfit-common", Some("password")),
            UnfitPassword::Breached => ("unfit-breached", Some("password")),
            UnfitPassword::Context => ("unfit-context", Some("password")),
        },
    }
}

/// The message that says news.
pub(crate) fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::CodeSent => "notice-code_sent",
        Notice::KeyReady => "notice-key_ready",
        Notice::PasskeyReady => "notice-passkey_ready",
    }
}

/// The message that says what came of an act on a page of ours. What the login says too has its words there.
pub(crate) fn said(said: Said) -> String {
    match said {
        Said::CodeMalformed
        | Said::CodeWrong
        | Said::CodeDead
        | Said::SendPaused
        | Said::PhoneMalformed
        | Said::PhoneNotMobile
        | Said::PhoneCountry
        | Said::PasskeyMissing
        | Said::PasskeyRefused => format!("refusal-{}", said.word()),
        Said::KeyReady | Said::PasskeyReady => format!("notice-{}", said.word()),
        _ => format!("said-{}", said.word()),
    }
}

/// The message that says what came of an act of the service desk. What the login says too has its words there.
pub(crate) fn desk_said(said: desk::Said) -> String {
    match said {
        desk::Said::PhoneMalformed | desk::Said::PhoneNotMobile | desk::Said::PhoneCountry => {
            format!("refusal-{}", said.word())
        }
        desk::Said::EmailMalformed => format!("said-{}", said.word()),
        _ => format!("desk-said-{}", said.word()),
    }
}

/// The block of messages of a stop, and when a next try is worth it.
pub(crate) fn stop(stop: Stop) -> (&'static str, Option<Timestamp>) {
    match stop {
        Stop::Disabled => ("stopped-disabled", None),
        Stop::NothingOnRecord => ("stopped-nothing_on_record", None),
        Stop::BudgetSpent { until, .. } => ("stopped-budget_spent", Some(until)),
        Stop::OtherPerson => ("stopped-other_person", None),
        Stop::Changed => ("stopped-changed", None),
        Stop::OwesPassword => ("stopped-owes_password", None),
    }
}

/// How long from now, as people say it: rounded up, so that nobody comes too early.
pub(crate) fn wait(templates: &Templates, now: Timestamp, until: Timestamp) -> Result<String, RenderError> {
    let seconds = until.duration_since(now).as_secs().max(0);
    let (unit, count) = match seconds {
        0 => ("now", 0),
        1..60 => ("seconds", seconds),
        60..3600 => ("minutes", (seconds + 59) / 60),
        _ => ("hours", (seconds + 3599) / 3600),
    };
    templates.say("wait", &[("unit", FluentValue::from(unit)), ("count", FluentValue::from(count))])
}
