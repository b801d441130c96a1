//! axe-core on every page in every state: no violation, and nothing that it leaves to people to judge. What was checked is
//! written down for the accessibility statement, and what lies there must be that.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use idp_core::locale::Locale;
use idp_themes::page::checked::Checked;
use serde_json::json;

use super::gallery::{Gallery, THEMES, WIDE, none, texts};
use super::looks::WAYS;

const SCRIPT: &str = include_str!("axe.js");

/// What axe cannot judge by itself, and we did. Empty: whatever it comes to be unsure of must be looked at.
const JUDGED: [&str; 0] = [];

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

async fn with_axe() -> Gallery {
    let path = file("node/node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(path).expect("axe-core is not there: start the tests with tests/run");
    let gallery = Gallery::open().await;
    gallery.width(WIDE).await;
    gallery.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    gallery
}

/// `SLUIS_WRITE_CHECKED=1` writes anew what was checked.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_and_what_it_checked_is_in_the_statement() {
    let gallery = with_axe().await;
    let (mut faults, mut axe, mut rules) = (Vec::new(), String::new(), BTreeSet::new());
    for sample in &gallery.samples {
        gallery.visit(sample).await;
        let found = gallery.run(SCRIPT).await;
        for kind in ["violations", "incomplete"] {
            let told = texts(&found[kind]).into_iter().filter(|fault| !JUDGED.iter().any(|it| fault.starts_with(it)));
            faults.extend(told.map(|fault| format!("{} {kind}: {fault}", sample.path)));
        }
        found["version"].as_str().expect("a version").clone_into(&mut axe);
        rules.extend(texts(&found["rules"]));
    }
    none(faults);
    let mut pages = BTreeMap::new();
    for sample in gallery.samples.iter().filter(|sample| sample.theme == THEMES[0] && sample.locale == Locale::Nl) {
        *pages.entry(sample.page.to_owned()).or_insert(0) += 1;
    }
    gallery.window.close().await;
    let checked = Checked {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        axe,
        themes: THEMES.map(str::to_owned).to_vec(),
        languages: Locale::ALL.map(|locale| locale.tag().to_owned()).to_vec(),
        ways: WAYS.map(str::to_owned).to_vec(),
        pages,
        rules: rules.into_iter().collect(),
    };
    is_written_down(&written(&checked));
}

fn is_written_down(fresh: &str) {
    let path = file("../themes/src/page/checked.yaml");
    if std::env::var_os("SLUIS_WRITE_CHECKED").is_some() {
        std::fs::write(&path, fresh).expect("written");
    }
    let lies_there = std::fs::read_to_string(&path).expect("a file");
    assert!(
        lies_there == fresh,
        "{} is old: write it with SLUIS_WRITE_CHECKED=1 tests/run --workspace --test it -- accessibility::axe",
        path.display()
    );
}

/// As YAML, a line for each page and rule, so that changes of different people meet seldom.
fn written(checked: &Checked) -> String {
    let Checked { version, axe, themes, languages, ways, pages, rules } = checked;
    let pages: String = pages.iter().map(|(page, states)| format!("  {page}: {states}\n")).collect();
    let rules: String = rules.iter().map(|rule| format!("  - {rule}\n")).collect();
    format!(
        "# What the accessibility tests checked. They write this file: SLUIS_WRITE_CHECKED=1.\n\
         version: {version}\naxe: {axe}\nthemes: [{}]\nlanguages: [{}]\nways: [{}]\npages:\n{pages}rules:\n{rules}",
        themes.join(", "),
        languages.join(", "),
        ways.join(", "),
    )
}

/// So that finding nothing says something.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_what_is_wrong() {
    let gallery = with_axe().await;
    let sample = gallery.samples.iter().find(|sample| sample.page == "identify").expect("a sample");
    for (harm, rule) in [
        ("document.querySelector('label').remove()", "label"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('main p').style.color = '#999'", "color-contrast"),
        ("document.querySelector('.brand img').removeAttribute('alt')", "image-alt"),
        ("document.querySelector('h1').remove()", "page-has-heading-one"),
    ] {
        gallery.visit(sample).await;
        gallery.run(harm).await;
        let found = texts(&gallery.run(SCRIPT).await["violations"]);
        assert!(found.iter().any(|fault| fault.starts_with(rule)), "{harm}: {found:?}");
    }
    gallery.window.close().await;
}
