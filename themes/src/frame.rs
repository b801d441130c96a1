//! What stands around every page, whatever it is about.

use idp_core::locale::Locale;
use serde::Serialize;

/// What stands around a page. Only the web knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The language.
    pub locale: Locale,
    /// The path and query of this page, for the link to the other language. None where it cannot be fetched again, as
    /// after a refused form.
    pub path: Option<String>,
    /// The name of the environment: every page shows it. None in production.
    pub environment: Option<String>,
    /// The token of the page's forms.
    pub csrf: Option<String>,
    /// The application that the person logs in to, as people know it.
    pub application: Option<String>,
    /// Where the forms go. None: to the URL of the page.
    pub action: Option<String>,
    /// Where giving up goes, as a POST. None where there is nothing to give up.
    pub cancel: Option<String>,
}

impl Frame {
    /// Nothing around the page but its language.
    pub fn new(locale: Locale) -> Self {
        Self { locale, ..Self::default() }
    }

    /// The link to this page in another language.
    pub(crate) fn link_to(&self, locale: Locale) -> Option<String> {
        let path = self.path.as_deref()?;
        let (_, query) = path.split_once('?').unwrap_or((path, ""));
        let rest = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("ui_locales="));
        let language = format!("ui_locales={}", locale.tag());
        let query: Vec<_> = rest.chain([language.as_str()]).collect();
        // The query alone is relative to this very page: whatever the path looks like, the link cannot leave it.
        Some(format!("?{}", query.join("&")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_to_the_other_language_keeps_the_rest_of_the_query() {
        let link = |path: &str| Frame { path: Some(path.into()), ..Frame::default() }.link_to(Locale::En);
        assert_eq!(link("/login/x/totp").as_deref(), Some("?ui_locales=en"));
        assert_eq!(link("/logout?state=a&ui_locales=nl&x=y").as_deref(), Some("?state=a&x=y&ui_locales=en"));
        assert_eq!(link("//evil.example/x").as_deref(), Some("?ui_locales=en"));
        assert_eq!(Frame::default().link_to(Locale::En), None);
    }
}
