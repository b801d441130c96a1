//! Discovery and the keys, beside a bare handler that serves the same bytes and logs as well.

use std::net::{SocketAddr, TcpListener};
use std::process::Stdio;
use std::time::Duration;

use hyper::StatusCode;
use tokio::process::Command;

use super::Bench;
use crate::http::Connection;
use crate::load::{self, Load};
use crate::report::Report;
use crate::server::Server;
use crate::{Fault, Outcome};

/// Connections that ask at once.
const AT_ONCE: usize = 8;

impl Bench<'_> {
    pub(super) async fn documents(&self, server: &Server<'_>, report: &mut Report) -> Outcome<()> {
        let store = self.store.name();
        for (name, path) in [("discovery", "/.well-known/openid-configuration"), ("JWKS", "/jwks")] {
            let document = Connection::open(server.address()).await?.get(path, &[]).await?.with(StatusCode::OK)?;
            let ours = self.read(server.pid(), server.address(), path).await?;
            report.rate(&store, name, &ours);
            let bare = self.bare(&document.body).await?;
            report.rate(&store, &format!("the same bytes from a bare axum handler ({name})"), &bare);
            report.bar(&store, &format!("{name}, of a bare handler"), ours.cpu() / bare.cpu(), 1.5, "times");
        }
        Ok(())
    }

    async fn bare(&self, document: &[u8]) -> Outcome<Load> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("document");
        std::fs::write(&file, document)?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut process = Command::new(std::env::current_exe()?)
            .args(["bare-documents".as_ref(), address.to_string().as_ref(), file.as_os_str()])
            .stderr(Stdio::from(std::fs::File::create(folder.path().join("log"))?))
            .kill_on_drop(true)
            .spawn()?;
        while Connection::open(address).await.is_err() {
            if let Some(status) = process.try_wait()? {
                return Err(format!("the bare handler stopped: {status}").into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.read(process.id().ok_or("the bare handler is gone")?, address, "/").await
    }

    async fn read(&self, pid: u32, address: SocketAddr, path: &'static str) -> Outcome<Load> {
        let mut connections = Vec::new();
        for _ in 0..AT_ONCE {
            connections.push(Connection::open(address).await?);
        }
        load::closed(pid, connections, self.time, usize::MAX, move |mut connection| async move {
            connection.get(path, &[]).await?.with(StatusCode::OK)?;
            Ok::<_, Fault>(connection)
        })
        .await
    }
}
