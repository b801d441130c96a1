//! `desk`: what can be chosen about the service desk.

use std::collections::BTreeSet;

use idp_core::account::Role;
use schemars::JsonSchema;
use serde::Deserialize;

use super::check::{Checker, Refusal, Text};

/// `desk` as it is written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DeskSection {
    /// On whose accounts nobody acts alone, by their role: `none` (everybody without one) and `desk`. `[desk]` if left out.
    second_pair_of_eyes: Option<Vec<Text>>,
}

/// The choices about the service desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// On whose accounts nobody acts alone.
    pub second_pair_of_eyes: BTreeSet<Role>,
}

impl DeskSection {
    pub(super) fn check(&self, checker: &mut Checker<'_>) -> Option<Desk> {
        let second_pair_of_eyes = match &self.second_pair_of_eyes {
            Some(written) => checker.take_all("desk.second_pair_of_eyes", written, |word| role(word))?,
            None => vec![Role::Desk],
        };
        Some(Desk { second_pair_of_eyes: second_pair_of_eyes.into_iter().collect() })
    }
}

fn role(written: &str) -> Result<Role, Refusal> {
    match Role::named(written) {
        Some(role) if role < Role::Administrator => Ok(role),
        // Nobody at the pages acts on an administrator, alone or with another.
        _ => Err(Refusal::new(
            format!("`{written}` is not a role to watch over"),
            "write none, desk, or both: [none, desk]",
        )),
    }
}
