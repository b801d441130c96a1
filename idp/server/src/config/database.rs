//! `database`: where durable facts are kept.

use std::path::Path;

use idp_adapters::database::DatabaseOptions;
use schemars::JsonSchema;
use secrecy::ExposeSecret;
use serde::Deserialize;
use url::Url;

use super::check::{Checker, Refusal, Text};

/// `database` as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DatabaseSection {
    /// `sqlite:` with a file, or `postgres://user@host/name`.
    url: Text,
    /// The file with the password for PostgreSQL.
    password_file: Option<Text>,
}

impl DatabaseSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<DatabaseOptions> {
        const KEY: &str = "database.url";
        let hint = "write sqlite:data/sluis.db, or postgres://sluis@db.example.nl/sluis";
        if let Some(file) = self.url.value.strip_prefix("sqlite:") {
            if let Some(password) = &self.password_file {
                let refusal = Refusal::new("SQLite has no password", "remove this key");
                checker.refuse("database.password_file", password, refusal);
            }
            let path = checker.document.resolve(file.strip_prefix("//").unwrap_or(file));
            return checker.take(KEY, &self.url, |_| sqlite(file, &path));
        }
        if ["postgres://", "postgresql://"].iter().any(|scheme| self.url.value.starts_with(scheme)) {
            return self.postgres(KEY, checker);
        }
        checker.refuse_secret(KEY, &self.url, Refusal::new("is neither SQLite nor PostgreSQL", hint));
        None
    }

    fn postgres(&self, key: &str, checker: &mut Checker<'_>) -> Option<DatabaseOptions> {
        let password = match &self.password_file {
            Some(file) => Some(checker.secret("database.password_file", file)?),
            None => None,
        };
        let Ok(mut url) = Url::parse(&self.url.value) else {
            checker.refuse_secret(key, &self.url, Refusal::plain("is not a URL"));
            return None;
        };
        if url.password().is_some() {
            let hint = "put it in a file and name that in database.password_file";
            checker.refuse_secret(key, &self.url, Refusal::new("has a password in it", hint));
            return None;
        }
        if let Some(password) = password
            && url.set_password(Some(password.expose_secret())).is_err()
        {
            checker.refuse_secret(key, &self.url, Refusal::plain("has no host that a password could be for"));
            return None;
        }
        Some(DatabaseOptions { url: String::from(url).into() })
    }
}

fn sqlite(written: &str, path: &Path) -> Result<DatabaseOptions, Refusal> {
    if written.is_empty() || written.contains(":memory:") || written.contains('?') {
        return Err(Refusal::new("names no file", "write sqlite: and a file, such as sqlite:data/sluis.db"));
    }
    match path.parent() {
        Some(directory) if directory != Path::new("") && !directory.is_dir() => {
            let message = format!("there is no directory {}", directory.display());
            Err(Refusal::new(message, "make it, owned by the user that Sluis runs as and closed to others (chmod 700)"))
        }
        _ => Ok(DatabaseOptions { url: format!("sqlite:{}", path.display()).into() }),
    }
}
