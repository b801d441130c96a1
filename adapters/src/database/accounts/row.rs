//! Between an account and its rows: the one place that seals and opens what is told about a person.

use idp_core::account::{
    Account, AppName, Authenticator, BootstrapGuard, Contact, EmailAddress, NewAccount, Passkey, PasswordHash,
    PhoneNumber, Profile, Role, SecurityVersion, TotpSecret, Username,
};
use jiff::Timestamp;
use secrecy::ExposeSecret;

use crate::database::entity::{Hidden, accounts, authenticators};
use crate::database::sealed_columns::{ACCOUNT_EMAIL, ACCOUNT_PHONE, AUTHENTICATOR_SECRET};
use crate::database::value::{id, instant, millis, text};
use crate::database::{Database, Fault};

impl Database {
    /// The account of these rows.
    pub(super) fn account_of(
        &self,
        row: accounts::Model,
        authenticators: Vec<authenticators::Model>,
        passkeys: Vec<Passkey>,
    ) -> Result<Account, Fault> {
        Ok(Account {
            subject: id(&row.subject)?,
            security_version: SecurityVersion(row.security_version),
            disabled: row.disabled,
            phone: self.phone_of(&row)?,
            phone_proven_at: row.phone_proven_at.map(instant).transpose()?,
            email: self.email_of(&row)?,
            authenticators: authenticators
                .into_iter()
                .map(|app| self.authenticator_of(&app))
                .collect::<Result<_, _>>()?,
            passkeys,
            claims: serde_json::from_str(&row.claims)?,
            roles: serde_json::from_str(&row.roles)?,
            updated_at: instant(row.updated_at)?,
            recovery_codes: u32::try_from(row.recovery_codes)?,
            disputed_at: row.disputed_at.map(instant).transpose()?,
            owes_password: row.owes_password,
            role: Role::named(&row.role).ok_or("a role that nobody knows")?,
            guard: BootstrapGuard { visit: row.owes_visit, password_by_mail: row.password_by_mail },
            username: Username::from_store(row.username),
            password_hash: row.password_hash.map(|hash| hash.0.into()),
            organisation: row.organisation,
        })
    }

    /// The account of a row, of whose authenticators and passkeys nothing is asked.
    pub(in crate::database) fn account_of_row(&self, row: accounts::Model) -> Result<Account, Fault> {
        self.account_of(row, Vec::new(), Vec::new())
    }

    /// The row of a new account.
    pub(super) fn new_row(&self, account: &NewAccount, at: Timestamp) -> Result<accounts::Model, Fault> {
        let mut row = accounts::Model {
            subject: account.subject.to_string(),
            username: account.username.to_string(),
            security_version: 1,
            disabled: false,
            password_hash: None,
            phone: None,
            phone_verified: false,
            phone_proven_at: None,
            email: None,
            email_verified: false,
            claims: String::new(),
            organisation: None,
            roles: String::new(),
            created_at: millis(at),
            updated_at: millis(at),
            recovery_codes: 0,
            passkeys: 0,
            owes_visit: false,
            password_by_mail: false,
            visit_code: None,
            visit_code_expires_at: None,
            disputed_at: None,
            owes_password: false,
            role: Role::None.as_str().to_owned(),
            found_by_name: None,
            found_by_email: None,
            found_by_phone: None,
        };
        self.set_profile(&mut row, &account.profile)?;
        Ok(row)
    }

    /// Writes what administrators maintain. A contact that is still the same keeps what was proven of it, and where no
    /// password is given the old one stays. True if a contact changed: then what the old one proved must die.
    pub(super) fn set_profile(&self, row: &mut accounts::Model, profile: &Profile) -> Result<bool, Fault> {
        let same_phone = self.phone_of(row)?.map(|on_record| on_record.value) == profile.phone;
        self.set_phone(row, profile.phone.as_ref(), row.phone_verified && same_phone)?;
        let same_email = self.email_of(row)?.map(|on_record| on_record.value) == profile.email;
        self.set_email(row, profile.email.as_ref(), row.email_verified && same_email)?;
        // It may be the very one that somebody else knew, so who owes a new password owes it still.
        if let Some(hash) = &profile.password_hash {
            write_password(row, hash);
        }
        row.claims = serde_json::to_string(&profile.claims)?;
        row.organisation.clone_from(&profile.organisation);
        row.roles = serde_json::to_string(&profile.roles)?;
        Ok(!(same_phone && same_email))
    }

    /// Puts a phone number on record that was just proven.
    pub(super) fn set_proven_phone(
        &self,
        row: &mut accounts::Model,
        number: &PhoneNumber,
        at: Timestamp,
    ) -> Result<(), Fault> {
        self.set_phone(row, Some(number), true)?;
        row.phone_proven_at = Some(millis(at));
        Ok(())
    }

    /// Puts a phone number on record.
    pub(super) fn set_phone(
        &self,
        row: &mut accounts::Model,
        number: Option<&PhoneNumber>,
        verified: bool,
    ) -> Result<(), Fault> {
        let seal = |number: &PhoneNumber| self.seal(ACCOUNT_PHONE, &row.subject, number.reveal().as_bytes());
        row.phone = number.map(seal).transpose()?;
        row.phone_verified = verified;
        row.phone_proven_at = row.phone_proven_at.filter(|_| verified);
        Ok(())
    }

    /// The address on record.
    pub(super) fn email_of(&self, row: &accounts::Model) -> Result<Option<Contact<EmailAddress>>, Fault> {
        let Some(sealed) = &row.email else { return Ok(None) };
        let address = text(&self.open(ACCOUNT_EMAIL, &row.subject, sealed)?)?;
        Ok(Some(Contact { value: EmailAddress::from_store(address), verified: row.email_verified }))
    }

    /// The row of a new authenticator.
    pub(super) fn authenticator_row(
        &self,
        subject: &str,
        id: &str,
        secret: &TotpSecret,
        step: u64,
        at: Timestamp,
    ) -> Result<authenticators::Model, Fault> {
        Ok(authenticators::Model {
            id: id.to_owned(),
            subject: subject.to_owned(),
            secret: self.seal(AUTHENTICATOR_SECRET, id, secret.reveal())?,
            last_step: i64::try_from(step)?,
            confirmed_at: millis(at),
            name: None,
            last_used_at: None,
        })
    }

    /// Puts an e-mail address on record.
    pub(super) fn set_email(
        &self,
        row: &mut accounts::Model,
        address: Option<&EmailAddress>,
        verified: bool,
    ) -> Result<(), Fault> {
        let seal = |address: &EmailAddress| self.seal(ACCOUNT_EMAIL, &row.subject, address.reveal().as_bytes());
        row.email = address.map(seal).transpose()?;
        row.email_verified = verified;
        Ok(())
    }

    pub(super) fn phone_of(&self, row: &accounts::Model) -> Result<Option<Contact<PhoneNumber>>, Fault> {
        let Some(sealed) = &row.phone else { return Ok(None) };
        let number = text(&self.open(ACCOUNT_PHONE, &row.subject, sealed)?)?;
        Ok(Some(Contact { value: PhoneNumber::from_store(number), verified: row.phone_verified }))
    }

    fn authenticator_of(&self, row: &authenticators::Model) -> Result<Authenticator, Fault> {
        let secret = self.open(AUTHENTICATOR_SECRET, &row.id, &row.secret)?;
        Ok(Authenticator {
            id: id(&row.id)?,
            secret: TotpSecret::from_store(secret.to_vec()),
            name: row.name.clone().map(AppName::from_store),
            confirmed_at: instant(row.confirmed_at)?,
            last_used_at: row.last_used_at.map(instant).transpose()?,
        })
    }
}

/// Sets the password. Who owed a new one owes it no longer.
pub(super) fn set_password(row: &mut accounts::Model, hash: &PasswordHash) {
    write_password(row, hash);
    row.owes_password = false;
}

fn write_password(row: &mut accounts::Model, hash: &PasswordHash) {
    row.password_hash = Some(Hidden(hash.expose_secret().to_owned()));
}
