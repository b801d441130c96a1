//! What a theme must pass before it is used: every language says the same things, and everything renders.

use std::sync::Arc;

use idp_core::locale::Locale;

use crate::fault::Fault;
use crate::frame::Frame;
use crate::layers::Layers;
use crate::messages;
use crate::page::samples;
use crate::theme::Theme;
use crate::words::Words;

/// Every language has the messages of the first, and a theme changes only messages that there are.
pub(crate) fn words(layers: &Layers, languages: &[(Locale, Arc<Words>)]) -> Vec<Fault> {
    let strangers = Locale::ALL.into_iter().flat_map(|locale| Words::strangers(layers, locale));
    let pairs = languages.iter().zip(languages.iter().skip(1));
    let missing = pairs.flat_map(|((locale, words), (of, other))| words.compare(*locale, other, *of));
    strangers.chain(missing).collect()
}

/// Every page renders with every sample, in full and with nothing around it, and so does every message.
pub(crate) fn renders(theme: &Theme) -> Vec<Fault> {
    let mut faults = Vec::new();
    for locale in Locale::ALL {
        for sample in samples::all() {
            for frame in [samples::frame(locale), Frame::new(locale)] {
                faults.extend(theme.render(&sample.page, &frame).err().map(Fault::from));
            }
        }
        for message in messages::samples() {
            for environment in [None, Some("test")] {
                let rendered = messages::render(theme, "login.example.nl", environment, &message, locale);
                faults.extend(rendered.err().map(Fault::from));
            }
        }
    }
    // One mistake in the layout is not a hundred faults.
    faults.sort_by(|a, b| (&a.file, a.line, &a.what).cmp(&(&b.file, b.line, &b.what)));
    faults.dedup();
    faults
}
