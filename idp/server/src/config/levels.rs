//! `levels`: how the levels are called in tokens and requests (`acr`). What they rest on cannot be chosen.

use idp_core::assurance::{Acr, AcrNames, Level};
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};

/// `levels` as it is written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LevelsSection {
    /// The name of the level of the password alone; `urn:sluis:acr:password` if left out.
    password: Option<Text>,
    /// The name of the level of the password and a second factor; `urn:sluis:acr:mfa` if left out.
    mfa: Option<Text>,
    /// The name of the level of a passkey that makes sure who uses it; `urn:sluis:acr:phishing_resistant` if left out.
    phishing_resistant: Option<Text>,
}

impl LevelsSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<AcrNames> {
        let own = AcrNames::default();
        let mut take = |level: Level, written: Option<&Text>| {
            let key = format!("levels.{}", level.as_str());
            checker.take_or(&key, written, own.of(level).clone(), |text| name(text))
        };
        let password = take(Level::Password, self.password.as_ref());
        let mfa = take(Level::Mfa, self.mfa.as_ref());
        let phishing_resistant = take(Level::PhishingResistant, self.phishing_resistant.as_ref());
        let names = AcrNames::new(password?, mfa?, phishing_resistant?);
        let written = [&self.phishing_resistant, &self.mfa, &self.password].into_iter().find_map(Option::as_ref);
        if let (None, Some(at)) = (&names, written) {
            let hint = "an application must be able to tell them apart: give each its own name";
            checker.refuse("levels", at, Refusal::new(format!("`{}` is the name of two levels", at.value), hint));
        }
        names
    }
}

fn name(written: &str) -> Result<Acr, Refusal> {
    let hint = "write an absolute URI, such as http://eidas.europa.eu/LoA/substantial, or a plain word";
    Acr::parse(written).map_err(|fault| Refusal::new(format!("`{written}` {fault}"), hint))
}
