//! What somebody reaches who can answer only some of the prompts: every way through the decider is tried.
//!
//! The same searches are run with deciders that lack a check. There they find a way in: so the search would tell if a check
//! went missing.

#![expect(clippy::panic, reason = "a test that cannot go on says why and fails")]

use std::collections::VecDeque;

use idp_core::account::BootstrapGuard;
use idp_core::assurance::{Evidence, Level, Proof};
use idp_core::login::facts::Record;
use idp_core::login::pipeline::{self, ORDER, Step};
use idp_core::login::prompt::Check;
use idp_core::login::{Facts, Prompt, SecondFactors};
use jiff::Timestamp;

/// What an adversary can answer well. All of them have a phone of their own, can read what is on the screen, and say yes.
#[derive(Clone, Copy)]
struct Adversary {
    password: bool,
    mailbox: bool,
    /// The number on record is theirs now: a telephone that was stolen, or a number that got another owner.
    number: bool,
    /// The app is in their hands, and shows its codes. What looks at a face or a finger first is not.
    app: bool,
}

const NOTHING: Adversary = Adversary { password: false, mailbox: false, number: false, app: false };
const PASSWORD_ALONE: Adversary = Adversary { password: true, ..NOTHING };
const MAILBOX_ALONE: Adversary = Adversary { mailbox: true, ..NOTHING };
const NUMBER_ALONE: Adversary = Adversary { number: true, ..NOTHING };
const STOLEN_PHONE: Adversary = Adversary { number: true, app: true, ..NOTHING };
const BOTH: Adversary = Adversary { password: true, mailbox: true, ..NOTHING };
const ALL_BUT_THE_APP: Adversary = Adversary { number: true, ..BOTH };
const ADVERSARIES: [Adversary; 5] = [PASSWORD_ALONE, MAILBOX_ALONE, NUMBER_ALONE, BOTH, ALL_BUT_THE_APP];

impl Adversary {
    fn can_answer(&self, prompt: Prompt, facts: &Facts) -> bool {
        match prompt {
            Prompt::Identify
            | Prompt::RegisterPhone
            | Prompt::EnrolAuthenticator
            | Prompt::EnrolmentDone
            | Prompt::EnrolPasskey
            | Prompt::Consent => true,
            Prompt::Password => self.password,
            Prompt::EmailCode => self.mailbox,
            // To a number that they gave themselves, or that is theirs now.
            Prompt::SmsCode => self.number || !facts.record.phone && facts.phone_registered,
            Prompt::Totp => self.app,
            Prompt::Passkey | Prompt::RecoveryCode | Prompt::VisitCode => false,
        }
    }
}

type Decider = fn(&Facts) -> Step;

/// Breadth first over all answers, until a login is complete or nothing is new.
fn way_in(decide: Decider, adversary: &Adversary, record: Record) -> Result<Vec<Prompt>, usize> {
    way_to(Level::Mfa, decide, adversary, record)
}

fn way_to(level: Level, decide: Decider, adversary: &Adversary, record: Record) -> Result<Vec<Prompt>, usize> {
    let first = Facts { required: level, ..first(record) };
    let mut seen = vec![first.clone()];
    let mut open = VecDeque::from([(first, Vec::new())]);
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

/// A login at the higher level that begins with nothing, of somebody whose number may be another's by now.
fn first(record: Record) -> Facts {
    let begun = Facts::begun(Level::Mfa, record);
    Facts { identified: false, wants_passkey: true, owes_consent: true, phone_is_old: record.phone, ..begun }
}

/// Every person who has an authenticator, a passkey, or both.
fn records() -> impl Iterator<Item = Record> {
    contacts().flat_map(|(phone, email)| {
        STANDING.map(|factors| Record {
            disabled: false,
            phone,
            email,
            factors,
            owes_visit: false,
            owes_password: false,
        })
    })
}

const NONE: SecondFactors = SecondFactors { app: false, passkey: false, recovery_codes: false, prefers_passkey: false };
const APP: SecondFactors = SecondFactors { app: true, recovery_codes: true, ..NONE };
/// A passkey without an app does not come about; if it did, it would close the bootstrap as well.
const STANDING: [SecondFactors; 4] = [
    APP,
    SecondFactors { passkey: true, ..APP },
    SecondFactors { passkey: true, prefers_passkey: true, ..APP },
    SecondFactors { passkey: true, ..NONE },
];

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
    for adversary in ADVERSARIES {
        for record in records() {
            assert!(way_in(pipeline::next, &adversary, record).is_err(), "{record:?}");
        }
    }
}

#[test]
fn nobody_without_the_desks_code_logs_in_as_somebody_whose_app_was_removed() {
    for adversary in ADVERSARIES {
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
    walk(facts, &[Prompt::Totp, Prompt::Passkey])
}

/// The app was confirmed in this login, or it is forgotten that there is one.
fn forgets_the_app(facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    facts.record.factors = SecondFactors { app: facts.has_here(Proof::Authenticator), ..NONE };
    facts
}

fn the_bootstrap_never_retires(facts: &Facts) -> Step {
    pipeline::next(&forgets_the_app(facts))
}

fn asks_no_password_and_the_bootstrap_never_retires(facts: &Facts) -> Step {
    walk(&forgets_the_app(facts), &[Prompt::Password])
}

fn asks_no_password(facts: &Facts) -> Step {
    walk(facts, &[Prompt::Password])
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

/// A number that got another owner, or a telephone that was stolen with the app on it: whatever the person has on record, without
/// the password neither is a login. With the password the number opens the first login, and no other.
#[test]
fn the_number_or_the_telephone_without_the_password_reaches_no_token_of_anybody() {
    for record in records().chain(reset()).chain(password_by_mail()) {
        for adversary in [NUMBER_ALONE, STOLEN_PHONE] {
            assert!(way_in(pipeline::next, &adversary, record).is_err(), "{record:?}");
        }
    }
    let found = records().filter(|record| way_in(asks_no_password, &STOLEN_PHONE, *record).is_ok()).count();
    assert!(found > 0, "the search does not see that the password is not asked");
    let newcomer = Record { phone: true, factors: NONE, owes_visit: false, ..Record::DECOY };
    assert!(way_in(pipeline::next, &NUMBER_ALONE, newcomer).is_err());
    let with_password = Adversary { number: true, ..PASSWORD_ALONE };
    assert!(way_in(pipeline::next, &with_password, newcomer).is_ok(), "the search does not see the first login");
}

/// An application that demands a passkey: who has no second factor of the person makes none for them.
#[test]
fn nobody_makes_a_passkey_for_somebody_who_has_an_app() {
    for adversary in ADVERSARIES {
        for record in records() {
            let way = way_to(Level::PhishingResistant, pipeline::next, &adversary, record);
            assert!(way.is_err(), "{record:?}: {way:?}");
        }
    }
    let without_one = records().filter(|record| !record.factors.passkey);
    let found = without_one.filter(|record| {
        way_to(Level::PhishingResistant, makes_one_after_the_password, &PASSWORD_ALONE, *record).is_ok()
    });
    assert!(found.count() > 0, "the search does not see that the check is missing");
}

/// The same with a session of the person that was left open, in which everything was proven before.
#[test]
fn a_screen_that_was_left_open_makes_no_passkey() {
    for record in records().filter(|record| !record.factors.passkey) {
        let begun = Facts::begun(Level::PhishingResistant, record);
        let left = with_session(Facts { wants_passkey: true, owes_consent: true, ..begun });
        assert_eq!(walk_on(pipeline::next, &NOTHING, &left), None, "{record:?}");
        assert!(walk_on(trusts_the_session, &NOTHING, &left).is_some(), "the search does not see the missing check");
    }
}

/// A session of the password that was left open, beside the telephone: nobody sets up an app of their own there.
#[test]
fn a_screen_that_was_left_open_sets_up_no_app() {
    for (phone, email) in contacts() {
        let record = Record { phone, email, factors: NONE, ..Record::DECOY };
        let left = with_session(Facts::begun(Level::Mfa, record));
        let beside = Adversary { mailbox: true, ..NUMBER_ALONE };
        assert_eq!(walk_on(pipeline::next, &beside, &left), None, "{record:?}");
        let sees = walk_on(trusts_the_session, &beside, &left).is_some();
        assert!(sees || !(phone || email), "the search does not see the missing check: {record:?}");
    }
}

fn with_session(mut facts: Facts) -> Facts {
    let at = Timestamp::UNIX_EPOCH;
    facts.session = [Proof::Password, Proof::Authenticator].map(|proof| Evidence { proof, at }).into();
    facts
}

/// The way of who answers whatever can be answered.
fn walk_on(decide: Decider, adversary: &Adversary, first: &Facts) -> Option<Vec<Prompt>> {
    let (mut facts, mut way) = (first.clone(), Vec::new());
    loop {
        match decide(&facts) {
            Step::Complete(_) => return Some(way),
            Step::Ask(prompt, _) if adversary.can_answer(prompt, &facts) && way.len() < ORDER.len() => {
                prompt.behaviour().pass(&mut facts);
                way.push(prompt);
            }
            _ => return None,
        }
    }
}

fn trusts_the_session(facts: &Facts) -> Step {
    let mut facts = facts.clone();
    facts.transaction.extend(facts.session.clone());
    pipeline::next(&facts)
}

fn makes_one_after_the_password(facts: &Facts) -> Step {
    match pipeline::next(facts) {
        Step::Ask(Prompt::Totp, reason) => Step::Ask(Prompt::EnrolPasskey, reason),
        step => step,
    }
}
