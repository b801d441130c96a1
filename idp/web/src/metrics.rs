//! What is counted of requests and logins, and how operators read it (the text form of OpenMetrics, which Prometheus takes).
//!
//! Labels are words from tables in the code, such as a route's template: never what a stranger or a person sent.

use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use idp_core::client::GrantType;
use idp_core::login::{Answered, Next, Prompt};
use idp_core::oidc::error::Failure;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// From a document in memory to the longest that a request may take, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// What can become of a login. They are there from the start: that none is completed must be a number too.
const OUTCOMES: [&str; 7] = ["begun", "completed", "cancelled", "stopped", "lost", "signed_on", "silently_refused"];

/// All numbers of a node at one moment, for its operators alone.
#[async_trait]
pub trait Exposition: Send + Sync {
    /// The numbers, as OpenMetrics text.
    async fn text(&self) -> String;
}

/// What is counted here. Cloning clones handles.
#[derive(Debug, Clone)]
pub struct Metrics {
    requests: Family<Request, Counter>,
    seconds: Family<Path, Histogram, fn() -> Histogram>,
    logins: Family<Outcome, Counter>,
    prompts: Family<Asked, Counter>,
    tokens: Family<TokenRequest, Counter>,
    introspections: Family<Answer, Counter>,
    userinfo: Family<Answer, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    path: &'static str,
    method: &'static str,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Path {
    path: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    prompt: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TokenRequest {
    grant_type: &'static str,
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    result: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            logins: Family::default(),
            prompts: Family::default(),
            tokens: Family::default(),
            introspections: Family::default(),
            userinfo: Family::default(),
        }
    }
}

impl Metrics {
    /// Gives everything its name.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("sluis_http_requests", "Requests that were answered, by route", self.requests.clone());
        let help = "Seconds until a request was answered, by route";
        registry.register("sluis_http_request_seconds", help, self.seconds.clone());
        let help = "Logins that began, and what became of them";
        registry.register("sluis_logins", help, self.logins.clone());
        for outcome in OUTCOMES {
            drop(self.logins.get_or_create(&Outcome { outcome }));
        }
        let help = "Prompts that were asked, and what became of the answers";
        registry.register("sluis_login_prompts", help, self.prompts.clone());
        let help = "Requests at the token endpoint, by grant type and answer";
        registry.register("sluis_token_requests", help, self.tokens.clone());
        let help = "Requests at the introspection endpoint, by answer";
        registry.register("sluis_introspection_requests", help, self.introspections.clone());
        let help = "Requests at the userinfo endpoint, by answer";
        registry.register("sluis_userinfo_requests", help, self.userinfo.clone());
    }

    pub(crate) fn request(&self, path: &'static str, method: &Method, status: StatusCode, seconds: f64) {
        let request = Request { path, method: known(method), status: class(status) };
        self.requests.get_or_create(&request).inc();
        self.seconds.get_or_create(&Path { path }).observe(seconds);
    }

    /// An authorization request was taken, and this is how it goes on.
    pub(crate) fn begun(&self, next: &Next) {
        match next {
            Next::Ask(_, prompt) => {
                self.login("begun");
                self.prompt(*prompt, "asked");
            }
            Next::Halt(_) => {
                self.login("begun");
                self.login("stopped");
            }
            Next::Respond { is_complete: true, .. } | Next::Open { .. } => self.login("signed_on"),
            Next::Respond { is_complete: false, .. } => self.login("silently_refused"),
            Next::Lost(_) => self.login("lost"),
            Next::Show(_) | Next::Stopped(..) | Next::Left => {}
        }
    }

    /// A prompt was answered. What was not looked at counts for nothing.
    pub(crate) fn answered(&self, prompt: Prompt, answered: &Answered) {
        if let Some(came) = answered.came {
            self.prompt(prompt, came);
            match &answered.next {
                Next::Ask(_, next) if *next != prompt => self.prompt(*next, "asked"),
                Next::Halt(_) => self.login("stopped"),
                _ => {}
            }
        }
        self.ended(&answered.next);
    }

    /// A login may end with any request.
    pub(crate) fn ended(&self, next: &Next) {
        match next {
            Next::Respond { is_complete: true, .. } | Next::Open { .. } => self.login("completed"),
            Next::Respond { is_complete: false, .. } | Next::Left => self.login("cancelled"),
            Next::Lost(_) => self.login("lost"),
            Next::Ask(..) | Next::Show(_) | Next::Halt(_) | Next::Stopped(..) => {}
        }
    }

    pub(crate) fn token<T>(&self, grant_type: Option<GrantType>, outcome: &Result<T, Failure>) {
        let grant_type = grant_type.map_or("none", GrantType::as_str);
        self.tokens.get_or_create(&TokenRequest { grant_type, result: result(outcome, |_| "issued") }).inc();
    }

    pub(crate) fn introspection<T>(&self, outcome: &Result<T, Failure>, word: impl FnOnce(&T) -> &'static str) {
        self.introspections.get_or_create(&Answer { result: result(outcome, word) }).inc();
    }

    pub(crate) fn userinfo<T>(&self, outcome: &Result<T, Failure>) {
        self.userinfo.get_or_create(&Answer { result: result(outcome, |_| "told") }).inc();
    }

    fn login(&self, outcome: &'static str) {
        self.logins.get_or_create(&Outcome { outcome }).inc();
    }

    fn prompt(&self, prompt: Prompt, outcome: &'static str) {
        self.prompts.get_or_create(&Asked { prompt: prompt.kind(), outcome }).inc();
    }
}

fn result<T>(outcome: &Result<T, Failure>, word: impl FnOnce(&T) -> &'static str) -> &'static str {
    match outcome {
        Ok(answer) => word(answer),
        Err(Failure::Refused(error)) => error.code.as_str(),
        Err(Failure::Unavailable(_)) => "unavailable",
    }
}

/// The methods that some route answers. A stranger may send any word.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
