//! What axe cannot see: pages that are narrow, enlarged, spaced out, in other colours, on paper; and what is read aloud.

use serde_json::json;

use super::gallery::{Gallery, NARROW, Sample, WIDE, none};

/// What is checked besides axe-core, here and in `keyboard`, as the accessibility statement says it.
pub(super) const WAYS: [&str; 7] = ["narrow", "zoomed", "spaced", "keyboard", "colours", "still", "printed"];

const FITS: &str = include_str!("fits.js");
const COLOURS: &str = include_str!("colours.js");
const STILL: &str = include_str!("still.js");
const PRINTED: &str = include_str!("printed.js");
const WORDS: &str = include_str!("words.js");

/// The text spacing of WCAG 1.4.12, as a person's own stylesheet.
const SPACED: &str = "const own = new CSSStyleSheet();
    own.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }\
                     p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets = [own]";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_cut_off_or_covered_when_narrow_and_spaced_out() {
    let gallery = Gallery::open().await;
    gallery.width(NARROW).await;
    let mut faults = Vec::new();
    for sample in &gallery.samples {
        gallery.visit(sample).await;
        faults.extend(gallery.faults(FITS, sample, "narrow").await);
        gallery.run(SPACED).await;
        faults.extend(gallery.faults(FITS, sample, "narrow and spaced out").await);
    }
    none(faults);
    gallery.window.close().await;
}

/// Twice as large by the letters that the person chose in the browser (WCAG 1.4.4). Enlarging the whole page by four is
/// what makes a wide window as narrow as that of the test above.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_cut_off_or_covered_when_letters_are_twice_as_large() {
    let gallery = Gallery::open().await;
    gallery.width(WIDE).await;
    gallery.tell("Page.setFontSizes", json!({ "fontSizes": { "standard": 32, "fixed": 26 } })).await;
    let mut faults = Vec::new();
    for sample in &gallery.samples {
        gallery.visit(sample).await;
        assert_eq!(gallery.run("return getComputedStyle(document.documentElement).fontSize").await, "32px");
        faults.extend(gallery.faults(FITS, sample, "enlarged").await);
    }
    none(faults);
    gallery.window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_does_in_other_colours_without_motion_on_paper_and_read_aloud() {
    let gallery = Gallery::open().await;
    gallery.width(WIDE).await;
    let mut faults = Vec::new();
    for sample in &gallery.samples {
        gallery.media("", &[]).await;
        gallery.visit(sample).await;
        faults.extend(gallery.faults(WORDS, sample, "read aloud").await);
        faults.extend(in_other_media(&gallery, sample).await);
    }
    none(faults);
    gallery.window.close().await;
}

async fn in_other_media(gallery: &Gallery, sample: &Sample) -> Vec<String> {
    gallery.media("", &[("forced-colors", "active")]).await;
    let mut faults = gallery.faults(COLOURS, sample, "in forced colours").await;
    gallery.media("", &[("prefers-reduced-motion", "reduce"), ("prefers-color-scheme", "dark")]).await;
    faults.extend(gallery.faults(STILL, sample, "still").await);
    gallery.media("print", &[]).await;
    faults.extend(gallery.faults(PRINTED, sample, "printed").await);
    faults
}

/// So that finding nothing says something.
#[tokio::test(flavor = "multi_thread")]
async fn the_scripts_find_what_is_wrong() {
    let gallery = Gallery::open().await;
    let sample = gallery.samples.iter().find(|sample| sample.page == "identify").expect("a sample");
    for (script, harm, fault) in [
        (FITS, "document.querySelector('h1').style.width = '2000px'", "wide in a window"),
        (
            FITS,
            "document.querySelector('.button').style.cssText = 'min-width:0;width:40px;white-space:nowrap'",
            "sticks out",
        ),
        (FITS, "document.querySelector('h1').style.cssText = 'height:9px;overflow:hidden'", "is cut off"),
        (FITS, "document.querySelector('h1').style.marginBottom = '-2rem'", "lie over each other"),
        (FITS, "document.querySelector('.button').style.cssText = 'min-height:0;height:20px;padding:0'", "a target"),
        (COLOURS, "document.querySelector('.button').style.border = 'none'", "has no edge"),
        (STILL, "document.querySelector('.button').style.transition = 'all 1s'", "moves"),
        (PRINTED, "document.querySelector('.card p').style.display = 'none'", "is not printed"),
        (WORDS, "document.querySelector('input[name=username]').autocomplete = 'off'", "to be filled in"),
        (WORDS, "document.title = 'Fout: ' + document.title", "the title is"),
        (WORDS, "document.querySelector('footer ul').remove()", "accessibility statement"),
    ] {
        gallery.width(WIDE).await;
        gallery.visit(sample).await;
        if script == COLOURS {
            gallery.media("", &[("forced-colors", "active")]).await;
        } else {
            gallery.media(if script == PRINTED { "print" } else { "" }, &[]).await;
        }
        gallery.run(harm).await;
        let found = gallery.faults(script, sample, "harmed").await;
        assert!(found.iter().any(|told| told.contains(fault)), "{harm}: {found:?}");
    }
    gallery.window.close().await;
}
