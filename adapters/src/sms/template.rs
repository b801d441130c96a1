//! The body of a gateway's request, as a template. Only the inside of strings is filled in, in one pass, so no text can
//! change the shape of the request, and no value is read as a template again.

use serde_json::Value;

/// The body with these values in the place of their names.
pub(super) fn fill(template: &Value, values: &[(&str, &str)]) -> Value {
    match template {
        Value::String(text) => Value::String(fill_text(text, values)),
        Value::Array(items) => items.iter().map(|item| fill(item, values)).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), fill(value, values))).collect())
        }
        other => other.clone(),
    }
}

fn fill_text(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, from_brace)) = rest.find('{').map(|at| rest.split_at(at)) {
        filled.push_str(before);
        let found = values.iter().find_map(|(name, value)| Some((value, from_brace.strip_prefix(name)?)));
        let (piece, after) = found.map_or_else(|| from_brace.split_at(1), |(value, after)| (*value, after));
        filled.push_str(piece);
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_are_filled_in_and_nothing_else() {
        let template =
            json!({ "{to}": ["{to}"], "m": { "body": "{text} ({reference}) {other} {", "n": 1, "x": null } });
        let values = [("{to}", "+316"), ("{text}", "\"}, {to} \\ \n"), ("{reference}", "r1")];
        assert_eq!(
            fill(&template, &values),
            json!({ "{to}": ["+316"], "m": { "body": "\"}, {to} \\ \n (r1) {other} {", "n": 1, "x": null } })
        );
    }
}
