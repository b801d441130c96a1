//! The JSON Schemas that lie in the book are those of this program, and say of a file what the program says.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::fs;
use std::path::PathBuf;

use sluis::config::{client_schema, sluis_schema};

/// `SLUIS_WRITE_SCHEMAS=1 cargo test -p sluis --test schema` writes them anew.
#[test]
fn the_schemas_in_the_book_are_fresh() {
    for (name, schema) in [("sluis", sluis_schema()), ("client", client_schema())] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/reference/{name}.schema.json"));
        let fresh = format!("{:#}\n", schema.as_value());
        if std::env::var_os("SLUIS_WRITE_SCHEMAS").is_some() {
            fs::write(&path, &fresh).expect("written");
        }
        let lies_there = fs::read_to_string(&path).unwrap_or_default();
        assert!(lies_there == fresh, "{} is old: write it with SLUIS_WRITE_SCHEMAS=1", path.display());
    }
}

#[test]
fn a_schema_knows_every_key_its_words_and_no_other() {
    let client = client_schema().to_value();
    assert_eq!(client["additionalProperties"], false);
    assert_eq!(client["required"], serde_json::json!(["client_id", "client_name"]));
    let method = &client["properties"]["token_endpoint_auth_method"];
    assert!(method["enum"].as_array().expect("words").contains(&"private_key_jwt".into()));
    assert!(method["description"].as_str().expect("a description").contains("the default"));
    let sluis = sluis_schema().to_value();
    for key in ["issuer", "database", "master_key_file", "sms", "transient", "levels"] {
        assert!(sluis["properties"][key].is_object(), "{key}");
    }
}
