//! A theme: loaded once, checked whole, then only rendered.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use idp_core::locale::Locale;
use minijinja::Value;

use crate::asset::Asset;
use crate::check;
use crate::fault::{Fault, RenderError, ThemeError};
use crate::frame::Frame;
use crate::layers::Layers;
use crate::page::Page;
use crate::page::context::{self, Language};
use crate::page::scripts;
use crate::templates::Templates;
use crate::values::Values;
use crate::words::Words;

/// A theme, ready to render.
pub struct Theme {
    values: Arc<Values>,
    templates: HashMap<Locale, Templates>,
    stylesheet: Asset,
    icon: Asset,
    script: Asset,
}

impl Theme {
    /// Loads a built-in theme: `neutral` or `koop`.
    pub fn load(name: &str) -> Result<Self, ThemeError> {
        Self::from_layers(&Layers::embedded(name)?)
    }

    /// Loads a directory whose files lie on top of `neutral`.
    pub fn from_dir(path: &Path) -> Result<Self, ThemeError> {
        Self::from_layers(&Layers::directory(path)?)
    }

    fn from_layers(layers: &Layers) -> Result<Self, ThemeError> {
        let values = Arc::new(Values::load(layers)?);
        // Tokens add up, so that a theme names only the colours it changes; the rules follow them.
        let tokens: String = layers.all("styles/tokens.css").map(|file| file.text).collect();
        let stylesheet = Asset::stylesheet(tokens + layers.top("styles/page.css")?.text);
        let icon = Asset::icon(layers.top("icon.svg")?.text.to_owned());
        let mut words = Vec::new();
        for locale in Locale::ALL {
            words.push((locale, Arc::new(Words::load(layers, locale).map_err(ThemeError::Faults)?)));
        }
        nothing(check::words(layers, &words))?;
        let mut templates = HashMap::new();
        for (locale, words) in words {
            let loaded = Templates::load(layers, words, &values, &stylesheet, &icon);
            templates.insert(locale, loaded.map_err(ThemeError::Faults)?);
        }
        let script = Asset::script(scripts::PASSKEY);
        let theme = Self { values, templates, stylesheet, icon, script };
        nothing(check::renders(&theme))?;
        Ok(theme)
    }

    /// Renders a page.
    pub fn render(&self, page: &Page, frame: &Frame) -> Result<String, RenderError> {
        let templates = self.speak(frame.locale)?;
        let mut languages = Vec::new();
        for (locale, link) in context::others(frame) {
            let name = self.speak(locale)?.say("language-name", &[])?;
            languages.push(Language { tag: locale.tag(), name, link });
        }
        let script = page.asks_passkey().then_some(self.script.path.as_str());
        let context = context::context(templates, page, frame, &languages, script)?;
        templates.render(&page.template(), context)
    }

    /// Renders a template that is no page: a part of a message.
    pub(crate) fn render_part(&self, template: &str, locale: Locale, context: Value) -> Result<String, RenderError> {
        self.speak(locale)?.render(template, context)
    }

    /// The name of the service: in titles and texts, and for the label in the authenticator app.
    pub fn service(&self) -> &str {
        &self.values.service
    }

    /// The stylesheet of every page.
    pub fn stylesheet(&self) -> &Asset {
        &self.stylesheet
    }

    /// The icon of every page.
    pub fn icon(&self) -> &Asset {
        &self.icon
    }

    /// The script of the pages that ask for a passkey: see [`Page::asks_passkey`].
    pub fn script(&self) -> &Asset {
        &self.script
    }

    /// The file to be served at this path.
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        [&self.stylesheet, &self.icon, &self.script].into_iter().find(|asset| asset.path == path)
    }

    pub(crate) fn speak(&self, locale: Locale) -> Result<&Templates, RenderError> {
        let unspoken = || RenderError(Fault::new("locales", None, format!("there is no {}.ftl", locale.tag())));
        self.templates.get(&locale).ok_or_else(unspoken)
    }
}

fn nothing(faults: Vec<Fault>) -> Result<(), ThemeError> {
    if faults.is_empty() { Ok(()) } else { Err(ThemeError::Faults(faults)) }
}
