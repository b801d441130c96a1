//! What a template sees: the page's own values under `page`, and the frame around them.

use idp_core::locale::Locale;
use idp_core::login::transaction::FlashMessage;
use idp_core::login::{Lost, Screen};
use idp_core::oidc::frontchannel_logout::LogoutFrame;
use idp_core::password::Refusal;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::checked::Checked;
use super::own::OwnPage;
use super::password::NewPasswordPage;
use super::scripts::Script;
use super::{LoginPage, Page, telling};
use crate::fault::RenderError;
use crate::frame::Frame;
use crate::templates::Templates;

/// A link to this page in another language.
#[derive(Serialize)]
pub(crate) struct Language {
    pub(crate) tag: &'static str,
    pub(crate) name: String,
    pub(crate) link: String,
}

/// What every template sees.
#[derive(Serialize)]
struct Around<'a> {
    #[serde(flatten)]
    frame: &'a Frame,
    languages: &'a [Language],
    page: Value,
    error: Option<Fault>,
    notice: Option<String>,
    script: Option<&'a str>,
}

/// What is wrong with the last answer.
#[derive(Serialize)]
struct Fault {
    text: String,
    field: Option<&'static str>,
}

#[derive(Serialize)]
struct LoginContext<'a> {
    screen: &'a Screen,
    typed: Option<&'a str>,
    progress: Option<ProgressContext>,
}

#[derive(Serialize)]
struct ProgressContext {
    step: usize,
    of: usize,
}

#[derive(Serialize)]
struct StoppedContext {
    block: &'static str,
    wait: Option<String>,
}

/// The context of a page.
pub(crate) fn context(
    templates: &Templates,
    page: &Page,
    frame: &Frame,
    languages: &[Language],
    script: Option<&str>,
) -> Result<Value, RenderError> {
    let mut around = Around { frame, languages, page: Value::UNDEFINED, error: None, notice: None, script };
    around.page = match page {
        Page::Login(login) => {
            tell(templates, login, &mut around)?;
            serialized(LoginContext {
                screen: &login.screen,
                typed: login.flash.as_ref().and_then(|flash| flash.typed.as_deref()),
                progress: login.progress.map(|progress| ProgressContext { step: progress.step, of: progress.of }),
            })
        }
        Page::Stopped { stop, now } => {
            let (block, until) = telling::stop(*stop);
            let wait = until.map(|until| telling::wait(templates, *now, until)).transpose()?;
            serialized(StoppedContext { block, wait })
        }
        Page::Lost(Lost::Unknown | Lost::Unseen) => context! { block => "lost-unknown" },
        Page::Lost(Lost::OtherBrowser) => context! { block => "lost-other_browser" },
        Page::AuthorizationError(error) => {
            context! { code => error.code.as_str(), description => error.description.as_str() }
        }
        Page::FormPost { to, fields } => context! { to, fields, script => Script::SEND.as_str() },
        Page::Logout { request } => context! { request },
        Page::LoggingOut { frames, to } => {
            let frame = |frame: &LogoutFrame| context! { url => frame.url.as_str(), name => frame.name.as_str() };
            let frames: Vec<_> = frames.iter().map(frame).collect();
            context! { frames, to, script => Script::GO_ON.as_str() }
        }
        Page::Account(account) => serialized(account),
        Page::PasswordForgotten(asked) => {
            if asked.missing {
                let text = templates.say("refusal-username_missing", &[])?;
                around.error = Some(Fault { text, field: Some("username") });
            }
            context! { username => asked.username.as_deref() }
        }
        Page::NewPassword(chosen) => {
            around.error = chosen.refusal.map(|refusal| unfit(templates, chosen, refusal)).transpose()?;
            context! { way => Value::from(Serde(chosen.way)), username => chosen.username.as_str(), least => chosen.least }
        }
        Page::Own(own) => {
            (around.error, around.notice) = said(templates, own)?;
            serialized(&own.content)
        }
        Page::Desk(desk) => {
            if let Some(said) = desk.said {
                let text = templates.say(&telling::desk_said(said), &[])?;
                match said.is_refusal() {
                    true => around.error = Some(Fault { text, field: desk.content.field(said) }),
                    false => around.notice = Some(text),
                }
            }
            serialized(&desk.content)
        }
        Page::ServerError { reference } => context! { reference },
        Page::Accessibility => {
            let checked = Checked::read().map_err(RenderError)?;
            context! { states => checked.states(), checked => Value::from(Serde(checked)) }
        }
        Page::LoggedOut
        | Page::PasswordLinkSent
        | Page::PasswordLinkDead
        | Page::PasswordChanged
        | Page::Home
        | Page::Forbidden
        | Page::NotFound
        | Page::Unavailable => Value::UNDEFINED,
    };
    Ok(serialized(around))
}

/// Says what came of the last act on a page of ours.
fn said(templates: &Templates, own: &OwnPage) -> Result<(Option<Fault>, Option<String>), RenderError> {
    let Some(told) = own.told else { return Ok((None, None)) };
    let wait = told.until.map(|until| telling::wait(templates, own.now, until)).transpose()?;
    let wait = wait.unwrap_or_else(|| "...".to_owned());
    let text = templates.say(&telling::said(told.said), &[("wait", wait.into())])?;
    if told.said.is_refusal() {
        return Ok((Some(Fault { text, field: own.content.field(told.said) }), None));
    }
    Ok((None, Some(text)))
}

/// Says what came of the last answer.
fn tell(templates: &Templates, login: &LoginPage, around: &mut Around<'_>) -> Result<(), RenderError> {
    match login.flash.as_ref().map(|flash| flash.message) {
        Some(FlashMessage::Refused(refusal)) => {
            let (key, until) = telling::refusal(refusal);
            let text = match until {
                Some(until) => {
                    let wait = telling::wait(templates, login.now, until)?;
                    templates.say(key, &[("wait", wait.into())])?
                }
                None => templates.say(key, &[])?,
            };
            around.error = Some(Fault { text, field: telling::refused_field(refusal, &login.screen) });
        }
        Some(FlashMessage::Notice(notice)) => around.notice = Some(templates.say(telling::notice(notice), &[])?),
        None => {}
    }
    Ok(())
}

/// Says why a new password is not taken.
fn unfit(templates: &Templates, page: &NewPasswordPage, refusal: Refusal) -> Result<Fault, RenderError> {
    let (key, field) = telling::password(refusal);
    let wait = match refusal {
        Refusal::Paused { until } => telling::wait(templates, page.now, until)?,
        _ => String::new(),
    };
    let text = templates.say(key, &[("wait", wait.into()), ("least", page.least.into())])?;
    Ok(Fault { text, field })
}

fn serialized(value: impl Serialize) -> Value {
    Value::from(Serde(value))
}

/// The other languages of a page.
pub(crate) fn others(frame: &Frame) -> impl Iterator<Item = (Locale, String)> {
    Locale::ALL
        .into_iter()
        .filter(|locale| *locale != frame.locale)
        .filter_map(|locale| Some((locale, frame.link_to(locale)?)))
}
