//! The decider: which prompt comes next, or whether the login is complete.
//!
//! It is one pure, total function over the facts. Nothing remembers a "next step": after each answer the evidence is
//! saved and [`next`] is asked again. So the back button, two tabs, step-up, expiry and a changed policy are one path.

use super::facts::Facts;
use super::prompt::{Check, Prompt, Reason};
use super::transaction::Stop;
use crate::assurance::Assurance;

/// Every prompt, in the order in which they are asked. The first that is needed wins.
pub const ORDER: [Prompt; 13] = [
    Prompt::Identify,
    Prompt::Password,
    Prompt::VisitCode,
    Prompt::EmailCode,
    Prompt::RegisterPhone,
    Prompt::SmsCode,
    Prompt::Totp,
    Prompt::Passkey,
    Prompt::RecoveryCode,
    Prompt::EnrolAuthenticator,
    Prompt::EnrolmentDone,
    Prompt::EnrolPasskey,
    Prompt::Consent,
];

/// What happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask the person this.
    Ask(Prompt, Reason),
    /// The login reached what was required.
    Complete(Assurance),
    /// It cannot go on.
    Stop(Stop),
}

/// Decides.
pub fn next(facts: &Facts) -> Step {
    if let Some(stop) = facts.stopped {
        return Step::Stop(stop);
    }
    for prompt in ORDER {
        match prompt.behaviour().check(facts) {
            Check::NotNeeded => {}
            Check::Needed(reason) => return Step::Ask(prompt, reason),
            Check::Impossible(stop) => return Step::Stop(stop),
        }
    }
    match facts.assurance() {
        Some(assurance) if assurance.level >= facts.required => Step::Complete(assurance),
        // No prompt is needed and the level is not reached: the prompts' checks contradict the levels. A property test
        // shows that this cannot be; if it were, nothing may be issued.
        _ => Step::Stop(Stop::NothingOnRecord),
    }
}

/// Where the person is on the way, for "Stap 2 van 4".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// This step, from 1.
    pub step: usize,
    /// All steps, as far as can be seen from here.
    pub of: usize,
}

/// The prompts that are still to come if each is answered well, the current one first.
pub fn ahead(facts: &Facts) -> Vec<Prompt> {
    let mut facts = facts.clone();
    let mut way = Vec::new();
    // Each prompt is passed at most once, so the way is never longer than the list.
    while let (Step::Ask(prompt, _), true) = (next(&facts), way.len() < ORDER.len()) {
        prompt.behaviour().pass(&mut facts);
        way.push(prompt);
    }
    way
}
