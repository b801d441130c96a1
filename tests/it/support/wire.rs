//! A wire to a service, which counts what is asked over it and can be cut at any of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is lost when the wire is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The question: the service never heard it.
    Question,
    /// The answer: the service did what was asked, and nobody learns of it.
    Answer,
}

/// A port of its own before that of the service.
pub(crate) struct Wire {
    pub(crate) port: u16,
    asked: Arc<Asked>,
    carrying: JoinHandle<()>,
}

#[derive(Default)]
struct Asked {
    number: AtomicUsize,
    /// At which question it is cut, and what is lost then.
    cut: Mutex<Option<(usize, Lost)>>,
}

impl Wire {
    pub(crate) async fn to(service: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::<Asked>::default();
        let all = asked.clone();
        let carrying = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.expect("a connection");
                tokio::spawn(carry(client, service, all.clone()));
            }
        });
        Self { port, asked, carrying }
    }

    /// Cuts the connection over which the `n`th question from here on goes, from 1.
    pub(crate) fn cut_at(&self, n: usize, lost: Lost) {
        self.asked.number.store(0, Ordering::SeqCst);
        *self.asked.cut.lock().expect("a lock") = Some((n, lost));
    }

    /// Mends it: whether it was cut.
    pub(crate) fn mend(&self) -> bool {
        self.asked.cut.lock().expect("a lock").take().is_none()
    }
}

impl Asked {
    /// Counts a question; what is lost of it, if this is the one.
    fn lost(&self) -> Option<Lost> {
        let number = self.number.fetch_add(1, Ordering::SeqCst) + 1;
        self.cut.lock().expect("a lock").take_if(|(at, _)| *at == number).map(|(_, lost)| lost)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

/// Both services of ours answer before they are asked again, so what is read at once is one question.
async fn carry(mut client: TcpStream, service: u16, asked: Arc<Asked>) {
    let Ok(mut service) = TcpStream::connect(("127.0.0.1", service)).await else { return };
    let (mut question, mut answer) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut question) => {
                let Some(length) = read.ok().filter(|length| *length > 0) else { return };
                let lost = asked.lost();
                if lost == Some(Lost::Question) || service.write_all(&question[..length]).await.is_err() {
                    return;
                }
                if lost == Some(Lost::Answer) {
                    let _ = service.read(&mut answer).await;
                    return;
                }
            }
            read = service.read(&mut answer) => {
                let Some(length) = read.ok().filter(|length| *length > 0) else { return };
                if client.write_all(&answer[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}
