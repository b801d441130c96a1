//! How a client learns that a session ended in which it got tokens (Back-Channel Logout 2.2, Front-Channel Logout 2).

use url::Url;

use super::RedirectUri;

/// What a client registered for the end of a session. Both `sid` and `iss` are always told, so the registered
/// `…_session_required` change nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogoutUris {
    /// What we call (`backchannel_logout_uri`).
    pub backchannel: Option<Url>,
    /// What the browser loads in a frame (`frontchannel_logout_uri`).
    pub frontchannel: Option<FrontchannelLogoutUri>,
}

/// A URI for a frame on our page: of the same origin as one of the client's redirect URIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontchannelLogoutUri(RedirectUri);

impl FrontchannelLogoutUri {
    /// Takes a URI if scheme, host and port are those of a redirect URI (Front-Channel Logout 2).
    pub fn register(uri: RedirectUri, redirect_uris: &[RedirectUri]) -> Option<Self> {
        let origin = uri.origin();
        redirect_uris.iter().any(|redirect_uri| redirect_uri.origin() == origin).then_some(Self(uri))
    }

    /// The URI as registered.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port, for the `frame-src` of our page.
    pub fn origin(&self) -> String {
        self.0.origin()
    }

    /// The URI with these parameters added to its query.
    pub fn with(&self, parameters: &[(&str, &str)]) -> String {
        self.0.with(parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_of_an_origin_that_the_client_answers_at() {
        let uri = |text: &str| RedirectUri::register(text).expect("a URI");
        let redirect_uris = [uri("https://drop.example.nl/callback"), uri("https://drop.example.nl:8443/callback")];
        for (text, taken) in [
            ("https://drop.example.nl/logout", true),
            ("https://drop.example.nl:443/logout?a=b", true),
            ("https://drop.example.nl:8443/", true),
            ("https://drop.example.nl:9443/", false),
            ("https://www.drop.example.nl/logout", false),
            ("http://localhost/logout", false),
        ] {
            assert_eq!(FrontchannelLogoutUri::register(uri(text), &redirect_uris).is_some(), taken, "{text}");
        }
        assert_eq!(FrontchannelLogoutUri::register(uri("https://drop.example.nl/"), &[]), None);
    }
}
