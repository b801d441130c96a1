//! The JSON Schema of both files, from the very types that read them: for editors, which complete and underline by it.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::SluisFile;
use super::client::ClientFile;

/// The schema of `sluis.yaml`.
pub fn sluis_schema() -> Schema {
    schema_of::<SluisFile>("sluis.yaml")
}

/// The schema of a file under `clients/`.
pub fn client_schema() -> Schema {
    schema_of::<ClientFile>("A client of Sluis")
}

fn schema_of<T: JsonSchema>(title: &str) -> Schema {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema
}
