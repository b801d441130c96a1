//! What somebody reaches who can answer only some of the prompts: every way through the decider is tried.
//!
//! The same searches are run with deciders that lack a check. There they find a way in: so the search would tell if a check
//! went missing.

#![expect(clippy::panic, reason = "a test that cannot go on says why and fails")]

use std::collections::VecDeque;

use idp_core::account::BootstrapGuard;
use idp_core::assurance::{Level, Proof};
use idp_core::login::facts::Record;
use idp_core::login::pipeline::{self, ORDER, Step};
use idp_core::login::prompt::Check;
use idp_core::login::{Facts, Prompt, SecondFactors};
use jiff::Timestamp;

/// What an adversary can answer well. All of them have a phone of their own, can read what is on the screen, and say yes.
struct Adversary {
    password: bool,
    mailbox: bool,
}

const PASSWORD_ALONE: Adversary = Adversary { password: true, mailbox: false };
const MAILBOX_ALONE: Adversary = Adversary { password: false, mailbox: true };
const BOTH: Adversary = Adversary { password: true, mailbox: true };

impl Adversary {
    fn can_answer(&self, prompt: Prompt, facts: &Facts) -> bool {
        match prompt {
            Prompt::Identify
            | Prompt::RegisterPhone
            | Prompt::EnrolAuthenticator
            | Prompt::EnrolmentDone
            | Prompt::Consent => true,
            Prompt::Password => self.password,
            Prompt::EmailCode => self.mailbox,
            // Only to a number that they gave themselves.
            Prompt::SmsCode => !facts.record.phone && facts.phone_registered,
            Prompt::Totp | Prompt::RecoveryCode | Prompt::VisitCode => false,
        }
    }
}

type Decider = fn(&Facts) -> Step;

/// Breadth first over all answers, until a login is complete or nothing is new.
fn way_in(decide: Decider, adversary: &Adversary, record: Record) -> Result<Vec<Prompt>, usize> {
    let mut seen = vec![first(record)];
    let mut open = VecDeque::from([(first(record), Vec::new())]);
    while let Some((facts, way)) = open.pop_front() {
        // An answer to another prompt than the current one is not looked at: the walker of `tests/it/abuse` shows it.
        let current = match decide(&facts) {
            Step::Complete(_) => return Ok(way),
            Step::Ask(prompt, _) if adversary.can_answer(prompt, &facts) => prompt,
            _ => continue,
        };
        let mut after = facts.clone();
        current.behaviour().pass(&mut after);
        if !seen.contains(&after) {
            seen.push(after.clone());
            open.push_back((after, way.iter().copied().chain([current]).collect()));
        }
        assert!(seen.len() < 10_000, "the search has no end");
    }
    Err(seen.len())
}

/// A login at the higher level that begins with nothing.
fn first(record: Record) -> Facts {
    Facts {
        required: Level::Mfa,
        session_counts_from: Some(Timestamp::MIN),
        session: vec![],
        transaction: vec![],
        identified: false,
        admitted: true,
        record,
        phone_is_old: false,
        phone_registered: false,
        chosen: None,
        recovery_settled: false,
        enrolment_to_acknowledge: false,
        owes_consent: true,
        stopped: None,
    }
}

/// Every person who has an authenticator.
fn records() -> impl Iterator<Item = Record> {
    contacts().map(|(phone, email)| Record {
        disabled: false,
        phone,
        email,
        factors: APP,
        owes_visit: false,
        owes_password: false,
    })
}

const APP: SecondFactors = SecondFactors { app: true, recovery_codes: true };

fn contacts() -> impl Iterator<Item = (bool, bool)> {
    [(false, false), (false, true), (true, false), (true, true)].into_iter()
}

/// Every person whose app the service desk removed, and who has not been back yet.
fn reset() -> impl Iterator<Item = Record> {
    let factors = SecondFactors::default();
    contacts().map(move |(phone, email)| Record {
        disabled: false,
        phone,
        email,
        factors,
        owes_visit: true,
        owes_password: false,
    })
}

/// Every person without an app whose password was chosen by a mail.
fn password_by_mail() -> impl Iterator<Item = Record> {
    let guard = BootstrapGuard { visit: false, password_by_mail: true };
    let factors = SecondFactors::default();
    contacts().map(move |(phone, email)| {
        let owes_visit = guard.asks_visit_code(phone);
        Record { disabled: false, phone, email, factors, owes_visit, owes_password: false }
    })
}

/// Who reads the mail has chosen the password with it, so knows both.
#[test]
fn the_mailbox_alone_reaches_no_token_of_somebody_whose_password_it_chose() {
    for record in password_by_mail() {
        assert!(way_in(pipeline::next, &BOTH, record).is_err(), "{record:?}");
    }
    let found = password_by_mail().filter(|record| way_in(forgets_the_desks_code, &BOTH, *record).is_ok()).count();
    assert!(found > 0, "the search does not see that the check is missing");
}

#[test]
fn nobody_without_the_app_logs_in_as_somebody_who_has_one() {
    for adversary in [PASSWORD_ALONE, MAILBOX_ALONE, BOTH] {
        for record in records() {
            assert!(way_in(pipeline::next, &adversary, record).is_err(), "{record:?}");
        }
    }
}

#[test]
fn nobody_without_the_desks_code_logs_in_as_somebody_whose_app_was_removed() {
    for adversary in [PASSWORD_ALONE, MAILBOX_ALONE, BOTH] {
        for record in reset() {
            assert!(way_in(pipeline::next, &adversary, record).is_err(), "{record:?}");
        }
    }
    let found = reset().filter(|record| way_in(forgets_the_desks_code, &BOTH, *record).is_ok()).count();
    assert!(found > 0, "the search does not see that the check is missing");
}

fn forgets_the_desks_code(facts: &Facts) -> Step {
    let mut facts = facts.clone();
    facts.record.owes_visit = false;
    pipeline::next(&facts)
}

/// The decider without some of the checks: it walks the list, and does not look at the level that was reached.
fn walk(facts: &Facts, without: &[Prompt]) -> Step {
    for prompt in ORDER.into_iter().filter(|prompt| !without.contains(prompt)) {
        match prompt.behaviour().check(facts) {
            Check::NotNeeded => {}
            Check::Needed(reason) => return Step::Ask(prompt, reason),
            Check::Impossible(stop) => return Step::Stop(stop),
        }
    }
    match facts.assurance().or_else(|| pretended(facts)) {
        Some(assurance) => Step::Complete(assurance),
        None => panic!("no assurance could be pretended"),
    }
}

fn pretended(facts: &Facts) -> Option<idp_core::assurance::Assurance> {
    let mut facts = facts.clone();
    Prompt::Password.behaviour().pass(&mut facts);
    facts.assurance()
}

fn does_not_ask_the_app(facts: &Facts) -> Step {
    walk(facts, &[Prompt::Totp])
}

/// The app was confirmed in this login, or it is forgotten that there is one.
fn forgets_the_app(facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    facts.record.factors.app = facts.has_here(Proof::Authenticator);
    facts
}

fn the_bootstrap_never_retires(facts: &Facts) -> Step {
    pipeline::next(&forgets_the_app(facts))
}

fn asks_no_password_and_the_bootstrap_never_retires(facts: &Facts) -> Step {
    walk(&forgets_the_app(facts), &[Prompt::Password])
}

fn asks_no_mail_code_and_the_bootstrap_never_retires(facts: &Facts) -> Step {
    walk(&forgets_the_app(facts), &[Prompt::EmailCode])
}

#[test]
fn the_search_finds_the_way_in_where_a_check_is_missing() {
    let cases: [(&str, Decider, Adversary); 4] = [
        ("the app is not asked", does_not_ask_the_app, PASSWORD_ALONE),
        ("no mail code, and an open bootstrap", asks_no_mail_code_and_the_bootstrap_never_retires, PASSWORD_ALONE),
        ("no password, and an open bootstrap", asks_no_password_and_the_bootstrap_never_retires, MAILBOX_ALONE),
        ("an open bootstrap", the_bootstrap_never_retires, BOTH),
    ];
    for (case, decide, adversary) in cases {
        let found: Vec<_> = records().filter_map(|record| way_in(decide, &adversary, record).ok()).collect();
        assert!(!found.is_empty(), "{case}: the search does not see that the check is missing");
    }
}
