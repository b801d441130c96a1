//! Every page with every kind of content: for the check at the start, for tests, and for pictures.

use idp_core::locale::Locale;
use idp_core::login::pipeline::ORDER;
use idp_core::login::transaction::FlashMessage;
use idp_core::login::{Flash, Lost, Notice, Progress, Prompt, Refusal, Screen, Stop};
use idp_core::oidc::frontchannel_logout::LogoutFrame;
use idp_core::oidc::{Error, ErrorCode};
use idp_core::throttle::Guess;
use jiff::{Timestamp, ToSpan};

use super::{LoginPage, Page, account, desk, own, password};
use crate::frame::Frame;

/// A page to look at.
#[derive(Debug, Clone)]
pub struct Sample {
    /// A name that no other sample has, safe in a file name.
    pub name: String,
    /// The page.
    pub page: Page,
}

/// Every sample of every page.
pub fn all() -> Vec<Sample> {
    let mut pages: Vec<Page> = ORDER.into_iter().flat_map(login).collect();
    pages.extend(stops().map(|stop| Page::Stopped { stop, now: now() }));
    pages.extend([Lost::Unknown, Lost::OtherBrowser].map(Page::Lost));
    let description = "this redirect_uri is not registered for this client; it must be equal to the byte";
    pages.extend([
        Page::AuthorizationError(Error::new(ErrorCode::InvalidRequest, description)),
        Page::FormPost {
            to: "https://drop.example.nl/callback".to_owned(),
            fields: vec![("code", "kD7fPq2wLxS0aVt9".to_owned()), ("state", "af0ifjsldkj".to_owned())],
        },
        Page::Logout { request: Vec::new() },
        Page::Logout { request: vec![("state", "af0ifjsldkj".to_owned())] },
        Page::LoggingOut { frames: frames(), to: "https://drop.example.nl/?state=af0ifjsldkj".to_owned() },
        Page::LoggedOut,
        Page::Home,
        Page::Accessibility,
        Page::Forbidden,
        Page::NotFound,
        Page::ServerError { reference: "kD7fPq2wLxS0aVt9".to_owned() },
        Page::Unavailable,
    ]);
    pages.extend(own::samples().map(|page| Page::Own(Box::new(page))));
    pages.extend(desk::samples().map(|page| Page::Desk(Box::new(page))));
    pages.extend(account::samples().map(|page| Page::Account(Box::new(page))));
    let forgotten =
        |username: Option<&str>, missing| password::ForgottenPage { username: username.map(str::to_owned), missing };
    let asked = [forgotten(None, false), forgotten(Some("j.devries"), false), forgotten(None, true)];
    pages.extend(asked.map(Page::PasswordForgotten));
    pages.extend([Page::PasswordLinkSent, Page::PasswordLinkDead, Page::PasswordChanged]);
    pages.extend(password::samples(now(), later()).into_iter().map(|page| Page::NewPassword(Box::new(page))));
    let named = |(index, page): (usize, Page)| Sample { name: format!("{:02}-{}", index + 1, page.name()), page };
    pages.into_iter().enumerate().map(named).collect()
}

/// Something around a page, with every value there can be.
pub fn frame(locale: Locale) -> Frame {
    Frame {
        locale,
        path: Some("/login/kD7fPq2wLxS0aVt9/page".to_owned()),
        environment: Some("preproductie".to_owned()),
        csrf: Some("b2theS1vay1va2F5".to_owned()),
        application: Some("Officiële publicaties".to_owned()),
        action: Some("/login/kD7fPq2wLxS0aVt9/page".to_owned()),
        cancel: Some("/login/kD7fPq2wLxS0aVt9/cancel".to_owned()),
    }
}

/// The pages of a prompt: each of its screens, and the first once more with everything that an answer can come to.
fn login(prompt: Prompt) -> Vec<Page> {
    let screens = prompt.behaviour().samples();
    let said = screens.first().into_iter().flat_map(|first| {
        outcomes(prompt).into_iter().map(|(message, typed)| {
            let typed = typed.map(str::to_owned);
            page(prompt, first.clone(), Some(Flash { prompt, message, typed }))
        })
    });
    screens.iter().map(|screen| page(prompt, screen.clone(), None)).chain(said).collect()
}

fn page(prompt: Prompt, screen: Screen, flash: Option<Flash>) -> Page {
    let step = ORDER.iter().position(|other| *other == prompt).unwrap_or_default();
    let progress = (step > 1).then_some(Progress { step, of: ORDER.len() - 1 });
    Page::Login(LoginPage { prompt, screen, flash, progress, now: now() })
}

/// What an answer to a prompt can come to, with what was typed.
fn outcomes(prompt: Prompt) -> Vec<(FlashMessage, Option<&'static str>)> {
    use FlashMessage::{Notice as News, Refused};
    let until = later();
    match prompt {
        Prompt::Identify => {
            vec![(Refused(Refusal::UsernameMissing), Some(" ")), (Refused(Refusal::PasskeyRefused), None)]
        }
        Prompt::Password => vec![
            (Refused(Refusal::PasswordMissing), None),
            (Refused(Refusal::CredentialsWrong), None),
            (Refused(Refusal::PasswordPaused { until }), None),
        ],
        Prompt::EmailCode | Prompt::SmsCode => vec![
            (News(Notice::CodeSent), None),
            (Refused(Refusal::CodeMalformed), None),
            (Refused(Refusal::CodeWrong), None),
            (Refused(Refusal::CodeDead), None),
            (Refused(Refusal::SendPaused { until }), None),
        ],
        Prompt::RegisterPhone => vec![
            (Refused(Refusal::PhoneMalformed), Some("061234")),
            (Refused(Refusal::PhoneNotMobile), Some("070 7000526")),
            (Refused(Refusal::PhoneCountry), Some("+49 1512 3456789")),
        ],
        Prompt::EnrolAuthenticator => vec![
            (News(Notice::KeyReady), None),
            (Refused(Refusal::CodeMalformed), None),
            (Refused(Refusal::CodeWrong), None),
        ],
        Prompt::Totp => vec![(Refused(Refusal::CodeWrong), None), (Refused(Refusal::CodeUsed), None)],
        Prompt::Passkey | Prompt::EnrolPasskey => vec![
            (News(Notice::PasskeyReady), None),
            (Refused(Refusal::PasskeyMissing), None),
            (Refused(Refusal::PasskeyRefused), None),
        ],
        Prompt::RecoveryCode => {
            vec![(Refused(Refusal::RecoveryCodeMalformed), None), (Refused(Refusal::RecoveryCodeWrong), None)]
        }
        Prompt::VisitCode => vec![(Refused(Refusal::CodeMalformed), None), (Refused(Refusal::VisitCodeWrong), None)],
        Prompt::EnrolmentDone | Prompt::Consent => vec![],
    }
}

fn frames() -> Vec<LogoutFrame> {
    let frame = |name: &str, host: &str| LogoutFrame {
        name: name.to_owned(),
        url: format!("https://{host}/logout?iss=https%3A%2F%2Flogin.example.nl&sid=kD7fPq2wLxS0aVt9"),
        origin: format!("https://{host}"),
    };
    vec![frame("DROP", "drop.example.nl"), frame("Officiële publicaties", "op.example.nl")]
}

fn stops() -> [Stop; 7] {
    let until = later();
    [
        Stop::Disabled,
        Stop::NothingOnRecord,
        Stop::BudgetSpent { guess: Guess::Authenticator, until },
        Stop::BudgetSpent { guess: Guess::SentCode, until },
        Stop::OtherPerson,
        Stop::Changed,
        Stop::OwesPassword,
    ]
}

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn later() -> Timestamp {
    now().checked_add(4.minutes()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::page::telling;

    #[test]
    fn the_samples_say_every_refusal_and_no_other_is_written_down() {
        let told = all().into_iter().filter_map(|sample| match sample.page {
            Page::Login(LoginPage { flash: Some(Flash { message: FlashMessage::Refused(refusal), .. }), .. }) => {
                Some(telling::refusal(refusal).0)
            }
            _ => None,
        });
        let words = include_str!("../../neutral/locales/nl.ftl").lines().filter_map(|line| line.split_once(" = "));
        let written = words.map(|(key, _)| key).filter(|key| key.starts_with("refusal-"));
        assert_eq!(told.collect::<BTreeSet<_>>(), written.collect::<BTreeSet<_>>());
    }

    #[test]
    fn the_samples_say_every_reason_why_a_password_is_not_taken() {
        let told = all().into_iter().filter_map(|sample| match sample.page {
            Page::NewPassword(page) => Some(telling::password(page.refusal?).0),
            _ => None,
        });
        let words = include_str!("../../neutral/locales/nl.ftl").lines().filter_map(|line| line.split_once(" = "));
        let written = words.map(|(key, _)| key).filter(|key| key.starts_with("unfit-"));
        assert_eq!(told.collect::<BTreeSet<_>>(), written.collect::<BTreeSet<_>>());
    }
}
