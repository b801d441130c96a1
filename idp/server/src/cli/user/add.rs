//! `sluis user add`: one person.

use clap::Args;
use idp_adapters::rng::SystemRng;
use idp_core::audit::Code;
use idp_core::port::Accounts;

use super::super::failure::Failure;
use super::super::output::say;
use super::Store;
use super::person::{Person, USERNAME};

/// Add a person
#[derive(Args)]
pub(super) struct Add {
    /// The name to log in with
    #[arg(value_name = "NAME")]
    username: String,
    /// The e-mail address
    #[arg(long)]
    email: Option<String>,
    /// The phone number
    #[arg(long)]
    phone: Option<String>,
    /// The full name
    #[arg(long)]
    name: Option<String>,
    /// The first name
    #[arg(long)]
    given_name: Option<String>,
    /// The last name
    #[arg(long)]
    family_name: Option<String>,
    /// Where the person works
    #[arg(long)]
    organisation: Option<String>,
    /// A role in the administration of Sluis; may be given more than once
    #[arg(long = "role")]
    roles: Vec<String>,
}

impl Add {
    pub(super) async fn run(&self, store: &Store, countries: &[String]) -> Result<(), Failure> {
        let account = self.person(countries).map_err(Failure::Usage)?.into_account(&SystemRng);
        let Some(account) = account else { return Err(Failure::Usage("a person has a name".to_owned())) };
        let (username, subject) = (account.username.clone(), account.subject.clone());
        let event = store.event(Code::AccountAdded).about(&subject);
        if !store.database.add(account, event).await? {
            return Err(Failure::Failed(format!("there is a {username} already")));
        }
        say(&format!("{username} is added; the password is set with: sluis user set-password {username}"));
        Ok(())
    }

    fn person(&self, countries: &[String]) -> Result<Person, String> {
        let roles = self.roles.join(" ");
        let mut person = Person::default();
        for (column, value) in [
            (USERNAME, Some(&self.username)),
            ("email", self.email.as_ref()),
            ("phone_number", self.phone.as_ref()),
            ("name", self.name.as_ref()),
            ("given_name", self.given_name.as_ref()),
            ("family_name", self.family_name.as_ref()),
            ("organisation", self.organisation.as_ref()),
            ("roles", Some(&roles)),
        ] {
            let Some(value) = value else { continue };
            person.set(column, value.trim(), countries).map_err(|why| format!("{column}: {why}"))?;
        }
        Ok(person)
    }
}
