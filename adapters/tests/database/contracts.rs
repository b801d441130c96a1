//! The contracts of the durable ports, each on both databases.

use std::sync::Arc;

use idp_core::contract;
use idp_core::port::Answer;

use crate::stores::{AuditLog, Store, now};

async fn accounts(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::accounts::suite(Arc::new(db.clone()), &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn recovery(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::recovery::suite(Arc::new(db.clone()), &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn password_links(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::password_links::suite(Arc::new(db.clone()), &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn passkeys(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::passkeys::suite(Arc::new(db.clone()), &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn own(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::own::suite(Arc::new(db.clone()), &db, &db, store.rng.as_ref(), now()).await
}

async fn consents(store: Store) -> Answer<()> {
    let db = store.node().await;
    let (consents, grants) = (Arc::new(db.clone()), Arc::new(db.clone()));
    contract::consents::suite(consents, &*grants, &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn grants(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::grants::suite(Arc::new(db.clone()), &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn refresh_tokens(store: Store) -> Answer<()> {
    let db = store.node().await;
    let (tokens, grants) = (Arc::new(db.clone()), Arc::new(db.clone()));
    contract::refresh_tokens::suite(tokens, &*grants, &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn sessions(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::sessions::suite(Arc::new(db.clone()), &db, &AuditLog(db.clone()), store.rng.as_ref(), now()).await
}

async fn logout_calls(store: Store) -> Answer<()> {
    let db = Arc::new(store.node().await);
    let (calls, sessions, grants, accounts) = (db.clone(), db.clone(), db.clone(), db.clone());
    let stores = contract::logout_calls::Stores { calls, sessions, grants, accounts };
    contract::logout_calls::suite(stores, &AuditLog((*db).clone()), store.rng.as_ref(), now()).await
}

async fn guess_budgets(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::guess_budgets::suite(Arc::new(db.clone()), &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn seen_ids(store: Store) -> Answer<()> {
    contract::seen_ids::suite(Arc::new(store.node().await), store.rng.as_ref(), now()).await
}

async fn outbox(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::outbox::suite(Arc::new(db.clone()), &AuditLog(db), store.rng.as_ref(), now()).await
}

async fn deliveries(store: Store) -> Answer<()> {
    let db = store.node().await;
    contract::deliveries::suite(&db, &db, store.rng.as_ref(), now()).await
}

async fn desk(store: Store) -> Answer<()> {
    let db = Arc::new(store.node().await);
    let stores = contract::desk::Stores {
        accounts: db.clone(),
        directory: db.clone(),
        requests: db.clone(),
        reports: db.clone(),
        audit: db.clone(),
        history: db.clone(),
        guess_budgets: db.clone(),
        outbox: db.clone(),
    };
    contract::desk::suite(&stores, &AuditLog((*db).clone()), store.rng.as_ref(), now()).await
}

async fn housekeeping(store: Store) -> Answer<()> {
    let db = Arc::new(store.node().await);
    let stores = contract::housekeeping::Stores {
        housekeeping: db.clone(),
        sessions: db.clone(),
        grants: db.clone(),
        refresh_tokens: db.clone(),
        guess_budgets: db.clone(),
        seen_ids: db.clone(),
        outbox: db.clone(),
        deliveries: db,
    };
    contract::housekeeping::suite(stores, store.rng.as_ref(), now()).await
}

mod sqlite {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn desk() -> Answer<()> {
        super::desk(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn recovery() -> Answer<()> {
        super::recovery(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn password_links() -> Answer<()> {
        super::password_links(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn passkeys() -> Answer<()> {
        super::passkeys(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn own() -> Answer<()> {
        super::own(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn accounts() -> Answer<()> {
        super::accounts(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn consents() -> Answer<()> {
        super::consents(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn grants() -> Answer<()> {
        super::grants(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn refresh_tokens() -> Answer<()> {
        super::refresh_tokens(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn sessions() -> Answer<()> {
        super::sessions(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn logout_calls() -> Answer<()> {
        super::logout_calls(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn guess_budgets() -> Answer<()> {
        super::guess_budgets(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn seen_ids() -> Answer<()> {
        super::seen_ids(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn outbox() -> Answer<()> {
        super::outbox(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn deliveries() -> Answer<()> {
        super::deliveries(Store::sqlite()).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn housekeeping() -> Answer<()> {
        super::housekeeping(Store::sqlite()).await
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn desk() -> Answer<()> {
        super::desk(Store::postgres("desk").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn recovery() -> Answer<()> {
        super::recovery(Store::postgres("recovery").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn password_links() -> Answer<()> {
        super::password_links(Store::postgres("password_links").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn passkeys() -> Answer<()> {
        super::passkeys(Store::postgres("passkeys").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn own() -> Answer<()> {
        super::own(Store::postgres("own").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn accounts() -> Answer<()> {
        super::accounts(Store::postgres("accounts").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn consents() -> Answer<()> {
        super::consents(Store::postgres("consents").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn grants() -> Answer<()> {
        super::grants(Store::postgres("grants").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn refresh_tokens() -> Answer<()> {
        super::refresh_tokens(Store::postgres("refresh_tokens").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn sessions() -> Answer<()> {
        super::sessions(Store::postgres("sessions").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn logout_calls() -> Answer<()> {
        super::logout_calls(Store::postgres("logout_calls").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn guess_budgets() -> Answer<()> {
        super::guess_budgets(Store::postgres("guess_budgets").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn seen_ids() -> Answer<()> {
        super::seen_ids(Store::postgres("seen_ids").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn outbox() -> Answer<()> {
        super::outbox(Store::postgres("outbox").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn deliveries() -> Answer<()> {
        super::deliveries(Store::postgres("deliveries").await).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn housekeeping() -> Answer<()> {
        super::housekeeping(Store::postgres("housekeeping").await).await
    }
}
