//! The words of mail and SMS: the port through which the rules get them.

use std::sync::Arc;

use idp_core::account::{OneTimeCode, Role, Username};
use idp_core::locale::Locale;
use idp_core::message::{Message, Rendered};
use idp_core::port::{Answer, Messages, Unavailable};
use idp_core::throttle::Guess;
use minijinja::Value;
use minijinja::value::Serde;
use secrecy::ExposeSecret;
use serde::Serialize;

use crate::fault::RenderError;
use crate::theme::Theme;

/// Renders messages in a theme.
pub struct MessageWords {
    theme: Arc<Theme>,
    host: String,
    environment: Option<String>,
}

impl MessageWords {
    /// `host` is the host name of the issuer; `environment` its name, outside of production.
    pub fn new(theme: Arc<Theme>, host: String, environment: Option<String>) -> Self {
        Self { theme, host, environment }
    }
}

impl Messages for MessageWords {
    fn render(&self, message: &Message, locale: Locale) -> Answer<Rendered> {
        render(&self.theme, &self.host, self.environment.as_deref(), message, locale)
            .map_err(|error| Unavailable::new("the words of a message", error))
    }
}

/// What the templates of a mail see. `kind` is its block of words.
#[derive(Serialize)]
struct Mail<'a> {
    locale: Locale,
    kind: &'static str,
    code: Option<&'a str>,
    minutes: Option<u64>,
    guess: Option<Guess>,
    role: Option<&'static str>,
    left: Option<u32>,
    link: Option<Link<'a>>,
    environment: Option<&'a str>,
}

/// A link in a mail, and what people need to trust it.
#[derive(Serialize)]
struct Link<'a> {
    url: &'a str,
    /// How every link of ours begins.
    site: &'a str,
    /// For which account.
    username: &'a str,
    unit: &'static str,
    count: u64,
}

pub(crate) fn render(
    theme: &Theme,
    host: &str,
    environment: Option<&str>,
    message: &Message,
    locale: Locale,
) -> Result<Rendered, RenderError> {
    let mail = Mail {
        locale,
        kind: "",
        code: None,
        minutes: None,
        guess: None,
        role: None,
        left: None,
        link: None,
        environment,
    };
    match message {
        Message::SmsCode { code, minutes } => sms(theme, host, code, *minutes, locale),
        Message::EmailCode { code, minutes } => {
            let (code, minutes) = (Some(code.reveal()), Some(*minutes));
            self::mail(theme, &Mail { kind: "mail-email_code", code, minutes, ..mail })
        }
        Message::BudgetSpent { guess } => {
            self::mail(theme, &Mail { kind: "mail-budget_spent", guess: Some(*guess), ..mail })
        }
        Message::AddressCode { code, minutes } => {
            let (code, minutes) = (Some(code.reveal()), Some(*minutes));
            self::mail(theme, &Mail { kind: "mail-address_code", code, minutes, ..mail })
        }
        Message::PasskeyAdded => self::mail(theme, &Mail { kind: "mail-passkey_added", ..mail }),
        Message::PasskeyRemoved => self::mail(theme, &Mail { kind: "mail-passkey_removed", ..mail }),
        Message::PasskeyCloned => self::mail(theme, &Mail { kind: "mail-passkey_cloned", ..mail }),
        Message::AuthenticatorRemoved => self::mail(theme, &Mail { kind: "mail-authenticator_removed", ..mail }),
        Message::RecoveryCodesMade => self::mail(theme, &Mail { kind: "mail-recovery_codes_made", ..mail }),
        Message::PhoneReplaced => self::mail(theme, &Mail { kind: "mail-phone_replaced", ..mail }),
        Message::EmailReplaced => self::mail(theme, &Mail { kind: "mail-email_replaced", ..mail }),
        Message::LoginDisputed => self::mail(theme, &Mail { kind: "mail-login_disputed", ..mail }),
        Message::PhoneReplacedSms => {
            let text = theme.speak(locale)?.say("sms-phone_replaced", &[])?;
            Ok(Rendered { subject: None, text, html: None, code: None })
        }
        Message::AuthenticatorAdded => self::mail(theme, &Mail { kind: "mail-authenticator_added", ..mail }),
        Message::RecoveryCodeUsed { left } => {
            self::mail(theme, &Mail { kind: "mail-recovery_code_used", left: Some(*left), ..mail })
        }
        Message::FactorsReset => self::mail(theme, &Mail { kind: "mail-factors_reset", ..mail }),
        Message::PasswordSet => self::mail(theme, &Mail { kind: "mail-password_set", ..mail }),
        Message::PasswordLink { url, minutes, username } => {
            let link = Some(link(url.expose_secret(), username, "minutes", *minutes));
            self::mail(theme, &Mail { kind: "mail-password_link", link, ..mail })
        }
        Message::Invitation { url, days, username } => {
            let link = Some(link(url.expose_secret(), username, "days", *days));
            self::mail(theme, &Mail { kind: "mail-invitation", link, ..mail })
        }
        Message::PasswordChanged => self::mail(theme, &Mail { kind: "mail-password_changed", ..mail }),
        Message::SessionsEnded => self::mail(theme, &Mail { kind: "mail-sessions_ended", ..mail }),
        Message::AccountDisabled => self::mail(theme, &Mail { kind: "mail-account_disabled", ..mail }),
        Message::AccountEnabled => self::mail(theme, &Mail { kind: "mail-account_enabled", ..mail }),
        Message::VisitCodeGiven => self::mail(theme, &Mail { kind: "mail-visit_code_given", ..mail }),
        Message::RoleChanged { role } => {
            self::mail(theme, &Mail { kind: "mail-role_changed", role: Some(role.as_str()), ..mail })
        }
    }
}

fn link<'a>(url: &'a str, username: &'a Username, unit: &'static str, count: u64) -> Link<'a> {
    let end = url.match_indices('/').nth(2).map_or(url.len(), |(slash, _)| slash + 1);
    Link { url, site: &url[..end], username: username.as_str(), unit, count }
}

/// The last line is not words but a format: a phone fills the code in on a page of this host, and nowhere else.
/// <https://wicg.github.io/sms-one-time-codes/>
fn sms(theme: &Theme, host: &str, code: &OneTimeCode, minutes: u64, locale: Locale) -> Result<Rendered, RenderError> {
    let code = code.reveal();
    let text = theme.speak(locale)?.say("sms-code", &[("code", code.into()), ("minutes", minutes.into())])?;
    Ok(Rendered { subject: None, text: format!("{text}\n\n@{host} #{code}"), html: None, code: Some(code.to_owned()) })
}

fn mail(theme: &Theme, mail: &Mail<'_>) -> Result<Rendered, RenderError> {
    let part = |template| theme.render_part(template, mail.locale, Value::from(Serde(mail)));
    let subject = theme.speak(mail.locale)?.say(&format!("{}-subject", mail.kind), &[])?;
    Ok(Rendered { subject: Some(subject), text: part("mail.txt")?, html: Some(part("mail.html")?), code: None })
}

/// Every kind of message, for the check.
pub(crate) fn samples() -> Vec<Message> {
    let mut samples = vec![Message::AuthenticatorAdded, Message::FactorsReset, Message::PasswordSet];
    if let Some(username) = Username::parse("j.devries") {
        let url = || "https://inloggen.example.nl/password/kD7fPq2wLxS0aVt9kD7fPq2wLxS0aVt9kD7fPq2wLxS".into();
        samples.push(Message::PasswordLink { url: url(), minutes: 30, username: username.clone() });
        samples.push(Message::Invitation { url: url(), days: 7, username });
        samples.push(Message::PasswordChanged);
    }
    samples.extend([
        Message::AuthenticatorRemoved,
        Message::PasskeyAdded,
        Message::PasskeyRemoved,
        Message::PasskeyCloned,
        Message::RecoveryCodesMade,
        Message::PhoneReplaced,
        Message::PhoneReplacedSms,
        Message::EmailReplaced,
        Message::LoginDisputed,
        Message::SessionsEnded,
        Message::AccountDisabled,
        Message::AccountEnabled,
        Message::VisitCodeGiven,
    ]);
    samples.extend(Role::ALL.map(|role| Message::RoleChanged { role }));
    samples.extend([0, 1, 9].map(|left| Message::RecoveryCodeUsed { left }));
    samples.extend(Guess::ALL.map(|guess| Message::BudgetSpent { guess }));
    if let Some(code) = OneTimeCode::parse("123456") {
        samples.push(Message::SmsCode { code: code.clone(), minutes: 15 });
        samples.push(Message::AddressCode { code: code.clone(), minutes: 15 });
        samples.push(Message::EmailCode { code, minutes: 15 });
    }
    samples
}
