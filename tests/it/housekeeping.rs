//! What is over leaves the database of a server that runs, and what counts stays.

use idp_core::lifetimes;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::Server;
use crate::support::patience::holds;
use crate::support::tokens::Bench;

/// How many sessions, grants and refresh tokens there are.
async fn rows(server: &Server) -> [i64; 3] {
    let knife = server.knife().await;
    let mut rows = [0; 3];
    for (count, table) in rows.iter_mut().zip(["sessions", "grants", "refresh_tokens"]) {
        let select = Statement::from_string(DbBackend::Sqlite, format!("SELECT count(*) FROM {table}"));
        let row = knife.query_one_raw(select).await.expect("an answer").expect("a row");
        *count = row.try_get_by_index(0).expect("a number");
    }
    rows
}

#[tokio::test]
async fn what_is_over_leaves_a_server_that_runs() {
    let mut bench = Bench::on(Server::on_sqlite().await).await;
    let tokens = bench.tokens("ververs", "openid offline_access").await;
    let (status, next) = bench.refresh("ververs", &tokens["refresh_token"], &[]).await;
    assert_eq!(status, 200, "{next}");
    assert_eq!(rows(&bench.server).await, [1, 2, 2]);

    // A node looks when it starts.
    bench.server.later(lifetimes::SESSION);
    bench.server.restart().await;
    assert_eq!(bench.refresh("ververs", &tokens["refresh_token"], &[]).await.0, 400, "the alarm still rings");
    assert_eq!(rows(&bench.server).await, [1, 2, 2]);

    bench.server.later(lifetimes::GRANT - lifetimes::SESSION);
    bench.server.restart().await;
    holds("all of it is removed", async || rows(&bench.server).await == [0, 0, 0]).await;
}
