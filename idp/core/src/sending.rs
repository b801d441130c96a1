//! Sending a message: counted in its budgets first, then put into the outbox.

use jiff::Timestamp;

use crate::audit::{Code, Event};
use crate::id::MessageId;
use crate::locale::Locale;
use crate::message::{Message, Outgoing, Recipient};
use crate::port::{Answer, Counted, Ports};
use crate::throttle::MessageBudget;

/// Makes the events of whoever sends.
pub(crate) type Events<'a> = &'a (dyn Fn(Code) -> Event + Sync);

/// Counts a message in all its budgets, or in none of them and says until when one is closed.
pub(crate) async fn spend(
    ports: &Ports,
    channel: &'static str,
    budgets: &[MessageBudget],
    now: Timestamp,
    event: Events<'_>,
) -> Answer<Option<Timestamp>> {
    let mut counted = Vec::new();
    for budget in budgets {
        match ports.guess_budgets.count(&budget.key, &budget.rule, now).await? {
            Counted::Allowed { closed_until, .. } => counted.push((budget, closed_until)),
            Counted::Spent { until } => {
                for (budget, closed_until) in counted {
                    ports.guess_budgets.give_back(&budget.key, &budget.rule, closed_until, now).await?;
                }
                return Ok(Some(until));
            }
        }
    }
    for (budget, until) in counted.into_iter().filter_map(|(budget, until)| Some((budget, until?))) {
        let event = event(Code::BudgetSpent).with("channel", channel).with("messages", budget.of);
        ports.audit.record(event).await?;
        if budget.alarms {
            tracing::error!(channel, of = budget.of, %until, "the budget of messages is spent");
        }
    }
    Ok(None)
}

/// Puts a message into the outbox.
pub(crate) async fn queue(
    ports: &Ports,
    to: &Recipient,
    message: &Message,
    locale: Locale,
    expires_at: Timestamp,
    event: Events<'_>,
) -> Answer<()> {
    let rendered = ports.messages.render(message, locale)?;
    let id = MessageId::generate(ports.rng.as_ref());
    let event = event(Code::MessageQueued).with("channel", to.channel()).with("message", id.as_str());
    ports.outbox.queue(Outgoing { id, to: to.clone(), rendered, expires_at }, event).await
}
