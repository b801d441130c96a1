//! A collection of breached passwords, served over HTTP as Have I Been Pwned does it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use idp_adapters::outbound::{Outbound, OutboundSettings, Reach};
use idp_adapters::passwords::BreachedRanges;
use idp_core::port::BreachedPasswords;
use tokio::net::TcpListener;
use url::Url;

/// What was told: the range, and the value of `Add-Padding`.
type Told = Arc<Mutex<Vec<(String, String)>>>;

/// The range of `password`, whose SHA-1 is `5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8`, with rows that count nothing.
const OF_PASSWORD: &str = "1D2DA4053E34E76F6576ED1DA63134B5E2A:2\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r\n\
                           0018A45C4D1DEF81644B54AB7F969B88D65:0\r\n";
/// The same for `geheim` (`906072001EFDDF3E11E6D2B5782F4777FE038739`), which is only there to fill the answer up.
const OF_GEHEIM: &str = "2001EFDDF3E11E6D2B5782F4777FE038739:0\r\n";

async fn collection() -> (u16, Told) {
    let told = Told::default();
    let answer = |State(told): State<Told>, Path(range): Path<String>, headers: HeaderMap| async move {
        let padding = headers["add-padding"].to_str().expect("a word").to_owned();
        told.lock().expect("a lock").push((range.clone(), padding));
        match range.as_str() {
            "5BAA6" => (StatusCode::OK, OF_PASSWORD.to_owned()),
            "90607" => (StatusCode::OK, OF_GEHEIM.to_owned()),
            "C7C4B" => (StatusCode::OK, "<html>een andere dienst: 1</html>".to_owned()),
            "E38AD" => (StatusCode::OK, "14943DAAD1D64C102FAEC29DE4AFE9DA3D:1\n".repeat(20_000)),
            _ => (StatusCode::SERVICE_UNAVAILABLE, OF_PASSWORD.to_owned()),
        }
    };
    let router = Router::new().route("/range/{range}", get(answer)).with_state(told.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (port, told)
}

fn ranges(port: u16, reach: Reach) -> BreachedRanges {
    let outbound = Outbound::new(&OutboundSettings { reach, root_certificate: None }).expect("an HTTP client");
    BreachedRanges::new(outbound, Url::parse(&format!("http://127.0.0.1:{port}/range/")).expect("a URL"))
}

#[tokio::test]
async fn five_characters_of_a_hash_are_told_and_no_more() {
    let (port, told) = collection().await;
    let ranges = ranges(port, Reach::Everywhere);
    assert!(ranges.contains(&"password".into()).await);
    assert!(ranges.contains(&"ｐａｓｓｗｏｒｄ".into()).await, "as it is hashed");
    assert!(!ranges.contains(&"geheim".into()).await, "what counts nothing is no find");
    let asked = ["5BAA6", "5BAA6", "90607"].map(|range| (range.to_owned(), "true".to_owned()));
    assert_eq!(*told.lock().expect("a lock"), asked);
}

#[tokio::test]
async fn who_gives_no_right_answer_knows_of_none() {
    let (port, told) = collection().await;
    let all = ranges(port, Reach::Everywhere);
    assert!(!all.contains(&"een heel lang wachtwoord".into()).await, "an error");
    assert!(!all.contains(&"password1".into()).await, "an answer without an end");
    assert!(!all.contains(&"iets van een ander".into()).await, "an answer that is no range");
    assert_eq!(told.lock().expect("a lock").len(), 3, "each was asked");
    assert!(!ranges(port, Reach::public()).contains(&"password".into()).await, "out of reach");
    assert_eq!(told.lock().expect("a lock").len(), 3);
    assert!(!ranges(1, Reach::Everywhere).contains(&"password".into()).await, "nobody is there");
}
