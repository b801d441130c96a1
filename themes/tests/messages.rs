//! Mail and SMS: what must be in them, and what must not.
#![expect(clippy::expect_used, reason = "a test fails loudly")]

use std::sync::Arc;

use idp_core::account::{OneTimeCode, Username};
use idp_core::locale::Locale;
use idp_core::message::{Message, Rendered};
use idp_core::port::Messages;
use idp_core::throttle::Guess;
use idp_themes::{MessageWords, Theme};

/// The basic alphabet of GSM 03.38, as far as our words may need it. One character outside of it halves an SMS.
const GSM_7: &str = "@£$¥èéùìòÇ\nØø\rÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà_";

fn words(theme: &str, environment: Option<&str>) -> MessageWords {
    let theme = Arc::new(Theme::load(theme).expect("a theme"));
    MessageWords::new(theme, "inloggen.preproductie.example.overheid.nl".into(), environment.map(str::to_owned))
}

fn render(message: &Message, locale: Locale) -> Rendered {
    words("koop", Some("preproductie")).render(message, locale).expect("words")
}

fn code() -> OneTimeCode {
    OneTimeCode::parse("123456").expect("a code")
}

#[test]
fn an_sms_fits_in_one_and_fills_itself_in() {
    for locale in Locale::ALL {
        for minutes in [1, 15] {
            let sms = render(&Message::SmsCode { code: code(), minutes }, locale);
            assert!(sms.subject.is_none() && sms.html.is_none());
            assert!(sms.text.chars().all(|c| GSM_7.contains(c)), "{}", sms.text);
            assert!(sms.text.chars().count() <= 160, "{}", sms.text);
            let lines: Vec<_> = sms.text.lines().collect();
            assert_eq!(lines.last(), Some(&"@inloggen.preproductie.example.overheid.nl #123456"));
            assert_eq!(lines.get(1), Some(&""));
        }
    }
    let dutch = render(&Message::SmsCode { code: code(), minutes: 15 }, Locale::Nl);
    assert!(dutch.text.starts_with(
        "Uw sms-code is 123456. De code is 15 minuten geldig. Geef deze code nooit aan iemand anders.\n\n@"
    ));
}

#[test]
fn a_mail_names_the_service_desk_and_the_environment_and_links_nowhere() {
    let mut messages =
        vec![Message::PasswordChanged, Message::AuthenticatorAdded, Message::EmailCode { code: code(), minutes: 15 }];
    messages.extend(Guess::ALL.map(|guess| Message::BudgetSpent { guess }));
    for message in messages {
        for locale in Locale::ALL {
            let Rendered { subject, text, html, .. } = render(&message, locale);
            let (subject, html) = (subject.expect("a subject"), html.expect("an HTML part"));
            assert!(subject.contains("CAM") && !subject.contains("123456") && !subject.contains('\n'), "{subject}");
            for part in [&text, &html] {
                assert!(part.contains("servicedesk.publicatie@logius.nl") && part.contains("070-7000526"), "{part}");
                assert!(part.contains("preproductie"), "{part}");
                assert!(!part.contains("http") && !part.contains("<script"), "{part}");
            }
            assert!(!text.contains('<') && !text.contains('&'), "{text}");
        }
    }
}

/// The two that lead to a new password are the exception: the link stands there whole, and how ours begin.
#[test]
fn a_mail_with_a_link_shows_it_whole_and_says_how_ours_begin() {
    const URL: &str = "https://inloggen.example.nl/password/kD7fPq2wLxS0aVt9";
    let username = || Username::parse("j.devries").expect("a name");
    let messages = [
        (Message::PasswordLink { url: URL.into(), minutes: 30, username: username() }, ["30 minuten", "30 minutes"]),
        (Message::Invitation { url: URL.into(), days: 7, username: username() }, ["7 dagen", "7 days"]),
    ];
    for (message, lives) in messages {
        for (locale, life) in Locale::ALL.into_iter().zip(lives) {
            let Rendered { subject, text, html, .. } = render(&message, locale);
            let html = html.expect("an HTML part").replace("&#x2f;", "/");
            assert!(!subject.expect("a subject").contains("http"));
            assert!(text.contains(&format!("\n\n{URL}\n\n")), "on a line of its own: {text}");
            assert!(html.contains(&format!("<a href=\"{URL}\">{URL}</a>")), "{html}");
            for part in [&text, &html] {
                assert!(part.contains(" https://inloggen.example.nl/ ") && part.contains(life), "{part}");
                assert!(part.contains("j.devries") && part.contains("070-7000526"), "{part}");
                assert_eq!(part.matches("/password/").count(), if part == &html { 2 } else { 1 }, "{part}");
            }
        }
    }
}

#[test]
fn a_mail_in_plain_text_reads_well() {
    let mail =
        words("koop", None).render(&Message::EmailCode { code: code(), minutes: 15 }, Locale::Nl).expect("words");
    assert_eq!(
        mail.text,
        "Beste gebruiker,

U logt in bij CAM. Vul deze beveiligingscode in op de inlogpagina:

    123456

De code is 15 minuten geldig. Geef deze code nooit aan iemand anders.

Hebt u geen code aangevraagd? Dan kent iemand anders misschien uw wachtwoord. Neem direct contact op met de servicedesk.

Hebt u vragen? Neem contact op met de servicedesk: servicedesk.publicatie@logius.nl of 070-7000526.

Met vriendelijke groet,
KOOP"
    );
}
