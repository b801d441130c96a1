//! What a gateway's answer means: taken, and under which name; or not, and whether another gateway could do better.

use reqwest::StatusCode;
use serde_json::Value;

/// Any other 4xx says that this gateway will never take this message.
const NOT_THE_MESSAGE: [StatusCode; 5] = [
    // Our key or our credit: once that is repaired, the message can go.
    StatusCode::UNAUTHORIZED,
    StatusCode::PAYMENT_REQUIRED,
    StatusCode::FORBIDDEN,
    // Not now.
    StatusCode::REQUEST_TIMEOUT,
    StatusCode::TOO_MANY_REQUESTS,
];
/// The longest name that we keep of a gateway, in characters, and the longest code of a fault that we log.
const LONGEST_ID: usize = 128;
const LONGEST_CODE: usize = 20;

/// How a gateway answers. Places are JSON pointers (RFC 6901). What is named here must be in the answer: a page of some
/// proxy with status 200 is no gateway that took a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerShape {
    /// The statuses that mean that the message was accepted; none means 200 to 299.
    pub accepted: Vec<u16>,
    /// Where the gateway's own name for the message is.
    pub id: Option<String>,
    /// Where the code of what went wrong is; the first must be there if [`Self::success`] says anything.
    pub codes: Vec<String>,
    /// The codes of success; none means that the status says it all.
    pub success: Vec<String>,
    /// The codes that mean that no SMS can ever reach this number.
    pub bad_number: Vec<String>,
}

/// A message was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) kind: Kind,
    /// For the log: never with text, number or key.
    pub(super) reason: String,
}

/// Whose fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of the number: no gateway can help, now or later.
    Number,
    /// Of the message at this gateway: another may take it, this one never will.
    Message,
    /// Of the gateway: another may take it, and this one later.
    Gateway,
}

impl AnswerShape {
    /// The gateway's name for the message, if it gives one.
    pub(super) fn judge(&self, status: StatusCode, body: &[u8]) -> Result<Option<String>, Refused> {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        let codes: Vec<_> = self.codes.iter().map(|place| text(&answer, place)).collect();
        let refused = |kind, code: Option<&String>| {
            let code = code.filter(|code| is_plain(code, LONGEST_CODE));
            let with = code.map(|code| format!(" with code {code}")).unwrap_or_default();
            Err(Refused { kind, reason: format!("it answered {}{with}", status.as_u16()) })
        };
        if let Some(bad) = codes.iter().flatten().find(|code| self.bad_number.contains(code)) {
            return refused(Kind::Number, Some(bad));
        }
        if !self.accepts(status) {
            let hopeless = status.is_client_error() && !NOT_THE_MESSAGE.contains(&status);
            return refused(if hopeless { Kind::Message } else { Kind::Gateway }, codes.iter().flatten().next());
        }
        if !self.success.is_empty() {
            let bad = codes.iter().flatten().find(|code| !self.success.contains(code));
            if bad.is_some() || !matches!(codes.first(), Some(Some(_))) {
                return refused(Kind::Gateway, bad);
            }
        }
        match &self.id {
            None => Ok(None),
            Some(place) => match text(&answer, place).filter(|id| is_plain(id, LONGEST_ID)) {
                Some(id) => Ok(Some(id)),
                None => {
                    let reason = format!("it answered {} without a name for the message", status.as_u16());
                    Err(Refused { kind: Kind::Gateway, reason })
                }
            },
        }
    }

    fn accepts(&self, status: StatusCode) -> bool {
        if self.accepted.is_empty() { status.is_success() } else { self.accepted.contains(&status.as_u16()) }
    }
}

/// A text or a number of a document, as text.
pub(super) fn text(document: &Value, place: &str) -> Option<String> {
    match document.pointer(place)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a word of a stranger can stand in a log and a table.
pub(super) fn is_plain(word: &str, longest: usize) -> bool {
    (1..=longest).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(shape: &AnswerShape, status: u16, body: &str) -> Result<Option<String>, Kind> {
        let status = StatusCode::from_u16(status).expect("a status");
        shape.judge(status, body.as_bytes()).map_err(|refused| refused.kind)
    }

    #[test]
    fn without_a_shape_the_status_says_it_all() {
        let shape = AnswerShape::default();
        assert_eq!(judged(&shape, 204, ""), Ok(None));
        for status in [302, 401, 402, 403, 408, 429, 500, 503] {
            assert_eq!(judged(&shape, status, "rubbish"), Err(Kind::Gateway), "{status}");
        }
        for status in [400, 404, 422] {
            assert_eq!(judged(&shape, status, "{}"), Err(Kind::Message), "{status}");
        }
        let only_201 = AnswerShape { accepted: vec![201], ..shape };
        assert_eq!(judged(&only_201, 200, ""), Err(Kind::Gateway));
    }

    #[test]
    fn what_the_shape_names_must_be_there() {
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let shape = AnswerShape {
            id: Some("/m/0/id".into()),
            codes: words(&["/code", "/m/0/code"]),
            success: words(&["0"]),
            bad_number: words(&["303"]),
            ..AnswerShape::default()
        };
        assert_eq!(judged(&shape, 200, r#"{"code":0,"m":[{"id":7,"code":"0"}]}"#), Ok(Some("7".into())));
        assert_eq!(judged(&shape, 200, r#"{"code":0,"m":[{"id":"a"}]}"#), Ok(Some("a".into())));
        assert_eq!(judged(&shape, 200, r#"{"code":201,"m":[{"code":303}]}"#), Err(Kind::Number));
        assert_eq!(judged(&shape, 400, r#"{"code":303}"#), Err(Kind::Number));
        for rubbish in [
            "",
            "<html>",
            "[]",
            r#"{"m":[{"id":"a"}]}"#,
            r#"{"code":102,"m":[{"id":"a"}]}"#,
            r#"{"code":0,"m":[{"id":"a b"}]}"#,
            r#"{"code":0,"m":[{"id":{}}]}"#,
        ] {
            assert_eq!(judged(&shape, 200, rubbish), Err(Kind::Gateway), "{rubbish}");
        }
    }

    #[test]
    fn a_reason_quotes_nothing_but_short_codes() {
        let shape = AnswerShape { codes: vec!["/code".into()], success: vec!["0".into()], ..AnswerShape::default() };
        let reason = |body: &str| shape.judge(StatusCode::OK, body.as_bytes()).expect_err("refused").reason;
        assert_eq!(reason(r#"{"code":102}"#), "it answered 200 with code 102");
        assert_eq!(reason(r#"{"code":"no +31612345678 here"}"#), "it answered 200");
    }
}
