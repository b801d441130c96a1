//! What a person may do at the service desk of Sluis itself.

/// A role, the lowest first. It is of the account alone: no application is told of it, and no import gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// Like nearly everybody: only their own account.
    #[default]
    None,
    /// Helps people at the pages of the service desk.
    Desk,
    /// Helps those of the service desk too, says who is one, and reads the reports.
    Administrator,
}

impl Role {
    /// Every role, the lowest first.
    pub const ALL: [Self; 3] = [Self::None, Self::Desk, Self::Administrator];

    /// The word in the store, in commands and in events.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Desk => "desk",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_have_words() {
        assert!(Role::None < Role::Desk && Role::Desk < Role::Administrator);
        for role in Role::ALL {
            assert_eq!(Role::named(role.as_str()), Some(role));
        }
        assert_eq!(Role::named("root"), None, "nothing else is one");
    }
}
