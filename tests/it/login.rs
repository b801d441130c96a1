//! The login, screen by screen.

mod budgets;
mod disclosure;
mod first_login;
mod next_logins;
mod wandering;
mod work;
