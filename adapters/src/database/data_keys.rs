//! Where the key of the keyed hashes lies, sealed.

use idp_core::port::Answer;
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use super::entity::data_keys::{ActiveModel, Column, Entity};
use super::sealed_columns::DATA_KEY;
use super::value::millis;
use super::{Database, Fault};
use crate::sealing::DataKey;

/// The one key there is. A second would get a name of its own.
pub(super) const NAME: &str = "keyed_hash";

impl Database {
    /// The key of the keyed hashes, made on first use. Of two nodes that make it at once, both get the one that was stored.
    pub async fn data_key(&self, now: Timestamp) -> Answer<DataKey> {
        self.asked("read the data key", async {
            if Entity::find_by_id(NAME).one(&self.writer).await?.is_none() {
                let row = ActiveModel {
                    name: Set(NAME.to_owned()),
                    sealed: Set(self.seal(DATA_KEY, NAME, DataKey::draw(self.rng.as_ref()).as_ref())?),
                    created_at: Set(millis(now)),
                };
                let unless_there = OnConflict::column(Column::Name).do_nothing().to_owned();
                Entity::insert(row).on_conflict(unless_there).exec_without_returning(&self.writer).await?;
            }
            self.known_data_key().await.cloned()
        })
        .await
    }

    /// The same, once it was made. It is read once.
    pub(super) async fn known_data_key(&self) -> Result<&DataKey, Fault> {
        let read = || async {
            // By a reader: who holds the one writer of SQLite may ask.
            let stored = Entity::find_by_id(NAME).one(&self.readers).await?.ok_or("the data key was never made")?;
            Ok(DataKey::from_store(&self.open(DATA_KEY, NAME, &stored.sealed)?)?)
        };
        self.data_key.get_or_try_init(read).await
    }
}
