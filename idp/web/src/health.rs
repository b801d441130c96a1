//! `/healthz` and `/readyz`, for who starts, stops and balances nodes. They are told which part fails, and nothing else of it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use idp_core::port::Answer;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::Web;

/// How long a part may take to answer. Who balances nodes waits no longer.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long what was found holds.
const FRESH: Duration = Duration::from_secs(1);

/// A part of the world without which no request can be served.
#[async_trait]
pub trait Part: Send + Sync {
    /// Its name, for operators: `database`.
    fn name(&self) -> &'static str;

    /// Whether it answers, and as it should.
    async fn check(&self) -> Answer<()>;
}

/// This process runs and answers: there is no need to start it again.
pub(crate) async fn alive() -> Json<serde_json::Value> {
    Json(json!({ "status": "alive" }))
}

/// Requests can be sent here. 503 with the parts that fail while they cannot.
pub(crate) async fn ready(State(web): State<Arc<Web>>) -> Response {
    let found = web.readiness.look().await;
    let failing: Vec<_> = found.iter().filter(|(_, answers)| !answers).map(|(name, _)| *name).collect();
    if failing.is_empty() {
        return Json(json!({ "status": "ready" })).into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "not ready", "failing": failing }))).into_response()
}

/// The names of the parts, and whether each answers.
pub type Found = Arc<[(&'static str, bool)]>;

/// What must answer before requests are sent here. Whoever asks, and however often: the parts are asked once a second at most,
/// and those who ask meanwhile get what was found.
pub struct Readiness {
    parts: Vec<Arc<dyn Part>>,
    /// Held while the parts are asked, so that one asks and the others wait for what it finds.
    found: Mutex<Option<(Instant, Found)>>,
}

impl Readiness {
    /// The readiness of these parts.
    pub fn of(parts: Vec<Arc<dyn Part>>) -> Self {
        Self { parts, found: Mutex::new(None) }
    }

    /// What was found within the last second.
    pub async fn look(&self) -> Found {
        let mut found = self.found.lock().await;
        if let Some((at, found)) = &*found
            && at.elapsed() < FRESH
        {
            return found.clone();
        }
        let mut each = Vec::new();
        for part in &self.parts {
            each.push((part.name(), answers(part.as_ref()).await));
        }
        let each = Found::from(each);
        *found = Some((Instant::now(), each.clone()));
        each
    }
}

/// Whether a part answers, as it should and in time. The log says why not.
async fn answers(part: &dyn Part) -> bool {
    match tokio::time::timeout(PATIENCE, part.check()).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(part = part.name(), %error, cause = %error.source, "not ready");
            false
        }
        Err(_) => {
            tracing::warn!(part = part.name(), "not ready: it does not answer in time");
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use idp_core::port::Unavailable;

    use super::*;

    /// Counts how often it is asked, and takes its time to answer.
    #[derive(Default)]
    struct Asked(AtomicUsize);

    #[async_trait]
    impl Part for Asked {
        fn name(&self) -> &'static str {
            "asked"
        }

        async fn check(&self) -> Answer<()> {
            let before = self.0.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(50)).await;
            if before == 0 { Ok(()) } else { Err(Unavailable::new("ask", "it is gone")) }
        }
    }

    #[tokio::test]
    async fn however_many_ask_the_parts_are_asked_once_a_second() {
        let part = Arc::new(Asked::default());
        let readiness = Arc::new(Readiness::of(vec![part.clone()]));
        let many = (0..100).map(|_| {
            tokio::spawn({
                let readiness = readiness.clone();
                async move { readiness.look().await }
            })
        });
        for one in many.collect::<Vec<_>>() {
            assert_eq!(*one.await.expect("it ends"), [("asked", true)]);
        }
        assert_eq!(part.0.load(Ordering::SeqCst), 1);
        tokio::time::sleep(FRESH).await;
        assert_eq!(*readiness.look().await, [("asked", false)], "a second later it is asked again");
        assert_eq!(part.0.load(Ordering::SeqCst), 2);
    }
}
