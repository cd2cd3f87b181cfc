//! Pictures of pixels, read to their end without ever holding what a small file can blow up to.

use std::io::{Cursor, Read};

use flate2::read::ZlibDecoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, metadata::Orientation};

use super::picture_fault::{MAX_NOTES, MAX_PIXELS, MAX_SCANS, PictureFault};

/// What a decoder means, whatever its words are.
const DAMAGED: &str = "the file is damaged, or ends too soon";
/// The most memory that a decoder of PNG takes besides the rows of the picture.
const PNG_MEMORY: usize = 64 * 1024 * 1024;

/// The width and height of a PNG in pixels as they are shown, and the density that it states. Its rows are decoded and
/// dropped, and what else is in it is skipped.
pub(super) fn png(bytes: &[u8]) -> Result<(u32, u32, Option<png::PixelDimensions>), PictureFault> {
    let broken =
        |_: png::DecodingError| PictureFault::Broken { kind: "PNG", reason: DAMAGED.to_owned() };
    if has_too_many_notes(bytes) {
        return Err(PictureFault::TooManyNotes);
    }
    let limits = png::Limits { bytes: PNG_MEMORY };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(broken)?;
    let (width, height) = (header.width, header.height);
    verify_pixels(width, height)?;
    let mut reader = decoder.read_info().map_err(broken)?;
    while reader.next_row().map_err(broken)?.is_some() {}
    let info = reader.info();
    let orientation = info.exif_metadata.as_deref().and_then(Orientation::from_exif_chunk);
    let (width, height) = turned(width, height, orientation);
    Ok((width, height, info.pixel_dims))
}

/// Whether the texts and profiles in a PNG are longer than [`MAX_NOTES`] when they are unpacked, as programs that show
/// the picture do.
fn has_too_many_notes(bytes: &[u8]) -> bool {
    let mut left = MAX_NOTES;
    chunks(bytes).any(|(kind, content)| {
        let length = content.len() as u64;
        let packed = match &kind {
            b"zTXt" | b"iCCP" => packed_after(content, 1),
            b"iTXt" => packed_text(content),
            b"tEXt" | b"eXIf" => None,
            _ => return false,
        };
        let length = match packed {
            Some(packed) => unpacked_length(packed, left),
            None => length,
        };
        let rest = left.checked_sub(length);
        left = rest.unwrap_or_default();
        rest.is_none()
    })
}

/// The chunks of a PNG: the name and the content of each.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let content = after.get(..length)?;
        // Four bytes of a checksum follow.
        rest = after.get(length + 4..).unwrap_or_default();
        Some((*kind, content))
    })
}

/// What is packed after a name, its end, and some more bytes.
fn packed_after(content: &[u8], more: usize) -> Option<&[u8]> {
    let end = memchr::memchr(0, content)?;
    content.get(end + 1 + more..)
}

/// What is packed in an international text: after its name come a flag, a method, a language and a name in it.
fn packed_text(content: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(0, content)?;
    if content.get(end + 1) != Some(&1) {
        return None;
    }
    let rest = packed_after(content, 2)?;
    packed_after(packed_after(rest, 0)?, 0)
}

/// How long a packed text is, as far as it matters.
fn unpacked_length(packed: &[u8], most: u64) -> u64 {
    let mut unpacked = ZlibDecoder::new(packed).take(most + 1);
    std::io::copy(&mut unpacked, &mut std::io::sink()).unwrap_or_default()
}

/// The width and height of a JPEG in pixels as they are shown, after decoding it.
pub(super) fn jpeg(bytes: &[u8]) -> Result<(u32, u32), PictureFault> {
    // In the data of a scan no marker can be by chance (ITU T.81, B.1.1).
    let scans = memchr::memmem::find_iter(bytes, &[0xff, 0xda]).count();
    if scans > MAX_SCANS {
        return Err(PictureFault::TooManyScans { scans });
    }
    let broken = |reason: String| PictureFault::Broken { kind: "JPEG", reason };
    let unread = |_: image::ImageError| broken(DAMAGED.to_owned());
    let reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let mut decoder = reader.into_decoder().map_err(unread)?;
    let (width, height) = decoder.dimensions();
    verify_pixels(width, height)?;
    let orientation = decoder.orientation().ok();
    DynamicImage::from_decoder(decoder).map_err(unread)?;
    // The decoder fills up what is missing with gray, so the last scan must have an end of image after it.
    let last = |marker: [u8; 2]| memchr::memmem::rfind(bytes, &marker);
    if last([0xff, 0xd9]) < last([0xff, 0xda]) {
        return Err(broken("the file ends too soon".to_owned()));
    }
    Ok(turned(width, height, orientation))
}

fn verify_pixels(width: u32, height: u32) -> Result<(), PictureFault> {
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureFault::TooManyPixels { width, height });
    }
    Ok(())
}

/// The width and height as they are shown.
fn turned(width: u32, height: u32, orientation: Option<Orientation>) -> (u32, u32) {
    let is_turned = matches!(
        orientation,
        Some(
            Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH
        )
    );
    if is_turned { (height, width) } else { (width, height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG of one pixel with `notes` chunks of a kind, each of `length` spaces, packed.
    fn with_notes(kind: [u8; 4], notes: usize, length: usize) -> Vec<u8> {
        use flate2::{Compression, write::ZlibEncoder};
        use std::io::Write;
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        assert!(packed.write_all(&vec![b' '; length]).is_ok());
        let packed = packed.finish().unwrap_or_default();
        let head: &[u8] = if kind == *b"iTXt" { b"note\0\x01\0\0\0" } else { b"note\0\0" };
        let content = [head, &packed].concat();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
        encoder.set_color(png::ColorType::Grayscale);
        let written = encoder.write_header().and_then(|mut writer| {
            for _ in 0..notes {
                writer.write_chunk(png::chunk::ChunkType(kind), &content)?;
            }
            writer.write_image_data(&[0])
        });
        assert!(written.is_ok());
        bytes
    }

    #[test]
    fn what_a_picture_holds_besides_is_bounded_before_it_is_unpacked() {
        for kind in [*b"zTXt", *b"iTXt", *b"iCCP"] {
            assert!(png(&with_notes(kind, 1, 1_000_000)).is_ok());
            let name = String::from_utf8_lossy(&kind);
            assert_eq!(
                png(&with_notes(kind, 1, 17_000_000)).err(),
                Some(PictureFault::TooManyNotes),
                "{name}"
            );
            assert_eq!(
                png(&with_notes(kind, 9, 2_000_000)).err(),
                Some(PictureFault::TooManyNotes),
                "{name}"
            );
        }
    }

    #[test]
    fn a_photograph_in_a_thousand_passes_is_not_decoded() {
        let mut bytes = Vec::new();
        let picture = DynamicImage::new_rgb8(9, 9);
        assert!(picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).is_ok());
        assert_eq!(jpeg(&bytes), Ok((9, 9)));
        let scan = memchr::memmem::find(&bytes, &[0xff, 0xda]).unwrap_or_default();
        let again = bytes[scan..bytes.len() - 2].repeat(1000);
        bytes.splice(scan..scan, again);
        assert_eq!(jpeg(&bytes), Err(PictureFault::TooManyScans { scans: 1001 }));
    }
}
