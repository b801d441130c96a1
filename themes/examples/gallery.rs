//! Writes every sample of every page, and a mail, as files to be looked at:
//! `cargo run -p idp-themes --example gallery -- DIRECTORY [THEME]`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use std::sync::Arc;

use idp_core::locale::Locale;
use idp_core::message::Message;
use idp_core::port::Messages;
use idp_themes::page::samples;
use idp_themes::{Asset, MessageWords, Theme};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().ok_or("name the directory to write to")?);
    let theme = Arc::new(Theme::load(arguments.next().as_deref().unwrap_or("koop"))?);
    let messages = MessageWords::new(Arc::clone(&theme), "login.example.nl".to_owned(), None);
    fs::create_dir_all(&directory)?;
    for asset in [theme.stylesheet(), theme.icon()] {
        fs::write(directory.join(file_name(asset)), &asset.content)?;
    }
    for locale in Locale::ALL {
        for sample in samples::all() {
            let html = theme.render(&sample.page, &samples::frame(locale))?;
            fs::write(directory.join(format!("{}.{}.html", sample.name, locale.tag())), beside(&theme, &html))?;
        }
        let mail = messages.render(&Message::AuthenticatorAdded, locale)?;
        fs::write(directory.join(format!("mail.{}.html", locale.tag())), mail.html.unwrap_or_default())?;
    }
    Ok(())
}

/// Pages link to `/static/...`; in the gallery the files lie beside them. The slash is escaped in an attribute.
fn beside(theme: &Theme, html: &str) -> String {
    [theme.stylesheet(), theme.icon()]
        .into_iter()
        .fold(html.to_owned(), |html, asset| html.replace(&asset.path.replace('/', "&#x2f;"), file_name(asset)))
}

fn file_name(asset: &Asset) -> &str {
    Path::new(&asset.path).file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
