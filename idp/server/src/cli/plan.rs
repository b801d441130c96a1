//! `sluis plan`: what the files of the clients would change of what is in force, before they do.

use std::path::Path;

use idp_core::client::{Altered, Difference, Registrations, added, differences};
use serde_json::{Map, Value};

use super::failure::Failure;
use super::output::{complain, say};
use super::{database, load, rendered};
use crate::config::Severity;

/// Shows it. The configuration must be right; what is in force stands in the database.
pub(super) async fn run(path: &Path) -> Result<(), Failure> {
    let config = load(path)?;
    if !config.warnings.0.is_empty() {
        complain(rendered(&config.warnings, Severity::Warning).trim_end());
    }
    let planned = Registrations::of(&config.clients);
    let database = database::connect_to_current(config).await?;
    let in_force = database.in_force().await?;
    let since = in_force.as_ref().map(|in_force| in_force.since);
    let found = differences(&in_force.map(|in_force| in_force.registrations).unwrap_or_default(), &planned);
    say(&plan(&found));
    say(&match since {
        Some(since) => format!("{} Compared with what is in force since {since}.", count(&found)),
        None => format!("{} Nothing is in force yet: no node ever started on this database.", count(&found)),
    });
    Ok(())
}

fn plan(found: &[Difference]) -> String {
    let mut lines = Vec::new();
    for difference in found {
        match difference {
            Difference::Added(id, members) => lines.extend(new(id, members)),
            Difference::Removed(id) => lines.push(format!("- {id}: nobody logs in for it any more")),
            Difference::Changed(id, altered) => {
                lines.push(format!("~ {id}"));
                lines.extend(altered.iter().flat_map(change));
            }
        }
    }
    lines.push(String::new());
    lines.join("\n").trim_start().to_owned()
}

/// Every member of a new client: whoever adds one should see what it may do.
fn new(id: &str, members: &Map<String, Value>) -> Vec<String> {
    let mut lines = vec![format!("+ {id}")];
    lines.extend(members.iter().map(|(name, value)| format!("    {name}: {}", written(value))));
    lines
}

fn change(altered: &Altered) -> Vec<String> {
    let Altered { member, before, after, weaker } = altered;
    let weaker = weaker.map(|why| format!("      WEAKER: {why}"));
    let lists = [before, after].iter().any(|value| value.as_ref().is_some_and(Value::is_array));
    let mut lines = Vec::new();
    if lists {
        lines.push(format!("    {member}:"));
        lines.extend(added(before.as_ref(), after.as_ref()).map(|value| format!("      + {}", written(value))));
        lines.extend(added(after.as_ref(), before.as_ref()).map(|value| format!("      - {}", written(value))));
    } else {
        let side = |value: &Option<Value>| value.as_ref().map_or("(not there)".to_owned(), written);
        lines.push(format!("    {member}: {} -> {}", side(before), side(after)));
    }
    lines.extend(weaker);
    lines
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(written).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

fn count(found: &[Difference]) -> String {
    let number = |which: fn(&Difference) -> bool| found.iter().filter(|difference| which(difference)).count();
    if found.is_empty() {
        return "Nothing changes.".to_owned();
    }
    let weaker = match number(Difference::is_weaker) {
        0 => "none of them weakens security".to_owned(),
        1 => "1 OF THEM WEAKENS SECURITY".to_owned(),
        some => format!("{some} OF THEM WEAKEN SECURITY"),
    };
    format!(
        "{} added, {} changed, {} removed; {weaker}.",
        number(|difference| matches!(difference, Difference::Added(..))),
        number(|difference| matches!(difference, Difference::Changed(..))),
        number(|difference| matches!(difference, Difference::Removed(_))),
    )
}
