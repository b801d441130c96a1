//! The values of a theme: names, the service desk, links. What differs between deployments and is neither a sentence nor
//! a colour.

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, ThemeError};
use crate::layers::Layers;

/// The values, as every template sees them under `theme`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Values {
    /// What people log in to: in titles, texts and the authenticator app.
    pub(crate) service: String,
    /// Whose it is.
    pub(crate) organisation: String,
    /// Where people get help.
    pub(crate) servicedesk: ServiceDesk,
    /// The website of the organisation.
    pub(crate) website: Option<String>,
    /// The official accessibility statement of the organisation, which ours names: Dutch law asks it of a public body.
    pub(crate) accessibility_statement: Option<String>,
    /// The authenticator apps that the page of the enrolment names.
    pub(crate) apps: Vec<App>,
}

/// Where people get help.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceDesk {
    /// By mail.
    pub(crate) email: String,
    /// By phone, as people read it.
    pub(crate) phone: String,
}

/// An authenticator app and its pages in the stores.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct App {
    /// Its name.
    pub(crate) name: String,
    /// Its page in the Google Play Store.
    pub(crate) android: String,
    /// Its page in the Apple App Store.
    pub(crate) ios: String,
}

/// A `theme.yaml`: whatever is left out is as in the layer below.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    service: Option<String>,
    organisation: Option<String>,
    servicedesk: Option<ServiceDesk>,
    website: Option<String>,
    accessibility_statement: Option<String>,
    apps: Option<Vec<App>>,
}

impl Values {
    pub(crate) fn load(layers: &Layers) -> Result<Self, ThemeError> {
        let mut all = Written {
            service: None,
            organisation: None,
            servicedesk: None,
            website: None,
            accessibility_statement: None,
            apps: None,
        };
        for file in layers.all("theme.yaml") {
            let written: Written = serde_saphyr::from_str(file.text).map_err(|error| {
                let line = error.location().and_then(|location| usize::try_from(location.line()).ok());
                Fault::new(&file.name, line, error.to_string())
            })?;
            all = written.over(all);
        }
        let missing = |key: &str| Fault::new("theme.yaml", None, format!("the value {key} is missing; add it"));
        Ok(Self {
            service: all.service.ok_or_else(|| missing("service"))?,
            organisation: all.organisation.ok_or_else(|| missing("organisation"))?,
            servicedesk: all.servicedesk.ok_or_else(|| missing("servicedesk"))?,
            website: all.website,
            accessibility_statement: all.accessibility_statement,
            apps: all.apps.ok_or_else(|| missing("apps"))?,
        })
    }
}

impl Written {
    fn over(self, below: Self) -> Self {
        Self {
            service: self.service.or(below.service),
            organisation: self.organisation.or(below.organisation),
            servicedesk: self.servicedesk.or(below.servicedesk),
            website: self.website.or(below.website),
            accessibility_statement: self.accessibility_statement.or(below.accessibility_statement),
            apps: self.apps.or(below.apps),
        }
    }
}
