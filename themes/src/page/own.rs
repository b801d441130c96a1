//! The pages below one's own account page, and what each shows.

use idp_core::assurance::Level;
use idp_core::login::screen::EnrolmentKey;
use idp_core::oidc::consent::Part;
use idp_core::own::{Said, Told};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

/// A page.
#[derive(Debug, Clone)]
pub struct OwnPage {
    /// What it shows.
    pub content: Content,
    /// What came of the last act.
    pub told: Option<Told>,
    /// The time, to say how long until something.
    pub now: Timestamp,
}

/// What a page shows.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// The authenticator apps.
    Apps {
        /// In the order in which they came.
        apps: Vec<App>,
    },
    /// One of them.
    App {
        /// Which.
        app: Box<App>,
        /// Whether it can go.
        removable: bool,
    },
    /// Another one.
    NewApp {
        /// Its key; none until the person begins.
        key: Option<EnrolmentKey>,
    },
    /// The passkeys.
    Passkeys {
        /// In the order in which they came.
        passkeys: Vec<App>,
    },
    /// One of them.
    Passkey {
        /// Which.
        passkey: Box<App>,
    },
    /// Another one.
    NewPasskey {
        /// What the authenticator is asked; none until the person begins.
        passkey: Option<String>,
    },
    /// The recovery codes, which nobody can see any more.
    RecoveryCodes {
        /// How many are left.
        left: u32,
    },
    /// New ones: this page alone shows them.
    NewRecoveryCodes {
        /// In groups of four.
        codes: Vec<String>,
    },
    /// The phone number or the e-mail address.
    Contact {
        /// `phone` or `email`.
        kind: &'static str,
        /// The one on record, masked.
        on_record: Option<String>,
        /// The one that waits to be proven, masked.
        new: Option<String>,
        /// Whether a code is on its way to it.
        sent: bool,
        /// The life of a code.
        minutes: u64,
    },
    /// Where the person is logged in, and which applications may have what.
    Sessions {
        /// The one used last first.
        sessions: Vec<SessionRow>,
        /// By name.
        applications: Vec<Application>,
    },
    /// The latest logins.
    Logins {
        /// The newest first.
        logins: Vec<LoginRow>,
    },
    /// "That was not me": what follows from saying it.
    Dispute {},
}

/// An authenticator app or a passkey.
#[derive(Debug, Clone, Serialize)]
pub struct App {
    /// Its id, in links and forms.
    pub id: String,
    /// What the person calls it.
    pub name: Option<String>,
    /// When it was added.
    pub added: Moment,
    /// When it was used last.
    pub used: Option<Moment>,
}

/// A session.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRow {
    /// Its id, in forms.
    pub id: String,
    /// Whether it is the one that looks.
    pub here: bool,
    /// When it began.
    pub began: Moment,
    /// When it was used last.
    pub used: Moment,
    /// Which applications saw it, by name.
    pub applications: Vec<String>,
}

/// An application that the person agreed to give something.
#[derive(Debug, Clone, Serialize)]
pub struct Application {
    /// Its `client_id`, in forms.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it may have.
    pub parts: Vec<Part>,
}

/// A login.
#[derive(Debug, Clone, Serialize)]
pub struct LoginRow {
    /// When.
    pub at: Moment,
    /// The masked network.
    pub network: Option<String>,
    /// The application, by name; none for a page of ours.
    pub application: Option<String>,
    /// Its level.
    pub level: Option<&'static str>,
}

/// A time as people here read it.
#[derive(Debug, Clone, Serialize)]
pub struct Moment {
    iso: String,
    day: String,
    month: String,
    year: String,
    time: String,
}

/// Where the clocks of the people hang.
const ZONE: &str = "Europe/Amsterdam";

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        let zoned = at.to_zoned(TimeZone::get(ZONE).unwrap_or(TimeZone::UTC));
        let part = |format| zoned.strftime(format).to_string();
        Self { iso: format!("{at:.0}"), day: part("%d"), month: part("%m"), year: part("%Y"), time: part("%H:%M") }
    }
}

impl Content {
    /// The template, without `.html`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Apps { .. } => "account_apps",
            Self::App { .. } => "account_app",
            Self::NewApp { .. } => "account_app_new",
            Self::Passkeys { .. } => "account_passkeys",
            Self::Passkey { .. } => "account_passkey",
            Self::NewPasskey { .. } => "account_passkey_new",
            Self::RecoveryCodes { .. } => "account_recovery_codes",
            Self::NewRecoveryCodes { .. } => "account_recovery_codes_new",
            Self::Contact { .. } => "account_contact",
            Self::Sessions { .. } => "account_sessions",
            Self::Logins { .. } => "account_logins",
            Self::Dispute {} => "account_dispute",
        }
    }

    /// The field that a refusal is about, if the page has it and typing something else helps.
    pub(crate) fn field(&self, said: Said) -> Option<&'static str> {
        let typed =
            !matches!(said, Said::SendPaused | Said::BudgetSpent | Said::Changed | Said::KeyGone | Said::AppStays);
        match self {
            Self::App { .. } | Self::Passkey { .. } => Some("name"),
            Self::NewApp { key: Some(_) } | Self::Contact { sent: true, .. } => Some("code"),
            Self::Contact { new: None, kind, .. } => Some(*kind),
            _ => None,
        }
        .filter(|_| typed)
    }
}

/// Every page with everything on it and with as little as there can be, and each sentence once.
pub(super) fn samples() -> impl Iterator<Item = OwnPage> {
    let now = Timestamp::UNIX_EPOCH;
    let until = now.checked_add(4.minutes()).ok();
    let told = Said::ALL.into_iter().map(move |(said, _)| {
        let content = match said {
            Said::KeyReady | Said::CodeMalformed => Content::NewApp { key: Some(key()) },
            Said::KeyGone => Content::NewApp { key: None },
            Said::AppNameMalformed | Said::AppStays => {
                Content::App { app: Box::new(app(Some("Telefoon van het werk"))), removable: true }
            }
            Said::CodeWrong | Said::CodeDead | Said::CodeSent | Said::SendPaused | Said::BudgetSpent => {
                waits("phone", true)
            }
            Said::PasskeyReady | Said::PasskeyMissing | Said::PasskeyRefused => {
                Content::NewPasskey { passkey: Some(question()) }
            }
            Said::PasskeyAdded | Said::PasskeyNamed | Said::PasskeyRemoved => {
                Content::Passkeys { passkeys: vec![app(None)] }
            }
            Said::CodesKept => Content::RecoveryCodes { left: 10 },
            Said::PhoneMalformed | Said::PhoneNotMobile | Said::PhoneCountry | Said::PhoneChanged => contact("phone"),
            Said::EmailMalformed | Said::EmailChanged => contact("email"),
            Said::SessionEnded | Said::OthersEnded | Said::ConsentTakenBack => sessions(),
            Said::AppAdded | Said::AppNamed | Said::AppRemoved | Said::Changed => {
                Content::Apps { apps: vec![app(None)] }
            }
        };
        OwnPage {
            content,
            told: Some(Told { said, until: until.filter(|_| said == Said::SendPaused || said == Said::BudgetSpent) }),
            now,
        }
    });
    contents().into_iter().map(move |content| OwnPage { content, told: None, now }).chain(told)
}

fn contents() -> Vec<Content> {
    let levels = Level::ALL.into_iter().map(|level| login(Some(level.as_str())));
    let unknown = LoginRow { network: None, application: None, ..login(None) };
    vec![
        Content::Apps { apps: vec![app(Some("Telefoon van het werk")), app(None)] },
        Content::App { app: Box::new(app(Some("Telefoon van het werk"))), removable: true },
        Content::App { app: Box::new(app(None)), removable: false },
        Content::NewApp { key: None },
        Content::NewApp { key: Some(key()) },
        Content::Passkeys { passkeys: vec![app(Some("Laptop van het werk")), app(None)] },
        Content::Passkeys { passkeys: vec![] },
        Content::Passkey { passkey: Box::new(app(Some("Laptop van het werk"))) },
        Content::NewPasskey { passkey: None },
        Content::NewPasskey { passkey: Some(question()) },
        Content::RecoveryCodes { left: 0 },
        Content::RecoveryCodes { left: 1 },
        Content::RecoveryCodes { left: 9 },
        Content::NewRecoveryCodes { codes: (2..10).map(|n| format!("k7mq-2x{n}d-p4tw-8rzc")).collect() },
        contact("phone"),
        Content::Contact { kind: "phone", on_record: None, new: None, sent: false, minutes: 15 },
        waits("phone", true),
        waits("phone", false),
        contact("email"),
        waits("email", true),
        waits("email", false),
        sessions(),
        Content::Sessions { sessions: vec![session(true)], applications: vec![] },
        Content::Logins { logins: levels.chain([unknown]).collect() },
        Content::Logins { logins: vec![] },
        Content::Dispute {},
    ]
}

fn key() -> EnrolmentKey {
    let uri = "otpauth://totp/CAM:j.devries?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=CAM".to_owned();
    EnrolmentKey::new(uri, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
}

/// What an authenticator is asked, as far as a page can tell.
fn question() -> String {
    "{\"challenge\":\"Y2hhbGxlbmdl\"}".to_owned()
}

fn app(name: Option<&str>) -> App {
    let name = name.map(str::to_owned);
    let used = name.as_ref().map(|_| Timestamp::UNIX_EPOCH.into());
    App { id: "kD7fPq2wLxS0aVt9".to_owned(), name, added: Timestamp::UNIX_EPOCH.into(), used }
}

fn contact(kind: &'static str) -> Content {
    let on_record = if kind == "phone" { "** ** ** 78" } else { "j***@gemeente.nl" };
    Content::Contact { kind, on_record: Some(on_record.to_owned()), new: None, sent: false, minutes: 15 }
}

fn waits(kind: &'static str, sent: bool) -> Content {
    let new = if kind == "phone" { "** ** ** 21" } else { "n***@gemeente.nl" };
    Content::Contact { kind, on_record: None, new: Some(new.to_owned()), sent, minutes: 15 }
}

fn sessions() -> Content {
    let parts = ["scope-openid", "scope-email"].map(|word| Part { word: word.to_owned(), about: String::new() });
    let name = "Officiële publicaties".to_owned();
    let applications = vec![Application { id: "op".to_owned(), name, parts: parts.into() }];
    Content::Sessions { sessions: vec![session(true), session(false)], applications }
}

fn session(here: bool) -> SessionRow {
    let applications = if here { vec![] } else { vec!["DROP".to_owned(), "Officiële publicaties".to_owned()] };
    let at = || Timestamp::UNIX_EPOCH.into();
    SessionRow { id: "kD7fPq2wLxS0aVt9".to_owned(), here, began: at(), used: at(), applications }
}

fn login(level: Option<&'static str>) -> LoginRow {
    let text = |text: &str| Some(text.to_owned());
    LoginRow { at: Timestamp::UNIX_EPOCH.into(), network: text("192.0.*.*"), application: text("DROP"), level }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_by_the_clock_on_the_wall() {
        let at: Timestamp = "2026-07-01T22:30:00Z".parse().expect("a time");
        let Moment { day, month, year, time, .. } = at.into();
        assert_eq!([day, month, year, time], ["02", "07", "2026", "00:30"]);
    }
}
