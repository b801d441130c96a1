//! What an administrator can say of a person: each column of an import, each option of `user add`, and how it is read.

use idp_adapters::passwords::is_acceptable_hash;
use idp_core::account::{EmailAddress, NewAccount, PhoneNumber, Profile, Username};
use idp_core::claims::{self, ADDRESS, PROFILE};
use idp_core::id::Subject;
use idp_core::port::Rng;
use serde_json::{Map, Value};

/// The name to log in with: the one thing everybody must have.
pub(super) const USERNAME: &str = "username";

/// What can be said besides the name and the claims of the `profile` scope.
const OTHERS: [&str; 6] = ["email", "phone_number", "address", "organisation", "roles", "password_hash"];

/// Everything that can be said.
pub(super) fn columns() -> impl Iterator<Item = &'static str> {
    [USERNAME].into_iter().chain(PROFILE).chain(OTHERS)
}

/// A person, as far as was said.
#[derive(Debug, Default)]
pub(super) struct Person {
    /// The name to log in with.
    pub(super) username: Option<Username>,
    profile: Profile,
}

impl Person {
    /// Takes what a column says. The error says what is wrong with it, and never shows a password hash.
    pub(super) fn set(&mut self, column: &str, value: &str, countries: &[String]) -> Result<(), String> {
        let profile = &mut self.profile;
        match column {
            USERNAME => {
                let username = Username::parse(value);
                self.username = Some(username.ok_or("is not a name to log in with: 1 to 128 characters")?);
            }
            "email" => profile.email = Some(EmailAddress::parse(value).map_err(|error| error.to_string())?),
            "phone_number" => {
                profile.phone = Some(PhoneNumber::parse(value, countries).map_err(|error| error.to_string())?);
            }
            "address" => drop(profile.claims.insert("address".to_owned(), address(value)?)),
            "organisation" => profile.organisation = Some(clean(value)?),
            "roles" => profile.roles = clean(value)?.split_whitespace().map(str::to_owned).collect(),
            "password_hash" => {
                if !is_acceptable_hash(value) {
                    return Err(
                        "is not a hash that can be taken over: argon2, bcrypt, PBKDF2 or scrypt, of bounded cost"
                            .to_owned(),
                    );
                }
                profile.password_hash = Some(value.into());
            }
            claim => {
                claims::check(claim, value)?;
                profile.claims.insert(claim.to_owned(), clean(value)?.into());
            }
        }
        Ok(())
    }

    /// The account to be, under a fresh subject. `None` if there is no name.
    pub(super) fn into_account(self, rng: &dyn Rng) -> Option<NewAccount> {
        Some(NewAccount { subject: Subject::generate(rng), username: self.username?, profile: self.profile })
    }
}

/// The longest text of a claim, in characters.
const MAX: usize = 500;

fn clean(value: &str) -> Result<String, String> {
    match value.chars().count() <= MAX && !value.contains(char::is_control) {
        true => Ok(value.to_owned()),
        false => Err(format!("must be at most {MAX} characters on one line")),
    }
}

fn address(value: &str) -> Result<Value, String> {
    let object: Map<String, Value> = serde_json::from_str(value).map_err(|_| "is not a JSON object".to_owned())?;
    match object.iter().find(|(name, value)| !ADDRESS.contains(&name.as_str()) || !value.is_string()) {
        Some((name, _)) => Err(format!("has {name:?}; it may have texts called {}", ADDRESS.join(", "))),
        None => Ok(Value::Object(object)),
    }
}
