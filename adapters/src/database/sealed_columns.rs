//! Every column of which the values are sealed, as one table: what seals and opens goes by it, and so does who seals everything
//! anew. A column that is not in it cannot be sealed, so none can be forgotten.

use super::Fault;
use crate::sealing::Place;

/// A column of sealed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SealedColumn {
    pub(super) table: &'static str,
    /// The column of the primary key, which names the row.
    pub(super) key: &'static str,
    pub(super) column: &'static str,
}

pub(super) const ACCOUNT_PHONE: SealedColumn = SealedColumn { table: "accounts", key: "subject", column: "phone" };
pub(super) const ACCOUNT_EMAIL: SealedColumn = SealedColumn { table: "accounts", key: "subject", column: "email" };
pub(super) const AUTHENTICATOR_SECRET: SealedColumn =
    SealedColumn { table: "authenticators", key: "id", column: "secret" };
pub(super) const PASSKEY_CREDENTIAL: SealedColumn = SealedColumn { table: "passkeys", key: "id", column: "credential" };
pub(super) const SIGNING_KEY: SealedColumn = SealedColumn { table: "signing_keys", key: "kid", column: "jwk" };
pub(super) const OUTBOX_PAYLOAD: SealedColumn = SealedColumn { table: "outbox", key: "id", column: "payload" };
pub(super) const DATA_KEY: SealedColumn = SealedColumn { table: "data_keys", key: "name", column: "sealed" };

pub(super) const DESK_REQUEST_VALUE: SealedColumn = SealedColumn { table: "desk_requests", key: "id", column: "value" };

/// All of them.
pub(super) const ALL: [SealedColumn; 8] = [
    ACCOUNT_PHONE,
    ACCOUNT_EMAIL,
    AUTHENTICATOR_SECRET,
    PASSKEY_CREDENTIAL,
    SIGNING_KEY,
    OUTBOX_PAYLOAD,
    DATA_KEY,
    DESK_REQUEST_VALUE,
];

impl SealedColumn {
    /// The place of the value in this row.
    pub(super) fn of<'a>(self, row: &'a str) -> Result<Place<'a>, Fault> {
        match ALL.contains(&self) {
            true => Ok(Place { table: self.table, row, column: self.column }),
            false => Err("a column is sealed that is not in the table of those that are".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_the_table_is_not_sealed() {
        assert!(ALL.iter().all(|column| column.of("a row").is_ok()));
        assert!(SealedColumn { column: "name", ..ACCOUNT_PHONE }.of("a row").is_err());
    }
}
