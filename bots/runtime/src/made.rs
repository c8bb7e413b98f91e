//! Files of ours, made when they are sent.

use amends_core::effect::{Document, Made, Refusal};
use fast_qr::{ECL, QRBuilder, convert::svg::SvgBuilder};

use crate::port::{File, SendError};

/// A file as it is sent.
pub(crate) fn file(document: &Document) -> Result<File, SendError> {
    let Document { name, mime, made } = document;
    let text = match made {
        Made::Text(text) => text.clone(),
        Made::Qr(text) => qr(text)?,
    };
    Ok(File { name: name.clone(), mime: Some(mime.clone()), bytes: text.into_bytes() })
}

/// A QR code that holds this text, as SVG, readable with a quarter of it dirty or torn: it hangs at
/// tills and lies on tables.
fn qr(text: &str) -> Result<String, SendError> {
    let code = QRBuilder::new(text).ecl(ECL::Q).build();
    let code = code.map_err(|_| SendError::Refused(Refusal::TooLarge))?;
    Ok(SvgBuilder::default().to_str(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_picture() {
        let link = "https://t.me/luma_cafe_bot?start=q_sixteen-letters-_AAAAAAAAAAAAAAAA";
        let picture = qr(link).unwrap();
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>"), "{picture}");
        assert!(!picture.contains(link), "nothing is written beside the code");
        assert_ne!(picture, qr("https://t.me/luma_cafe_bot?start=q_till2_A").unwrap());
        assert_eq!(qr(&"x".repeat(8_000)), Err(SendError::Refused(Refusal::TooLarge)));
    }
}
