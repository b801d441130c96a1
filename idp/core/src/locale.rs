//! The languages we speak: Dutch first, English beside it.

use serde::{Deserialize, Serialize};

/// A language of the pages and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Dutch: what is spoken when nobody asks for anything else.
    #[default]
    Nl,
    /// English.
    En,
}

impl Locale {
    /// Every locale, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// The language tag (BCP 47), as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The first language of a list that we speak. Takes `ui_locales` (space separated, OIDC Core 3.1.2.1) as well as
    /// `Accept-Language` (comma separated with weights, which browsers send in order of preference).
    pub fn first_spoken(list: &str) -> Option<Self> {
        list.split([' ', ',']).find_map(|tag| {
            let primary = tag.trim().split([';', '-', '_']).next()?;
            Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(primary))
        })
    }
}

/// What is known of the language a person wants, strongest first: what they chose, what the application asks, what their
/// browser says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Languages {
    /// Chosen with the link on the page.
    pub chosen: Option<Locale>,
    /// From the browser's `Accept-Language`.
    pub browser: Option<Locale>,
}

impl Languages {
    /// The language to speak, given the application's `ui_locales`. Nobody asks for anything: Dutch.
    pub fn settle(self, ui_locales: Option<&str>) -> Locale {
        let asked = ui_locales.and_then(Locale::first_spoken);
        self.chosen.or(asked).or(self.browser).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_speak_wins() {
        assert_eq!(Locale::first_spoken("fr-CA en nl"), Some(Locale::En));
        assert_eq!(Locale::first_spoken("de-DE,de;q=0.9,nl-NL;q=0.8,en;q=0.7"), Some(Locale::Nl));
        assert_eq!(Locale::first_spoken("se"), None);
        assert_eq!(Locale::first_spoken(""), None);
    }
}
