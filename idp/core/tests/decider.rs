//! The decider: a table of cases as people meet them, and properties that hold for all facts there can be.

#![expect(clippy::expect_used, reason = "a test that cannot go on says why and fails")]

use idp_core::assurance::{Assurance, Evidence, Level, Proof};
use idp_core::login::facts::Record;
use idp_core::login::pipeline::{self, ORDER, Step};
use idp_core::login::prompt::Check;
use idp_core::login::{Facts, Prompt, SecondFactor, SecondFactors, Stop};
use jiff::Timestamp;
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn proven(list: &[(Proof, i64)]) -> Vec<Evidence> {
    list.iter().map(|(proof, second)| Evidence { proof: *proof, at: at(*second) }).collect()
}

/// A new login at the higher level of somebody with a phone number and no authenticator.
fn facts() -> Facts {
    let record = Record {
        disabled: false,
        phone: true,
        email: true,
        factors: SecondFactors::default(),
        owes_visit: false,
        owes_password: false,
    };
    Facts::begun(Level::Mfa, record)
}

fn with(change: impl FnOnce(&mut Facts)) -> Facts {
    let mut facts = facts();
    change(&mut facts);
    facts
}

fn step(facts: &Facts) -> String {
    match pipeline::next(facts) {
        Step::Ask(prompt, _) => format!("ask {}", prompt.kind()),
        Step::Complete(assurance) => format!("complete {:?} at {}", assurance.level, assurance.auth_time.as_second()),
        Step::Stop(stop) => format!("stop {stop:?}"),
    }
}

#[test]
fn the_decision_table() {
    use Proof::{Authenticator, Email, Passkey, Password, RecoveryCode, Sms, VerifiedPasskey, VisitCode};
    let no_phone = |f: &mut Facts| f.record.phone = false;
    let enrolled = |f: &mut Facts| f.record.factors.app = true;
    let with_codes = |f: &mut Facts| {
        f.record.factors = SecondFactors { app: true, recovery_codes: true, ..SecondFactors::default() }
    };
    let with_passkey =
        |f: &mut Facts| f.record.factors = SecondFactors { app: true, passkey: true, ..SecondFactors::default() };
    let demands = |f: &mut Facts| f.required = Level::PhishingResistant;
    let visits = |f: &mut Facts| f.record.owes_visit = true;
    #[rustfmt::skip]
    let table: &[(&str, Facts, &str)] = &[
        // Who and the password.
        ("nobody yet", with(|f| f.identified = false), "ask identify"),
        ("a name", facts(), "ask password"),
        ("disabled, password not proven: looks like anybody", with(|f| f.record.disabled = true), "ask password"),
        ("disabled, password right", with(|f| { f.record.disabled = true; f.transaction = proven(&[(Password, 1)]); }), "stop Disabled"),

        // Somebody said that it was not them: a new password first, by whatever way the service desk or the mail gives it.
        ("owes a password, password not proven: looks like anybody", with(|f| { enrolled(f); f.record.owes_password = true; }), "ask password"),
        ("owes a password, password right", with(|f| { enrolled(f); f.record.owes_password = true; f.transaction = proven(&[(Password, 1)]); }), "stop OwesPassword"),
        ("owes a password, everything right", with(|f| { enrolled(f); f.record.owes_password = true; f.transaction = proven(&[(Password, 1), (Authenticator, 2)]); }), "stop OwesPassword"),
        ("owes a password, at the lower level", with(|f| { f.record.owes_password = true; f.required = Level::Password; f.transaction = proven(&[(Password, 1)]); }), "stop OwesPassword"),
        ("owes a password, by a session", with(|f| { enrolled(f); f.record.owes_password = true; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "stop OwesPassword"),
        ("owes a password, first login", with(|f| { f.record.owes_password = true; f.transaction = proven(&[(Password, 1), (Sms, 2)]); }), "stop OwesPassword"),
        ("owes a password, disabled", with(|f| { f.record.owes_password = true; f.record.disabled = true; f.transaction = proven(&[(Password, 1)]); }), "stop Disabled"),

        // The application asks for one person.
        ("another one, password not proven: looks like anybody", with(|f| f.admitted = false), "ask password"),
        ("another one, password right", with(|f| { f.admitted = false; f.transaction = proven(&[(Password, 1)]); }), "stop OtherPerson"),
        ("another one, by their session", with(|f| { enrolled(f); f.admitted = false; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "stop OtherPerson"),
        ("another one, disabled", with(|f| { f.admitted = false; f.record.disabled = true; f.transaction = proven(&[(Password, 1)]); }), "stop Disabled"),

        // The first login, a phone on record.
        ("the SMS first", with(|f| f.transaction = proven(&[(Password, 1)])), "ask sms_code"),
        ("then the app", with(|f| f.transaction = proven(&[(Password, 1), (Sms, 2)])), "ask enrol_authenticator"),
        ("then it is done", with(|f| { enrolled(f); f.enrolment_to_acknowledge = true; f.transaction = proven(&[(Password, 1), (Sms, 2), (Authenticator, 3)]); }), "ask enrolment_done"),
        ("then the tokens", with(|f| { enrolled(f); f.transaction = proven(&[(Password, 1), (Sms, 2), (Authenticator, 3)]); }), "complete Mfa at 1"),

        // The first login, mail only.
        ("the mail first", with(|f| { no_phone(f); f.transaction = proven(&[(Password, 1)]); }), "ask email_code"),
        ("then a number", with(|f| { no_phone(f); f.transaction = proven(&[(Password, 1), (Email, 2)]); }), "ask register_phone"),
        ("then its SMS", with(|f| { no_phone(f); f.phone_registered = true; f.transaction = proven(&[(Password, 1), (Email, 2)]); }), "ask sms_code"),
        ("a number without the mail code: the mail is still owed", with(|f| { no_phone(f); f.phone_registered = true; f.transaction = proven(&[(Password, 1)]); }), "ask email_code"),
        ("then the app", with(|f| { f.transaction = proven(&[(Password, 1), (Email, 2), (Sms, 3)]); }), "ask enrol_authenticator"),
        ("a mail code never replaces the SMS to a number on record", with(|f| f.transaction = proven(&[(Password, 1), (Email, 2)])), "ask sms_code"),
        ("neither", with(|f| { no_phone(f); f.record.email = false; f.transaction = proven(&[(Password, 1)]); }), "stop NothingOnRecord"),

        // Every login after that.
        ("the app's code", with(|f| { enrolled(f); f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("with both", with(|f| { enrolled(f); f.transaction = proven(&[(Password, 1), (Authenticator, 2)]); }), "complete Mfa at 1"),
        ("the bootstrap has retired: an SMS code is no factor", with(|f| { enrolled(f); f.transaction = proven(&[(Password, 1), (Sms, 2)]); }), "ask totp"),
        ("the app without the password is not a login", with(|f| { enrolled(f); f.transaction = proven(&[(Authenticator, 2)]); }), "ask password"),

        // A number that was proven long ago: asked after everything else, of who is there anyway.
        ("the app first", with(|f| { enrolled(f); f.phone_is_old = true; f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("then the number", with(|f| { enrolled(f); f.phone_is_old = true; f.transaction = proven(&[(Password, 1), (Authenticator, 2)]); }), "ask sms_code"),
        ("then the tokens", with(|f| { enrolled(f); f.phone_is_old = true; f.transaction = proven(&[(Password, 1), (Authenticator, 2), (Sms, 3)]); }), "complete Mfa at 1"),
        ("it is no factor", with(|f| { enrolled(f); f.phone_is_old = true; f.transaction = proven(&[(Password, 1), (Sms, 2)]); }), "ask totp"),
        ("not at the lower level", with(|f| { enrolled(f); f.phone_is_old = true; f.required = Level::Password; f.transaction = proven(&[(Password, 1)]); }), "complete Password at 1"),
        ("not of who has a session", with(|f| { enrolled(f); f.phone_is_old = true; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "complete Mfa at 1"),
        ("not of who used a recovery code", with(|f| { with_codes(f); f.phone_is_old = true; f.recovery_settled = true; f.transaction = proven(&[(Password, 1), (RecoveryCode, 2)]); }), "complete Mfa at 1"),

        // Another second factor: what is chosen is asked, and proves nothing by itself.
        ("codes on paper are asked of who asks for it", with(|f| { with_codes(f); f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("asked for", with(|f| { with_codes(f); f.chosen = Some(SecondFactor::RecoveryCode); f.transaction = proven(&[(Password, 1)]); }), "ask recovery_code"),
        ("asked for before the password", with(|f| { with_codes(f); f.chosen = Some(SecondFactor::RecoveryCode); }), "ask password"),
        ("asked for without having any", with(|f| { enrolled(f); f.chosen = Some(SecondFactor::RecoveryCode); f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("codes alone are no second factor that stands", with(|f| { f.record.factors.recovery_codes = true; f.chosen = Some(SecondFactor::RecoveryCode); f.transaction = proven(&[(Password, 1)]); }), "ask sms_code"),
        ("used: what became of the app?", with(|f| { with_codes(f); f.transaction = proven(&[(Password, 1), (RecoveryCode, 2)]); }), "ask enrol_authenticator"),
        ("the last one used: the same", with(|f| { enrolled(f); f.transaction = proven(&[(Password, 1), (RecoveryCode, 2)]); }), "ask enrol_authenticator"),
        ("it is still there", with(|f| { with_codes(f); f.recovery_settled = true; f.transaction = proven(&[(Password, 1), (RecoveryCode, 2)]); }), "complete Mfa at 1"),
        ("a session of a recovery code is one of two factors", with(|f| { with_codes(f); f.session = proven(&[(Password, 1), (RecoveryCode, 2)]); }), "complete Mfa at 1"),
        ("a recovery code without the password is not a login", with(|f| { with_codes(f); f.transaction = proven(&[(RecoveryCode, 2)]); }), "ask password"),

        // Passkeys. One that made sure who uses it is both factors; one that did not is a second factor.
        ("a passkey says who it is", with(|f| { with_passkey(f); f.transaction = proven(&[(VerifiedPasskey, 1)]); }), "complete PhishingResistant at 1"),
        ("at the lower level too: acr says what was done", with(|f| { with_passkey(f); f.required = Level::Password; f.transaction = proven(&[(VerifiedPasskey, 1)]); }), "complete PhishingResistant at 1"),
        ("of somebody who is disabled", with(|f| { with_passkey(f); f.record.disabled = true; f.transaction = proven(&[(VerifiedPasskey, 1)]); }), "stop Disabled"),
        ("of somebody who owes a password", with(|f| { with_passkey(f); f.record.owes_password = true; f.transaction = proven(&[(VerifiedPasskey, 1)]); }), "stop OwesPassword"),
        ("of another person than is meant", with(|f| { with_passkey(f); f.admitted = false; f.transaction = proven(&[(VerifiedPasskey, 1)]); }), "stop OtherPerson"),
        ("one that looked at nobody is not a login", with(|f| { with_passkey(f); f.transaction = proven(&[(Passkey, 1)]); }), "ask password"),
        ("after the password it is a second factor", with(|f| { with_passkey(f); f.transaction = proven(&[(Password, 1), (Passkey, 2)]); }), "complete Mfa at 1"),
        ("the app is asked first", with(|f| { with_passkey(f); f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("unless the passkey was used last", with(|f| { with_passkey(f); f.record.factors.prefers_passkey = true; f.transaction = proven(&[(Password, 1)]); }), "ask passkey"),
        ("the app on request", with(|f| { with_passkey(f); f.record.factors.prefers_passkey = true; f.chosen = Some(SecondFactor::App); f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("the passkey on request", with(|f| { with_passkey(f); f.chosen = Some(SecondFactor::Passkey); f.transaction = proven(&[(Password, 1)]); }), "ask passkey"),
        ("on request without having one", with(|f| { enrolled(f); f.chosen = Some(SecondFactor::Passkey); f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("with a passkey the bootstrap is closed", with(|f| { f.record.factors.passkey = true; f.transaction = proven(&[(Password, 1), (Sms, 2)]); }), "ask passkey"),
        ("single sign-on", with(|f| { with_passkey(f); f.session = proven(&[(VerifiedPasskey, 1)]); }), "complete PhishingResistant at 1"),
        ("an old one does not count", with(|f| { with_passkey(f); f.session_counts_from = Some(at(5)); f.session = proven(&[(VerifiedPasskey, 1)]); }), "ask password"),

        // An application that demands a passkey.
        ("nothing else will do", with(|f| { with_passkey(f); demands(f); f.transaction = proven(&[(Password, 1)]); }), "ask passkey"),
        ("nor on request", with(|f| { with_passkey(f); demands(f); f.chosen = Some(SecondFactor::App); f.transaction = proven(&[(Password, 1)]); }), "ask passkey"),
        ("step-up from password and app", with(|f| { with_passkey(f); demands(f); f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "ask passkey"),
        ("stepped up", with(|f| { with_passkey(f); demands(f); f.session = proven(&[(Password, 1), (Authenticator, 2)]); f.transaction = proven(&[(VerifiedPasskey, 9)]); }), "complete PhishingResistant at 9"),
        ("a passkey that looked at nobody is too little", with(|f| { with_passkey(f); demands(f); f.transaction = proven(&[(Password, 1), (Passkey, 2)]); }), "ask passkey"),
        ("who has none proves the app first", with(|f| { enrolled(f); demands(f); f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("then makes one", with(|f| { enrolled(f); demands(f); f.transaction = proven(&[(Password, 1), (Authenticator, 2)]); }), "ask enrol_passkey"),
        ("a session makes none: all of it anew", with(|f| { enrolled(f); demands(f); f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "ask password"),
        ("nor half of one", with(|f| { enrolled(f); demands(f); f.session = proven(&[(Password, 1), (Authenticator, 2)]); f.transaction = proven(&[(Password, 9)]); }), "ask totp"),
        ("the first login: the SMS", with(|f| { demands(f); f.transaction = proven(&[(Password, 1)]); }), "ask sms_code"),
        ("then the app", with(|f| { demands(f); f.transaction = proven(&[(Password, 1), (Sms, 2)]); }), "ask enrol_authenticator"),
        ("then the passkey", with(|f| { enrolled(f); demands(f); f.transaction = proven(&[(Password, 1), (Sms, 2), (Authenticator, 3)]); }), "ask enrol_passkey"),
        ("a recovery code settles the app first", with(|f| { with_codes(f); demands(f); f.transaction = proven(&[(Password, 1), (RecoveryCode, 2)]); }), "ask enrol_authenticator"),

        // A passkey beside the app, for who wants one.
        ("after what there is to read", with(|f| { enrolled(f); f.wants_passkey = true; f.enrolment_to_acknowledge = true; f.transaction = proven(&[(Password, 1), (Sms, 2), (Authenticator, 3)]); }), "ask enrolment_done"),
        ("then it is made", with(|f| { enrolled(f); f.wants_passkey = true; f.transaction = proven(&[(Password, 1), (Sms, 2), (Authenticator, 3)]); }), "ask enrol_passkey"),
        ("wanting one opens nothing", with(|f| { enrolled(f); f.wants_passkey = true; f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("nor with a session", with(|f| { enrolled(f); f.wants_passkey = true; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "complete Mfa at 1"),
        ("nor at the lower level", with(|f| { enrolled(f); f.wants_passkey = true; f.required = Level::Password; f.transaction = proven(&[(Password, 1)]); }), "complete Password at 1"),

        // After a reset by the service desk.
        ("the desk's code first", with(|f| { visits(f); f.transaction = proven(&[(Password, 1)]); }), "ask visit_code"),
        ("then the bootstrap as ever", with(|f| { visits(f); f.transaction = proven(&[(Password, 1), (VisitCode, 2)]); }), "ask sms_code"),
        ("by mail too", with(|f| { visits(f); no_phone(f); f.transaction = proven(&[(Password, 1), (VisitCode, 2)]); }), "ask email_code"),
        ("a code of the bootstrap does not stand in for it", with(|f| { visits(f); f.transaction = proven(&[(Password, 1), (Sms, 2)]); }), "ask visit_code"),
        ("it does not stand in for one either", with(|f| { visits(f); f.transaction = proven(&[(Password, 1), (VisitCode, 2), (Email, 3)]); }), "ask sms_code"),
        ("it counts in its own login alone", with(|f| { visits(f); f.session = proven(&[(Password, 1), (VisitCode, 2)]); f.transaction = proven(&[(Password, 3)]); }), "ask visit_code"),
        ("the lower level does not ask it", with(|f| { visits(f); f.required = Level::Password; f.transaction = proven(&[(Password, 1)]); }), "complete Password at 1"),

        // The lower level, and step-up.
        ("lower level", with(|f| { f.required = Level::Password; f.transaction = proven(&[(Password, 1)]); }), "complete Password at 1"),
        ("lower level, a strong session: acr says what was done", with(|f| { enrolled(f); f.required = Level::Password; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "complete Mfa at 1"),
        ("and what proved it is gone", with(|f| { f.required = Level::Password; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "complete Password at 1"),
        ("step-up asks only what is missing", with(|f| { enrolled(f); f.session = proven(&[(Password, 1)]); }), "ask totp"),
        ("step-up of somebody without an app: the password again", with(|f| f.session = proven(&[(Password, 1)])), "ask password"),
        ("stepped up", with(|f| { enrolled(f); f.session = proven(&[(Password, 1)]); f.transaction = proven(&[(Authenticator, 9)]); }), "complete Mfa at 1"),
        ("single sign-on", with(|f| { enrolled(f); f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "complete Mfa at 1"),
        ("an SMS code of a session opens no enrolment", with(|f| { f.session = proven(&[(Password, 1), (Sms, 2)]); f.transaction = proven(&[(Password, 3)]); }), "ask sms_code"),
        ("a recovery code and an old password replace no app", with(|f| { enrolled(f); f.session = proven(&[(Password, 1)]); f.transaction = proven(&[(RecoveryCode, 2)]); }), "ask password"),
        ("a session by a passkey that was removed", with(|f| { enrolled(f); f.session = proven(&[(VerifiedPasskey, 1)]); }), "ask password"),

        // max_age and prompt=login.
        ("old evidence does not count", with(|f| { enrolled(f); f.session_counts_from = Some(at(5)); f.session = proven(&[(Password, 1), (Authenticator, 9)]); }), "ask password"),
        ("recent evidence does", with(|f| { enrolled(f); f.session_counts_from = Some(at(5)); f.session = proven(&[(Password, 5), (Authenticator, 9)]); }), "complete Mfa at 5"),
        ("prompt=login: all of it anew", with(|f| { enrolled(f); f.session_counts_from = None; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "ask password"),
        ("prompt=login, password proven anew", with(|f| { enrolled(f); f.session_counts_from = None; f.session = proven(&[(Password, 1), (Authenticator, 2)]); f.transaction = proven(&[(Password, 7)]); }), "ask totp"),

        // Consent, where the application must ask: the last of all, and it proves nothing.
        ("not before the login is complete", with(|f| { enrolled(f); f.owes_consent = true; f.transaction = proven(&[(Password, 1)]); }), "ask totp"),
        ("after what there is to read", with(|f| { enrolled(f); f.owes_consent = true; f.enrolment_to_acknowledge = true; f.transaction = proven(&[(Password, 1), (Sms, 2), (Authenticator, 3)]); }), "ask enrolment_done"),
        ("then it is asked", with(|f| { enrolled(f); f.owes_consent = true; f.transaction = proven(&[(Password, 1), (Authenticator, 2)]); }), "ask consent"),
        ("single sign-on does not give it", with(|f| { enrolled(f); f.owes_consent = true; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "ask consent"),
        ("another person than is meant is not asked", with(|f| { enrolled(f); f.owes_consent = true; f.admitted = false; f.session = proven(&[(Password, 1), (Authenticator, 2)]); }), "stop OtherPerson"),

        // Stopped is stopped.
        ("whatever was proven", with(|f| { enrolled(f); f.stopped = Some(Stop::Changed); f.transaction = proven(&[(Password, 1), (Authenticator, 2)]); }), "stop Changed"),
    ];
    for (case, facts, expected) in table {
        assert_eq!(step(facts), *expected, "{case}: {facts:?}");
    }
}

#[test]
fn the_steps_are_counted_ahead() {
    let way = |facts: &Facts| pipeline::ahead(facts).into_iter().map(Prompt::kind).collect::<Vec<_>>();
    assert_eq!(way(&facts()), ["password", "sms_code", "enrol_authenticator", "enrolment_done"]);
    let mail = with(|f| f.record.phone = false);
    let expected = ["password", "email_code", "register_phone", "sms_code", "enrol_authenticator", "enrolment_done"];
    assert_eq!(way(&mail), expected);
    assert_eq!(way(&with(|f| f.record.factors.app = true)), ["password", "totp"]);
    let visit = with(|f| f.record.owes_visit = true);
    assert_eq!(way(&visit), ["password", "visit_code", "sms_code", "enrol_authenticator", "enrolment_done"]);
    let demands = with(|f| (f.record.factors.app, f.required) = (true, Level::PhishingResistant));
    assert_eq!(way(&demands), ["password", "totp", "enrol_passkey"]);
    let asked = with(|f| (f.record.factors.app, f.owes_consent) = (true, true));
    assert_eq!(way(&asked), ["password", "totp", "consent"]);
}

#[test]
fn every_prompt_stands_in_the_order_once_and_keeps_its_word() {
    for prompt in ORDER {
        assert_eq!(ORDER.iter().filter(|p| **p == prompt).count(), 1);
        assert_eq!(Prompt::from_kind(prompt.kind()), Some(prompt));
        assert_eq!(serde_json::to_value(prompt).expect("a word"), prompt.kind(), "one word everywhere");
        assert!(!prompt.behaviour().samples().is_empty(), "{prompt:?} can be shown");
    }
}

fn proof() -> impl Strategy<Value = Proof> {
    use Proof::{Authenticator, Email, Passkey, Password, RecoveryCode, Sms, VerifiedPasskey, VisitCode};
    let all = [Password, Sms, Email, Authenticator, RecoveryCode, Passkey, VerifiedPasskey, VisitCode];
    prop::sample::select(all.to_vec())
}

fn evidence() -> impl Strategy<Value = Vec<Evidence>> {
    prop::collection::vec((proof(), 0_i64..100).prop_map(|(proof, s)| Evidence { proof, at: at(s) }), 0..5)
}

prop_compose! {
    fn any_facts()(
        required in prop::sample::select(Level::ALL.to_vec()),
        session_counts_from in prop::option::of((0_i64..100).prop_map(at)),
        session in evidence(),
        transaction in evidence(),
        (identified, admitted) in any::<(bool, bool)>(),
        (disabled, phone, email, owes_visit) in any::<(bool, bool, bool, bool)>(),
        owes_password in prop::bool::weighted(0.1),
        (app, passkey, recovery_codes, prefers_passkey) in any::<(bool, bool, bool, bool)>(),
        chosen in prop::option::of(prop::sample::select(SecondFactor::ALL.to_vec())),
        (phone_registered, recovery_settled, wants_passkey, phone_is_old) in any::<(bool, bool, bool, bool)>(),
        (enrolment_to_acknowledge, owes_consent) in any::<(bool, bool)>(),
        stopped in prop::option::weighted(0.1, Just(Stop::Changed)),
    ) -> Facts {
        let factors = SecondFactors { app, passkey, recovery_codes, prefers_passkey };
        let record = Record { disabled, phone, email, factors, owes_visit, owes_password };
        Facts { required, session_counts_from, session, transaction, identified, admitted, record, phone_is_old, phone_registered, chosen, recovery_settled, wants_passkey, enrolment_to_acknowledge, owes_consent, stopped }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_complete_while_a_password_is_owed(facts in any_facts()) {
        let owes = Facts { record: Record { owes_password: true, ..facts.record }, ..facts };
        prop_assert!(!matches!(pipeline::next(&owes), Step::Complete(_)));
    }

    #[test]
    fn never_complete_below_the_required_level(facts in any_facts()) {
        if let Step::Complete(assurance) = pipeline::next(&facts) {
            prop_assert!(assurance.level >= facts.required);
            let gone = |way: &&[Proof]| way.iter().all(|proof| facts.has(*proof));
            prop_assert!(assurance.level.ways().iter().any(gone), "no way to {:?} was gone", assurance.level);
            prop_assert!(facts.identified && facts.admitted && !facts.record.disabled && facts.stopped.is_none());
            prop_assert!(!facts.owes_consent && !facts.enrolment_to_acknowledge);
        }
    }

    #[test]
    fn more_evidence_never_lowers_the_level(evidence in evidence(), more in evidence()) {
        let both: Vec<_> = evidence.iter().chain(&more).copied().collect();
        let level = |e: &[Evidence]| Assurance::of(e).map(|a| a.level);
        prop_assert!(level(&both) >= level(&evidence));
    }

    #[test]
    fn auth_time_is_that_of_evidence_which_counts(facts in any_facts()) {
        if let Step::Complete(assurance) = pipeline::next(&facts) {
            prop_assert!(facts.evidence().iter().any(|e| e.at == assurance.auth_time));
            let here = |e: &Evidence| facts.transaction.contains(e);
            let recent = |e: &Evidence| facts.session_counts_from.is_some_and(|from| e.at >= from);
            for e in facts.evidence() {
                prop_assert!(here(&e) || recent(&e));
            }
        }
    }

    #[test]
    fn a_login_ends_within_the_list(facts in any_facts()) {
        let mut now = facts;
        for _ in 0..=ORDER.len() {
            match pipeline::next(&now) {
                Step::Ask(prompt, _) => prompt.behaviour().pass(&mut now),
                _ => return Ok(()),
            }
        }
        prop_assert!(false, "still asking: {now:?}");
    }

    #[test]
    fn the_same_facts_give_the_same_step(facts in any_facts()) {
        prop_assert_eq!(pipeline::next(&facts), pipeline::next(&facts));
    }

    #[test]
    fn needed_but_impossible_never_falls_through(facts in any_facts()) {
        if facts.stopped.is_some() {
            prop_assert!(matches!(pipeline::next(&facts), Step::Stop(_)));
            return Ok(());
        }
        let first = ORDER.into_iter().map(|p| p.behaviour().check(&facts)).find(|c| *c != Check::NotNeeded);
        if let Some(Check::Impossible(stop)) = first {
            prop_assert_eq!(pipeline::next(&facts), Step::Stop(stop));
        }
    }

    #[test]
    fn no_page_is_reached_before_what_guards_it(facts in any_facts()) {
        let Step::Ask(prompt, _) = pipeline::next(&facts) else { return Ok(()) };
        let factors = facts.record.factors;
        let stands = factors.app || factors.passkey;
        let knows = facts.has(Proof::Password) || facts.has(Proof::VerifiedPasskey);
        let known = knows && facts.admitted && !facts.record.disabled;
        let visited = !facts.record.owes_visit || facts.has_here(Proof::VisitCode);
        let bootstrap = known && !stands && visited;
        match prompt {
            Prompt::Identify => {}
            Prompt::Password => prop_assert!(facts.identified),
            Prompt::EmailCode => prop_assert!(bootstrap && !facts.record.phone),
            Prompt::RegisterPhone => prop_assert!(bootstrap && !facts.record.phone && facts.has_here(Proof::Email)),
            Prompt::SmsCode => {
                let factors = [Proof::Authenticator, Proof::Passkey, Proof::VerifiedPasskey];
                let old = known && facts.phone_is_old && factors.iter().any(|factor| facts.has_here(*factor));
                prop_assert!(bootstrap && (facts.record.phone || facts.has_here(Proof::Email)) || old);
            }
            Prompt::VisitCode => prop_assert!(known && !stands && facts.record.owes_visit),
            Prompt::EnrolAuthenticator => {
                let recovered = known && facts.has_here(Proof::RecoveryCode);
                prop_assert!(bootstrap && facts.has_here(Proof::Sms) || recovered);
            }
            Prompt::Totp => prop_assert!(known && factors.app),
            Prompt::Passkey => prop_assert!(known && factors.passkey),
            Prompt::RecoveryCode => {
                prop_assert!(known && stands && factors.recovery_codes);
                prop_assert_eq!(facts.chosen, Some(SecondFactor::RecoveryCode));
            }
            Prompt::EnrolmentDone => prop_assert!(known),
            Prompt::EnrolPasskey => {
                let here = Assurance::of(&facts.transaction).map(|assurance| assurance.level);
                prop_assert!(known && here >= Some(Level::Mfa));
                prop_assert!(facts.wants_passkey || facts.required == Level::PhishingResistant && !factors.passkey);
            }
            Prompt::Consent => {
                prop_assert!(facts.assurance().is_some_and(|assurance| assurance.level >= facts.required));
                prop_assert!(facts.admitted && !facts.record.disabled);
            }
        }
    }

    /// Whatever is posted, in whatever order, only the answer to the current prompt moves the login; so a login that
    /// completes has passed each prompt that was needed.
    #[test]
    fn no_sequence_of_answers_skips_a_prompt(facts in any_facts(), posts in prop::collection::vec(0..ORDER.len(), 0..40)) {
        let mut now = facts;
        for post in posts {
            let Step::Ask(current, _) = pipeline::next(&now) else { break };
            if ORDER[post] == current {
                current.behaviour().pass(&mut now);
            }
        }
        if let Step::Complete(assurance) = pipeline::next(&now) {
            prop_assert!(assurance.level >= now.required);
            for prompt in ORDER {
                prop_assert_eq!(prompt.behaviour().check(&now), Check::NotNeeded);
            }
        }
    }
}
