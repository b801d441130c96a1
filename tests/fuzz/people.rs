//! What people type into the pages, and what their browsers say of them: one meaning for each spelling, and none for
//! what has none.

use idp_core::account::{EmailAddress, OneTimeCode, PhoneNumber, TotpSecret, Username};
use idp_core::locale::{Languages, Locale};
use idp_core::login::form::{Action, Form};
use jiff::Timestamp;
use proptest::prelude::*;
use secrecy::ExposeSecret;

use crate::material::{pairs, text};
use crate::runner::holds;

#[test]
fn a_name_has_one_spelling() {
    holds(4000, &prop_oneof![text(), "\\PC{0,12}", any::<String>()], |typed| {
        let Some(name) = Username::parse(&typed) else { return Ok(()) };
        prop_assert_eq!(Username::parse(name.as_str()), Some(name.clone()), "{:?}", name);
        prop_assert!((1..=Username::MAX).contains(&name.as_str().chars().count()));
        prop_assert!(!name.as_str().contains(char::is_control) && name.as_str().trim() == name.as_str());
        prop_assert_eq!(Username::parse(&format!(" \t{typed}\n")), Some(name), "what surrounds it is no part of it");
        Ok(())
    });
}

#[test]
fn a_phone_number_has_one_spelling() {
    let typed = prop_oneof![3 => "(\\+|00|0)?[0-9 ()./-]{6,18}", 2 => "\\+?(31)?0?6[0-9]{8}", 1 => text()];
    let countries = ["NL".to_owned(), "BE".to_owned()];
    holds(4000, &typed, |typed| {
        let Ok(number) = PhoneNumber::parse(&typed, &countries) else { return Ok(()) };
        let e164 = number.reveal();
        prop_assert!(e164.len() <= 16 && e164.strip_prefix('+').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())));
        let again = PhoneNumber::parse(e164, &countries).expect("its own spelling");
        prop_assert_eq!(again.reveal(), e164);
        prop_assert!(!format!("{number:?}").contains(&e164[1..e164.len() - 2]), "it prints masked");
        Ok(())
    });
}

#[test]
fn an_address_cannot_carry_a_second_one() {
    let typed = prop_oneof![3 => "[a-zA-Z0-9+._é-]{1,20}@[a-z0-9.-]{1,20}\\.nl", 1 => (text(), text()).prop_map(|(a, b)| format!("{a}@{b}.nl")), 1 => text()];
    holds(4000, &typed, |typed| {
        let Ok(address) = EmailAddress::parse(&typed) else { return Ok(()) };
        prop_assert_eq!(address.reveal(), typed.trim());
        prop_assert!(address.reveal().matches('@').count() == 1 && address.reveal().len() <= 254);
        prop_assert!(!address.reveal().contains(|c: char| c.is_control() || c.is_whitespace() || "<>,;".contains(c)));
        Ok(())
    });
}

#[test]
fn a_code_is_six_digits_however_it_is_typed() {
    let typed = prop_oneof![3 => "[0-9]{3}[ -]?[0-9]{3}", 2 => "[0-9 -]{0,12}", 2 => text()];
    let times =
        any::<i64>().prop_map(|second| Timestamp::from_second(second % 300_000_000_000).unwrap_or(Timestamp::MAX));
    let secret = prop::collection::vec(any::<u8>(), 20);
    holds(4000, &(typed, times, secret), |(typed, now, secret)| {
        let secret = TotpSecret::from_store(secret);
        if let Some(code) = OneTimeCode::parse(&typed) {
            prop_assert!(code.reveal().len() == 6 && code.reveal().bytes().all(|b| b.is_ascii_digit()));
            let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(code.reveal(), digits);
            prop_assert!(OneTimeCode::parse(code.reveal()).is_some_and(|again| again.reveal() == code.reveal()));
            let _ = secret.matching_step(&code, now);
        }
        if let Some(right) = secret.code_at(now) {
            let right = OneTimeCode::parse(&right).expect("six digits");
            let step = u64::try_from(now.as_second()).expect("no code before the epoch") / 30;
            let found = secret.matching_step(&right, now).expect("the code of now");
            prop_assert!(found.abs_diff(step) <= 1, "{found} is not near {step}");
        }
        Ok(())
    });
}

#[test]
fn a_form_says_what_its_fields_say_and_a_repeated_one_says_nothing() {
    holds(2000, &pairs(&["action", "csrf", "username", "password", "code", "phone"]), |pairs| {
        let form: Form = pairs.clone().into_iter().collect();
        for (name, _) in &pairs {
            let values: Vec<_> = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect();
            let wanted = if let [only] = values.as_slice() { only } else { "" };
            prop_assert_eq!(form.text(name), wanted);
            let secret = form.secret(name);
            prop_assert_eq!(secret.expose_secret(), wanted);
        }
        let known = matches!(form.text("action"), "start" | "withdraw");
        prop_assert_eq!(form.action() == Action::Answer, !known);
        Ok(())
    });
}

#[test]
fn a_list_of_languages_is_read_in_its_order() {
    let tag = prop_oneof!["(nl|en|NL|En)([-_][A-Z]{2})?(;q=0\\.[0-9])?", "[a-z]{2,3}(-[A-Z]{2})?", text()];
    holds(2000, &(prop::collection::vec(tag, 0..6), prop::sample::select(&[" ", ","][..])), |(tags, separator)| {
        let list = tags.join(separator);
        let first = tags.iter().find_map(|tag| Locale::first_spoken(tag));
        prop_assert_eq!(Locale::first_spoken(&list), first);
        prop_assert_eq!(Languages::default().settle(Some(&list)), first.unwrap_or_default());
        Ok(())
    });
}
