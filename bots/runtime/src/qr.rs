//! Pictures of QR codes.

use amends_core::effect::Refusal;
use fast_qr::{ECL, QRBuilder, convert::svg::SvgBuilder};

use crate::port::SendError;

/// A QR code that holds this text, as SVG, readable with a quarter of it dirty or torn: it hangs at
/// tills and lies on tables.
pub(crate) fn picture(text: &str) -> Result<String, SendError> {
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
        let drawn = picture(link).unwrap();
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>"), "{drawn}");
        assert!(!drawn.contains(link), "nothing is written beside the code");
        assert_ne!(drawn, picture("https://t.me/luma_cafe_bot?start=q_till2_A").unwrap());
        assert_eq!(picture(&"x".repeat(8_000)), Err(SendError::Refused(Refusal::TooLarge)));
    }
}
