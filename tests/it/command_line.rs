//! What an administrator does at the command line takes effect at once on a server that runs.

use std::time::Duration;

use demo::relying_party::Wishes;
use idp_core::audit::Code;

use crate::support::{Browser, Person, Server};

async fn run(server: &Server, arguments: &[&str], input: &str) -> String {
    let output = server.command(arguments, input).await;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {out}{err}");
    out.into_owned()
}

async fn is_logged_in(server: &Server, browser: &Browser) -> bool {
    let silent = Wishes { prompt: Some("none".into()), ..Wishes::default() };
    server.go_with(browser, "drop", silent).await.0.answer().contains_key("code")
}

#[tokio::test]
async fn who_is_deleted_is_gone_at_once_and_a_namesake_is_somebody_else() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").email("ria@x.nl").enrolled().add(server.provider()).await;
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "ria").await;
    browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
    assert!(is_logged_in(&server, &browser).await);
    let said = run(&server, &["user", "delete", "ria", "--actor", "els"], "").await;
    assert!(said.contains(ria.subject.as_str()), "{said}");
    assert!(!is_logged_in(&server, &browser).await);
    assert!(!server.command(&["user", "show", "ria"], "").await.status.success(), "nobody has the name");
    let deleted = server.recorded(Code::AccountDeleted).await;
    assert_eq!(deleted[0].subject.as_deref(), Some(ria.subject.as_str()), "the audit log keeps the subject");
    assert!(!format!("{deleted:?}").contains("ria"), "and no name");
    let namesake = Person::named("ria").add(server.provider()).await;
    assert_ne!(namesake.subject, ria.subject);
    assert!(!is_logged_in(&server, &browser).await, "what is left in the browser is nobody's");
}

#[tokio::test]
async fn disabling_resetting_and_a_new_password_end_what_was_won_before() {
    let server = Server::start().await;
    let ria = Person::named("ria").phone("+31612345678").enrolled().add(server.provider()).await;
    let mut password = crate::support::PASSWORD;
    for (arguments, input) in [
        (vec!["user", "set-password", "ria"], "een ander lang wachtwoord\n"),
        (vec!["user", "disable", "ria", "--actor", "els van de servicedesk"], ""),
        (vec!["user", "reset-mfa", "ria"], ""),
    ] {
        server.later(Duration::from_secs(60));
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = browser.submit(&page, &[("username", "ria")]).await;
        let page = browser.submit(&page, &[("password", password)]).await;
        browser.submit(&page, &[("code", &ria.code(server.provider()))]).await;
        assert!(is_logged_in(&server, &browser).await, "{arguments:?}");
        run(&server, &arguments, input).await;
        assert!(!is_logged_in(&server, &browser).await, "{arguments:?}");
        if arguments.contains(&"set-password") {
            password = input.trim();
        }
        if arguments.contains(&"disable") {
            run(&server, &["user", "enable", "ria"], "").await;
        }
    }
    // The bootstrap is open again, and only now; the code that the desk got stands before it.
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "ria")]).await;
    assert_eq!(browser.submit(&page, &[("password", password)]).await.prompt(), "visit_code");
    assert_eq!(server.events(Code::FactorsReset).await, 1);
}

#[tokio::test]
async fn somebody_who_is_added_can_log_in() {
    let server = Server::start().await;
    let new = ["user", "add", "Nieuw.Iemand", "--email", "n@x.nl", "--phone", "06 12345678", "--name", "Nieuw Iemand"];
    run(&server, &new, "").await;
    run(&server, &["user", "set-password", "nieuw.iemand"], "een heel lang wachtwoord\n").await;
    let shown = run(&server, &["user", "show", "nieuw.iemand"], "").await;
    assert!(!shown.contains("12345678") && !shown.contains("n@x.nl"), "masked: {shown}");
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(server.sign_in(&browser, &page, "NIEUW.iemand").await.prompt(), "sms_code");
    let again = server.command(&new, "").await;
    assert!(!again.status.success(), "the name is taken");
}
