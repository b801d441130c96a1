//! `sluis user list` and `show`. Phone numbers and e-mail addresses are masked, as they are everywhere.

use idp_adapters::clock::SystemClock;
use idp_core::account::{Account, Contact, EmailAddress, PhoneNumber};
use idp_core::delivery::{Delivery, Stage};
use idp_core::port::{Accounts, Clock, Consents, Deliveries, GuessBudgets};
use idp_core::throttle::BudgetKey;

use super::super::failure::Failure;
use super::super::output::{say, table};
use super::{Store, visit_code};

/// People read from the database at once.
const PAGE: u64 = 500;

/// Lists everybody.
pub(super) async fn list(store: &Store) -> Result<(), Failure> {
    let mut rows = vec![["USERNAME", "NAME", "ORGANISATION", "STATE", "MFA", "PHONE", "E-MAIL"].map(str::to_owned)];
    let mut last = None;
    loop {
        let page = store.database.list(last.as_ref(), PAGE).await?;
        rows.extend(page.iter().map(row));
        match page.last() {
            Some(account) => last = Some(account.username.clone()),
            None => break,
        }
    }
    say(&table(&rows));
    Ok(())
}

/// The messages that are shown of a person.
const MESSAGES: u64 = 10;

/// Shows one person, and what became of the latest messages.
pub(super) async fn one(store: &Store, account: &Account) -> Result<(), Failure> {
    let given = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let password = if account.password_hash.is_some() { "set" } else { "not set" };
    let authenticators: Vec<_> =
        account.authenticators.iter().map(|app| format!("since {}", app.confirmed_at)).collect();
    let passkeys: Vec<_> = account.passkeys.iter().map(|passkey| format!("since {}", passkey.added_at)).collect();
    let mut rows = vec![
        ["username", account.username.as_str()].map(str::to_owned),
        ["subject", account.subject.as_str()].map(str::to_owned),
        ["state".to_owned(), state(account)],
        ["password", password].map(str::to_owned),
        ["authenticator".to_owned(), given(&authenticators.join(", "))],
        ["passkey".to_owned(), given(&passkeys.join(", "))],
        ["phone_number".to_owned(), contact(account.phone.as_ref(), PhoneNumber::masked)],
        ["email".to_owned(), contact(account.email.as_ref(), EmailAddress::masked)],
        ["organisation".to_owned(), given(account.organisation.as_deref().unwrap_or_default())],
        ["roles".to_owned(), given(&account.roles.join(" "))],
        ["role".to_owned(), account.role.as_str().to_owned()],
        ["updated_at".to_owned(), account.updated_at.to_string()],
    ];
    rows.extend(
        account
            .claims
            .iter()
            .map(|(name, value)| [name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)]),
    );
    for (client, agreed) in store.database.all_of(&account.subject).await? {
        let agreed: Vec<_> = agreed.scope.iter().chain(agreed.claims.iter().map(String::as_str)).collect();
        rows.push(["consent".to_owned(), format!("{client}: {}", agreed.join(" "))]);
    }
    if visit_code::is_owed(account) {
        rows.push(["visit code", "asked at the next login"].map(str::to_owned));
    }
    for (of, key) in BudgetKey::all_of(&account.subject) {
        if let Some(until) = store.database.closed_until(&key, SystemClock.now()).await? {
            rows.push(["tries are spent".to_owned(), format!("{of}, until {until:.0}")]);
        }
    }
    say(&table(&rows));
    let deliveries = store.database.latest(&account.subject, MESSAGES, SystemClock.now()).await?;
    if !deliveries.is_empty() {
        let mut rows = vec![["MESSAGE OF", "CHANNEL", "TO", "GATEWAY", "ITS NAME THERE", "STATE"].map(str::to_owned)];
        rows.extend(deliveries.iter().map(message));
        say(&format!("\n{}", table(&rows)));
    }
    Ok(())
}

fn message(delivery: &Delivery) -> [String; 6] {
    let given = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let state = match &delivery.stage {
        Stage::Queued => "waits".to_owned(),
        Stage::GivenUp => "given up: no gateway took it in time".to_owned(),
        Stage::Accepted { at } => format!("accepted {at:.0}"),
        Stage::Delivered { at } => format!("delivered {at:.0}"),
        Stage::Failed { at, reason: None } => format!("failed {at:.0}"),
        Stage::Failed { at, reason: Some(reason) } => format!("failed {at:.0} (reason {reason})"),
    };
    let queued_at = format!("{:.0}", delivery.queued_at);
    let (channel, to) = (delivery.channel.clone(), delivery.to.clone());
    [queued_at, channel, to, given(&delivery.gateway), given(&delivery.provider_id), state]
}

fn row(account: &Account) -> [String; 7] {
    let name = account.claims.get("name").and_then(|name| name.as_str()).unwrap_or_default();
    [
        account.username.to_string(),
        name.to_owned(),
        account.organisation.clone().unwrap_or_default(),
        state(account),
        if account.has_authenticator() { "yes" } else { "no" }.to_owned(),
        account.phone.as_ref().map(|phone| phone.value.masked()).unwrap_or_default(),
        account.email.as_ref().map(|email| email.value.masked()).unwrap_or_default(),
    ]
}

fn state(account: &Account) -> String {
    let mut state = if account.disabled { "disabled" } else { "enabled" }.to_owned();
    if let Some(at) = account.disputed_at {
        state += &format!(", a login disputed {at:.0}");
    }
    if account.owes_password {
        state += ", owes a new password";
    }
    state
}

fn contact<T>(contact: Option<&Contact<T>>, masked: impl Fn(&T) -> String) -> String {
    match contact {
        Some(contact) if contact.verified => format!("{} (verified)", masked(&contact.value)),
        Some(contact) => format!("{} (not verified)", masked(&contact.value)),
        None => "-".to_owned(),
    }
}
