//! Mail to a real server over TLS, with a certificate of an authority of our own.

use std::path::PathBuf;
use std::sync::Arc;

use idp_adapters::clock::SystemClock;
use idp_adapters::mail::{Smtp, SmtpSettings, SmtpTls};
use idp_adapters::rng::SystemRng;
use idp_core::account::EmailAddress;
use idp_core::id::MessageId;
use idp_core::message::{Outgoing, Recipient, Rendered};
use idp_core::port::{Clock, Deliver};
use jiff::SignedDuration;
use tempfile::TempDir;

use crate::support::mailbox::Mailbox;
use crate::support::tls::Authority;

fn mail() -> Outgoing {
    let html = "<p>Uw code is <b>123456</b>. Één keer te gebruiken, ook met heel lange regels die een server anders \
                zou vouwen dan wij.</p>"
        .to_owned();
    Outgoing {
        id: MessageId::generate(&SystemRng),
        to: Recipient::Email(EmailAddress::from_store("jan@gemeente.example".to_owned())),
        rendered: Rendered {
            subject: Some("Uw code — één keer".to_owned()),
            text: "Uw code is 123456.\n\n  Één keer.\n\n".to_owned(),
            html: Some(html),
            code: None,
        },
        expires_at: SystemClock.now() + SignedDuration::from_mins(15),
    }
}

fn to(mailbox: &Mailbox, tls: SmtpTls, root_certificate: Option<PathBuf>) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port: mailbox.port,
        tls,
        credentials: None,
        from: "KOOP <noreply@login.example>".to_owned(),
        root_certificate,
    }
}

async fn send(settings: SmtpSettings) -> Result<(), String> {
    let smtp = Smtp::new(settings, Arc::new(SystemClock)).expect("sound settings");
    let sent = smtp.deliver(&mail()).await;
    sent.map(drop).map_err(|failed| {
        assert!(!failed.permanent, "once the server is repaired, it can go: {}", failed.reason);
        failed.reason
    })
}

async fn over_tls(mode: &str, tls: SmtpTls) {
    let (ours, stranger) = (Authority::new(), Authority::new());
    let folder = TempDir::new().expect("a folder");
    let file = |name: &str, authority: &Authority| {
        let path = folder.path().join(name);
        std::fs::write(&path, authority.pem()).expect("a file");
        Some(path)
    };
    let (ours_file, stranger_file) = (file("ours.pem", &ours), file("stranger.pem", &stranger));
    let mailbox = Mailbox::over_tls(mode, &ours.certify()).await;

    send(to(&mailbox, tls, ours_file.clone())).await.expect("accepted");
    let mail = mailbox.mail(1).await;
    assert_eq!((&mail["tls"], &mail["to"][0]), (&true.into(), &"jan@gemeente.example".into()));

    for (why, settings) in [
        ("public authorities alone", to(&mailbox, tls, None)),
        ("another authority", to(&mailbox, tls, stranger_file)),
        ("another name", SmtpSettings { host: "127.0.0.1".to_owned(), ..to(&mailbox, tls, ours_file) }),
    ] {
        assert!(send(settings).await.is_err(), "{why}");
    }
    assert_eq!(mailbox.mails().len(), 1, "nothing else was taken");
}

#[tokio::test]
async fn mail_leaves_over_starttls_with_the_right_certificate_alone() {
    over_tls("starttls", SmtpTls::StartTls).await;
}

#[tokio::test]
async fn mail_leaves_over_tls_from_the_first_byte_with_the_right_certificate_alone() {
    over_tls("tls", SmtpTls::Implicit).await;
}
