//! The book says where things are: what it names must be there.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages of the book, and those beside it.
fn pages() -> Vec<PathBuf> {
    let mut folders = vec![root().join("docs")];
    let mut pages: Vec<_> =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"].map(|page| root().join(page)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.extension() {
                Some(kind) if kind == "md" => pages.push(path),
                // What mdbook built is no page to write in.
                None if path.is_dir() && !path.join("index.html").exists() => folders.push(path),
                _ => {}
            }
        }
    }
    pages
}

/// The texts between two marks, outside of blocks of code.
fn between<'a>(page: &'a str, before: &'a str, after: &'a str) -> Vec<&'a str> {
    let prose = page.split("```").step_by(2);
    prose.flat_map(|text| text.split(before).skip(1).filter_map(|rest| rest.split(after).next())).collect()
}

/// The name that mdbook gives to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_matches(['#', ' ']).to_lowercase();
    kept.chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_leads_to_a_page_and_a_heading() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for link in between(&text, "](", ")") {
            if link.starts_with("http") || link.starts_with("mailto:") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().expect("a folder").join(file) };
            let there = target.exists()
                && (heading.is_empty()
                    || fs::read_to_string(&target)
                        .is_ok_and(|text| text.lines().any(|line| line.starts_with('#') && anchor(line) == heading)));
            if !there {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_proof_that_the_tables_of_openid_connect_name_is_there() {
    let page = fs::read_to_string(root().join("docs/reference/openid-connect.md")).expect("the page");
    let rows = page.lines().filter(|line| line.starts_with('|')).flat_map(|line| line.split('`').skip(1).step_by(2));
    let named: Vec<_> = rows.filter(|word| word.ends_with(".rs") || word.starts_with("tests/")).collect();
    assert!(named.len() > 20, "the tables are read");
    let missing: Vec<_> = named
        .iter()
        .filter(|file| !root().join("tests/it").join(file).exists() && !root().join(file).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Each row of the tables of weaknesses names a file and a test in it, and those of ASVS a file.
#[test]
fn every_proof_that_the_tables_of_weaknesses_and_asvs_name_is_there() {
    let mut missing = Vec::new();
    for page in ["weaknesses.md", "asvs.md"] {
        let text = fs::read_to_string(root().join("docs/reference").join(page)).expect("the page");
        let mut named = 0;
        for row in text.lines().filter(|line| line.starts_with('|')) {
            let words: Vec<_> = row.split('`').skip(1).step_by(2).collect();
            for (n, file) in words.iter().enumerate().filter(|(_, word)| word.ends_with(".rs")) {
                named += 1;
                let beside = [root().join("tests/it").join(file), root().join(file)];
                let code = beside.iter().find_map(|path| fs::read_to_string(path).ok());
                let test = words.get(n + 1).filter(|word| page == "weaknesses.md" && !word.ends_with(".rs"));
                let is_there = code.is_some_and(|code| {
                    test.is_none_or(|test| {
                        [format!("fn {test}("), format!("{test}: ")].iter().any(|it| code.contains(it))
                    })
                });
                if !is_there {
                    missing.push(format!("{page}: {row}"));
                }
            }
        }
        assert!(named > 40, "the tables of {page} are read");
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_decision_is_listed_and_every_page_is_in_the_book() {
    let listed = |page: &str| fs::read_to_string(root().join("docs").join(page)).expect("a page");
    let (summary, decisions) = (listed("SUMMARY.md"), listed("decisions/README.md"));
    let mut forgotten = Vec::new();
    for page in pages() {
        let Ok(name) = page.strip_prefix(root().join("docs")) else { continue };
        let name = name.display().to_string();
        if name != "SUMMARY.md" && !summary.contains(&format!("({name})")) {
            forgotten.push(format!("{name} in SUMMARY.md"));
        }
        match name.strip_prefix("decisions/") {
            Some(record) if record != "README.md" && !decisions.contains(&format!("({record})")) => {
                forgotten.push(format!("{record} in decisions/README.md"));
            }
            _ => {}
        }
    }
    assert!(forgotten.is_empty(), "{forgotten:#?}");
}

#[test]
fn the_words_that_no_password_may_be_are_those_of_the_code() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect(path);
    let code = read("idp/core/src/account/new_password.rs");
    let words = between(&code, "const WORDS: [&str; 12] = [", "];");
    let page = read("docs/reference/login.md");
    let told = between(&page, "same for everybody are ", ".\n");
    let marked = |text: &str, mark: char| text.split(mark).skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(marked(told.first().expect("the sentence"), '`'), marked(words.first().expect("the words"), '"'));
}
