//! However somebody asks, what leaves by SMS is bounded: for an account, a number, and a block of numbers.

use std::time::Duration;

use idp_core::account::PhoneNumber;
use idp_core::audit::Code;
use idp_core::message::Recipient;
use idp_core::throttle::MessageBudget;

use crate::support::{Browser, Landing, Person, Server};

const PHONE: &str = "+31612345678";

async fn ask(server: &Server, name: &str) -> (Browser, Landing) {
    let browser = server.browser();
    let (page, _) = server.go(&browser, "drop").await;
    let page = server.sign_in(&browser, &page, name).await;
    assert_eq!(page.prompt(), "sms_code");
    (browser, page)
}

/// How many messages were queued, which is what counts; the worker may still be at them.
async fn queued(server: &Server) -> usize {
    server.events(Code::MessageQueued).await
}

#[tokio::test]
async fn fresh_cookies_and_many_clicks_at_once_send_one_message_a_minute() {
    let server = Server::start().await;
    Person::named("jan").phone(PHONE).add(server.provider()).await;
    let mut pages = Vec::new();
    for _ in 0..10 {
        pages.push(ask(&server, "jan").await);
    }
    assert_eq!(queued(&server).await, 1);
    pages[9].1.says("1 minuut");
    for wave in 2..=6 {
        server.later(Duration::from_secs(61));
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..200 {
            let (browser, page) = pages[n % 10].clone();
            tasks.spawn(async move { browser.post(&page, page.url.as_str(), &[("action", "start")]).await.status });
        }
        assert!(tasks.join_all().await.iter().all(|status| status.as_u16() == 303), "each is answered");
        assert_eq!(queued(&server).await, wave.min(5), "two hundred at once, and five an hour");
    }
    let (browser, page) = &pages[0];
    browser.submit(page, &[("action", "start")]).await.says("minuten");
}

#[tokio::test]
async fn one_number_has_one_budget_for_all_accounts() {
    let server = Server::start().await;
    for n in 0..12 {
        Person::named(&format!("jan{n}")).phone(PHONE).add(server.provider()).await;
        let (_, page) = ask(&server, &format!("jan{n}")).await;
        assert_eq!(queued(&server).await, (n + 1).min(10));
        if n >= 10 {
            page.says("over 1 uur");
        }
    }
    assert_eq!(server.events(Code::BudgetSpent).await, 1, "it is in the log, once");
    Person::named("els").phone("+31612345679").add(server.provider()).await;
    ask(&server, "els").await;
    assert_eq!(queued(&server).await, 11, "another number is not touched");
    server.later(Duration::from_secs(60 * 60));
    ask(&server, "jan11").await;
    assert_eq!(queued(&server).await, 12);
}

#[tokio::test]
async fn a_block_of_numbers_is_closed_with_a_word_in_the_log() {
    let server = Server::start().await;
    let provider = server.provider();
    let jan = Person::named("jan").phone(PHONE).add(provider).await;
    let els = Person::named("els").phone("+31612340000").add(provider).await;
    let ports = &provider.ports;
    let to = Recipient::Phone(PhoneNumber::from_store("+31612349999".to_owned()));
    let budgets = MessageBudget::of_message(&jan.subject, &to, ports.keyed_hash.as_ref());
    let block = budgets.iter().find(|budget| budget.of == "block").expect("the budget of a block");
    for _ in 0..199 {
        ports.guess_budgets.count(&block.key, &block.rule, ports.clock.now()).await.expect("a store");
    }
    ask(&server, "jan").await;
    assert_eq!(queued(&server).await, 1, "the last of the block");
    let spent = server.recorded(Code::BudgetSpent).await;
    assert_eq!(spent.len(), 1);
    let (_, page) = ask(&server, "els").await;
    page.says("over 1 uur");
    assert_eq!(queued(&server).await, 1);
    // What was refused was counted nowhere: els has her five yet.
    let account = &MessageBudget::of_message(&els.subject, &to, ports.keyed_hash.as_ref())[0];
    for left in 1..=5 {
        let counted = ports.guess_budgets.count(&account.key, &account.rule, ports.clock.now()).await;
        assert!(format!("{counted:?}").contains(&format!("count: {left}")), "{counted:?}");
    }
}
