//! What strangers can send: each parser that reads it gets as much as can be thought of, from a generator.
//!
//! One file for a kind of reader. A property says more than that nothing panics: what is read is what was written, nothing
//! breaks out of a header or a page, and the work grows with the length of the input and not with its square. The brief run
//! is part of every test run; `tests/fuzz/run` goes on for as long as you like.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says why and fails")]

mod authorization;
mod house;
mod http;
mod material;
mod people;
mod runner;
mod tokens;
mod work;
