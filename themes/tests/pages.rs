//! What holds on every page: it renders, it is accessible in its bones, it needs no script, and nothing that a stranger
//! typed becomes markup.
#![expect(clippy::expect_used, reason = "a test fails loudly")]

use std::collections::BTreeSet;

use idp_core::locale::Locale;
use idp_core::login::pipeline::ORDER;
use idp_core::login::screen::EnrolmentKey;
use idp_core::login::transaction::FlashMessage;
use idp_core::login::{Flash, Prompt, Refusal, Screen};
use idp_core::oidc::consent::Part;
use idp_core::oidc::{Error, ErrorCode};
use idp_themes::page::password::{ForgottenPage, NewPasswordPage, Way};
use idp_themes::page::scripts::Script;
use idp_themes::page::{LoginPage, samples};
use idp_themes::{Frame, Page, Theme};
use jiff::Timestamp;

/// Every page in every theme and language, with its name.
fn everything() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for name in ["neutral", "koop"] {
        let theme = Theme::load(name).expect("a theme");
        for locale in Locale::ALL {
            for sample in samples::all() {
                let html = theme.render(&sample.page, &samples::frame(locale)).expect("a page");
                pages.push((format!("{name} {} {}", locale.tag(), sample.name), html));
            }
        }
    }
    pages
}

/// What stands between `before` and the next `after`, each time.
fn between<'a>(html: &'a str, before: &'a str, after: &'a str) -> Vec<&'a str> {
    html.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

#[test]
fn every_prompt_has_samples() {
    let shown: BTreeSet<_> = samples::all().iter().map(|sample| sample.page.name()).collect();
    for prompt in ORDER {
        assert!(shown.contains(prompt.kind()), "{prompt:?}");
    }
}

#[test]
fn the_bones_of_every_page() {
    for (name, html) in everything() {
        let language = name.split(' ').nth(1).expect("a language");
        assert!(html.starts_with("<!doctype html>"), "{name}");
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{name}");
        assert_eq!(html.matches("<h1>").count(), 1, "{name}");
        for landmark in ["<header", "<main id=\"content\"", "<footer", "href=\"#content\"", "<nav"] {
            assert_eq!(html.matches(landmark).count(), 1, "{name}: {landmark}");
        }
        assert!(html.contains("mailto:servicedesk") && html.contains("tel:0"), "{name}: the service desk");
        assert!(html.contains("preproductie"), "{name}: the environment");
        assert!(html.contains("<li><a href=\"/accessibility\">"), "{name}: the accessibility statement");
        let heading = between(&html, "<h1>", "</h1>").remove(0);
        let title = between(&html, "<title>", "</title>").remove(0);
        assert!(title.contains(&format!("{heading} - ")), "{name}: {title}");
    }
}

#[test]
fn no_page_needs_a_script_or_an_inline_style() {
    let theme = Theme::load("koop").expect("a theme");
    let script = theme.script().path.replace('/', "&#x2f;");
    for (name, html) in everything() {
        // A script as it is hashed: nothing may be escaped in it. On no other page there is one.
        let scripts = [("form_post", Script::SEND), ("logging_out", Script::GO_ON)];
        let html = match scripts.iter().find(|(page, _)| name.ends_with(page)) {
            Some((_, script)) => html.replacen(&format!("<script>{}</script>", script.as_str()), "", 1),
            None => html,
        };
        // A file of ours, which a page loads that asks for a passkey; what it says without is on the page as it comes.
        let html = match html.contains(" data-passkey=") {
            true => html.replacen(&format!("<script src=\"{script}\" defer></script>"), "", 1),
            false => html,
        };
        for forbidden in ["<script", "<style", " style=", " onclick=", " onload=", "javascript:"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

#[test]
fn every_field_has_its_label_and_every_reference_its_target() {
    for (name, html) in everything() {
        let ids = between(&html, " id=\"", "\"");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: an id is there twice");
        let labels = between(&html, "<label for=\"", "\"");
        for field in between(&html, "<input ", ">") {
            let labelled = labels.iter().any(|label| field.contains(&format!("id=\"{label}\"")));
            assert!(labelled || field.contains("hidden"), "{name}: {field}");
        }
        let described = between(&html, "aria-describedby=\"", "\"").into_iter().flat_map(str::split_whitespace);
        let others = [" form=\"", "aria-labelledby=\"", "href=\"#"].map(|attribute| between(&html, attribute, "\""));
        for id in described.chain(others.concat()) {
            assert!(ids.contains(&id), "{name}: nothing has the id {id}");
        }
    }
}

#[test]
fn every_form_is_a_post_with_the_token() {
    for (name, html) in everything() {
        for form in between(&html, "<form ", "</form>") {
            assert!(form.starts_with("method=\"post\""), "{name}");
            if name.ends_with("form_post") {
                assert!(!form.contains("csrf"), "{name}: our token is nothing for the application");
                assert_eq!(form.matches("<button class=\"button\" type=\"submit\">").count(), 1, "{name}");
                continue;
            }
            assert!(form.contains("name=\"csrf\" value=\"b2theS1vay1va2F5\""), "{name}");
            // Enter in a field presses the first button of its form: that must be the answer.
            if form.contains("<label") {
                assert_eq!(form.matches("<button class=\"button\" type=\"submit\">").count(), 1, "{name}");
                let own = between(form, "<button ", ">").into_iter().filter(|button| !button.contains(" form="));
                assert_eq!(own.count(), 1, "{name}");
            }
        }
    }
}

#[test]
fn a_refusal_is_told_on_top_at_the_field_and_in_the_title() {
    let theme = Theme::load("koop").expect("a theme");
    let flash = Flash {
        prompt: Prompt::RegisterPhone,
        message: FlashMessage::Refused(Refusal::PhoneNotMobile),
        typed: Some("070 7000526".into()),
    };
    let page = login(Prompt::RegisterPhone, Screen::RegisterPhone {}, Some(flash));
    let html = theme.render(&page, &Frame::new(Locale::Nl)).expect("a page");
    let said = "Op dit nummer kunt u geen sms ontvangen. Vul een mobiel nummer in dat begint met 06.";
    assert_eq!(html.matches(said).count(), 2);
    assert!(html.contains("<title>Fout: Registreer uw telefoonnummer - CAM</title>"));
    assert!(html.contains("role=\"alert\"") && html.contains("<a href=\"#phone\">"));
    assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"phone-hint phone-error\""));
    assert!(html.contains("value=\"070 7000526\""), "what was typed is there again");
}

#[test]
fn a_pause_is_told_in_words() {
    let theme = Theme::load("neutral").expect("a theme");
    for (seconds, words) in [
        (-5, "Probeer het nu opnieuw."),
        (1, "Probeer het over 1 seconde opnieuw."),
        (30, "Probeer het over 30 seconden opnieuw."),
        (61, "Probeer het over 2 minuten opnieuw."),
        (900, "Probeer het over 15 minuten opnieuw."),
        (7_300, "Probeer het over 3 uur opnieuw."),
    ] {
        let until = Timestamp::from_second(seconds).expect("a time");
        let message = FlashMessage::Refused(Refusal::PasswordPaused { until });
        let flash = Flash { prompt: Prompt::Password, message, typed: None };
        let page = login(Prompt::Password, Screen::Password { username: "jan".into(), passkey: None }, Some(flash));
        let html = theme.render(&page, &Frame::new(Locale::Nl)).expect("a page");
        assert!(html.contains(words), "{seconds}: {words}");
    }
}

#[test]
fn nothing_that_is_filled_in_becomes_markup() {
    const EVIL: &str = "'\"><evil>&{{ 'in' ~ 'jected' }}";
    let evil = || EVIL.to_owned();
    let key = EnrolmentKey { uri: format!("otpauth://totp/{EVIL}"), groups: vec![evil()] };
    let typed =
        |prompt| Some(Flash { prompt, message: FlashMessage::Refused(Refusal::UsernameMissing), typed: Some(evil()) });
    let pages = [
        login(Prompt::Identify, Screen::Identify { username: Some(evil()), passkey: Some(evil()) }, None),
        login(Prompt::Identify, Screen::Identify { username: None, passkey: None }, typed(Prompt::Identify)),
        login(Prompt::Password, Screen::Password { username: evil(), passkey: Some(evil()) }, None),
        login(Prompt::EmailCode, Screen::EmailCode { to: evil(), sent: true, minutes: 15 }, None),
        login(Prompt::RegisterPhone, Screen::RegisterPhone {}, typed(Prompt::RegisterPhone)),
        login(
            Prompt::SmsCode,
            Screen::SmsCode { to: evil(), sent: true, minutes: 15, changeable: true, again: false },
            None,
        ),
        login(Prompt::EnrolAuthenticator, Screen::EnrolAuthenticator { key: Some(key), recovers: false }, None),
        login(Prompt::EnrolmentDone, Screen::EnrolmentDone { offers_passkey: true }, None),
        login(Prompt::EnrolPasskey, Screen::EnrolPasskey { passkey: Some(evil()), demanded: false }, None),
        login(
            Prompt::Consent,
            Screen::Consent {
                asked: vec![Part { word: "scope-openid".to_owned(), about: String::new() }],
                before: vec![],
            },
            None,
        ),
        Page::PasswordForgotten(ForgottenPage { username: Some(evil()), missing: false }),
        Page::NewPassword(Box::new(NewPasswordPage {
            way: Way::Change,
            username: evil(),
            least: 8,
            refusal: None,
            now: Timestamp::UNIX_EPOCH,
        })),
        Page::AuthorizationError(Error::new(ErrorCode::InvalidRequest, EVIL)),
        Page::ServerError { reference: evil() },
        Page::FormPost { to: evil(), fields: vec![("state", evil())] },
    ];
    let frame = Frame {
        locale: Locale::Nl,
        path: Some(evil()),
        environment: Some(evil()),
        csrf: Some(evil()),
        application: Some(evil()),
        action: Some(evil()),
        cancel: Some(evil()),
    };
    let theme = Theme::load("neutral").expect("a theme");
    for page in pages {
        let html = theme.render(&page, &frame).expect("a page");
        assert!(html.contains("&lt;evil&gt;"), "{}", page.name());
        assert!(!html.contains("<evil") && !html.contains("injected"), "{}", page.name());
    }
}

fn login(prompt: Prompt, screen: Screen, flash: Option<Flash>) -> Page {
    Page::Login(LoginPage { prompt, screen, flash, progress: None, now: Timestamp::UNIX_EPOCH })
}

#[test]
fn the_statement_names_the_official_one_where_there_is_one() {
    let directory = tempfile::tempdir().expect("a directory");
    let official = "https://www.toegankelijkheidsverklaring.nl/register/1";
    std::fs::write(directory.path().join("theme.yaml"), format!("accessibility_statement: {official}\n"))
        .expect("a file");
    let named = Theme::from_dir(directory.path()).expect("a theme");
    let own = Theme::load("neutral").expect("a theme");
    for (theme, is_named) in [(named, true), (own, false)] {
        let html = theme.render(&Page::Accessibility, &Frame::new(Locale::Nl)).expect("a page");
        assert_eq!(html.contains(&format!("<a href=\"{}\">", official.replace('/', "&#x2f;"))), is_named);
        assert_eq!(html.contains("De status is daarom: C"), !is_named, "one status");
        assert!(html.contains("axe-core"), "what was checked");
    }
}
