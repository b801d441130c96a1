//! Password hashing with its real parameters.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use idp_adapters::passwords::{HashingWorkers, is_acceptable_hash};
use idp_adapters::rng::SystemRng;
use idp_core::port::{Busy, Passwords, Rng};
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

/// Okta's fault of 2024: what follows on the first 72 bytes must count, and a long password must do.
#[tokio::test]
async fn two_passwords_that_differ_behind_72_bytes_are_two() {
    let workers = workers(4);
    let long = "w".repeat(72);
    let hash = workers.hash(format!("{long}een").into()).await.expect("a hash");
    assert!(verify(&workers, &format!("{long}een"), hash.expose_secret()).await);
    for other in [long.clone(), format!("{long}twee"), format!("{long}eens")] {
        assert!(!verify(&workers, &other, hash.expose_secret()).await, "{}", other.len());
    }
    for length in [64, 128, 1_000] {
        let password = "é".repeat(length);
        let hash = workers.hash(password.clone().into()).await.expect("a hash");
        assert!(verify(&workers, &password, hash.expose_secret()).await, "{length}");
    }
}

#[tokio::test]
async fn an_imported_hash_is_checked_with_its_own_parameters() {
    let workers = workers(4);
    assert!(is_acceptable_hash(REFERENCE));
    assert!(verify(&workers, "password", REFERENCE).await);
    assert!(!verify(&workers, "passwort", REFERENCE).await);
}

/// The same password in the forms of other systems, as OpenSSL computes them; bcrypt's is a vector of Openwall.
const FOREIGN: [(&str, &str); 8] = [
    ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    ("een heel lang wachtwoord", "$pbkdf2$1000$8PHy8/T19vf4.fr7/P3./w$9.7YwKpaaJHTFabR0jsSt.KhH7c"),
    (
        "een heel lang wachtwoord",
        "$pbkdf2-sha256$1000$8PHy8/T19vf4.fr7/P3./w$i2IGXQ7cKCC5gHBydV3qBWpGOwF8hpcrC/vG89WvjYA",
    ),
    (
        "een heel lang wachtwoord",
        "$pbkdf2-sha512$1000$8PHy8/T19vf4.fr7/P3./w$/u0xxNMNwSv5oxPiQ0zNHYo77QKeRdFZ.LgUAEwSDVJpxwyu1y280k2N1KZvR/hzM2plKnA3iV3sgy7knpxuwQ",
    ),
    (
        "een heel lang wachtwoord",
        "$pbkdf2-sha256$i=1000,l=32$8PHy8/T19vf4+fr7/P3+/w$i2IGXQ7cKCC5gHBydV3qBWpGOwF8hpcrC/vG89WvjYA",
    ),
    ("een heel lang wachtwoord", "pbkdf2_sha256$1000$zeezout$tOmAfR5GL0waBNPUAqg6rTbmrsb/udBt4N2Jf3h8zMM="),
    (
        "een heel lang wachtwoord",
        "$scrypt$ln=10,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$Sw5gzjHxv1eDEaip84VL4so5NV2kujXnwqAQELh8WTM",
    ),
    ("password", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"),
];

#[tokio::test]
async fn hashes_of_other_systems_are_verified_and_outdated() {
    let workers = workers(4);
    for (password, hash) in FOREIGN {
        assert!(is_acceptable_hash(hash), "{hash}");
        assert!(verify(&workers, password, hash).await, "{hash}");
        assert!(!verify(&workers, "een heel lang wachtwoorD", hash).await, "{hash}");
        assert!(workers.is_outdated(&hash.into()), "{hash}");
    }
    assert!(workers.is_outdated(&REFERENCE.into()), "of other parameters");
    let ours = workers.hash("correct horse".into()).await.expect("a hash");
    assert!(!workers.is_outdated(&ours));
}

#[tokio::test]
async fn what_is_foreign_or_too_dear_is_never_right() {
    let workers = workers(4);
    for bad in [
        "",
        "password",
        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=1000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=64$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ",
        "$2b$14$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        "$2b$05$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMU",
        "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$pbkdf2-sha256$1500001$8PHy8/T19vf4.fr7/P3./w$i2IGXQ7cKCC5gHBydV3qBWpGOwF8hpcrC/vG89WvjYA",
        "$pbkdf2-sha256$0$8PHy8/T19vf4.fr7/P3./w$i2IGXQ7cKCC5gHBydV3qBWpGOwF8hpcrC/vG89WvjYA",
        "$pbkdf2-sha256$1000$8PHy8/T19vf4.fr7/P3./w$",
        "$pbkdf2-md5$1000$8PHy8/T19vf4.fr7/P3./w$i2IGXQ7cKCC5gHBydV3qBWpGOwF8hpcrC/vG89WvjYA",
        "$scrypt$ln=17,r=8,p=1$8PHy8/T19vf4+fr7/P3+/w$Sw5gzjHxv1eDEaip84VL4so5NV2kujXnwqAQELh8WTM",
        "$scrypt$ln=63,r=4294967295,p=1$8PHy8/T19vf4+fr7/P3+/w$Sw5gzjHxv1eDEaip84VL4so5NV2kujXnwqAQELh8WTM",
        "$scrypt$ln=16,r=8,p=3$8PHy8/T19vf4+fr7/P3+/w$Sw5gzjHxv1eDEaip84VL4so5NV2kujXnwqAQELh8WTM",
        "$scrypt$ln=1,r=33,p=1$8PHy8/T19vf4+fr7/P3+/w$Sw5gzjHxv1eDEaip84VL4so5NV2kujXnwqAQELh8WTM",
        "$scrypt$ln=10,r=8,p=5$8PHy8/T19vf4+fr7/P3+/w$Sw5gzjHxv1eDEaip84VL4so5NV2kujXnwqAQELh8WTM",
        "$scrypt$ln=10,r=8,p=0$8PHy8/T19vf4+fr7/P3+/w$Sw5gzjHxv1eDEaip84VL4so5NV2kujXnwqAQELh8WTM",
        "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
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

/// Panics when it is first asked, as a crate with a fault in it would.
struct Faulty(AtomicBool);

impl Rng for Faulty {
    fn fill(&self, bytes: &mut [u8]) {
        assert!(self.0.swap(true, Ordering::Relaxed), "the first time it breaks");
        SystemRng.fill(bytes);
    }
}

#[tokio::test]
async fn a_panic_over_one_password_loses_no_worker() {
    let rng = Arc::new(Faulty(AtomicBool::new(false)));
    let workers = HashingWorkers::start(NonZeroUsize::MIN, 4, rng).expect("threads");
    assert!(workers.hash("correct horse".into()).await.is_err(), "who asked is told");
    let hash = workers.hash("correct horse".into()).await.expect("the only worker goes on");
    assert!(verify(&workers, "correct horse", hash.expose_secret()).await);
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
