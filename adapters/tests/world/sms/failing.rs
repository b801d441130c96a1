//! Several gateways, of which some fail.

use std::time::Instant;

use idp_adapters::sms::{AnswerShape, GatewaySettings};
use idp_core::port::{Clock, Deliver};

use super::{Fake, gateways, settings, sms};

#[tokio::test]
async fn the_first_that_takes_a_message_is_enough() {
    let (first, second) = (Fake::start(200, "").await, Fake::start(200, "").await);
    let (both, clock) = gateways(vec![settings("a", &first.url), settings("b", &second.url)]).expect("sound");
    assert_eq!(both.deliver(&sms(clock.now())).await.expect("accepted").gateway, "a");
    assert_eq!((first.sent().len(), second.sent().len()), (1, 0));
    let message = sms(clock.now());
    for status in [400, 401, 500] {
        first.answers(status, "");
        assert_eq!(both.deliver(&message).await.expect("accepted").gateway, "b", "{status}");
        let references = [first.one().json()["reference"].clone(), second.one().json()["reference"].clone()];
        assert_eq!(references, [message.id.as_str(), message.id.as_str()], "the same name for the same message");
    }
}

#[tokio::test]
async fn one_that_fails_again_and_again_is_passed_over_and_tried_again_later() {
    let (first, second) = (Fake::start(500, "").await, Fake::start(200, "").await);
    let (both, clock) = gateways(vec![settings("a", &first.url), settings("b", &second.url)]).expect("sound");
    for _ in 0..5 {
        both.deliver(&sms(clock.now())).await.expect("accepted");
    }
    assert_eq!((first.sent().len(), second.sent().len()), (3, 5), "after three failures it is left alone");
    clock.forward(60);
    for _ in 0..2 {
        both.deliver(&sms(clock.now())).await.expect("accepted");
    }
    assert_eq!((first.sent().len(), second.sent().len()), (1, 2), "a minute later by one message");
    first.answers(200, "");
    clock.forward(60);
    for _ in 0..2 {
        assert_eq!(both.deliver(&sms(clock.now())).await.expect("accepted").gateway, "a", "it works again");
    }
}

#[tokio::test]
async fn with_all_of_them_failing_every_message_is_tried_all_the_same() {
    let (first, second) = (Fake::start(500, "").await, Fake::start(503, "").await);
    let (both, clock) = gateways(vec![settings("a", &first.url), settings("b", &second.url)]).expect("sound");
    for _ in 0..3 {
        let failed = both.deliver(&sms(clock.now())).await.expect_err("nobody takes it");
        assert_eq!(failed.reason, "a: it answered 500; b: it answered 503");
    }
    first.sent();
    second.sent();
    let failed = both.deliver(&sms(clock.now())).await.expect_err("nobody takes it");
    assert!(!failed.permanent);
    assert_eq!(first.sent().len() + second.sent().len(), 1, "by the one that is due first");
}

#[tokio::test]
async fn a_number_that_cannot_be_reached_is_nothing_for_another_gateway() {
    let answer =
        AnswerShape { codes: vec!["/code".into()], bad_number: vec!["21211".into()], ..AnswerShape::default() };
    let (first, second) = (Fake::start(400, r#"{"code":21211}"#).await, Fake::start(200, "").await);
    let strict = GatewaySettings { answer, ..settings("a", &first.url) };
    let (both, clock) = gateways(vec![strict, settings("b", &second.url)]).expect("sound");
    for _ in 0..4 {
        let failed = both.deliver(&sms(clock.now())).await.expect_err("a bad number");
        assert!(failed.permanent, "{}", failed.reason);
    }
    assert_eq!((first.sent().len(), second.sent().len()), (4, 0), "and no fault of the gateway");
}

#[tokio::test]
async fn a_message_that_no_gateway_will_ever_take_is_given_up() {
    let (first, second) = (Fake::start(400, "").await, Fake::start(422, "").await);
    let (both, clock) = gateways(vec![settings("a", &first.url), settings("b", &second.url)]).expect("sound");
    assert!(both.deliver(&sms(clock.now())).await.expect_err("refused").permanent);
    second.answers(503, "");
    assert!(!both.deliver(&sms(clock.now())).await.expect_err("refused").permanent, "the other may, later");
}

#[tokio::test]
async fn one_that_hangs_is_left_for_the_next_within_the_same_delivery() {
    let (first, second) = (Fake::start(200, "").await, Fake::start(200, "").await);
    first.hangs();
    let (both, clock) = gateways(vec![settings("a", &first.url), settings("b", &second.url)]).expect("sound");
    let began = Instant::now();
    assert_eq!(both.deliver(&sms(clock.now())).await.expect("accepted").gateway, "b");
    assert!((4..9).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    assert_eq!(first.sent().len(), 1);
}
