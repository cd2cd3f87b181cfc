//! The characters of a text file, which may be older than UTF-8.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::piece::Place;
use super::remark::Remark;
use crate::text::source::{BYTE_ORDER_MARK, Undecodable, decode};

/// What UTF-8 looks like that was read as Windows-1252: the letters that the first bytes of characters become.
const GARBLED: [&str; 8] = [
    "\u{e2}\u{20ac}",
    "\u{c3}\u{a9}",
    "\u{c3}\u{ab}",
    "\u{c3}\u{b1}",
    "\u{c3}\u{bc}",
    "\u{c2}\u{a0}",
    "\u{c3}\u{b6}",
    "\u{e2}\u{201a}\u{ac}",
];

/// The characters of a text file, with `\n` alone at the ends of lines.
///
/// # Errors
///
/// It is no text.
pub(super) fn text(bytes: &[u8], remarks: &mut Vec<Remark>) -> Result<String, String> {
    let text = match decode(bytes.to_vec()) {
        Ok(decoded) if decoded.faults.is_empty() => decoded.text,
        Ok(_) => {
            let message = "it is not in UTF-8 and was read as Windows-1252; check its letters with accents, its quotation marks and dashes";
            remarks.push(Remark::open(Place::File, message));
            WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
        }
        Err(Undecodable::Utf16) => utf16(bytes),
        Err(_) => return Err("is not a text; import takes .md, .txt and .docx files".to_owned()),
    };
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{c}'], "\n");
    let garbled = GARBLED.iter().filter_map(|it| text.find(it)).min();
    if let Some(at) = garbled {
        let line = text[..at].matches('\n').count() + 1;
        let word = text[at..].split_whitespace().next().unwrap_or_default();
        let message = format!(
            "`{word}` looks like UTF-8 that another program read as Windows-1252; it was not changed, so correct the text where it came from"
        );
        remarks.push(Remark::open(Place::Line(line), message));
    }
    Ok(text)
}

fn utf16(bytes: &[u8]) -> String {
    let is_big = bytes.starts_with(&[0xfe, 0xff]) || bytes.first() == Some(&0);
    let encoding = if is_big { UTF_16BE } else { UTF_16LE };
    encoding.decode(bytes).0.into_owned()
}
