//! How an account goes: in one transaction, with everything that is kept about the person.

use std::collections::BTreeSet;

use idp_core::account::SecurityVersion;
use idp_core::audit::Event;
use idp_core::client::ClientId;
use idp_core::id::Subject;
use idp_core::throttle::BudgetKey;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::database::entity::{
    accounts, authenticators, consents, deliveries, desk_requests, guess_budgets, passkeys, password_links,
    recovery_codes,
};
use crate::database::{Database, Fault, grants};

impl Database {
    /// See [`idp_core::port::Accounts::delete`]. The grants stay as rows, revoked, until they are over: an application that shows
    /// a code or token of theirs is told what it is told of any that is dead.
    pub(super) async fn delete_one(
        &self,
        subject: &Subject,
        seen: SecurityVersion,
        called: &BTreeSet<ClientId>,
        event: Event,
    ) -> Result<bool, Fault> {
        let person = subject.as_str();
        let txn = self.begin().await?;
        authenticators::Entity::delete_many().filter(authenticators::Column::Subject.eq(person)).exec(&txn).await?;
        passkeys::Entity::delete_many().filter(passkeys::Column::Subject.eq(person)).exec(&txn).await?;
        password_links::Entity::delete_many().filter(password_links::Column::Subject.eq(person)).exec(&txn).await?;
        let asked = desk_requests::Column::Subject.eq(person).or(desk_requests::Column::AskedBy.eq(person));
        desk_requests::Entity::delete_many().filter(asked).exec(&txn).await?;
        recovery_codes::Entity::delete_many().filter(recovery_codes::Column::Subject.eq(person)).exec(&txn).await?;
        let gone = accounts::Entity::delete_many()
            .filter(accounts::Column::Subject.eq(person))
            .filter(accounts::Column::SecurityVersion.eq(seen.0))
            .exec(&txn)
            .await?;
        if gone.rows_affected == 0 {
            txn.rollback().await?;
            return Ok(false);
        }
        grants::revoke_of_person(&txn, subject, event.at).await?;
        self.take_all_away(&txn, subject, called, &event).await?;
        consents::Entity::delete_many().filter(consents::Column::Subject.eq(person)).exec(&txn).await?;
        deliveries::Entity::delete_many().filter(deliveries::Column::Subject.eq(person)).exec(&txn).await?;
        let budgets = BudgetKey::all_of(subject).into_iter().map(|(_, key)| key.as_str().to_owned());
        guess_budgets::Entity::delete_many().filter(guess_budgets::Column::Key.is_in(budgets)).exec(&txn).await?;
        self.append(&txn, &event).await?;
        txn.commit().await?;
        self.logout_calls_written.notify_one();
        Ok(true)
    }
}
