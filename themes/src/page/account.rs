//! What one's own account page shows.

use serde::Serialize;

/// The account page.
#[derive(Debug, Clone, Serialize)]
pub struct AccountPage {
    /// The name to log in with.
    pub username: String,
    /// What people call the person.
    pub name: Option<String>,
    /// Where the person works.
    pub organisation: Option<String>,
    /// The masked address.
    pub email: Option<String>,
    /// The masked number.
    pub phone: Option<String>,
    /// How many authenticator apps there are.
    pub apps: usize,
    /// How many passkeys there are.
    pub passkeys: usize,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
    /// Whether the person has a role at the service desk.
    pub desk: bool,
}

/// The page with everything on it, and with as little as there can be.
pub(super) fn samples() -> [AccountPage; 2] {
    let text = |text: &str| Some(text.to_owned());
    [
        AccountPage {
            username: "j.devries".to_owned(),
            name: text("Jan de Vries"),
            organisation: text("Gemeente 's-Hertogenbosch"),
            email: text("j***@gemeente.nl"),
            phone: text("** ** ** 78"),
            apps: 2,
            passkeys: 1,
            recovery_codes: 9,
            desk: true,
        },
        AccountPage {
            username: "els".to_owned(),
            name: None,
            organisation: None,
            email: None,
            phone: None,
            apps: 1,
            passkeys: 0,
            recovery_codes: 0,
            desk: false,
        },
    ]
}
