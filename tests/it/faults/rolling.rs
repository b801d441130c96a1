//! A rolling restart of both nodes under load, each taken out of the proxy before it is told to stop, as the chart does: whoever
//! logs in meanwhile notices nothing, and begins nothing again.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::protocol::{tokens, url};
use crate::support::{Person, Server};

/// The application that asks for the password alone, and takes a code without PKCE.
const APPLICATION: &str = "alleen";

/// Whole logins, one after the other, of which none may fail: each answer is the one that was meant.
async fn logs_in(server: &Server, name: &str, stop: &AtomicBool, done: &AtomicUsize) {
    while !stop.load(Ordering::SeqCst) {
        let browser = server.browser();
        let page = browser.open(&url(APPLICATION, &[])).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let landing = server.sign_in(&browser, &page, name).await;
        let given = tokens(server, &browser, APPLICATION, &landing).await;
        assert!(given["id_token"].is_string(), "{given}");
        done.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rolling_restart_under_load_loses_no_login() {
    let mut server = Server::of_two_nodes(Duration::ZERO).await;
    server.clock.run();
    server.register(APPLICATION, "minimum_acr: urn:sluis:acr:password\nrequire_pkce: false");
    server.restart().await;
    let names = ["a1", "a2", "a3", "a4"];
    for name in names {
        Person::named(name).add(server.provider()).await;
    }
    server.stop().await;
    // Each a process of its own, told to stop as a service manager does.
    let mut nodes = [server.program(0).await, server.program(1).await];
    let proxy = server.proxy.as_ref().expect("two nodes");
    let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let load = |name: &'static str| logs_in(&server, name, &stop, &done);
    tokio::join!(load(names[0]), load(names[1]), load(names[2]), load(names[3]), async {
        for _ in 0..3 {
            for (number, node) in nodes.iter_mut().enumerate() {
                // The proxy sends nothing new there, and what it sent is taken; then the node is told to stop.
                proxy.only(Some(1 - number));
                tokio::time::sleep(Duration::from_millis(500)).await;
                node.terminate().await;
                assert_eq!(node.ended().await.code(), Some(0));
                *node = server.program(number).await;
                proxy.only(None);
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        }
        stop.store(true, Ordering::SeqCst);
    });
    assert!(done.load(Ordering::SeqCst) > 20, "{done:?}");
    for (what, wanted) in [
        ("SELECT count(*) FROM grants WHERE redeemed_at IS NULL", "0"),
        ("SELECT count(*) FROM audit_events WHERE code IN ('password.refused', 'grant.code_replayed')", "0"),
        ("SELECT count(*) - (SELECT count(*) FROM audit_events WHERE code = 'session.started') FROM sessions", "0"),
    ] {
        assert_eq!(server.psql(what).await, wanted, "{what}");
    }
}
