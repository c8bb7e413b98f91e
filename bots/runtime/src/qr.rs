//! Pictures of QR codes, readable with a quarter of them dirty or torn: they hang at tills and lie on
//! tables.

use amends_core::effect::Refusal;
use fast_qr::{ECL, QRBuilder, QRCode, convert::svg::SvgBuilder};
use png::{BitDepth, ColorType, Encoder};

use crate::port::SendError;

/// The side of a square of the code, in pixels.
const SQUARE: usize = 16;
/// The white frame around it, in squares: readers need it.
const FRAME: usize = 4;

/// A QR code that holds this text, as SVG; nothing if it is too long for one.
pub fn svg(text: &str) -> Option<String> {
    Some(SvgBuilder::default().to_str(&code(text)?))
}

/// A QR code that holds this text, as PNG; nothing if it is too long for one.
///
/// # Panics
///
/// Never: a picture can always be written to memory.
pub fn png(text: &str) -> Option<Vec<u8>> {
    let code = code(text)?;
    let side = (code.size + 2 * FRAME) * SQUARE;
    let is_dark = |x: usize, y: usize| {
        let (x, y) = ((x / SQUARE).checked_sub(FRAME)?, (y / SQUARE).checked_sub(FRAME)?);
        (x < code.size && y < code.size).then(|| code[y][x].value())
    };
    // A row is as many whole bytes as it takes, a bit for a pixel, and a bit that is set is white.
    let bytes = side.div_ceil(8);
    let mut rows = vec![0xff_u8; bytes * side];
    for (y, row) in rows.chunks_mut(bytes).enumerate() {
        for x in (0..side).filter(|x| is_dark(*x, y) == Some(true)) {
            row[x / 8] &= !(0x80 >> (x % 8));
        }
    }
    let mut drawn = Vec::new();
    let side = u32::try_from(side).expect("the largest code has 177 squares");
    let mut encoder = Encoder::new(&mut drawn, side, side);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    let mut writer = encoder.write_header().expect("memory takes everything");
    writer.write_image_data(&rows).expect("the rows are as long as the header says");
    writer.finish().expect("memory takes everything");
    Some(drawn)
}

/// The same for a file that is sent.
pub(crate) fn picture(text: &str) -> Result<Vec<u8>, SendError> {
    png(text).ok_or(SendError::Refused(Refusal::TooLarge))
}

fn code(text: &str) -> Option<QRCode> {
    QRBuilder::new(text).ecl(ECL::Q).build().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use rqrr::PreparedImage;

    use super::*;

    const LINK: &str = "https://t.me/luma_cafe_bot?start=q_sixteen-letters-_AAAAAAAAAAAAAAAA";

    /// What a camera would read from a square picture.
    fn read(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> String {
        let grey = |x, y| if is_dark(x, y) { 0 } else { 255 };
        let mut picture = PreparedImage::prepare_from_greyscale(side, side, grey);
        let codes = picture.detect_grids();
        let [code] = codes.as_slice() else { panic!("{} codes", codes.len()) };
        code.decode().unwrap().1
    }

    #[test]
    fn the_png_reads_back_as_the_link() {
        for link in [LINK, "https://t.me/b?start=q_t_AAAAAAAAAAAAAAAA"] {
            let mut reader =
                png::Decoder::new(Cursor::new(png(link).unwrap())).read_info().unwrap();
            let mut rows = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut rows).unwrap();
            assert!(info.width == info.height && 400 < info.width, "{info:?}");
            let (bytes, side) = (info.line_size, usize::try_from(info.width).unwrap());
            let is_dark = |x: usize, y: usize| rows[y * bytes + x / 8] & (0x80 >> (x % 8)) == 0;
            assert_eq!(read(side, is_dark), link);
        }
    }

    #[test]
    fn the_svg_reads_back_as_the_link() {
        let drawn = svg(LINK).unwrap();
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>"), "{drawn}");
        assert!(!drawn.contains(LINK), "nothing is written beside the code");
        let (_, rest) = drawn.split_once("viewBox=\"0 0 ").unwrap();
        let side: usize = rest.split(' ').next().unwrap().parse().unwrap();
        // Each dark square is drawn as `Mx,yh1v1h-1`.
        let dark: Vec<(usize, usize)> = drawn
            .split('M')
            .filter_map(|square| square.split_once("h1v1h-1")?.0.split_once(','))
            .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
            .collect();
        assert_eq!(read(side * 4, |x, y| dark.contains(&(x / 4, y / 4))), LINK);
    }

    #[test]
    fn what_is_too_long_is_not_drawn() {
        let long = "x".repeat(8_000);
        assert_eq!((svg(&long), png(&long)), (None, None));
        assert_eq!(picture(&long), Err(SendError::Refused(Refusal::TooLarge)));
    }
}
