//! The header of `client_secret_basic`.

use base64::{Engine, engine::general_purpose::STANDARD};

/// RFC 6749 2.3.1: id and secret are form-encoded before they are put into HTTP Basic (RFC 7617).
pub(super) fn parse(header: &str) -> Option<(String, String)> {
    let (scheme, credentials) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decode(id), form_decode(secret)))
}

/// Decodes the text as the one key of a form. A separator would begin another, and an encoder never leaves one bare: such a
/// text was not encoded.
fn form_decode(text: &str) -> String {
    if text.contains(['&', '=']) {
        return text.to_owned();
    }
    url::form_urlencoded::parse(text.as_bytes()).next().map(|(key, _)| key.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn what_is_form_encoded_is_decoded() {
        assert_eq!(parse(&header("a%20b:s%2Bc+d")), Some(("a b".into(), "s+c d".into())));
        assert_eq!(parse(&header("a:b:c")), Some(("a".into(), "b:c".into())));
        assert_eq!(parse(&header("a:b=c&d")), Some(("a".into(), "b=c&d".into())), "as some send it");
        assert_eq!(parse(&header("a:")), Some(("a".into(), String::new())));
        for bad in ["", "Basic", "Bearer abc", "Basic !!!", &header("nocolon")] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_encoded_comes_back(id in ".*", secret in ".*") {
            let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let sent = header(&format!("{}:{}", encode(&id), encode(&secret)));
            prop_assert_eq!(parse(&sent), Some((id, secret)));
        }

        #[test]
        fn nothing_breaks_it(scheme in "(?i)basic|.*", credentials in ".*", bytes in any::<Vec<u8>>()) {
            let _ = parse(&format!("{scheme} {credentials}"));
            let _ = parse(&format!("Basic {}", STANDARD.encode(bytes)));
        }
    }
}
