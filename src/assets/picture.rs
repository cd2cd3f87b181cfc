//! Pictures as papers use them: PNG, JPEG and SVG, measured and validated.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;
use resvg::usvg::{self, fontdb::Database};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::picture_fault::DEFAULT_DPI;
use super::{drawing, raster};

pub use super::picture_fault::{
    EMU_PER_INCH, MAX_BYTES, MAX_NOTES, MAX_PARTS, MAX_PIXELS, MAX_SCANS, PictureFault,
};

/// English Metric Units in a point.
const EMU_PER_POINT: f64 = 12_700.0;
/// The pixels that a drawing gets for each of its own, where a program can't show drawings.
const RASTER_SCALE: f32 = 2.0;
/// The longest side of a drawing turned into pixels.
const MAX_RASTER_SIDE: f32 = 4000.0;

/// A picture that every format can show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What kind of file it is.
    pub kind: PictureKind,
    /// The file.
    #[serde(serialize_with = "write_bytes", deserialize_with = "read_bytes")]
    pub bytes: Arc<[u8]>,
    /// Its true width, in English Metric Units (914,400 an inch).
    pub width: u64,
    /// Its true height, in English Metric Units.
    pub height: u64,
}

/// The kinds of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PictureKind {
    /// [Portable Network Graphics](https://www.w3.org/TR/png-3/).
    Png,
    /// [JPEG](https://www.w3.org/Graphics/JPEG/jfif3.pdf).
    Jpeg,
    /// [Scalable Vector Graphics](https://www.w3.org/TR/SVG2/).
    Svg,
}

impl PictureKind {
    /// Its file extension, without a dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Svg => "svg",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }
}

impl Picture {
    /// Reads a picture to its last byte. The content decides what kind it is, not the name of the
    /// file.
    ///
    /// # Errors
    ///
    /// It is of an unknown kind, broken, or too large to be put into a page.
    pub fn read(bytes: Vec<u8>) -> Result<Self, PictureFault> {
        if bytes.len() > MAX_BYTES {
            return Err(PictureFault::TooManyBytes { bytes: bytes.len() });
        }
        let (kind, (width, height)) = match image::guess_format(&bytes) {
            Ok(ImageFormat::Png) => (PictureKind::Png, png_size(&bytes)?),
            Ok(ImageFormat::Jpeg) => (PictureKind::Jpeg, jpeg_size(&bytes)?),
            _ if drawing::is_svg(&bytes) => (PictureKind::Svg, drawing::size(&bytes)?),
            _ => return Err(PictureFault::UnknownKind),
        };
        Ok(Self { kind, bytes: bytes.into(), width, height })
    }

    /// Its true width and height, in points.
    pub fn size_in_points(&self) -> (f64, f64) {
        // Lengths on a page are far below what a double holds exactly.
        #[expect(clippy::cast_precision_loss, reason = "a page has few enough units")]
        let points = |emu: u64| emu as f64 / EMU_PER_POINT;
        (points(self.width), points(self.height))
    }

    /// The picture as an address, [RFC 2397](https://www.rfc-editor.org/rfc/rfc2397).
    pub fn data_address(&self) -> String {
        format!("data:{};base64,{}", self.kind.media_type(), STANDARD.encode(&self.bytes))
    }

    /// Whether it is a drawing whose pixels pass through filters. What these need is known only when they are at work.
    pub fn is_filtered(&self) -> bool {
        self.kind == PictureKind::Svg && memchr::memmem::find(&self.bytes, b"filter").is_some()
    }

    /// The words in a drawing that are more than ASCII, one entry for each text.
    pub fn words(&self) -> Vec<String> {
        if self.kind == PictureKind::Svg { drawing::words(&self.bytes) } else { Vec::new() }
    }

    /// The picture as PNG, for programs that can't show drawings; `fonts` are for the words in it.
    /// None if it is not a drawing or has no area.
    pub fn rasterized(&self, fonts: &Arc<Database>) -> Option<Vec<u8>> {
        if self.kind != PictureKind::Svg {
            return None;
        }
        let options = usvg::Options { fontdb: Arc::clone(fonts), ..drawing::options() };
        let tree = usvg::Tree::from_data(&self.bytes, &options).ok()?;
        let size = tree.size();
        let scale = RASTER_SCALE.min(MAX_RASTER_SIDE / size.width().max(size.height()));
        let pixels = size.to_int_size().scale_by(scale)?;
        let mut canvas = resvg::tiny_skia::Pixmap::new(pixels.width(), pixels.height())?;
        let transform = resvg::tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&tree, transform, &mut canvas.as_mut());
        canvas.encode_png().ok()
    }
}

fn write_bytes<S: Serializer>(bytes: &Arc<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

fn read_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[u8]>, D::Error> {
    Vec::deserialize(deserializer).map(Arc::from)
}

fn png_size(bytes: &[u8]) -> Result<(u64, u64), PictureFault> {
    let (width, height, density) = raster::png(bytes)?;
    Ok(match density {
        Some(density)
            if density.unit == png::Unit::Meter && density.xppu > 0 && density.yppu > 0 =>
        {
            // 39.37 inches are a meter.
            let emu = |pixels: u32, per_metre: u32| {
                u64::from(pixels) * EMU_PER_INCH * 3937 / 100 / u64::from(per_metre)
            };
            (emu(width, density.xppu), emu(height, density.yppu))
        }
        _ => (emu(width, DEFAULT_DPI), emu(height, DEFAULT_DPI)),
    })
}

fn jpeg_size(bytes: &[u8]) -> Result<(u64, u64), PictureFault> {
    let (width, height) = raster::jpeg(bytes)?;
    let (x, y) = jfif_density(bytes).unwrap_or((DEFAULT_DPI, DEFAULT_DPI));
    Ok((emu(width, x), emu(height, y)))
}

fn emu(pixels: u32, per_inch: u32) -> u64 {
    u64::from(pixels) * EMU_PER_INCH / u64::from(per_inch)
}

/// The dots in an inch in the JFIF header, which is first in the file (JFIF 1.02, "JFIF
/// Syntax"). No decoder here returns them.
fn jfif_density(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.get(..18).filter(|header| &header[2..4] == b"\xff\xe0")?;
    let header =
        header.strip_prefix(b"\xff\xd8")?.get(4..).filter(|rest| rest.starts_with(b"JFIF\0"))?;
    let number = |at: usize| u32::from(u16::from_be_bytes([header[at], header[at + 1]]));
    let (x, y) = (number(8), number(10));
    let (x, y) = match header[7] {
        1 => (x, y),
        // Dots in a centimeter.
        2 => (x * 254 / 100, y * 254 / 100),
        _ => return None,
    };
    (x > 0 && y > 0).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::DynamicImage;

    use super::*;

    /// A picture of `width` × `height` white pixels.
    fn bytes(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = DynamicImage::new_rgb8(width, height);
        picture.write_to(&mut Cursor::new(&mut bytes), format).map(|()| bytes).unwrap_or_default()
    }

    fn size(bytes: Vec<u8>) -> Option<(u64, u64)> {
        Picture::read(bytes).ok().map(|picture| (picture.width, picture.height))
    }

    #[test]
    fn a_picture_without_density_has_96_dots_an_inch() {
        let inch = EMU_PER_INCH;
        assert_eq!(size(bytes(96, 192, ImageFormat::Png)), Some((inch, 2 * inch)));
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="2in"/>"#;
        assert_eq!(size(svg.as_bytes().to_vec()), Some((inch, 2 * inch)));
    }

    #[test]
    fn a_picture_states_its_density() {
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 300, 300);
        let (xppu, yppu, unit) = (11811, 5906, png::Unit::Meter);
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu, yppu, unit }));
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&vec![0; 300 * 300]));
        assert!(written.is_ok());
        let near = |size: u64, inches: u64| size.abs_diff(inches * EMU_PER_INCH) < 200;
        assert!(size(png).is_some_and(|(width, height)| near(width, 1) && near(height, 2)));
        let mut jpeg = bytes(300, 300, ImageFormat::Jpeg);
        jpeg[13..18].copy_from_slice(&[1, 1, 44, 0, 150]);
        assert_eq!(size(jpeg), Some((EMU_PER_INCH, 2 * EMU_PER_INCH)));
    }

    #[test]
    fn what_can_t_be_shown_has_a_reason() {
        let fault = |bytes: Vec<u8>| Picture::read(bytes).err();
        assert_eq!(fault(b"GIF89a".to_vec()), Some(PictureFault::UnknownKind));
        assert_eq!(fault(Vec::new()), Some(PictureFault::UnknownKind));
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let mut half = bytes(200, 200, format);
            half.truncate(half.len() / 2);
            assert!(matches!(fault(half), Some(PictureFault::Broken { .. })), "{format:?}");
        }
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="10"><g></svg>"#;
        assert!(matches!(fault(svg.to_vec()), Some(PictureFault::Broken { kind: "SVG", .. })));
        assert!(fault(vec![0; MAX_BYTES + 1]).is_some_and(|fault| fault.is_size()));
    }

    #[test]
    fn the_words_in_a_drawing_are_those_of_its_texts() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><title>\u{6e2f}</title>\
                   <text>a <tspan>\u{6e2f}</tspan>&#x53e3;</text><text>plain</text></svg>";
        let words = Picture::read(svg.as_bytes().to_vec()).map(|picture| picture.words());
        assert_eq!(words, Ok(vec!["a \u{6e2f}\u{53e3}".to_owned()]));
    }

    #[test]
    fn a_drawing_becomes_pixels() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>"#;
        let picture = Picture::read(svg.as_bytes().to_vec()).ok();
        let png =
            picture.and_then(|picture| picture.rasterized(&Arc::default())).unwrap_or_default();
        assert_eq!(raster::png(&png).map(|(width, height, _)| (width, height)), Ok((60, 40)));
    }
}
