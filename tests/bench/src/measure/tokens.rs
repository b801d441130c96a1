//! What applications ask for by themselves.

use std::sync::Arc;

use hyper::StatusCode;
use tokio::process::Command;

use super::{Bench, browsers};
use crate::load;
use crate::people::{PASSWORD, People};
use crate::report::Report;
use crate::server::{MACHINE, MACHINE_ES256, RS256, Server};
use crate::{Fault, Outcome};

/// Connections that ask at once.
const AT_ONCE: usize = 8;

impl Bench<'_> {
    pub(super) async fn tokens(&self, server: &Server<'_>, people: &Arc<People>, report: &mut Report) -> Outcome<()> {
        let store = self.store.name();
        let mut chains = Vec::new();
        let mut access = String::new();
        for mut browser in browsers(server, AT_ONCE).await? {
            let tokens = browser.log_in(RS256, &people.next(), PASSWORD, &people.code()?).await?;
            chains.push((browser, tokens["refresh_token"].as_str().ok_or("no refresh token")?.to_owned()));
            access = tokens["access_token"].as_str().ok_or("no access token")?.to_owned();
        }
        let access: Arc<str> = access.into();

        let refresh = load::closed(server.pid(), chains, self.time, usize::MAX, |(mut browser, token)| async move {
            let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
            let tokens = browser.call("/token", RS256, &form).await?;
            Ok((browser, tokens["refresh_token"].as_str().ok_or("no refresh token")?.to_owned()))
        })
        .await?;
        report.rate(&store, "refresh, RS256 twice", &refresh);
        let bare = self.bare_refresh(server).await?;
        report.figure(&store, "the bare statements and signatures of a refresh", bare, "µs");
        report.bar(&store, "a refresh, of the bare statements and signatures", refresh.cpu() / bare, 1.5, "times");

        for (name, client) in [("RS256", MACHINE), ("ES256", MACHINE_ES256)] {
            let ready = browsers(server, AT_ONCE).await?;
            let machine = load::closed(server.pid(), ready, self.time, usize::MAX, move |mut browser| async move {
                browser.call("/token", client, &[("grant_type", "client_credentials")]).await?;
                Ok(browser)
            })
            .await?;
            report.rate(&store, &format!("client_credentials, {name}"), &machine);
            if client == MACHINE_ES256 {
                report.bar(&store, "client_credentials, ES256", machine.cpu(), 150.0, "µs");
            }
        }

        let (token, browsers_ready) = (access.clone(), browsers(server, AT_ONCE).await?);
        let introspection = load::closed(server.pid(), browsers_ready, self.time, usize::MAX, move |mut browser| {
            let token = token.clone();
            async move {
                let answer = browser.call("/introspect", RS256, &[("token", &token)]).await?;
                if answer["active"] == true { Ok(browser) } else { Err("the token is not active".into()) }
            }
        })
        .await?;
        report.rate(&store, "introspection", &introspection);

        let (bearer, browsers_ready): (Arc<str>, _) =
            (format!("Bearer {access}").into(), browsers(server, AT_ONCE).await?);
        let userinfo = load::closed(server.pid(), browsers_ready, self.time, usize::MAX, move |mut browser| {
            let bearer = bearer.clone();
            async move {
                browser.connection.get("/userinfo", &[("authorization", &bearer)]).await?.with(StatusCode::OK)?;
                Ok::<_, Fault>(browser)
            }
        })
        .await?;
        report.rate(&store, "userinfo", &userinfo);
        Ok(())
    }

    /// The bare comparison, in a process of its own on the same database.
    async fn bare_refresh(&self, server: &Server<'_>) -> Outcome<f64> {
        let seconds = self.time.as_secs().to_string();
        let output = Command::new(std::env::current_exe()?)
            .args(["bare-refresh", server.site.url(), &AT_ONCE.to_string(), &seconds])
            .output()
            .await?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
    }
}
