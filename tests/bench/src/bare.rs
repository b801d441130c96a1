//! The bare comparisons: programs of a few lines that do what cannot be left out, and nothing more. They run as processes of
//! their own, like the server.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::header;
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use josekit::jws::{self, JwsHeader, RS256};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement, TransactionTrait, Value};
use serde_json::json;
use tokio::task::JoinSet;
use tracing::Instrument;

use crate::Outcome;
use crate::load::count;
use crate::process::Usage;

/// Serves the bytes of a file and logs each request, as the server does.
pub(crate) async fn documents(address: SocketAddr, file: &Path) -> Outcome<()> {
    sluis::telemetry::init(None)?;
    let text: axum::body::Bytes = std::fs::read(file)?.into();
    let handler = move || {
        let text = text.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], text) }
    };
    let router = Router::new().route("/", get(handler)).layer(from_fn(log));
    Ok(axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?)
}

async fn log(request: Request, next: Next) -> axum::response::Response {
    let path = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = "none", method = %request.method(), path);
    let began = Instant::now();
    async move {
        let response = next.run(request).await;
        let micros = u64::try_from(began.elapsed().as_micros()).ok();
        tracing::info!(status = response.status().as_u16(), micros, "answered");
        response
    }
    .instrument(span)
    .await
}

/// What the statements of a refresh cost with its two signatures, in microseconds on a core: the same statements on the same
/// tables, without HTTP, without rules, without the mapping of rows.
pub(crate) async fn refresh(url: &str, workers: usize, time: Duration) -> Outcome<f64> {
    let mut options = ConnectOptions::new(url);
    let sqlite = url.starts_with("sqlite:");
    options.sqlx_logging(false).max_connections(if sqlite { 1 } else { 10 });
    let database = Database::connect(options).await?;
    if sqlite {
        database.execute_unprepared("PRAGMA synchronous = FULL").await?;
    }
    let key = josekit::jwk::Jwk::generate_rsa_key(2048)?;
    let signer: Arc<dyn jws::JwsSigner> = Arc::new(RS256.signer_from_jwk(&key)?);
    let before = Usage::of(std::process::id())?;
    let began = Instant::now();
    let mut running = JoinSet::new();
    for worker in 0..workers {
        let (database, signer) = (database.clone(), signer.clone());
        running.spawn(async move {
            let mut done = 0;
            let mut chain = Chain::begin(&database, worker).await?;
            while began.elapsed() < time {
                chain.refresh(&database, signer.as_ref()).await?;
                done += 1;
            }
            Ok::<_, crate::Fault>(done)
        });
    }
    let mut done = 0;
    while let Some(ended) = running.join_next().await {
        done += ended??;
    }
    let used = Usage::of(std::process::id())?.since(&before).cpu;
    Ok(used.as_secs_f64() * 1e6 / count(done))
}

/// A chain of refresh tokens, of a login that the server made.
struct Chain {
    grant: String,
    subject: String,
    session: String,
    digest: String,
    client: String,
    number: usize,
}

impl Chain {
    async fn begin(database: &DatabaseConnection, worker: usize) -> Outcome<Self> {
        let sql = "SELECT g.id, g.subject, g.session_id, g.client_id, r.digest FROM refresh_tokens r \
                   JOIN grants g ON g.id = r.grant_id WHERE r.rotated_at IS NULL ORDER BY r.digest LIMIT 1 OFFSET $1";
        let row = database.query_one_raw(statement(database, sql, [i64::try_from(worker)?.into()])).await?;
        let row = row.ok_or("too few refresh tokens")?;
        Ok(Self {
            grant: row.try_get("", "id")?,
            subject: row.try_get("", "subject")?,
            session: row.try_get("", "session_id")?,
            client: row.try_get("", "client_id")?,
            digest: row.try_get("", "digest")?,
            number: 0,
        })
    }

    async fn refresh(&mut self, db: &DatabaseConnection, signer: &dyn jws::JwsSigner) -> Outcome<()> {
        let now = 1_800_000_000_000_i64;
        for (sql, key) in [
            ("SELECT * FROM refresh_tokens WHERE digest = $1", &self.digest),
            ("SELECT * FROM grants WHERE id = $1 AND revoked_at IS NULL", &self.grant),
            (
                "SELECT * FROM accounts a LEFT JOIN authenticators b ON b.subject = a.subject WHERE a.subject = $1",
                &self.subject,
            ),
            ("SELECT * FROM sessions WHERE id = $1", &self.session),
        ] {
            db.query_one_raw(statement(db, sql, [key.into()])).await?.ok_or("nothing found")?;
        }
        self.number += 1;
        let next = format!("{}-{}-{}", self.session, self.grant, self.number);
        let txn = db.begin().await?;
        let used = "UPDATE refresh_tokens SET rotated_at = $1 WHERE digest = $2 AND grant_id IN \
                    (SELECT id FROM grants WHERE client_id = $3 AND revoked_at IS NULL) AND rotated_at IS NULL \
                    RETURNING digest, grant_id, issued_at, expires_at, rotated_at";
        let values = [now.into(), (&self.digest).into(), (&self.client).into()];
        txn.query_one_raw(statement(db, used, values)).await?.ok_or("the token was used")?;
        let token = "INSERT INTO refresh_tokens (digest, grant_id, issued_at, expires_at, rotated_at) \
                     VALUES ($1, $2, $3, $4, NULL)";
        let values = [(&next).into(), (&self.grant).into(), now.into(), (now + 1).into()];
        txn.execute_raw(statement(db, token, values)).await?;
        let event = "INSERT INTO audit_events (at, code, actor, subject, client, address, request, detail) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let text = |text: &str| Value::from(text);
        let values = [
            now.into(),
            text("refresh_token.rotated"),
            text("client:rs256"),
            text(&self.subject),
            text(&self.client),
            text("127.0.0.1"),
            text("0123456789abcdef012345"),
            text("{}"),
        ];
        txn.execute_raw(statement(db, event, values)).await?;
        txn.commit().await?;
        self.digest = next;
        for typ in ["at+jwt", "JWT"] {
            let mut header = JwsHeader::new();
            header.set_token_type(typ);
            let claims = json!({ "iss": "http://localhost:8080", "sub": self.subject, "aud": self.client, "exp": now,
                                 "iat": now, "jti": self.grant, "client_id": self.client, "scope": "openid profile" });
            jws::serialize_compact(&serde_json::to_vec(&claims)?, &header, signer)?;
        }
        Ok(())
    }
}

fn statement<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}
