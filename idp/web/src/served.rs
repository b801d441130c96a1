//! What is served at the moment. Clients come and go while the server runs: everything that depends on them is exchanged
//! whole, and a request works with one of the two from its begin to its end.

use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::extract::FromRef;
use idp_core::client::Clients;
use idp_core::oidc::discovery;
use idp_core::provider::Provider;

use crate::Web;

/// What is served. Cloning clones handles.
#[derive(Clone)]
pub struct Served(Arc<ArcSwap<Web>>);

impl Served {
    /// Serves this.
    pub fn new(web: Web) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(web)))
    }

    /// What is served now.
    pub fn now(&self) -> Arc<Web> {
        self.0.load_full()
    }

    /// Serves these clients from the next request on, and says so in the metadata.
    pub fn exchange(&self, clients: Clients) {
        let web = self.now();
        let provider = Provider { clients: Arc::new(clients), ..web.provider.clone() };
        let metadata = discovery::metadata(&provider.settings, &provider.clients);
        self.0.store(Arc::new(Web { provider, metadata, ..web.as_ref().clone() }));
    }
}

/// A handler that takes [`Web`] gets what is served when its request arrives.
impl FromRef<Served> for Arc<Web> {
    fn from_ref(served: &Served) -> Self {
        served.now()
    }
}
