//! Adding and updating many people, all or none.

use std::collections::{BTreeSet, HashMap};

use idp_core::account::NewAccount;
use idp_core::audit::Event;
use idp_core::client::ClientId;
use idp_core::id::Subject;
use idp_core::port::Imported;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::database::entity::accounts::{Column, Entity, Model};
use crate::database::value::{id, millis};
use crate::database::{Database, Fault};

/// People that go into one statement: each has some thirty columns, and SQLite takes some thirty thousand values.
const CHUNK: usize = 500;

impl Database {
    /// See [`idp_core::port::Accounts::import`].
    pub(super) async fn import_all(
        &self,
        mut people: Vec<NewAccount>,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Result<Imported, Fault> {
        // In the order of names, so that two imports at once take the rows in one order and neither waits in a circle.
        people.sort_by(|a, b| a.username.cmp(&b.username));
        if people.windows(2).any(|pair| pair[0].username == pair[1].username) {
            return Err("a name is there twice".into());
        }
        let mut imported = Imported { added: 0, updated: 0 };
        let key = self.known_data_key().await?;
        let txn = self.begin().await?;
        for chunk in people.chunks(CHUNK) {
            let mut known = known(&txn, chunk).await?;
            let mut added = Vec::new();
            let mut events = Vec::new();
            for person in chunk {
                let subject = match known.remove(person.username.as_str()) {
                    Some(row) => {
                        imported.updated += 1;
                        self.update(&txn, row, person, called, &event).await?
                    }
                    None => {
                        imported.added += 1;
                        let mut row = self.new_row(person, event.at)?;
                        self.make_row_findable(key, &mut row)?;
                        added.push(row.into_active_model());
                        person.subject.clone()
                    }
                };
                events.push(event.clone().about(&subject));
            }
            Entity::insert_many(added).exec_without_returning(&txn).await?;
            self.append_all(&txn, &events).await?;
        }
        txn.commit().await?;
        self.logout_calls_written.notify_one();
        Ok(imported)
    }

    async fn update(
        &self,
        txn: &DatabaseTransaction,
        mut row: Model,
        person: &NewAccount,
        called: &BTreeSet<ClientId>,
        event: &Event,
    ) -> Result<Subject, Fault> {
        let on_record = row.password_hash.as_ref().map(|hash| hash.0.clone());
        let contact_changed = self.set_profile(&mut row, &person.profile)?;
        // The hash that is on record already is no new password: an import that is run again ends nothing.
        let rises = contact_changed || row.password_hash.as_ref().map(|hash| &hash.0) != on_record.as_ref();
        row.security_version += i64::from(rises);
        row.updated_at = millis(event.at);
        self.make_row_findable(self.known_data_key().await?, &mut row)?;
        let subject = id(&row.subject)?;
        Entity::update(row.into_active_model().reset_all()).exec_without_returning(txn).await?;
        if rises {
            self.take_all_away(txn, &subject, called, event).await?;
        }
        Ok(subject)
    }
}

/// Who of these is there already, by name and locked.
async fn known(txn: &DatabaseTransaction, people: &[NewAccount]) -> Result<HashMap<String, Model>, Fault> {
    let names = people.iter().map(|person| person.username.as_str());
    let rows = Entity::find().filter(Column::Username.is_in(names)).order_by_asc(Column::Username).lock_exclusive();
    Ok(rows.all(txn).await?.into_iter().map(|row| (row.username.clone(), row)).collect())
}
