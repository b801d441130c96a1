//! The authorization request and what it is made of: an error goes nowhere but to a registered URI, `state` and `nonce` are
//! kept to the byte, and nothing is granted beyond the registration.

use idp_core::client::{RedirectUri, Resource};
use idp_core::oidc::authorization_response::{AuthorizationResponse, ResponseMode};
use idp_core::oidc::authorize::{AuthorizationRequest, Rejection};
use idp_core::oidc::claims_request::ClaimsRequest;
use idp_core::oidc::pkce::CodeChallenge;
use idp_core::oidc::scope::Scope;
use idp_core::oidc::{Error, Parameters};
use proptest::prelude::*;
use proptest::sample::select;
use url::Url;
use url::form_urlencoded::{byte_serialize, parse};

use crate::house::{API, APPLICATIONS, CLIENTS, HOUSE};
use crate::material::{bytes, json, pairs, text};
use crate::runner::holds;

#[rustfmt::skip]
const NAMES: &[&str] = &[
    "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "prompt", "max_age",
    "acr_values", "claims", "code_challenge", "code_challenge_method", "resource", "login_hint", "ui_locales",
    "id_token_hint", "request", "request_uri", "registration", "display", "claims_locales",
];
const CLAIMS: &[&str] = &["userinfo", "id_token", "acr", "sub", "email", "essential", "value", "values", "auth_time"];

/// What a good request may have besides: with these it gets to the end, where what is granted is decided.
const GOOD: &[(&str, &str)] = &[
    ("acr_values", "urn:sluis:acr:password"),
    ("claims", r#"{"id_token":{"email":null,"acr":{"essential":true,"values":["urn:sluis:acr:password"]}}}"#),
    ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
    ("code_challenge_method", "S256"),
    ("response_mode", "form_post"),
    ("resource", API),
    ("prompt", "consent login"),
    ("max_age", "0"),
];

/// A good request, and what is put in its way: other values for its parameters, and more of them.
fn request() -> impl Strategy<Value = Vec<(String, String)>> + Clone {
    let more = prop_oneof![1 => Just(Vec::new()), 1 => pairs(NAMES)];
    let good = prop::sample::subsequence(GOOD, 0..=GOOD.len());
    let said = (text(), text());
    (select(&CLIENTS[..]), good, said, more, any::<bool>()).prop_map(
        |(client, good, (state, nonce), more, replacing)| {
            let uri = format!("{APPLICATIONS}/{client}/callback");
            let usual =
                [("client_id", client), ("redirect_uri", &uri), ("response_type", "code"), ("scope", "openid email")];
            let usual = usual.into_iter().chain([("state", state.as_str()), ("nonce", nonce.as_str())]).chain(good);
            let kept = usual.filter(|(name, _)| !replacing || more.iter().all(|(other, _)| other != name));
            kept.map(|(name, value)| (name.to_owned(), value.to_owned())).chain(more.iter().cloned()).collect()
        },
    )
}

fn encoded(pairs: &[(String, String)]) -> Parameters {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    Parameters::decode(form.extend_pairs(pairs).finish().as_bytes())
}

fn read(parameters: &Parameters) -> Result<AuthorizationRequest, Rejection> {
    let provider = HOUSE.provider();
    AuthorizationRequest::parse(parameters, &provider.clients, &provider.settings.acr_names)
}

/// RFC 6749 4.1.2.1: what an `error_description` may have in it, and so what never breaks out of a header either.
fn is_plain(error: &Error) -> bool {
    error.description.bytes().all(|b| matches!(b, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~'))
}

/// The value of a parameter that was sent once and is not empty.
fn sent<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
    values.next().filter(|value| !value.is_empty() && values.next().is_none())
}

#[test]
fn a_request_is_answered_where_it_may_be_and_grants_what_it_may() {
    holds(3000, &request(), |pairs| {
        match read(&encoded(&pairs)) {
            Err(Rejection::Page(error)) => prop_assert!(is_plain(&error), "{error:?}"),
            Err(Rejection::Redirect(target, error)) => {
                prop_assert!(is_plain(&error), "{error:?}");
                let kept = target.state.as_deref();
                prop_assert!(kept.is_none() || kept == sent(&pairs, "state"));
                let issuer = &HOUSE.provider().settings.issuer;
                match target.error(issuer, &error) {
                    AuthorizationResponse::Redirect(url) => {
                        prop_assert!(HOUSE.is_registered(&url), "{url}");
                        prop_assert!(url.bytes().all(|b| b.is_ascii_graphic()), "{url}");
                        let (_, query) = url.rsplit_once('?').expect("a query");
                        let told: Vec<_> = parse(query.as_bytes()).into_owned().collect();
                        prop_assert_eq!(sent(&told, "state"), kept);
                        prop_assert_eq!(sent(&told, "error"), Some(error.code.as_str()));
                        prop_assert_eq!(sent(&told, "iss"), Some(issuer.as_str()));
                    }
                    AuthorizationResponse::FormPost { to, .. } => {
                        let client = HOUSE.provider().clients.find(sent(&pairs, "client_id").unwrap_or_default());
                        prop_assert!(client.is_some_and(|client| client.redirect_uris.contains(&to)));
                        prop_assert!(kept.is_none_or(|state| ResponseMode::FormPost.keeps(state)));
                    }
                }
            }
            Ok(request) => {
                let client = HOUSE.provider().clients.get(&request.client).expect("the client");
                prop_assert!(client.redirect_uris.contains(&request.target.redirect_uri));
                prop_assert_eq!(sent(&pairs, "redirect_uri"), Some(request.target.redirect_uri.as_str()));
                prop_assert_eq!(request.target.state.as_deref(), sent(&pairs, "state"));
                prop_assert_eq!(request.nonce.as_deref(), sent(&pairs, "nonce"));
                prop_assert!(request.scope.is_within(&client.scope) && request.scope.contains("openid"));
                prop_assert!(request.required >= client.minimum_level, "lowered");
                prop_assert_eq!(&request.claims, &request.claims.within(&client.scope));
                prop_assert!(request.code_challenge.is_some() || !client.require_pkce);
                let resource = request.resource.as_ref().map(Resource::as_str);
                prop_assert!(resource.is_none() || (resource == Some(API) && client.id.as_str() == "ververs"));
            }
        }
        Ok(())
    });
}

/// A text is kept to the byte, or it is refused: what is no UTF-8 would come back as something else.
#[test]
fn state_and_nonce_come_back_to_the_byte() {
    let values = (prop::collection::vec(any::<u8>(), 1..40), bytes(), select(&["query", "form_post"][..]));
    holds(3000, &values, |(state, nonce, mode)| {
        let encode = |bytes: &[u8]| byte_serialize(bytes).collect::<String>();
        let query = format!(
            "client_id=oud&redirect_uri={APPLICATIONS}/oud/callback&response_type=code&scope=openid&response_mode={mode}\
             &state={}&nonce={}",
            encode(&state),
            encode(&nonce)
        );
        let kept = match read(&Parameters::decode(query.as_bytes())) {
            Ok(request) => {
                prop_assert!(request.target.state.is_some());
                let wanted = (!nonce.is_empty()).then_some(nonce.as_slice());
                prop_assert_eq!(request.nonce.as_deref().map(str::as_bytes), wanted);
                request.target.state
            }
            Err(Rejection::Redirect(target, _)) => target.state,
            Err(Rejection::Page(error)) => return Err(TestCaseError::fail(error.description)),
        };
        prop_assert!(kept.is_none_or(|kept| kept.as_bytes() == state));
        Ok(())
    });
}

#[test]
fn a_form_is_what_it_was_encoded_from() {
    holds(3000, &(pairs(NAMES), bytes()), |(pairs, bytes)| {
        let form = encoded(&pairs);
        prop_assert_eq!(Parameters::decode(form.encode().as_bytes()).encode(), form.encode());
        for (name, value) in &pairs {
            if let Some(only) = sent(&pairs, name) {
                prop_assert_eq!(form.get(name).expect("sent once"), Some(only), "{}", value);
            }
        }
        let stranger = Parameters::decode(&bytes);
        prop_assert_eq!(Parameters::decode(stranger.encode().as_bytes()).encode(), stranger.encode());
        prop_assert!(stranger.refuse_repeated().err().is_none_or(|error| is_plain(&error)));
        Ok(())
    });
}

#[test]
fn a_scope_is_what_it_prints() {
    holds(2000, &(text(), text()), |(asked, allowed)| {
        let (asked, allowed) = (Scope::from(asked), Scope::from(allowed));
        prop_assert_eq!(&Scope::from(asked.to_string()), &asked);
        let within = asked.within(&allowed);
        prop_assert!(within.is_within(&allowed) && within.is_within(&asked));
        prop_assert_eq!(&within.within(&allowed), &within);
        Ok(())
    });
}

#[test]
fn the_claims_parameter_asks_for_no_more_than_the_client_may_have() {
    let parameter = prop_oneof![2 => json(CLAIMS).prop_map(|json| json.to_string()), 1 => text()];
    holds(3000, &parameter, |parameter| {
        match ClaimsRequest::parse(Some(&parameter)) {
            Err(error) => prop_assert!(is_plain(&error)),
            Ok(request) => {
                let scope = Scope::from("openid email");
                let claims = request.within(&scope);
                prop_assert_eq!(&claims.within(&scope), &claims);
                prop_assert!(claims.userinfo.iter().chain(&claims.id_token).all(|name| name.starts_with("email")));
                prop_assert!(request.acr().values.len() <= 20);
                prop_assert!(request.subjects().map_or(true, |subjects| subjects.len() <= 40));
            }
        }
        Ok(())
    });
}

#[test]
fn a_redirect_uri_that_can_be_registered_is_one_thing_to_everybody() {
    let parts = (select(&["https://", "http://", "HTTPS://", "custom:", "//"][..]), text(), text(), text());
    let parameters = prop::collection::vec((select(&["code", "state", "iss"][..]), text()), 1..4);
    holds(3000, &(parts, parameters), |((scheme, host, path, query), parameters)| {
        for written in [format!("{scheme}a.nl/{path}?{query}"), format!("{scheme}{host}/{path}"), path] {
            let Ok(uri) = RedirectUri::register(&written) else { continue };
            prop_assert_eq!(uri.as_str(), &written);
            let url = Url::parse(&written).expect("a URL");
            prop_assert!(matches!(url.scheme(), "https" | "http") && url.fragment().is_none());
            prop_assert!(url.username().is_empty() && url.password().is_none());
            prop_assert_eq!(url.origin().ascii_serialization(), uri.origin());
            // What is added to it moves it nowhere, and comes out as it went in.
            let with = uri.with(&parameters.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>());
            let added = Url::parse(&with).expect("still a URL");
            prop_assert_eq!((added.origin(), added.path()), (url.origin(), url.path()));
            prop_assert!(with.bytes().all(|b| b.is_ascii_graphic()));
            let told: Vec<_> = added.query_pairs().into_owned().collect();
            let tail = &told[told.len() - parameters.len()..];
            prop_assert!(tail.iter().map(|(n, v)| (n.as_str(), v)).eq(parameters.iter().map(|(n, v)| (*n, v))));
        }
        Ok(())
    });
}

#[test]
fn only_a_verifier_answers_its_challenge() {
    let verifier = prop_oneof![2 => "[A-Za-z0-9._~-]{40,130}", 1 => text()];
    holds(3000, &(verifier, text(), text()), |(verifier, challenge, method)| {
        let legal = (43..=128).contains(&verifier.len())
            && verifier.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        let answered = CodeChallenge::of_verifier(&verifier);
        prop_assert_eq!(answered.is_some(), legal);
        if let Some(answered) = answered {
            let sent = CodeChallenge::parse(Some(answered.as_str()), Some("S256")).expect("a challenge");
            prop_assert_eq!(sent, Some(answered));
        }
        match CodeChallenge::parse(Some(&challenge), Some(&method)) {
            Ok(read) => prop_assert_eq!(read.as_ref().map(CodeChallenge::as_str), Some(challenge.as_str())),
            Err(error) => prop_assert!(is_plain(&error)),
        }
        Ok(())
    });
}

#[test]
fn a_resource_is_an_absolute_uri_or_none() {
    holds(2000, &text(), |written| {
        if let Some(resource) = Resource::parse(&written) {
            prop_assert_eq!(resource.as_str(), &written);
            prop_assert!(written.bytes().all(|b| b.is_ascii_graphic()) && !written.contains('#'));
        }
        Ok(())
    });
}
