//! The nodes that serve, and which master keys each of them has: who begins with a new key waits for all of them.

use std::time::Duration;

use idp_core::port::{Answer, Rng};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Database;
use super::entity::nodes::{ActiveModel, Column, Entity};
use super::value::millis;

/// A node that was not heard of for this long serves no more. It tells of itself every [`Node::TELLS`].
const SILENCE: Duration = Duration::from_secs(60);
/// Then its row goes.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// The name of a running node, drawn at its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeId(String);

impl NodeId {
    /// Draws one.
    pub fn draw(rng: &dyn Rng) -> Self {
        let mut id = [0; 8];
        rng.fill(&mut id);
        Self(format!("{:016x}", u64::from_be_bytes(id)))
    }
}

/// What a node told of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub id: String,
    /// The master keys that it can open with.
    pub opens: Vec<String>,
    /// The one that it seals with.
    pub seals: String,
}

impl Node {
    /// How often a node tells of itself, changed or not.
    pub const TELLS: Duration = Duration::from_secs(15);
}

impl Database {
    /// Tells that a node serves, with these keys. Those that were not heard of for a day are forgotten.
    pub async fn tell_of_node(&self, id: &NodeId, opens: &[String], seals: &str, now: Timestamp) -> Answer<()> {
        self.asked("tell of this node", async {
            let row = ActiveModel {
                id: Set(id.0.clone()),
                seen_at: Set(millis(now)),
                opens: Set(opens.join(" ")),
                seals: Set(seals.to_owned()),
            };
            let anew = [Column::SeenAt, Column::Opens, Column::Seals];
            let again = OnConflict::column(Column::Id).update_columns(anew).to_owned();
            Entity::insert(row).on_conflict(again).exec_without_returning(&self.writer).await?;
            let forgotten = Column::SeenAt.lt(millis(now.checked_sub(FORGOTTEN)?));
            Entity::delete_many().filter(forgotten).exec(&self.writer).await?;
            Ok(())
        })
        .await
    }

    /// Tells that a node serves no more.
    pub async fn forget_node(&self, id: &NodeId) -> Answer<()> {
        self.asked("forget this node", async {
            Entity::delete_by_id(id.0.as_str()).exec(&self.writer).await?;
            Ok(())
        })
        .await
    }

    /// The nodes that serve.
    pub async fn nodes(&self, now: Timestamp) -> Answer<Vec<Node>> {
        self.asked("read which nodes serve", async {
            let heard = Column::SeenAt.gt(millis(now.checked_sub(SILENCE)?));
            let rows = Entity::find().filter(heard).order_by_asc(Column::Id).all(&self.readers).await?;
            let node = |row: super::entity::nodes::Model| Node {
                id: row.id,
                opens: row.opens.split_whitespace().map(str::to_owned).collect(),
                seals: row.seals,
            };
            Ok(rows.into_iter().map(node).collect())
        })
        .await
    }
}
