//! A million people in seconds: written into the tables at once, with sealed columns as the adapter would seal them.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use idp_adapters::clock::SystemClock;
use idp_adapters::passwords::HashingWorkers;
use idp_adapters::rng::SystemRng;
use idp_adapters::sealing::Place;
use idp_core::account::TotpSecret;
use idp_core::id::{AuthenticatorId, Subject};
use idp_core::port::{Clock, Passwords};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, TransactionTrait};
use secrecy::ExposeSecret;

use crate::Outcome;
use crate::server::Site;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "een heel lang wachtwoord";
/// People that go into one statement.
const CHUNK: usize = 1_000;
/// A prime, so that who logs in next is far from who did before, and nobody comes twice before everybody came once.
const STRIDE: usize = 611_953;

/// Everybody who can log in, each with an app.
pub(crate) struct People {
    pub(crate) count: usize,
    secret: TotpSecret,
    next: AtomicUsize,
}

impl People {
    /// Puts so many people into the database of a site. They share one hash and one key of the app, which costs the server
    /// the same as if each had its own.
    pub(crate) async fn add(site: &Site, count: usize) -> Outcome<Self> {
        let rng = SystemRng;
        let (_, sealer) = site.database().await?;
        let hash = HashingWorkers::start(NonZeroUsize::MIN, 1, Arc::new(rng))?.hash(PASSWORD.into()).await?;
        let secret = TotpSecret::generate(&rng);
        let now = SystemClock.now().as_millisecond();
        let mut options = ConnectOptions::new(site.url());
        options.max_connections(1).sqlx_logging(false);
        let database = Database::connect(options).await?;
        if database.get_database_backend() == DbBackend::Sqlite {
            // Keys are drawn at random, so each lands on another page: they are kept, and written without haste.
            database.execute_unprepared("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000").await?;
        }
        let everybody: Vec<usize> = (0..count).collect();
        for chunk in everybody.chunks(CHUNK) {
            let (mut accounts, mut apps) = (Vec::new(), Vec::new());
            for person in chunk {
                let (subject, app) = (Subject::generate(&rng), AuthenticatorId::generate(&rng));
                let seal = |table, row, column, text: &[u8]| sealer.seal(Place { table, row, column }, text, &rng);
                let phone = seal("accounts", subject.as_str(), "phone", b"+31612345678")?;
                let email = seal("accounts", subject.as_str(), "email", b"iemand@example.nl")?;
                let key = seal("authenticators", app.as_str(), "secret", secret.reveal())?;
                let (name, hash) = (name(*person), hash.expose_secret());
                accounts.push(format!(
                    "('{subject}','{name}',1,FALSE,'{hash}','{phone}',TRUE,{now},'{email}',TRUE,\
                     '{{\"name\":\"Mevrouw De Vries\"}}','[]',{now},{now})"
                ));
                apps.push(format!("('{app}','{subject}','{key}',0,{now})"));
            }
            let txn = database.begin().await?;
            let columns = "subject, username, security_version, disabled, password_hash, phone, phone_verified, phone_proven_at, \
                           email, email_verified, claims, roles, created_at, updated_at";
            txn.execute_unprepared(&format!("INSERT INTO accounts ({columns}) VALUES {}", accounts.join(","))).await?;
            let columns = "id, subject, secret, last_step, confirmed_at";
            txn.execute_unprepared(&format!("INSERT INTO authenticators ({columns}) VALUES {}", apps.join(",")))
                .await?;
            txn.commit().await?;
        }
        if database.get_database_backend() == DbBackend::Postgres {
            database.execute_unprepared("ANALYZE").await?;
        }
        database.close().await?;
        Ok(Self { count, secret, next: AtomicUsize::new(0) })
    }

    /// Somebody who did not log in for as long as possible: a code of the app counts once.
    pub(crate) fn next(&self) -> String {
        name(self.next.fetch_add(1, Ordering::Relaxed).wrapping_mul(STRIDE) % self.count)
    }

    /// What everybody's app shows now.
    pub(crate) fn code(&self) -> Outcome<String> {
        Ok(self.secret.code_at(SystemClock.now()).ok_or("no code")?)
    }
}

fn name(person: usize) -> String {
    format!("persoon-{person:07}")
}
