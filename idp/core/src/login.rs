//! The login: what a person is asked before any token is issued.
//!
//! - [`pipeline`] decides, as one pure function over [`facts`], which prompt comes next.
//! - [`prompt`] says what a prompt is; each of them is one file in `prompts/`.
//! - [`transaction`] is the memory of one login attempt.
//! - [`conduct`] leads a person through: load, answer, save, decide again.
//! - [`known_browser`] is what a browser keeps of those who logged in with it, and `tries` counts passwords by it.
//! - [`second_factor`] is which one is asked where a person has more than one.
//! - `passkeys` is what an authenticator is asked in a login, and what its answer comes to.
//! - [`posted`] keeps a request that came by POST until the browser comes back with its cookies.
//! - `room` bounds how many logins one address begins.
//! - [`purpose`] is what a login is for: an application's request, or a page of our own.
//! - `visit` is who opens a page of our own.
//! - [`finish`] turns a completed login into a session and an authorization code.

pub mod conduct;
pub mod facts;
mod finish;
pub mod form;
mod guess;
pub mod known_browser;
mod passkeys;
pub mod pipeline;
mod posted;
pub mod prompt;
mod prompts;
pub mod purpose;
mod room;
pub mod screen;
pub mod second_factor;
mod sent_code;
pub mod transaction;
pub(crate) mod tries;
mod visit;

pub use conduct::{Answered, Login, Lost, Next};
pub use facts::Facts;
pub use form::Form;
pub use known_browser::KnownBrowser;
pub use pipeline::{Progress, Step};
pub use prompt::{Prompt, Turn};
pub use purpose::Purpose;
pub use screen::{Screen, View};
pub use second_factor::{SecondFactor, SecondFactors};
pub use transaction::{Flash, Notice, Refusal, Stop, Transaction};
pub use visit::{Visit, Visitor};
