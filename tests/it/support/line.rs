//! A line to a service, which the test can disturb.

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What becomes of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// It reaches the service.
    None,
    /// It is taken, and closed at once.
    Closes,
    /// It is taken, and nothing is ever said.
    Hangs,
    /// Somebody says this, whatever is asked.
    Says(&'static str),
}

/// The line: a port of its own before that of the service.
pub(crate) struct Line {
    pub(crate) port: u16,
    fault: watch::Sender<Fault>,
    carrying: JoinHandle<()>,
}

impl Line {
    pub(crate) async fn to(service: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (fault, faults) = watch::channel(Fault::None);
        let carrying = tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.expect("a connection");
                tokio::spawn(carry(connection, service, faults.clone()));
            }
        });
        Self { port, fault, carrying }
    }

    /// From here on this becomes of new connections, and those that hang are closed.
    pub(crate) fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry(mut connection: TcpStream, service: u16, mut faults: watch::Receiver<Fault>) {
    let fault = *faults.borrow_and_update();
    match fault {
        Fault::None => {
            if let Ok(mut service) = TcpStream::connect(("127.0.0.1", service)).await {
                let _ = copy_bidirectional(&mut connection, &mut service).await;
            }
        }
        Fault::Closes => {}
        Fault::Hangs => drop(faults.changed().await),
        Fault::Says(text) => {
            let _ = connection.write_all(text.as_bytes()).await;
            let _ = connection.shutdown().await;
            // Whoever still speaks is heard out, or the kernel would throw away what was said.
            while connection.read(&mut [0; 4096]).await.is_ok_and(|read| read > 0) {}
        }
    }
}
