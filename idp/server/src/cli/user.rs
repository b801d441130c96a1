//! `sluis user`: maintaining people. Commands change the database alone; running nodes see it at their next look, because
//! every use of a session or code compares the account's security version. They also make the calls to the applications
//! whose sessions a command ended.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use idp_adapters::clock::SystemClock;
use idp_adapters::database::Database;
use idp_adapters::rng::SystemRng;
use idp_core::account::{Account, Change, Role, Username};
use idp_core::audit::{Code, Event, Origin};
use idp_core::client::ClientId;
use idp_core::message::Message;
use idp_core::port::{Accounts, Changed, Clock};

use super::administrator::Administrator;
use super::failure::Failure;
use super::output::say;
use super::{database, load};
use telling::Words;

mod add;
mod consent;
mod import;
mod invite;
mod password;
mod people_file;
mod person;
mod reset;
mod role;
mod show;
mod telling;
mod unlock;
mod visit_code;

/// Maintain people
#[derive(Args)]
pub(super) struct User {
    #[command(flatten)]
    administrator: Administrator,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add a person
    #[command(
        after_help = "Example: sluis user add jan --name 'Jan de Vries' --email jan@example.nl --phone '06 12345678'"
    )]
    Add(add::Add),
    /// Add and update people from a CSV file; it may be run again
    #[command(after_help = import::HELP)]
    Import {
        /// The file, with a first line of column names
        file: PathBuf,
        /// Send those who have no password a mail with a link to choose one
        #[arg(long)]
        invite: bool,
    },
    /// Send a person who has no password a mail with a link to choose one; a link before it is worth nothing any more
    Invite {
        /// The name to log in with
        name: String,
    },
    /// List everybody
    List,
    /// Show one person
    Show {
        /// The name to log in with
        name: String,
    },
    /// Set a password, read as one line from standard input; ends the sessions of the person, who is told by mail
    #[command(after_help = "Example: sluis user set-password jan < password.txt")]
    SetPassword {
        /// The name to log in with
        name: String,
    },
    /// Keep a person out, from this moment
    Disable {
        /// The name to log in with
        name: String,
    },
    /// Let a person in again
    Enable {
        /// The name to log in with
        name: String,
    },
    /// Delete a person and everything that is known of them, for good; what happened stays in the audit log
    Delete {
        /// The name to log in with
        name: String,
    },
    /// Take back what a person agreed to share, with one application or with all; ends what these got
    RevokeConsent {
        /// The name to log in with
        name: String,
        /// The `client_id` of the application; all of them if left out
        client: Option<String>,
    },
    /// Forget the wrong tries that were counted for a person, who can try again at once
    Unlock {
        /// The name to log in with
        name: String,
    },
    /// Print a new code for who owes one before setting up an app; the one before is worth nothing any more
    VisitCode {
        /// The name to log in with
        name: String,
    },
    /// Take away the mark that a person set who said that somebody else logged in; a new password is still owed
    ClearDispute {
        /// The name to log in with
        name: String,
    },
    /// Say what a person may do at the service desk; ends the sessions of the person, who is told by mail
    #[command(after_help = "Example: sluis user role els desk")]
    Role {
        /// The name to log in with
        name: String,
        /// `desk`, `administrator` or `none`
        #[arg(value_parser = role::parse)]
        role: Role,
    },
    /// Remove the second factors of a person, who is told by mail and enrols anew with the code that is printed
    ResetMfa {
        /// The name to log in with
        name: String,
    },
}

impl User {
    pub(super) async fn run(self, config: &Path) -> Result<(), Failure> {
        let config = load(config)?;
        let countries = config.sms_countries();
        let administrator = self.administrator.origin()?;
        let called = config.clients.called_at_logout();
        let words = Words::of(&config);
        let least = config.clients.least_password();
        let collection = config.breached_passwords.clone().map(|url| (config.outbound.clone(), url));
        let store = Store { database: database::connect_to_current(config).await?, administrator, called };
        match self.what {
            What::Add(person) => person.run(&store, &countries).await,
            What::Import { file, invite } => {
                let words = if invite { Some(words?) } else { None };
                import::run(&store, &file, &countries, words.as_ref()).await
            }
            What::Invite { name } => invite::one(&store, &store.find(&name).await?, &words?).await,
            What::VisitCode { name } => visit_code::give(&store, &store.find(&name).await?).await,
            What::List => show::list(&store).await,
            What::Show { name } => show::one(&store, &store.find(&name).await?).await,
            What::SetPassword { name } => {
                let account = store.find(&name).await?;
                let words = words?;
                let password = password::read(&account, least, collection).await?;
                let hash = password::hash(password, Arc::new(SystemRng)).await?;
                store.change(&account, Change::SetPassword(hash), Code::PasswordSet).await?;
                store.tell(&account, &words, &Message::PasswordSet).await?;
                say(&format!("{} has a new password", account.username));
                Ok(())
            }
            What::Disable { name } => {
                store.change_named(&name, Change::Disable, Code::AccountDisabled, "is disabled").await
            }
            What::Enable { name } => {
                store.change_named(&name, Change::Enable, Code::AccountEnabled, "is enabled").await
            }
            What::Delete { name } => store.delete(&store.find(&name).await?).await,
            What::RevokeConsent { name, client } => {
                consent::revoke(&store, &store.find(&name).await?, client.as_deref()).await
            }
            What::Unlock { name } => unlock::all(&store, &store.find(&name).await?).await,
            What::ClearDispute { name } => {
                store.change_named(&name, Change::ReviewDispute, Code::DisputeReviewed, "has no disputed login").await
            }
            What::Role { name, role } => role::assign(&store, &store.find(&name).await?, role, &words?).await,
            What::ResetMfa { name } => {
                let (account, words) = (store.find(&name).await?, words?);
                reset::factors(&store, &account).await?;
                unlock::second_factors(&store, &account).await?;
                store.tell(&account, &words, &Message::FactorsReset).await?;
                Ok(())
            }
        }
    }
}

/// The people, and who maintains them.
struct Store {
    database: Database,
    administrator: Origin,
    /// The applications that the server calls when a session ends.
    called: BTreeSet<ClientId>,
}

impl Store {
    /// An event of now, by the administrator.
    fn event(&self, code: Code) -> Event {
        Event::new(code, &self.administrator, SystemClock.now())
    }

    async fn find(&self, name: &str) -> Result<Account, Failure> {
        let nobody = || Failure::Failed(format!("there is nobody with the name {name:?}"));
        let username = Username::parse(name).ok_or_else(nobody)?;
        self.database.by_username(&username).await?.ok_or_else(nobody)
    }

    async fn change(&self, account: &Account, change: Change, code: Code) -> Result<(), Failure> {
        let (subject, seen) = (&account.subject, account.security_version);
        let event = self.event(code).about(subject);
        match self.database.change(subject, seen, change, &self.called, event).await? {
            Changed::Done(_) => Ok(()),
            Changed::Stale => Err(changed_meanwhile(account)),
        }
    }

    async fn delete(&self, account: &Account) -> Result<(), Failure> {
        let event = self.event(Code::AccountDeleted).about(&account.subject);
        if !self.database.delete(&account.subject, account.security_version, &self.called, event).await? {
            return Err(changed_meanwhile(account));
        }
        say(&format!("{} is deleted; in the audit log they are {}", account.username, account.subject));
        Ok(())
    }

    async fn change_named(&self, name: &str, change: Change, code: Code, done: &str) -> Result<(), Failure> {
        let account = self.find(name).await?;
        self.change(&account, change, code).await?;
        say(&format!("{} {done}", account.username));
        Ok(())
    }
}

fn changed_meanwhile(account: &Account) -> Failure {
    Failure::Failed(format!("{} was changed by somebody else just now: try again", account.username))
}
