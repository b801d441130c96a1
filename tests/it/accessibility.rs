//! Whether everybody can use the pages: every sample of every page, in every theme and language, in a real Chromium.
//!
//! A new page or state is here by itself once it has a sample (`themes/src/page/samples.rs`). What is looked for stands in
//! the scripts beside these files; the driver runs them, since the pages allow none.

mod axe;
mod first_login;
mod gallery;
mod keyboard;
mod looks;
