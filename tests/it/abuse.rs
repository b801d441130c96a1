//! What people of ill will do: whatever is not drawn, with what they have, again and at once.

mod account_events;
mod adversaries;
mod lines;
mod load;
mod mixing;
mod nothing_told;
mod secrets;
mod walker;
