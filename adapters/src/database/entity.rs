//! The tables, as sea-orm knows them: one file each, named like the table.

use std::fmt;

use sea_orm::DeriveValueType;

pub(super) mod accounts;
pub(super) mod audit_events;
pub(super) mod audit_removals;
pub(super) mod audit_seals;
pub(super) mod authenticators;
pub(super) mod configurations;
pub(super) mod consents;
pub(super) mod data_keys;
pub(super) mod deliveries;
pub(super) mod desk_requests;
pub(super) mod grants;
pub(super) mod guess_budgets;
pub(super) mod logout_calls;
pub(super) mod master_keys;
pub(super) mod nodes;
pub(super) mod outbox;
pub(super) mod passkeys;
pub(super) mod password_links;
pub(super) mod recovery_codes;
pub(super) mod refresh_tokens;
pub(super) mod seen_ids;
pub(super) mod sessions;
pub(super) mod signing_keys;

/// A column that does not print: sea-orm wants `Debug` of every row.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub(super) struct Hidden(pub(super) String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}
