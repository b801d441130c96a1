//! A provider as the plans want it: over TLS, with three clients, and with one person of whom everything is known.

use idp_core::account::Change;
use idp_core::audit::Code;
use idp_core::claims::Claims;
use serde_json::json;

use super::request::{Client, FIRST};
use super::suite::SUITE;
use crate::support::people::{Known, change};
use crate::support::tls::{Authority, over_tls};
use crate::support::{Person, Server};

/// Starts one with a certificate of this authority, which it trusts itself where it calls the suite. `more` stands in the file
/// of the first client.
pub(super) async fn start(authority: &Authority, more: &str) -> (Server, Known) {
    let mut server = over_tls(authority).await;
    server.write("authority.pem", authority.pem());
    server.configure("outbound: {ca_file: authority.pem}\n");
    for client in Client::ALL {
        let more = if client == FIRST { more } else { "" };
        server.write(&format!("clients/{}.yaml", client.id), &file(client, more));
    }
    server.begin().await;
    let person = somebody(&server).await;
    (server, person)
}

/// A client as the plan configures it.
fn file(client: Client, more: &str) -> String {
    let method = if client.posts_its_secret { "client_secret_post" } else { "client_secret_basic" };
    format!(
        "client_id: {}\nclient_name: Conformance\nredirect_uris: ['{SUITE}/callback']\n\
         post_logout_redirect_uris: ['{SUITE}/post_logout_redirect']\ntoken_endpoint_auth_method: {method}\n\
         client_secret_files: [../secrets/client.secret]\ngrant_types: [authorization_code, refresh_token]\n\
         scope: openid profile email address phone offline_access\nrequire_pkce: false\n{more}",
        client.id
    )
}

/// One person, of whom every claim is known.
async fn somebody(server: &Server) -> Known {
    let claims = json!({
        "name": "Buffy Anne Summers", "given_name": "Buffy", "family_name": "Summers", "middle_name": "Anne", "nickname": "Buff",
        "preferred_username": "buffy", "profile": "https://example.nl/buffy", "picture": "https://example.nl/buffy.png",
        "website": "https://buffy.example.nl", "gender": "female", "birthdate": "1981-01-19",
        "zoneinfo": "Europe/Amsterdam", "locale": "nl-NL",
        "address": {"formatted": "Revello Drive 1630", "street_address": "Revello Drive 1630", "locality": "Den Haag",
            "region": "Zuid-Holland", "postal_code": "2500 AA", "country": "Nederland"},
    });
    let claims: Claims = serde_json::from_value(claims).expect("claims");
    let person = Person::named("buffy").phone("+31612345678").email("buffy@example.nl").claims(claims).enrolled();
    let known = person.add(server.provider()).await;
    let account = known.account(server.provider()).await;
    let (phone, email) = (account.phone.expect("a number").value, account.email.expect("an address").value);
    for (what, code) in
        [(Change::VerifyPhone(phone), Code::PhoneVerified), (Change::VerifyEmail(email), Code::EmailVerified)]
    {
        change(server.provider(), &known.subject, what, code).await;
    }
    known
}
