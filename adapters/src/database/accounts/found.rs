//! How people are found who are looked for: a name lies open and is compared word by word; of an address and of the end of a number
//! only a keyed hash lies there, so that the table tells nothing that the sealed columns keep.

use idp_core::account::{EmailAddress, PhoneNumber};
use idp_core::desk::{Term, words};
use idp_core::port::KeyedHash;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::database::entity::accounts::{Column, Entity, Model};
use crate::database::entity::authenticators;
use crate::database::{Database, Fault};
use crate::sealing::DataKey;

/// Of the claims these are names.
const NAMES: [&str; 4] = ["name", "given_name", "family_name", "nickname"];
/// So many share the end of a number at most, or nearly so: the whole of a longer end is compared after it is opened.
const OF_ONE_END: u64 = 500;

impl Database {
    /// Writes how a person is found, from what the row says.
    pub(super) fn make_row_findable(&self, key: &DataKey, row: &mut Model) -> Result<(), Fault> {
        let claims: serde_json::Value = serde_json::from_str(&row.claims)?;
        let names = NAMES.into_iter().filter_map(|name| claims[name].as_str());
        // Each part of a username too: of j.devries also devries.
        let parts = row.username.split(['.', '_', '-', '@', '+']).filter(|part| *part != row.username);
        let found = words([row.username.as_str()].into_iter().chain(parts).chain(names));
        row.found_by_name = Some(format!(" {found}"));
        row.found_by_email = self.email_of(row)?.map(|email| by_email(key, &email.value));
        row.found_by_phone = self.phone_of(row)?.and_then(|phone| by_phone(key, phone.value.reveal()));
        Ok(())
    }

    /// See [`idp_core::port::Directory::find`].
    pub(super) async fn find_people(&self, term: &Term, limit: u64) -> Result<Vec<idp_core::account::Account>, Fault> {
        let key = self.known_data_key().await?;
        let (fits, at_most) = match term {
            Term::Name(name) => {
                let escaped = name.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                let begins = LikeExpr::new(format!("% {escaped}%")).escape('\\');
                (Condition::all().add(Column::FoundByName.like(begins)), limit)
            }
            Term::Email(address) => {
                let named = Column::Username.eq(address.reveal().to_lowercase());
                let known = Column::FoundByEmail.eq(by_email(key, address));
                (Condition::any().add(named).add(known), limit)
            }
            Term::Digits(digits) => match by_phone(key, digits) {
                Some(end) => (Condition::all().add(Column::FoundByPhone.eq(end)), OF_ONE_END),
                None => return Ok(Vec::new()),
            },
        };
        let found = Entity::find().filter(fits).order_by_asc(Column::Username).limit(at_most);
        let rows = found.all(&self.readers).await?;
        let apps = {
            use sea_orm::LoaderTrait;
            rows.load_many(authenticators::Entity, &self.readers).await?
        };
        let mut passkeys = self.passkeys_of(&rows, &self.readers).await?;
        let mut people = Vec::new();
        for (row, apps) in rows.into_iter().zip(apps) {
            let of_the_person = passkeys.remove(&row.subject).unwrap_or_default();
            let account = self.account_of(row, apps, of_the_person)?;
            let fits = match term {
                Term::Digits(digits) => account
                    .phone
                    .as_ref()
                    .is_some_and(|phone| PhoneNumber::reveal(&phone.value).ends_with(digits.as_str())),
                Term::Name(_) | Term::Email(_) => true,
            };
            if fits && people.len() < usize::try_from(limit)? {
                people.push(account);
            }
        }
        Ok(people)
    }

    /// See [`idp_core::port::Directory::make_findable`].
    pub(super) async fn make_some_findable(&self, limit: u64) -> Result<bool, Fault> {
        let waiting = Entity::find().filter(Column::FoundByName.is_null()).limit(limit);
        let waiting = waiting.all(&self.readers).await?;
        if waiting.is_empty() {
            return Ok(false);
        }
        let key = self.known_data_key().await?;
        let more = u64::try_from(waiting.len())? >= limit;
        let txn = self.begin().await?;
        for mut row in waiting {
            let (phone, email, claims) = (row.phone.clone(), row.email.clone(), row.claims.clone());
            self.make_row_findable(key, &mut row)?;
            // Only over what it was made of: whoever wrote another meanwhile made that findable.
            Entity::update_many()
                .col_expr(Column::FoundByName, row.found_by_name.into())
                .col_expr(Column::FoundByEmail, row.found_by_email.into())
                .col_expr(Column::FoundByPhone, row.found_by_phone.into())
                .filter(Column::Subject.eq(&row.subject))
                .filter(Column::FoundByName.is_null())
                .filter(Column::Claims.eq(claims))
                .filter(same(Column::Phone, phone))
                .filter(same(Column::Email, email))
                .exec(&txn)
                .await?;
        }
        txn.commit().await?;
        Ok(more)
    }
}

fn same(column: Column, value: Option<String>) -> sea_orm::sea_query::Expr {
    match value {
        Some(value) => column.eq(value),
        None => column.is_null(),
    }
}

fn by_email(key: &DataKey, address: &EmailAddress) -> String {
    hex(&key.keyed_hash("found by address", address.reveal().to_lowercase().as_bytes()))
}

/// By the last four digits. `None` where there are fewer.
fn by_phone(key: &DataKey, digits: &str) -> Option<String> {
    let end = digits.get(digits.len().checked_sub(Term::DIGITS)?..)?;
    Some(hex(&key.keyed_hash("found by the end of a number", end.as_bytes())))
}

/// Half of a hash is enough to tell people apart.
fn hex(hash: &[u8; 32]) -> String {
    hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
