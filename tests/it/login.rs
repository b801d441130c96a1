//! The login, screen by screen.

mod breached;
mod budgets;
mod disclosure;
mod first_login;
mod known_browsers;
mod message_budgets;
mod next_logins;
mod old_phone;
mod password_hashes;
mod passwords;
mod recovery;
mod wandering;
mod work;
