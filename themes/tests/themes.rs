//! Themes: what the built-in ones have, and how a wrong one is refused.
#![expect(clippy::expect_used, reason = "a test fails loudly")]

use std::fs;
use std::path::Path;

use idp_core::locale::Locale;
use idp_core::login::pipeline::ORDER;
use idp_themes::{Frame, Page, Theme};

fn own(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Theme, String>) {
    let directory = tempfile::tempdir().expect("a directory");
    for (path, text) in files {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, text).expect("a file");
    }
    let theme = Theme::from_dir(directory.path()).map_err(|error| error.to_string());
    (directory, theme)
}

fn refused(files: &[(&str, &str)]) -> String {
    own(files).1.err().expect("a theme that is refused")
}

fn home(theme: &Theme) -> String {
    theme.render(&Page::Home, &Frame::new(Locale::Nl)).expect("a page")
}

#[test]
fn every_prompt_has_a_template_and_a_block_of_words() {
    let neutral = Path::new(env!("CARGO_MANIFEST_DIR")).join("neutral");
    for prompt in ORDER {
        let kind = prompt.kind();
        assert!(neutral.join(format!("templates/{kind}.html")).is_file(), "{kind}");
        for locale in Locale::ALL {
            let words = fs::read_to_string(neutral.join(format!("locales/{}.ftl", locale.tag()))).expect("words");
            assert!(words.contains(&format!("\n### {kind}: ")), "{kind} has no block in {}.ftl", locale.tag());
            assert!(words.contains(&format!("\n{kind}-title = ")), "{kind} has no title in {}.ftl", locale.tag());
        }
    }
}

#[test]
fn koop_is_neutral_with_its_own_names_words_and_colour() {
    let (neutral, koop) = (Theme::load("neutral").expect("neutral"), Theme::load("koop").expect("koop"));
    assert_eq!((neutral.service(), koop.service()), ("Sluis", "CAM"));
    assert!(home(&koop).contains("officiële publicaties") && !home(&neutral).contains("officiële publicaties"));
    assert_ne!(koop.stylesheet().path, neutral.stylesheet().path, "another colour");
    assert!(koop.stylesheet().content.contains("--corner"), "what it does not change is neutral's");
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("koop/templates").exists(), "it copies no template");
}

#[test]
fn assets_are_found_by_the_path_that_the_pages_name() {
    let theme = Theme::load("koop").expect("a theme");
    for asset in [theme.stylesheet(), theme.icon()] {
        assert!(asset.path.starts_with("/static/"));
        assert!(home(&theme).contains(&asset.path.replace('/', "&#x2f;")), "{}", asset.path);
        assert_eq!(theme.asset(&asset.path), Some(asset));
    }
    assert_eq!(theme.asset("/static/other.css"), None);
}

#[test]
fn the_stylesheet_is_small_and_fetches_nothing() {
    for name in ["neutral", "koop"] {
        let css = Theme::load(name).expect("a theme").stylesheet().content.clone();
        assert!(css.len() < 20_000, "{} bytes", css.len());
        assert!(!css.contains("url(") && !css.contains("@import"));
    }
}

#[test]
fn the_colours_have_the_contrast_that_they_need() {
    for name in ["neutral", "koop"] {
        let css = Theme::load(name).expect("a theme").stylesheet().content.clone();
        let colour = |token: &str| {
            let value = css.rsplit_once(&format!("--{token}: #")).expect(token).1;
            luminance(value.get(..6).expect("six digits"))
        };
        for (text, ground, least) in [
            ("text", "page", 4.5),
            ("text", "card", 4.5),
            ("text", "environment", 4.5),
            ("text", "error-pale", 4.5),
            ("text", "notice-pale", 4.5),
            ("text-quiet", "page", 4.5),
            ("text-quiet", "card", 4.5),
            ("text-quiet", "accent-pale", 4.5),
            ("accent", "card", 4.5),
            ("accent", "page", 4.5),
            ("accent", "accent-pale", 4.5),
            ("accent-dark", "accent-pale", 4.5),
            ("error", "card", 4.5),
            ("error", "error-pale", 4.5),
            ("edge-field", "card", 3.0),
            ("focus", "page", 3.0),
        ] {
            let (a, b) = (colour(text), colour(ground));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= least, "{name}: --{text} on --{ground} is {contrast:.2} to 1");
        }
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(hex.get(at..at + 2).expect("two digits"), 16).expect("hexadecimal"));
        let value = value / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

#[test]
fn an_own_theme_changes_only_what_it_names() {
    let (_directory, theme) = own(&[
        ("theme.yaml", "service: Loket\n"),
        ("locales/nl.ftl", "home-title = Welkom bij { $service }\n"),
        ("templates/logo.html", "<p>Ons logo</p>"),
        (
            "templates/home.html",
            "{% extends \"layout.html\" %}{% block title %}{{ t(\"home-title\") }}{% endblock %}{% block content %}{% include \"logo.html\" %}{% endblock %}",
        ),
    ]);
    let html = home(&theme.expect("a theme"));
    assert!(html.contains("<h1>Welkom bij Loket</h1>") && html.contains("Ons logo") && html.contains("Voorbeeld"));
}

#[test]
fn an_unknown_name_is_refused_with_the_names_there_are() {
    let error = Theme::load("blauw").err().expect("refused").to_string();
    assert!(error.contains("\"blauw\"") && error.contains("neutral, koop"), "{error}");
    assert!(
        Theme::from_dir(Path::new("/no/such/theme")).err().expect("refused").to_string().contains("/no/such/theme")
    );
}

#[test]
fn a_wrong_file_is_named_with_its_line_and_what_to_do() {
    for (file, text, at, what) in [
        ("theme.yaml", "service: Loket\ncolour: red\n", "theme.yaml:2: ", "colour"),
        ("theme.yaml", "servicedesk: {email: a@b.nl}\n", "theme.yaml:1: ", "phone"),
        ("locales/nl.ftl", "home-title = Hallo\nhome-text = { $\n", "locales/nl.ftl:", "Expected"),
        ("locales/nl.ftl", "\nhome-titel = Hallo\n", "locales/nl.ftl:2: ", "neutral has no message home-titel"),
        ("locales/nl.ftl", "home-title = { $naam }\n", "templates/home.html:", "home-title cannot be said"),
        ("templates/home.html", "<p>\n{% if %}", "templates/home.html:2: ", "unexpected"),
        ("templates/home.html", "\n\n{{ nothing }}", "templates/home.html:3: ", "undefined"),
        ("templates/home.html", "\n{{ t(\"geen\") }}", "templates/home.html:2: ", "there is no message geen"),
        ("templates/hom.txt", "", "templates/hom.txt: ", "a theme has no such file"),
    ] {
        let error = refused(&[(file, text)]);
        assert!(error.contains(at) && error.contains(what), "{file}: {error}");
    }
}

#[test]
fn every_language_must_have_every_message() {
    let home = "{% extends \"layout.html\" %}{% block title %}{{ t(\"home-more\") }}{% endblock %}";
    let error = refused(&[("templates/home.html", home), ("locales/nl.ftl", "home-more = Meer\n")]);
    assert!(error.contains("locales/en.ftl: the message home-more is missing"), "{error}");
}
