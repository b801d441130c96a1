//! What a person sent from one of our pages.

use secrecy::SecretString;

use super::second_factor::SecondFactor;
use crate::oidc::Parameters;

/// What the person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Answered the question.
    Answer,
    /// Asked for a (new) code or key.
    Start,
    /// Wants another name or number.
    Withdraw,
    /// Wants to prove another second factor.
    Other(SecondFactor),
    /// Keeps what there is.
    Keep,
    /// Wants a passkey too.
    AddPasskey,
}

/// A posted form.
#[derive(Debug, Clone)]
pub struct Form(Parameters);

impl Form {
    /// Takes the decoded body.
    pub fn new(parameters: Parameters) -> Self {
        Self(parameters)
    }

    /// Which button was pressed. An unknown one counts as an answer, which then has nothing in it.
    pub fn action(&self) -> Action {
        match self.text("action") {
            "start" => Action::Start,
            "withdraw" => Action::Withdraw,
            "keep" => Action::Keep,
            "passkey" => Action::AddPasskey,
            word => word.strip_prefix("other:").and_then(SecondFactor::named).map_or(Action::Answer, Action::Other),
        }
    }

    /// A field; one that is missing or repeated is empty.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).ok().flatten().unwrap_or_default()
    }

    /// A field that must not print.
    pub fn secret(&self, name: &str) -> SecretString {
        self.text(name).into()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Form {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}
