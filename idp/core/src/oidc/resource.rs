//! The `resource` parameter (RFC 8707 2): for which resource an access token is wanted.

use super::{Error, ErrorCode, Parameters};
use crate::client::{Resource, TokenPolicy};

impl TokenPolicy {
    /// The resource that a request names, which must be one of the client's. A token is for one audience, so a second one is
    /// refused like everything that is repeated.
    pub fn resource(&self, parameters: &Parameters) -> Result<Option<Resource>, Error> {
        parameters.get("resource")?.map(|asked| self.registered(asked)).transpose()
    }

    /// The registered resource with this URI.
    pub fn registered(&self, uri: &str) -> Result<Resource, Error> {
        self.resources.iter().find(|resource| resource.as_str() == uri).cloned().ok_or_else(|| {
            let description = "this resource is not registered for this client; it must be equal to the byte";
            Error::new(ErrorCode::InvalidTarget, description)
        })
    }
}
