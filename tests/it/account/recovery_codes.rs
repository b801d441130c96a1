//! One's own recovery codes.

use idp_core::audit::Code;

use super::{at, ria, send};
use crate::support::{Landing, Server};

const CODES: &str = "/account/recovery-codes";

fn shown(page: &Landing) -> Vec<String> {
    page.body.split("<li><code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn ten_codes_are_shown_once_and_each_logs_in() {
    let server = Server::start().await;
    let ria = ria(&server).await;
    let (browser, page) = at(&server, &ria, CODES).await;
    page.says("U hebt nu geen herstelcodes.");
    let made = browser.post(&page, CODES, &[]).await;
    assert_eq!((made.status.as_u16(), &made.headers["cache-control"]), (200, &"no-store".parse().expect("a header")));
    let codes = shown(&made);
    assert_eq!(codes.len(), 10);
    made.says("download=\"herstelcodes.txt\"").says(&format!("data:text/plain;charset=us-ascii,{}%0D%0A", codes[0]));
    assert_eq!(server.mail.mail(1).await["subject"], "U hebt nieuwe herstelcodes voor CAM");
    let page = send(&browser, &made, "/account/recovery-codes/kept", &[]).await;
    page.says("Uw herstelcodes zijn klaar.").says("U hebt nog 10 herstelcodes.").does_not_say(&codes[0]);
    assert_eq!(server.events(Code::RecoveryCodesKept).await, 1);
    let stored = String::from_utf8_lossy(&server.stored()).into_owned();
    assert!(!stored.contains(&codes[0]) && !stored.contains(&codes[0].replace('-', "")), "kept as a hash alone");

    let again = shown(&browser.post(&page, CODES, &[]).await);
    for (code, logs_in) in [(&codes[0], false), (&again[0], true)] {
        let other = server.browser();
        let (page, _) = server.go(&other, "drop").await;
        let page = server.sign_in(&other, &page, "ria").await;
        let page = other.submit(&page, &[("action", "other:recovery_code")]).await;
        let next = other.submit(&page, &[("code", code)]).await;
        assert_eq!(next.prompt() == "enrol_authenticator", logs_in, "a new set kills the old");
    }
}
