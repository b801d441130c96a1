//! How long a property is tried: a number of cases in the brief run, a number of seconds in the long one.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};

/// Sets the seconds that each property is tried in a long run.
const SECONDS: &str = "SLUIS_FUZZ_SECONDS";
/// How many cases a long run tries before it looks at the time again.
const BETWEEN_LOOKS: u32 = 200;

/// Tries a property on values of a strategy: so many in the brief run. What fails is made as small as it goes and told.
#[expect(clippy::print_stdout, reason = "a long run says how far it came")]
pub(crate) fn holds<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value) -> TestCaseResult)
where
    S::Value: Debug,
{
    let Some(seconds) = std::env::var(SECONDS).ok() else { return attempt(cases, strategy, &property) };
    let seconds = seconds.parse().unwrap_or_else(|_| panic!("{SECONDS} is not a number of seconds: {seconds}"));
    let began = Instant::now();
    let mut tried = 0_u64;
    while began.elapsed() < Duration::from_secs(seconds) {
        attempt(BETWEEN_LOOKS, strategy, &property);
        tried += u64::from(BETWEEN_LOOKS);
    }
    println!("{}: {tried} cases", std::thread::current().name().unwrap_or("a property"));
}

fn attempt<S: Strategy>(cases: u32, strategy: &S, property: &impl Fn(S::Value) -> TestCaseResult)
where
    S::Value: Debug,
{
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    if let Err(failure) = TestRunner::new(config).run(strategy, property) {
        panic!("{failure}");
    }
}
