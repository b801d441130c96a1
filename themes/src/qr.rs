//! QR codes as inline SVG: no image to fetch, sharp at every size, and always black on white with its quiet zone, also
//! where the browser chooses the colours.

use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};
use minijinja::{Error, ErrorKind, HtmlEscape, Value};

/// The template function `qr(text, label)`. The only markup that a template gets ready made.
pub(crate) fn qr(text: &str, label: &str) -> Result<Value, Error> {
    // The cause is left out: it may quote the text, which may hold a key.
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_| Error::new(ErrorKind::InvalidOperation, "the text is too long for a QR code"))?;
    let svg = SvgBuilder::default().margin(4).to_str(&code);
    let label = HtmlEscape(label);
    let named = format!(r#"<svg class="qr" role="img" aria-label="{label}" shape-rendering="crispEdges""#);
    Ok(Value::from_safe_string(svg.replacen("<svg", &named, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_markup_with_a_name_and_without_styles() {
        let svg = qr("otpauth://totp/x?secret=\"<a>\"", "De \"<b>\"").expect("a code").to_string();
        assert!(svg.starts_with("<svg class=\"qr\" role=\"img\" aria-label=\"De "), "{svg}");
        assert!(!svg.contains("<b>") && !svg.contains("<a>") && !svg.contains("style"), "{svg}");
    }
}
