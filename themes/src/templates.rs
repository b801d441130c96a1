//! The templates of one language: an environment in which `t("key", name=value)` says a message and everything is
//! escaped.

use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use crate::asset::Asset;
use crate::fault::{Fault, RenderError};
use crate::layers::Layers;
use crate::qr::qr;
use crate::values::Values;
use crate::words::Words;

/// The templates and words of one language.
pub(crate) struct Templates {
    environment: Environment<'static>,
    words: Arc<Words>,
    values: Arc<Values>,
}

impl Templates {
    pub(crate) fn load(
        layers: &Layers,
        words: Arc<Words>,
        values: &Arc<Values>,
        stylesheet: &Asset,
        icon: &Asset,
    ) -> Result<Self, Vec<Fault>> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // Debug output quotes values, and values are people's.
        environment.set_debug(false);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.map_err(|error| vec![fault("templates", &error)])?);
        environment.add_function("qr", qr);
        environment.add_function("t", translator(&words, values));
        environment.add_global("theme", Value::from(Serde(values.as_ref())));
        environment.add_global("stylesheet", stylesheet.path.as_str());
        environment.add_global("icon", icon.path.as_str());
        let mut faults = Vec::new();
        for name in layers.templates() {
            let added = layers.top(&format!("templates/{name}")).and_then(|file| {
                let source = file.text.to_owned();
                environment.add_template_owned(name.to_owned(), source).map_err(|error| fault(&file.name, &error))
            });
            faults.extend(added.err());
        }
        if faults.is_empty() { Ok(Self { environment, words, values: Arc::clone(values) }) } else { Err(faults) }
    }

    /// Renders a template.
    pub(crate) fn render(&self, name: &str, context: Value) -> Result<String, RenderError> {
        let rendered = self.environment.get_template(name).and_then(|template| template.render(context));
        rendered.map_err(|error| {
            let file = format!("templates/{}", error.name().unwrap_or(name));
            RenderError(fault(&file, &error))
        })
    }

    /// Says a message outside of a template.
    pub(crate) fn say(&self, key: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> Result<String, RenderError> {
        let mut all = names(&self.values);
        for (name, value) in arguments {
            all.set(*name, value.clone());
        }
        self.words.say(key, &all).map_err(|what| RenderError(Fault::new("locales", None, what)))
    }
}

/// The template function `t`. Every message may use the names of the theme.
fn translator(words: &Arc<Words>, values: &Arc<Values>) -> impl Fn(&str, Kwargs) -> Result<String, Error> + use<> {
    let (words, values) = (Arc::clone(words), Arc::clone(values));
    move |key, given| {
        let mut arguments = names(&values);
        for name in given.args() {
            let value: Value = given.get(name)?;
            let number = if value.is_number() { value.as_i64() } else { None };
            arguments
                .set(name.to_owned(), number.map_or_else(|| FluentValue::from(value.to_string()), FluentValue::from));
        }
        words.say(key, &arguments).map_err(|what| Error::new(ErrorKind::InvalidOperation, what))
    }
}

fn names(values: &Values) -> FluentArgs<'static> {
    let mut names = FluentArgs::new();
    names.set("service", values.service.clone());
    names.set("organisation", values.organisation.clone());
    names
}

fn fault(file: &str, error: &Error) -> Fault {
    Fault::new(file, error.line(), error.detail().map_or_else(|| error.kind().to_string(), str::to_owned))
}
