//! The words of one language: Fluent messages, the theme's over neutral's.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::Entry;
use idp_core::locale::Locale;
use unic_langid::LanguageIdentifier;

use crate::fault::Fault;
use crate::layers::{File, Layers};

/// The words of one language.
pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
    /// Every message, with the file that has it last.
    keys: BTreeMap<String, String>,
}

impl Words {
    /// Reads the language in every layer.
    pub(crate) fn load(layers: &Layers, locale: Locale) -> Result<Self, Vec<Fault>> {
        let language: LanguageIdentifier =
            locale.tag().parse().map_err(|_| vec![Fault::new(path(locale), None, "this is no language tag")])?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks that keep directions of writing apart are noise in an SMS and in a title; we write one direction only.
        bundle.set_use_isolating(false);
        let mut keys = BTreeMap::new();
        for file in layers.all(&path(locale)) {
            let resource = FluentResource::try_new(file.text.to_owned()).map_err(|(_, errors)| {
                errors
                    .iter()
                    .map(|error| Fault::new(&file.name, line(&file, error.pos.start), error.to_string()))
                    .collect::<Vec<_>>()
            })?;
            for key in messages(&resource) {
                keys.insert(key, file.name.clone());
            }
            bundle.add_resource_overriding(resource);
        }
        Ok(Self { bundle, keys })
    }

    /// Says a message. The error says what is wrong with it.
    pub(crate) fn say(&self, key: &str, arguments: &FluentArgs<'_>) -> Result<String, String> {
        let message = self.bundle.get_message(key).and_then(|message| message.value());
        let pattern = message.ok_or_else(|| format!("there is no message {key}; add it to the files in locales/"))?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(arguments), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => Err(format!("the message {key} cannot be said: {error}")),
        }
    }

    /// The messages that one language has and the other lacks: one fault each.
    pub(crate) fn compare(&self, locale: Locale, other: &Self, of: Locale) -> Vec<Fault> {
        self.lacking(locale, other, of).chain(other.lacking(of, self, locale)).collect()
    }

    fn lacking(&self, locale: Locale, other: &Self, of: Locale) -> impl Iterator<Item = Fault> {
        self.keys.iter().filter(|(key, _)| !other.keys.contains_key(*key)).map(move |(key, file)| {
            let what = format!("the message {key} is missing; it is in {file}, so translate it here as well");
            Fault::new(file.replace(&path(locale), &path(of)), None, what)
        })
    }

    /// The messages of a theme that neutral does not have and no template names: misspelt, most likely.
    pub(crate) fn strangers(layers: &Layers, locale: Locale) -> Vec<Fault> {
        let path = path(locale);
        let mut files = layers.all(&path);
        let known = files.next().map(|neutral| keys(&neutral)).unwrap_or_default();
        let templates = layers.templates().into_iter().filter_map(|name| layers.top(&format!("templates/{name}")).ok());
        let templates: String = templates.map(|file| file.text).collect();
        let mut faults = Vec::new();
        for file in files {
            for key in keys(&file) {
                if !known.contains(&key) && !templates.contains(&format!("\"{key}\"")) {
                    let line = file.text.lines().position(|line| line.starts_with(&key)).map(|index| index + 1);
                    let what = format!("neutral has no message {key}; correct the name or remove it");
                    faults.push(Fault::new(&file.name, line, what));
                }
            }
        }
        faults
    }
}

fn path(locale: Locale) -> String {
    format!("locales/{}.ftl", locale.tag())
}

fn keys(file: &File<'_>) -> Vec<String> {
    match FluentResource::try_new(file.text.to_owned()) {
        Ok(resource) | Err((resource, _)) => messages(&resource).collect(),
    }
}

fn messages(resource: &FluentResource) -> impl Iterator<Item = String> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    })
}

fn line(file: &File<'_>, position: usize) -> usize {
    file.text.bytes().take(position).filter(|byte| *byte == b'\n').count() + 1
}
