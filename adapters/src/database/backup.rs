//! Copies of the database, and whether a database that was put back can be used: every row is read and everything sealed
//! is opened, for a copy that nobody ever opened is a hope and no backup.

use std::path::Path;

use idp_core::port::{Accounts, Answer};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, Statement};

use super::entity::{audit_events, data_keys, desk_requests, grants, outbox, sessions};
use super::sealed_columns::DATA_KEY;
use super::{Database, Fault, data_keys as keys};

/// How many accounts are read at once.
const PAGE: u64 = 500;

/// What stands in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// People.
    pub accounts: u64,
    /// Confirmed authenticators of theirs.
    pub authenticators: u64,
    /// Single sign-on sessions.
    pub sessions: u64,
    /// Grants.
    pub grants: u64,
    /// Signing keys that were not revoked.
    pub signing_keys: u64,
    /// Messages that wait to be delivered.
    pub messages: u64,
    /// Audit events.
    pub audit_events: u64,
}

impl Database {
    /// Whether this is a file that [`Self::back_up`] can copy. PostgreSQL has its own tools.
    pub fn is_file(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Sqlite
    }

    /// Writes a copy of a SQLite database, as it is at one moment, into a file that is not there yet. Whoever writes
    /// meanwhile does not wait. The copy can be read by its owner only.
    pub async fn back_up(&self, to: &Path) -> Answer<()> {
        self.asked("copy the database", async {
            let path = to.to_str().ok_or("the name of the file is no UTF-8")?;
            let mut options = std::fs::OpenOptions::new();
            options.create_new(true).write(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(to)?;
            let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
            if let Err(error) = self.writer.execute_raw(copy).await {
                // Half a copy is worse than none.
                drop(std::fs::remove_file(to));
                return Err(error.into());
            }
            Ok(())
        })
        .await
    }

    /// Reads everything and opens everything sealed. It fails at the first row that cannot be used, and changes nothing.
    pub async fn verify(&self) -> Answer<Contents> {
        self.asked("check the database", self.is_sound()).await?;
        let (accounts, authenticators) = self.verify_accounts().await?;
        let signing_keys = self.signing_keys().await?.iter().filter(|key| key.life.revoked_at.is_none()).count();
        self.asked("check the database", async {
            let data_key = data_keys::Entity::find_by_id(keys::NAME).one(&self.readers).await?;
            if let Some(row) = data_key {
                self.open(DATA_KEY, keys::NAME, &row.sealed)?;
            } else if accounts > 0 {
                return Err("the key of the keyed hashes is not there".into());
            }
            for row in desk_requests::Entity::find().all(&self.readers).await? {
                self.desk_request(row)?;
            }
            let mut waiting = outbox::Entity::find().paginate(&self.readers, PAGE);
            let mut messages = 0;
            while let Some(page) = waiting.fetch_and_next().await? {
                for row in &page {
                    self.leased(row)?;
                }
                messages += page.len() as u64;
            }
            let txn = self.unhurried().await?;
            Ok(Contents {
                accounts,
                authenticators,
                sessions: sessions::Entity::find().count(&txn).await?,
                grants: grants::Entity::find().count(&txn).await?,
                signing_keys: signing_keys as u64,
                messages,
                audit_events: audit_events::Entity::find().count(&txn).await?,
            })
        })
        .await
    }

    async fn verify_accounts(&self) -> Answer<(u64, u64)> {
        let (mut accounts, mut authenticators) = (0, 0);
        let mut last = None;
        loop {
            let page = self.list(last.as_ref(), PAGE).await?;
            let Some(account) = page.last() else { return Ok((accounts, authenticators)) };
            last = Some(account.username.clone());
            accounts += page.len() as u64;
            authenticators += page.iter().map(|account| account.authenticators.len() as u64).sum::<u64>();
        }
    }

    /// What SQLite itself finds wrong with its file.
    async fn is_sound(&self) -> Result<(), Fault> {
        if !self.is_file() {
            return Ok(());
        }
        for check in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
            for row in self.readers.query_all_raw(Statement::from_string(DbBackend::Sqlite, check)).await? {
                let said: String = row.try_get_by_index(0)?;
                if said != "ok" {
                    return Err(format!("{check}: {said}").into());
                }
            }
        }
        Ok(())
    }
}
