//! What the generators are made of: words that mean something, characters that break something, and anything at all.

use proptest::prelude::*;
use proptest::sample::select;

/// What a value may be that somebody made up to do harm.
#[rustfmt::skip]
const NASTY: &[&str] = &[
    "\r\n", "\r\nx-injected: 1\r\n", "%0d%0ax-injected:%201", "\n", "\r", "\t", "\0", "\u{b}", "\u{85}", "\u{2028}",
    "\u{fffd}", "\u{feff}", "\u{202e}", "\u{130}", "ſ", "Ⅷ", "é", "e\u{301}", "٣", "\u{1f600}", "%", "%zz", "%00", "%FF",
    "%C0%AF", "+", "&", "=", ";", ",", ":", " ", "  ", "\"", "'", "`", "<", ">", "\"><img src=x>", "</script>", "{{7*7}}",
    "${x}", "\\", "/", "//", "../", "#", "?", "@", "*", "null", "true", "-1", "18446744073709551616", "1e400", "NaN",
];

/// Words of the protocol: what is made of them gets further in than what is not.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "openid", "profile", "email", "offline_access", "code", "token", "id_token", "none", "login", "consent",
    "select_account", "query", "form_post", "fragment", "S256", "plain", "urn:sluis:acr:mfa", "urn:sluis:acr:password",
    "ria", "drop", "oud", "nl", "en", "https://api.example.nl", "http://localhost:9/oud/callback", "0", "1", "60",
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "authorization_code", "refresh_token", "client_credentials",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "application/x-www-form-urlencoded",
];

/// A text of any kind, mostly short; sometimes long, or one thing over and over.
pub(crate) fn text() -> impl Strategy<Value = String> + Clone {
    let part = prop_oneof![
        4 => select(WORDS).prop_map(str::to_owned),
        4 => select(NASTY).prop_map(str::to_owned),
        2 => any::<String>(),
        2 => "[ -~]{0,20}",
    ];
    prop_oneof![
        3 => select(WORDS).prop_map(str::to_owned),
        6 => prop::collection::vec(part.clone(), 0..6).prop_map(|parts| parts.concat()),
        1 => (part, 0_usize..3000).prop_map(|(part, times)| part.repeat(times).chars().take(9000).collect()),
    ]
}

/// Bytes: those of a text, or any.
pub(crate) fn bytes() -> impl Strategy<Value = Vec<u8>> + Clone {
    prop_oneof![text().prop_map(String::into_bytes), prop::collection::vec(any::<u8>(), 0..300)]
}

/// Names and values, with the given names often among them.
pub(crate) fn pairs(names: &'static [&'static str]) -> impl Strategy<Value = Vec<(String, String)>> + Clone {
    let name = prop_oneof![8 => select(names).prop_map(str::to_owned), 1 => text()];
    prop::collection::vec((name, text()), 0..8)
}

/// JSON of any shape, with the given names often among its members.
pub(crate) fn json(names: &'static [&'static str]) -> impl Strategy<Value = serde_json::Value> + Clone {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        text().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 30, 6, move |inner| {
        let name = prop_oneof![6 => select(names).prop_map(str::to_owned), 1 => text()];
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            3 => prop::collection::btree_map(name, inner, 0..6).prop_map(|members| serde_json::json!(members)),
        ]
    })
}
