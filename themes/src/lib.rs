//! What people read: the pages, the mails and the SMS, in Dutch and English, and the look of them.
//!
//! A theme is a small directory: values (`theme.yaml`), templates, one file of words per language, a stylesheet and an
//! icon. [`Theme`] loads it once at the start and checks it whole: every page renders with every sample in every
//! language, or the program does not start. `neutral` is complete; every other theme lies on top of it and holds only
//! what it changes.
//!
//! - [`page`] lists every page, with its samples.
//! - [`Frame`] is what stands around each of them.
//! - [`MessageWords`] is the port through which the rules get the words of mail and SMS.

mod asset;
mod check;
mod fault;
mod frame;
mod layers;
mod messages;
pub mod page;
mod qr;
mod templates;
mod theme;
mod values;
mod words;

pub use asset::Asset;
pub use fault::{Fault, RenderError, ThemeError};
pub use frame::Frame;
pub use messages::MessageWords;
pub use page::Page;
pub use theme::Theme;
