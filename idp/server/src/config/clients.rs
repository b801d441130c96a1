//! Every file that `clients` in `sluis.yaml` matches, as one registry.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idp_core::assurance::AcrNames;
use idp_core::client::{Client, Clients};
use idp_core::provider::Issuer;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};
use super::client::ClientFile;
use super::document::Document;
use super::fault::Faults;

/// Where the clients' files lie unless it is said otherwise.
pub(super) const DEFAULT_PATTERN: &str = "clients/*.yaml";

/// The files that a pattern matches, in the order of their names. The pattern is relative to `directory`.
pub(super) fn files(directory: &Path, pattern: &str) -> Result<Vec<PathBuf>, Refusal> {
    let pattern = match Path::new(pattern).is_absolute() {
        true => pattern.to_owned(),
        false => Path::new(&glob::Pattern::escape(&directory.to_string_lossy())).join(pattern).display().to_string(),
    };
    let hint = "write it as clients/*.yaml";
    let found = glob::glob(&pattern).map_err(|error| Refusal::new(format!("is not a pattern: {}", error.msg), hint))?;
    found.collect::<Result<_, _>>().map_err(|error| Refusal::plain(format!("cannot be searched: {error}")))
}

/// The clients, and the files of their secrets.
pub(super) struct Loaded {
    pub(super) clients: Clients,
    pub(super) secrets: Vec<PathBuf>,
}

/// Reads the clients' files. Faults of each are recorded; what is returned is whole only if there are none. Where the names
/// of the levels are not known, because they are at fault themselves, no client's is looked at.
pub(super) fn load(
    files: &[PathBuf],
    issuer: Option<&Issuer>,
    acr_names: Option<&AcrNames>,
    faults: &mut Faults,
    warnings: &mut Faults,
) -> Loaded {
    let mut clients: Vec<Client> = Vec::new();
    let mut secrets = Vec::new();
    let mut places = BTreeMap::new();
    for path in files {
        match read(path) {
            Ok((document, file)) => {
                let mut checker = Checker::new(&document, faults, warnings);
                refuse_second(&file.client_id, &mut places, &mut checker);
                secrets.extend(file.secret_files().map(|file| document.resolve(file)));
                clients.extend(file.check(issuer, acr_names, &mut checker));
            }
            Err(found) => faults.0.extend(found.0),
        }
    }
    Loaded { clients: Clients::new(clients), secrets }
}

/// Looks at the clients of a `sluis.yaml` that cannot be read itself, so that one run tells all faults of all files.
pub(super) fn look_at(sluis: &Document, faults: &mut Faults) {
    #[derive(Deserialize)]
    struct PatternAlone {
        clients: Option<String>,
    }
    let pattern = sluis.parse::<PatternAlone>().ok().and_then(|file| file.clients);
    let files = files(&sluis.resolve(""), pattern.as_deref().unwrap_or(DEFAULT_PATTERN));
    load(&files.unwrap_or_default(), None, None, faults, &mut Faults::default());
}

fn read(path: &Path) -> Result<(Document, ClientFile), Faults> {
    let document = Document::read(path)?;
    let file = document.parse()?;
    Ok((document, file))
}

/// A client id that stands in two files names both.
fn refuse_second(id: &Text, places: &mut BTreeMap<String, String>, checker: &mut Checker<'_>) {
    let (line, column) = (id.referenced.line(), id.referenced.column());
    let here = format!("{}:{line}:{column}", checker.document.path().display());
    match places.get(&id.value) {
        Some(first) => {
            let refusal =
                Refusal::new(format!("`{}` is registered twice", id.value), format!("the first is at {first}"));
            checker.refuse("client_id", id, refusal);
        }
        None => drop(places.insert(id.value.clone(), here)),
    }
}
