//! Every page there is, with what it shows.
//!
//! A page of the login is named after its prompt. Adding a page touches the variant here, its template, its block of
//! words per language and its line in [`samples`].

use idp_core::login::{Flash, Lost, Progress, Prompt, Screen, Stop, View};
use idp_core::oidc::Error;
use idp_core::oidc::frontchannel_logout::LogoutFrame;
use jiff::Timestamp;

pub mod account;
pub mod checked;
pub(crate) mod context;
pub mod desk;
pub mod own;
pub mod password;
pub mod samples;
pub mod scripts;
pub(crate) mod telling;

/// A page.
#[derive(Debug, Clone)]
pub enum Page {
    /// A prompt of the login.
    Login(LoginPage),
    /// The login cannot go on.
    Stopped {
        /// Why.
        stop: Stop,
        /// The time, to say how long until the next try.
        now: Timestamp,
    },
    /// There is no such login here.
    Lost(Lost),
    /// The application's request is refused, and it is not known where that may be said.
    AuthorizationError(Error),
    /// The answer to the application, in a form that sends itself: see [`scripts`].
    FormPost {
        /// The registered redirect URI.
        to: String,
        /// The fields of the form.
        fields: Vec<(&'static str, String)>,
    },
    /// Do you want to log out?
    Logout {
        /// The request, which the form brings again.
        request: Vec<(&'static str, String)>,
    },
    /// It is done here, and the applications are told by the browser.
    LoggingOut {
        /// What they want loaded.
        frames: Vec<LogoutFrame>,
        /// Where the browser goes on then.
        to: String,
    },
    /// It is done.
    LoggedOut,
    /// One's own account page.
    Account(Box<account::AccountPage>),
    /// Who forgot the password: of which account?
    PasswordForgotten(password::ForgottenPage),
    /// A link is on its way, if there is somewhere to send it.
    PasswordLinkSent,
    /// A link that does not count any more.
    PasswordLinkDead,
    /// Choose a password.
    NewPassword(Box<password::NewPasswordPage>),
    /// The password is another one.
    PasswordChanged,
    /// A page below it.
    Own(Box<own::OwnPage>),
    /// A page of the service desk.
    Desk(Box<desk::DeskPage>),
    /// `/`: what this is.
    Home,
    /// The accessibility statement, with what was [`checked`].
    Accessibility,
    /// The form's token was not accepted (403).
    Forbidden,
    /// No such page (404).
    NotFound,
    /// Something went wrong (500).
    ServerError {
        /// What the person can quote and the log has.
        reference: String,
    },
    /// Too busy, or something that we need does not answer (503).
    Unavailable,
}

/// What the page of a prompt shows.
#[derive(Debug, Clone)]
pub struct LoginPage {
    /// Which prompt.
    pub prompt: Prompt,
    /// Its content.
    pub screen: Screen,
    /// What came of the last answer.
    pub flash: Option<Flash>,
    /// Where the person is on the way.
    pub progress: Option<Progress>,
    /// The time, to say how long until something.
    pub now: Timestamp,
}

impl Page {
    /// The template, without `.html`: also the word for the page in tests and pictures.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Login(login) => login.prompt.kind(),
            Self::Stopped { .. } => "stopped",
            Self::Lost(_) => "lost",
            Self::AuthorizationError(_) => "authorization_error",
            Self::FormPost { .. } => "form_post",
            Self::Logout { .. } => "logout",
            Self::LoggingOut { .. } => "logging_out",
            Self::LoggedOut => "logged_out",
            Self::Account(_) => "account",
            Self::PasswordForgotten(_) => "password_forgotten",
            Self::PasswordLinkSent => "password_link_sent",
            Self::PasswordLinkDead => "password_link_dead",
            Self::NewPassword(_) => "new_password",
            Self::PasswordChanged => "password_changed",
            Self::Own(own) => own.content.name(),
            Self::Desk(desk) => desk.content.name(),
            Self::Home => "home",
            Self::Accessibility => "accessibility",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::ServerError { .. } => "server_error",
            Self::Unavailable => "unavailable",
        }
    }

    /// Whether it holds a question to an authenticator, and with it the script that asks.
    pub fn asks_passkey(&self) -> bool {
        match self {
            Self::Login(login) => matches!(
                &login.screen,
                Screen::Identify { passkey: Some(_), .. }
                    | Screen::Password { passkey: Some(_), .. }
                    | Screen::Passkey { passkey: Some(_), .. }
                    | Screen::EnrolPasskey { passkey: Some(_), .. }
            ),
            Self::Own(own) => matches!(&own.content, own::Content::NewPasskey { passkey: Some(_) }),
            _ => false,
        }
    }

    pub(crate) fn template(&self) -> String {
        format!("{}.html", self.name())
    }
}

impl From<View> for Page {
    fn from(view: View) -> Self {
        let View { prompt, screen, flash, progress, transaction: _, now } = view;
        Self::Login(LoginPage { prompt, screen, flash, progress, now })
    }
}
