//! Password hashing with its real parameters.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Instant;

use idp_adapters::passwords::{HashingWorkers, is_acceptable_hash};
use idp_adapters::rng::SystemRng;
use idp_core::port::{Busy, Passwords};
use secrecy::ExposeSecret;

/// A test vector of the reference implementation (phc-winner-argon2, `src/test.c`).
const REFERENCE: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

fn workers(queue: usize) -> HashingWorkers {
    HashingWorkers::start(NonZeroUsize::MIN, queue, Arc::new(SystemRng)).expect("threads")
}

async fn verify(workers: &HashingWorkers, password: &str, hash: &str) -> bool {
    workers.verify(password.into(), Some(hash.into())).await.expect("a place in the queue")
}

#[tokio::test]
async fn a_hash_is_phc_and_only_its_password_fits() {
    let workers = workers(4);
    let hash = workers.hash("correct horse".into()).await.expect("a hash");
    let phc = hash.expose_secret();
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
    assert!(is_acceptable_hash(phc));
    assert!(verify(&workers, "correct horse", phc).await);
    assert!(!verify(&workers, "Correct horse", phc).await);
    let again = workers.hash("correct horse".into()).await.expect("a hash");
    assert_ne!(again.expose_secret(), phc, "each has its own salt");
}

#[tokio::test]
async fn every_spelling_of_a_password_is_one() {
    let workers = workers(4);
    let composed = workers.hash("caf\u{e9} \u{fb01}ets".into()).await.expect("a hash");
    assert!(verify(&workers, "cafe\u{301} fiets", composed.expose_secret()).await);
}

#[tokio::test]
async fn an_imported_hash_is_checked_with_its_own_parameters() {
    let workers = workers(4);
    assert!(is_acceptable_hash(REFERENCE));
    assert!(verify(&workers, "password", REFERENCE).await);
    assert!(!verify(&workers, "passwort", REFERENCE).await);
}

#[tokio::test]
async fn what_is_foreign_or_too_dear_is_never_right() {
    let workers = workers(4);
    for bad in [
        "",
        "password",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=1000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=64$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ",
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
    ] {
        assert!(!is_acceptable_hash(bad), "{bad}");
        assert!(!verify(&workers, "password", bad).await, "{bad}");
    }
}

#[tokio::test]
async fn without_a_hash_the_same_work_is_done() {
    let workers = workers(4);
    let hash = workers.hash("secret".into()).await.expect("a hash");
    // In turns, and the quickest of each: on a full machine a worker may wait a long time for a core.
    let (mut known, mut unknown) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..10 {
        for (quickest, hash) in [(&mut known, Some(hash.clone())), (&mut unknown, None)] {
            let begun = Instant::now();
            assert_eq!(workers.verify("wrong".into(), hash).await, Ok(false));
            *quickest = quickest.min(begun.elapsed().as_secs_f64());
        }
    }
    assert!(unknown > known / 3.0 && unknown < known * 3.0, "known {known}, unknown {unknown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_says_so_at_once() {
    let workers = Arc::new(workers(1));
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let workers = Arc::clone(&workers);
            tokio::spawn(async move {
                let begun = Instant::now();
                (workers.verify("wrong".into(), None).await, begun.elapsed())
            })
        })
        .collect();
    let (mut done, mut busy) = (Vec::new(), Vec::new());
    for ask in asked {
        match ask.await.expect("no panic") {
            (Ok(_), took) => done.push(took),
            (Err(Busy), took) => busy.push(took),
        }
    }
    assert!((1..=3).contains(&done.len()), "one at work, one waiting: {}", done.len());
    busy.sort();
    let (usual_refusal, quickest_answer) = (busy[busy.len() / 2], done.into_iter().min());
    assert!(quickest_answer > Some(usual_refusal), "{usual_refusal:?} {quickest_answer:?}");
}
