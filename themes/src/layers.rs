//! Where the files of a theme come from: `neutral` at the bottom, and the theme on top of it.
//!
//! The built-in themes are part of the program, so that a server needs no files beside it. A test compares the tables
//! below with the directories.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::fault::{Fault, ThemeError};

type Embedded = &'static [(&'static str, &'static str)];

const NEUTRAL: Embedded = &[
    ("icon.svg", include_str!("../neutral/icon.svg")),
    ("locales/en.ftl", include_str!("../neutral/locales/en.ftl")),
    ("locales/nl.ftl", include_str!("../neutral/locales/nl.ftl")),
    ("styles/page.css", include_str!("../neutral/styles/page.css")),
    ("styles/tokens.css", include_str!("../neutral/styles/tokens.css")),
    ("templates/accessibility.html", include_str!("../neutral/templates/accessibility.html")),
    ("templates/account.html", include_str!("../neutral/templates/account.html")),
    ("templates/account_app.html", include_str!("../neutral/templates/account_app.html")),
    ("templates/account_app_new.html", include_str!("../neutral/templates/account_app_new.html")),
    ("templates/account_apps.html", include_str!("../neutral/templates/account_apps.html")),
    ("templates/account_contact.html", include_str!("../neutral/templates/account_contact.html")),
    ("templates/account_dispute.html", include_str!("../neutral/templates/account_dispute.html")),
    ("templates/account_logins.html", include_str!("../neutral/templates/account_logins.html")),
    ("templates/account_passkey.html", include_str!("../neutral/templates/account_passkey.html")),
    ("templates/account_passkey_new.html", include_str!("../neutral/templates/account_passkey_new.html")),
    ("templates/account_passkeys.html", include_str!("../neutral/templates/account_passkeys.html")),
    ("templates/account_recovery_codes.html", include_str!("../neutral/templates/account_recovery_codes.html")),
    ("templates/account_recovery_codes_new.html", include_str!("../neutral/templates/account_recovery_codes_new.html")),
    ("templates/account_sessions.html", include_str!("../neutral/templates/account_sessions.html")),
    ("templates/authorization_error.html", include_str!("../neutral/templates/authorization_error.html")),
    ("templates/consent.html", include_str!("../neutral/templates/consent.html")),
    ("templates/desk.html", include_str!("../neutral/templates/desk.html")),
    ("templates/desk_act.html", include_str!("../neutral/templates/desk_act.html")),
    ("templates/desk_code.html", include_str!("../neutral/templates/desk_code.html")),
    ("templates/desk_denied.html", include_str!("../neutral/templates/desk_denied.html")),
    ("templates/desk_found.html", include_str!("../neutral/templates/desk_found.html")),
    ("templates/desk_history.html", include_str!("../neutral/templates/desk_history.html")),
    ("templates/desk_parts.html", include_str!("../neutral/templates/desk_parts.html")),
    ("templates/desk_person.html", include_str!("../neutral/templates/desk_person.html")),
    ("templates/desk_report.html", include_str!("../neutral/templates/desk_report.html")),
    ("templates/desk_reports.html", include_str!("../neutral/templates/desk_reports.html")),
    ("templates/desk_request.html", include_str!("../neutral/templates/desk_request.html")),
    ("templates/desk_requests.html", include_str!("../neutral/templates/desk_requests.html")),
    ("templates/email_code.html", include_str!("../neutral/templates/email_code.html")),
    ("templates/enrol_authenticator.html", include_str!("../neutral/templates/enrol_authenticator.html")),
    ("templates/enrol_passkey.html", include_str!("../neutral/templates/enrol_passkey.html")),
    ("templates/enrolment_done.html", include_str!("../neutral/templates/enrolment_done.html")),
    ("templates/forbidden.html", include_str!("../neutral/templates/forbidden.html")),
    ("templates/form_post.html", include_str!("../neutral/templates/form_post.html")),
    ("templates/home.html", include_str!("../neutral/templates/home.html")),
    ("templates/identify.html", include_str!("../neutral/templates/identify.html")),
    ("templates/layout.html", include_str!("../neutral/templates/layout.html")),
    ("templates/logged_out.html", include_str!("../neutral/templates/logged_out.html")),
    ("templates/logging_out.html", include_str!("../neutral/templates/logging_out.html")),
    ("templates/login.html", include_str!("../neutral/templates/login.html")),
    ("templates/logout.html", include_str!("../neutral/templates/logout.html")),
    ("templates/lost.html", include_str!("../neutral/templates/lost.html")),
    ("templates/mail.html", include_str!("../neutral/templates/mail.html")),
    ("templates/mail.txt", include_str!("../neutral/templates/mail.txt")),
    ("templates/new_password.html", include_str!("../neutral/templates/new_password.html")),
    ("templates/not_found.html", include_str!("../neutral/templates/not_found.html")),
    ("templates/own.html", include_str!("../neutral/templates/own.html")),
    ("templates/parts.html", include_str!("../neutral/templates/parts.html")),
    ("templates/passkey.html", include_str!("../neutral/templates/passkey.html")),
    ("templates/password.html", include_str!("../neutral/templates/password.html")),
    ("templates/password_changed.html", include_str!("../neutral/templates/password_changed.html")),
    ("templates/password_forgotten.html", include_str!("../neutral/templates/password_forgotten.html")),
    ("templates/password_link_dead.html", include_str!("../neutral/templates/password_link_dead.html")),
    ("templates/password_link_sent.html", include_str!("../neutral/templates/password_link_sent.html")),
    ("templates/recovery_code.html", include_str!("../neutral/templates/recovery_code.html")),
    ("templates/register_phone.html", include_str!("../neutral/templates/register_phone.html")),
    ("templates/server_error.html", include_str!("../neutral/templates/server_error.html")),
    ("templates/sms_code.html", include_str!("../neutral/templates/sms_code.html")),
    ("templates/stopped.html", include_str!("../neutral/templates/stopped.html")),
    ("templates/totp.html", include_str!("../neutral/templates/totp.html")),
    ("templates/unavailable.html", include_str!("../neutral/templates/unavailable.html")),
    ("templates/visit_code.html", include_str!("../neutral/templates/visit_code.html")),
    ("theme.yaml", include_str!("../neutral/theme.yaml")),
];

const KOOP: Embedded = &[
    ("icon.svg", include_str!("../koop/icon.svg")),
    ("locales/en.ftl", include_str!("../koop/locales/en.ftl")),
    ("locales/nl.ftl", include_str!("../koop/locales/nl.ftl")),
    ("styles/tokens.css", include_str!("../koop/styles/tokens.css")),
    ("theme.yaml", include_str!("../koop/theme.yaml")),
];

/// The directories of a theme; the first is the theme itself.
const DIRECTORIES: [&str; 4] = ["", "locales", "styles", "templates"];

/// A file of a theme.
#[derive(Debug, Clone)]
pub(crate) struct File<'a> {
    /// With its theme, for messages: `koop/theme.yaml`.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) text: &'a str,
}

struct Layer {
    name: String,
    files: BTreeMap<String, Cow<'static, str>>,
}

/// The files of a theme, the bottom layer first.
pub(crate) struct Layers(Vec<Layer>);

impl Layers {
    /// A theme that is part of the program.
    pub(crate) fn embedded(name: &str) -> Result<Self, ThemeError> {
        match name {
            "neutral" => Ok(Self(vec![embedded("neutral", NEUTRAL)])),
            "koop" => Ok(Self(vec![embedded("neutral", NEUTRAL), embedded("koop", KOOP)])),
            _ => Err(ThemeError::Unknown { name: name.to_owned(), known: "neutral, koop".to_owned() }),
        }
    }

    /// A directory on top of `neutral`.
    pub(crate) fn directory(path: &Path) -> Result<Self, ThemeError> {
        let name = path.display().to_string();
        let mut files = BTreeMap::new();
        for directory in DIRECTORIES {
            read(path, directory, &mut files)?;
        }
        Ok(Self(vec![embedded("neutral", NEUTRAL), Layer { name, files }]))
    }

    /// The file of the highest layer that has it.
    pub(crate) fn top(&self, path: &str) -> Result<File<'_>, Fault> {
        self.all(path).last().ok_or_else(|| Fault::new(path, None, "this file is missing; add it"))
    }

    /// The file in every layer that has it, the bottom one first.
    pub(crate) fn all(&self, path: &str) -> impl Iterator<Item = File<'_>> {
        self.0.iter().filter_map(move |layer| {
            let text = layer.files.get(path)?;
            Some(File { name: format!("{}/{path}", layer.name), text })
        })
    }

    /// The names of the templates in any layer, without their directory.
    pub(crate) fn templates(&self) -> BTreeSet<&str> {
        self.0.iter().flat_map(|layer| layer.files.keys()).filter_map(|path| path.strip_prefix("templates/")).collect()
    }
}

fn embedded(name: &str, table: Embedded) -> Layer {
    let files = table.iter().map(|(path, text)| ((*path).to_owned(), Cow::Borrowed(*text))).collect();
    Layer { name: name.to_owned(), files }
}

fn read(root: &Path, directory: &str, files: &mut BTreeMap<String, Cow<'static, str>>) -> Result<(), ThemeError> {
    let path = root.join(directory);
    let fail = |path: &Path, source| ThemeError::Read { path: path.to_owned(), source };
    if !directory.is_empty() && !path.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&path).map_err(|error| fail(&path, error))? {
        let path = entry.map_err(|error| fail(&path, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() || name.starts_with('.') {
            continue;
        }
        let key = if directory.is_empty() { name } else { format!("{directory}/{name}") };
        if !is_read(&key) {
            let what =
                "a theme has no such file; remove it, or give it the name of the file of neutral that it replaces";
            return Err(Fault::new(path.display().to_string(), None, what).into());
        }
        files.insert(key, std::fs::read_to_string(&path).map_err(|error| fail(&path, error))?.into());
    }
    Ok(())
}

/// A theme may bring templates of its own, for its other templates to include. Any other file must replace one of
/// neutral's: a misspelt name would silently change nothing.
fn is_read(path: &str) -> bool {
    path.starts_with("templates/") && path.ends_with(".html") || NEUTRAL.iter().any(|(known, _)| *known == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_name_every_file_of_the_directories() {
        for (theme, table) in [("neutral", NEUTRAL), ("koop", KOOP)] {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(theme);
            let mut found = BTreeMap::new();
            for directory in DIRECTORIES {
                read(&root, directory, &mut found).expect("readable files");
            }
            let table: Vec<_> = table.iter().map(|(path, _)| (*path).to_owned()).collect();
            assert_eq!(found.into_keys().collect::<Vec<_>>(), table, "{theme}");
        }
    }
}
