//! How much work a long input makes: counted in bytes that are allocated, never by a clock. Four times the input may make
//! four times the work and a little more; sixteen times would be the square.

use allocation_counter::measure;
use idp_core::account::{EmailAddress, OneTimeCode, PhoneNumber, Username};
use idp_core::assurance::AcrNames;
use idp_core::locale::Locale;
use idp_core::oidc::Parameters;
use idp_core::oidc::authorize::AuthorizationRequest;
use idp_core::oidc::claims_request::ClaimsRequest;
use idp_core::oidc::pkce::CodeChallenge;
use idp_core::oidc::scope::Scope;
use idp_core::port::TokenType;

use crate::house::{APPLICATIONS, HOUSE};

/// The longer of the two inputs, in bytes: as long as a form may be.
const LONG: usize = 64 * 1024;
/// What an input may make be allocated before it is looked at, whatever its length.
const START: u64 = 64 * 1024;
/// The most bytes that one byte of input may make be allocated.
const PER_BYTE: u64 = 400;

/// Whatever reads a text.
type Reader<'a> = &'a dyn Fn(&str);

/// Reads a part over and over, once as far as `LONG` and once a quarter of it.
fn grows_with_the_length(what: &str, part: &str, read: Reader<'_>) {
    let work = |length: usize| {
        let input = part.repeat(length / part.len());
        measure(|| read(&input)).bytes_total
    };
    let (quarter, whole) = (work(LONG / 4), work(LONG));
    let bound = START + PER_BYTE * LONG as u64;
    assert!(whole <= bound, "{what} of {part:?}: {whole} bytes are allocated for {LONG}");
    assert!(
        whole <= START + quarter * 6,
        "{what} of {part:?}: {quarter} bytes for a quarter and {whole} for the whole"
    );
}

#[test]
fn work_grows_with_the_length_of_what_is_sent() {
    let authorize = |query: &str| {
        let base = format!("client_id=oud&redirect_uri={APPLICATIONS}/oud/callback&response_type=code&scope=openid");
        let parameters = Parameters::decode(format!("{base}&{query}").as_bytes());
        let _ = AuthorizationRequest::parse(&parameters, &HOUSE.provider().clients, &AcrNames::default());
    };
    let as_value = |name: &'static str| {
        move |value: &str| {
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            authorize(&format!("{name}={encoded}"));
        }
    };
    let token = |jwt: &str| {
        for kind in [TokenType::Id, TokenType::Access] {
            let _ = HOUSE.runtime.block_on(HOUSE.provider().ports.keys.verify(kind, jwt));
        }
    };
    let countries = ["NL".to_owned()];
    let readers: &[(&str, Reader<'_>)] = &[
        ("query", &authorize),
        ("state", &as_value("state")),
        ("acr_values", &as_value("acr_values")),
        ("prompt", &as_value("prompt")),
        ("claims", &as_value("claims")),
        ("ui_locales", &as_value("ui_locales")),
        ("form", &|text| _ = Parameters::decode(text.as_bytes()).encode()),
        ("repeated", &|text| _ = Parameters::decode(text.as_bytes()).refuse_repeated()),
        ("scope", &|text| _ = Scope::from(text).within(&Scope::from("openid a"))),
        ("claims request", &|text| _ = ClaimsRequest::parse(Some(text))),
        ("verifier", &|text| _ = CodeChallenge::of_verifier(text)),
        ("challenge", &|text| _ = CodeChallenge::parse(Some(text), Some("S256"))),
        ("languages", &|text| _ = Locale::first_spoken(text)),
        ("name", &|text| _ = Username::parse(text)),
        ("number", &|text| _ = PhoneNumber::parse(text, &countries)),
        ("address", &|text| _ = EmailAddress::parse(text)),
        ("code", &|text| _ = OneTimeCode::parse(text)),
        ("token", &token),
    ];
    for (what, read) in readers {
        for part in [
            "a", " ", "a ", "&", "a=b&", "%41", "%", "+", "{\"a\":", "[", "\"", ".", "e30.", "é", "\u{fdfa}", "6",
            ",nl;",
        ] {
            grows_with_the_length(what, part, read);
        }
    }
}
