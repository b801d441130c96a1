//! What the service desk sees and sets back, and what the person hears of it.

use idp_core::audit::Code;

use crate::support::people::another;
use crate::support::{PASSWORD, Person, Server};

async fn run(server: &Server, arguments: &[&str], input: &str) -> String {
    let output = server.command(arguments, input).await;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {out}{err}");
    out.into_owned()
}

/// Types so many wrong codes of the SMS at a new login.
async fn spend_sent_codes(server: &Server) {
    for round in 1..=2 {
        let browser = server.browser();
        let (page, _) = server.go(&browser, "drop").await;
        let page = server.sign_in(&browser, &page, "jan").await;
        let code = server.sms.code(round).await;
        for _ in 0..5 {
            browser.submit(&page, &[("code", &another(&code))]).await;
        }
        server.later(std::time::Duration::from_secs(61));
    }
}

#[tokio::test]
async fn spent_tries_are_shown_and_set_back() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").add(server.provider()).await;
    let shown = run(&server, &["user", "show", "jan"], "").await;
    assert!(!shown.contains("tries are spent"), "{shown}");
    spend_sent_codes(&server).await;
    let shown = run(&server, &["user", "show", "jan"], "").await;
    assert!(shown.contains("tries are spent") && shown.contains("sent_code, until "), "{shown}");
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(server.sign_in(&browser, &page, "jan").await.status, 403);

    run(&server, &["user", "unlock", "jan", "--actor", "els"], "").await;
    assert!(!run(&server, &["user", "show", "jan"], "").await.contains("tries are spent"));
    assert_eq!(server.events(Code::AccountUnlocked).await, 1);
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    assert_eq!(server.sign_in(&browser, &page, "jan").await.prompt(), "sms_code");
    assert!(!server.command(&["user", "unlock", "niemand"], "").await.status.success());
}

#[tokio::test]
async fn a_reset_opens_the_bootstrap_and_the_person_is_told() {
    let server = Server::start().await;
    Person::named("jan").phone("+31612345678").email("jan@gemeente.nl").add(server.provider()).await;
    spend_sent_codes(&server).await;
    server.mail.mail(1).await;
    let said = run(&server, &["user", "reset-mfa", "jan"], "").await;
    let code = said.trim_end().rsplit(' ').next().expect("a code").to_owned();
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, "jan").await;
    assert_eq!(page.prompt(), "visit_code");
    let page = browser.submit(&page, &[("code", &code)]).await;
    assert_eq!(page.prompt(), "sms_code", "although its tries were spent");
    let mail = server.mail.mail(2).await;
    assert_eq!(mail["subject"], "Uw authenticator-app is verwijderd bij CAM");

    run(&server, &["user", "set-password", "jan"], "drie heel andere woorden\n").await;
    // Mail from the command line leaves when the server looks, or is woken by another.
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = browser.submit(&page, &[("username", "jan")]).await;
    assert_eq!(browser.submit(&page, &[("password", PASSWORD)]).await.prompt(), "password");
    assert_eq!(server.mail.mail(3).await["subject"], "Uw wachtwoord is gewijzigd bij CAM");
}

#[tokio::test]
async fn a_password_that_others_try_first_is_not_set() {
    let server = Server::start().await;
    Person::named("jan.de.vries").email("jan@gemeente.nl").add(server.provider()).await;
    let shortest = "at least 15 characters";
    for (password, why) in [
        ("kort", shortest),
        // One of the applications is content with the password alone.
        ("veertien lang!", shortest),
        ("1q2w3e4r5t6y7u8i9o0p", "lists that are tried first"),
        ("Mevrouw Jan.de.Vries 2026", "others guess first"),
        ("jan.de.vries!!!!!!!!", "others guess first"),
    ] {
        let output = server.command(&["user", "set-password", "jan.de.vries"], &format!("{password}\n")).await;
        let said = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
        assert_eq!(output.status.code(), Some(2), "{password}: {said}");
        assert!(said.contains(why) && !said.contains(password), "{password}: {said}");
    }
    assert_eq!(server.events(Code::PasswordSet).await, 0);
    run(&server, &["user", "set-password", "jan.de.vries"], "drie heel andere woorden\n").await;
}
