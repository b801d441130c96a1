//! Mail to a real, if small, SMTP server.

use std::net::SocketAddr;
use std::sync::Arc;

use idp_adapters::mail::{InvalidSmtp, Smtp, SmtpSettings, SmtpTls};
use idp_core::port::{Clock, Deliver};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::{HandClock, email, sms};

/// A server that answers RCPT with this line and hands over every mail it takes. It offers no STARTTLS.
async fn server(rcpt: &'static str) -> (SocketAddr, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (mails, taken) = unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 test\r\n").await.expect("a client");
            let mut mail = None::<String>;
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(text) = mail.as_mut().filter(|_| line != ".") {
                    text.push_str(&line);
                    text.push('\n');
                    continue;
                }
                let answer = match line.split([' ', ':']).next() {
                    _ if mail.is_some() => {
                        mails.send(mail.take().expect("a mail")).expect("a test that listens");
                        "250 taken"
                    }
                    Some("DATA") => {
                        mail = Some(String::new());
                        "354 go on"
                    }
                    Some("RCPT") => rcpt,
                    Some("QUIT") => "221 bye",
                    _ => "250 fine",
                };
                write.write_all(format!("{answer}\r\n").as_bytes()).await.expect("a client");
            }
        }
    });
    (address, taken)
}

fn settings(address: SocketAddr, tls: SmtpTls) -> SmtpSettings {
    SmtpSettings {
        host: address.ip().to_string(),
        port: address.port(),
        tls,
        credentials: None,
        from: "Sluis <noreply@login.example>".into(),
        root_certificate: None,
    }
}

fn smtp(settings: SmtpSettings) -> Result<Smtp, InvalidSmtp> {
    Smtp::new(settings, Arc::new(HandClock::new()))
}

#[tokio::test]
async fn a_mail_has_both_parts_and_our_own_headers() {
    let (address, mut taken) = server("250 fine").await;
    let message = email(HandClock::new().now());
    smtp(settings(address, SmtpTls::None)).expect("sound").deliver(&message).await.expect("accepted");
    let mail = taken.recv().await.expect("a mail");
    for wanted in [
        "From: Sluis <noreply@login.example>",
        "To: jan@gemeente.example",
        "Subject: Uw code =?utf-8?",
        "Date: Sun, 01 Mar 2026 12:00:00 +0000",
        &format!("Message-ID: <{}@login.example>", message.id),
        "Auto-Submitted: auto-generated",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        "<b>123456</b>",
    ] {
        assert!(mail.contains(wanted), "{wanted} in {mail}");
    }
}

#[tokio::test]
async fn a_refusal_says_whether_to_try_again_and_nothing_private() {
    for (rcpt, permanent) in [
        ("550 no jan@gemeente.example here", true),
        ("451 jan@gemeente.example is busy", false),
        ("530 authentication required for jan@gemeente.example", false),
    ] {
        let (address, _taken) = server(rcpt).await;
        let smtp = smtp(settings(address, SmtpTls::None)).expect("sound");
        let failed = smtp.deliver(&email(HandClock::new().now())).await.expect_err(rcpt);
        assert_eq!(failed.permanent, permanent, "{rcpt}");
        assert_eq!(failed.reason, format!("the mail server answered {}", &rcpt[..3]));
    }
}

#[tokio::test]
async fn without_the_promised_tls_nothing_is_sent() {
    let (address, mut taken) = server("250 fine").await;
    let smtp_there = smtp(settings(address, SmtpTls::StartTls)).expect("sound");
    let failed = smtp_there.deliver(&email(HandClock::new().now())).await.expect_err("no STARTTLS offered");
    assert!(!failed.permanent && taken.try_recv().is_err(), "{}", failed.reason);
    let elsewhere = SmtpSettings { host: "mail.example".into(), ..settings(address, SmtpTls::None) };
    assert!(matches!(smtp(elsewhere), Err(InvalidSmtp::Unprotected(_))));
}

#[tokio::test]
async fn only_a_mail_from_a_mailbox() {
    let (address, _taken) = server("250 fine").await;
    let nobody = SmtpSettings { from: "nobody".into(), ..settings(address, SmtpTls::None) };
    assert!(matches!(smtp(nobody), Err(InvalidSmtp::From(_))));
    let smtp = smtp(settings(address, SmtpTls::None)).expect("sound");
    assert!(smtp.deliver(&sms(HandClock::new().now())).await.is_err_and(|failed| failed.permanent));
}
