//! The body of a gateway's request, as a template. Only the inside of texts is filled in, in one pass, so nothing can change
//! the shape of the request, and no value is read as a template again. What makes JSON or a form of it escapes it.

use serde_json::Value;

/// What is filled in.
pub(super) struct Filling<'a> {
    pub(super) to: &'a str,
    pub(super) from: &'a str,
    pub(super) text: &'a str,
    pub(super) code: Option<&'a str>,
    pub(super) reference: &'a str,
    /// Seconds.
    pub(super) validity: i64,
}

const VALIDITY: &str = "{validity}";

/// A JSON document. `None` if it wants the code of a message that has none.
pub(super) fn json(template: &Value, filling: &Filling<'_>) -> Option<Value> {
    Some(match template {
        Value::String(text) if text == VALIDITY => filling.validity.into(),
        Value::String(text) => Value::String(fill(text, filling)?),
        Value::Array(items) => items.iter().map(|item| json(item, filling)).collect::<Option<_>>()?,
        Value::Object(members) => {
            let filled = members.iter().map(|(name, value)| Some((name.clone(), json(value, filling)?)));
            Value::Object(filled.collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// The fields of a form. `None` as for [`json`].
pub(super) fn form(template: &[(String, String)], filling: &Filling<'_>) -> Option<Vec<(String, String)>> {
    template.iter().map(|(name, value)| Some((name.clone(), fill(value, filling)?))).collect()
}

fn fill(template: &str, filling: &Filling<'_>) -> Option<String> {
    let validity = filling.validity.to_string();
    let values = [
        ("{to}", Some(filling.to)),
        ("{from}", Some(filling.from)),
        ("{text}", Some(filling.text)),
        ("{code}", filling.code),
        ("{reference}", Some(filling.reference)),
        (VALIDITY, Some(validity.as_str())),
    ];
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, from_brace)) = rest.find('{').map(|at| rest.split_at(at)) {
        filled.push_str(before);
        let found = values.iter().find_map(|(name, value)| Some((*value, from_brace.strip_prefix(name)?)));
        let (piece, after) = match found {
            Some((value, after)) => (value?, after),
            None => from_brace.split_at(1),
        };
        filled.push_str(piece);
        rest = after;
    }
    Some(filled + rest)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FILLING: Filling<'_> = Filling {
        to: "+316",
        from: "KOOP",
        text: "\"}, {to} \\ & = \n",
        code: Some("123456"),
        reference: "r1",
        validity: 870,
    };

    #[test]
    fn texts_are_filled_in_and_nothing_else() {
        let template = json!({
            "{to}": ["{to}"], "m": { "body": "{text} ({reference}) {other} {", "n": 1, "x": null },
            "validity": "{validity}", "ttl": "{validity}s",
        });
        let filled = json!({
            "{to}": ["+316"], "m": { "body": "\"}, {to} \\ & = \n (r1) {other} {", "n": 1, "x": null },
            "validity": 870, "ttl": "870s",
        });
        assert_eq!(super::json(&template, &FILLING), Some(filled));
        let fields = |body: &str| vec![("To".to_owned(), "{to}".to_owned()), ("{text}".to_owned(), body.to_owned())];
        let filled =
            vec![("To".to_owned(), "+316".to_owned()), ("{text}".to_owned(), "\"}, {to} \\ & = \n:".to_owned())];
        assert_eq!(form(&fields("{text}:"), &FILLING), Some(filled));
    }

    #[test]
    fn a_template_for_codes_takes_nothing_else() {
        let without = Filling { code: None, ..FILLING };
        assert_eq!(super::json(&json!({ "code": "{code}" }), &FILLING), Some(json!({ "code": "123456" })));
        assert_eq!(super::json(&json!({ "code": "{code}" }), &without), None);
        assert!(super::json(&json!({ "text": "{text}" }), &without).is_some());
    }
}
