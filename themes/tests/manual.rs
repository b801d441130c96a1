//! The words of the manual that KOOP's users have in their hands stand on the screens that it describes.
#![expect(clippy::expect_used, reason = "a test fails loudly")]

use idp_core::locale::Locale;
use idp_themes::page::samples;
use idp_themes::{Page, Theme};

/// The text of the first sample of a page, without markup.
fn read(page: &str) -> String {
    let theme = Theme::load("koop").expect("a theme");
    let first: Page = samples::all().into_iter().map(|sample| sample.page).find(|it| it.name() == page).expect(page);
    let html = theme.render(&first, &samples::frame(Locale::Nl)).expect("a page");
    let body = html.split("<body>").nth(1).expect("a body");
    let text: String = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_screens_speak_the_words_of_the_manual() {
    for (page, words) in [
        ("identify", &["Gebruikersnaam", "Volgende"][..]),
        ("password", &["Wachtwoord", "Bevestigen", "Wachtwoord vergeten?"]),
        ("sms_code", &["Vul de zes cijfers in", "vraag een nieuwe code aan", "15 minuten", "Bevestigen"]),
        ("email_code", &["beveiligingscode", "vraag een nieuwe code aan", "15 minuten", "Bevestigen"]),
        ("register_phone", &["Uw telefoonnummer gebruiken wij als bevestiging van uw identiteit"]),
        (
            "enrol_authenticator",
            &[
                "Google Authenticator",
                "Microsoft Authenticator",
                "Android",
                "iOS",
                "QR-code scannen",
                "zescijferige code",
            ],
        ),
        ("enrolment_done", &["Instellen MFA is voltooid", "Uw MFA is nu ingesteld voor de CAM-website"]),
        ("totp", &["cijfercode", "Geen toegang meer tot uw app?"]),
    ] {
        let text = read(page);
        for word in words.iter().chain(&["servicedesk.publicatie@logius.nl", "070-7000526"]) {
            assert!(text.contains(word), "{page} lacks {word:?}: {text}");
        }
    }
}

#[test]
fn the_link_for_a_new_code_stands_above_the_field() {
    for page in ["sms_code", "email_code"] {
        let text = read(page);
        let (link, field) = (text.find("vraag een nieuwe code aan"), text.find("6 cijfers"));
        assert!(link.is_some() && link < field, "{page}: {text}");
    }
}

#[test]
fn no_screen_speaks_of_tokens_or_credentials() {
    let theme = Theme::load("koop").expect("a theme");
    for sample in samples::all().into_iter().filter(|sample| sample.page.name() != "authorization_error") {
        let html = theme.render(&sample.page, &samples::frame(Locale::Nl)).expect("a page").to_lowercase();
        for word in ["authenticatie", "verifi", "credential", "token", "sessie", " client"] {
            assert!(!html.contains(word), "{}: {word}", sample.name);
        }
    }
}
