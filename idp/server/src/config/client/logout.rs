//! How an application learns that a session ended: `backchannel_logout_uri` and `frontchannel_logout_uri`.

use idp_core::client::{FrontchannelLogoutUri, LogoutUris, RedirectUri};
use url::Url;

use super::super::check::{Checker, Refusal, Text};
use super::super::spanned::Spanned;
use super::ClientFile;

const BACKCHANNEL: &str = "backchannel_logout_uri";
const BACKCHANNEL_SESSION: &str = "backchannel_logout_session_required";
const FRONTCHANNEL: &str = "frontchannel_logout_uri";
const FRONTCHANNEL_SESSION: &str = "frontchannel_logout_session_required";

impl ClientFile {
    /// `redirect_uris` are where it gets answers, if that is known: only there people log in, and out.
    pub(super) fn logout(
        &self,
        redirect_uris: Option<&[RedirectUri]>,
        checker: &mut Checker<'_>,
    ) -> Option<LogoutUris> {
        let (back, front) = (self.backchannel_logout_uri.as_ref(), self.frontchannel_logout_uri.as_ref());
        let back_session = self.backchannel_logout_session_required.as_ref();
        let front_session = self.frontchannel_logout_session_required.as_ref();
        let told = needs((BACKCHANNEL_SESSION, back_session), (BACKCHANNEL, back), checker);
        let framed = needs((FRONTCHANNEL_SESSION, front_session), (FRONTCHANNEL, front), checker);
        let backchannel = checker.take_or(BACKCHANNEL, back, None, |written| {
            let uri = logout_uri(written, redirect_uris)?;
            Url::parse(uri.as_str()).map(Some).map_err(|_| Refusal::plain("is not a URL"))
        });
        let frontchannel = checker.take_or(FRONTCHANNEL, front, None, |written| {
            let uri = logout_uri(written, redirect_uris)?;
            redirect_uris.map(|redirect_uris| of_their_origin(uri, redirect_uris)).transpose()
        });
        told?;
        framed?;
        Some(LogoutUris { backchannel: backchannel?, frontchannel: frontchannel? })
    }
}

/// `sid` and `iss` are always told, so the key changes nothing. Without the URI it is somebody's mistake.
fn needs(
    (key, required): (&str, Option<&Spanned<bool>>),
    (needed, uri): (&str, Option<&Text>),
    checker: &mut Checker<'_>,
) -> Option<()> {
    match (required, uri) {
        (Some(at), None) => {
            let hint = format!("remove this key, or add {needed}");
            checker.refuse(key, at, Refusal::new(format!("means nothing without {needed}"), hint));
            None
        }
        _ => Some(()),
    }
}

fn logout_uri(written: &str, redirect_uris: Option<&[RedirectUri]>) -> Result<RedirectUri, Refusal> {
    if redirect_uris.is_some_and(<[_]>::is_empty) {
        let hint = "remove this key, or add authorization_code to grant_types";
        return Err(Refusal::new("means nothing where nobody logs in", hint));
    }
    let hint = "write it in full: https://drop.example.nl/logout";
    RedirectUri::register(written).map_err(|fault| Refusal::new(format!("`{written}` {fault}"), hint))
}

/// Front-Channel Logout 2: scheme, host and port must be those of a redirect URI.
fn of_their_origin(uri: RedirectUri, redirect_uris: &[RedirectUri]) -> Result<FrontchannelLogoutUri, Refusal> {
    let mut origins: Vec<_> = redirect_uris.iter().map(RedirectUri::origin).collect();
    origins.sort_unstable();
    origins.dedup();
    let origin = uri.origin();
    FrontchannelLogoutUri::register(uri, redirect_uris).ok_or_else(|| {
        let message = format!("is at {origin}, where no redirect URI is");
        Refusal::new(message, format!("it must begin with {}", origins.join(" or ")))
    })
}
