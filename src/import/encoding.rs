//! The characters of a text file, which may be older than UTF-8.

use encoding_rs::{MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

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

/// Signs that texts have.
const USUAL: &str = "\u{a0}\u{2018}\u{2019}\u{201c}\u{201d}\u{2013}\u{2014}\u{2026}\u{2022}\u{a7}\u{b6}\u{ae}\u{a9}\u{2122}\u{20ac}\u{a3}\u{b0}\u{b1}\u{ab}\u{bb}\u{b2}\u{b3}\u{b9}\u{bd}\u{bc}\u{d7}\u{2020}\u{b7}";

/// The characters of a text file, with `\n` alone at the ends of lines.
///
/// # Errors
///
/// It is no text.
pub(super) fn text(bytes: &[u8], remarks: &mut Vec<Remark>) -> Result<String, String> {
    let text = match decode(bytes.to_vec()) {
        Ok(decoded) if decoded.faults.is_empty() => decoded.text,
        Ok(_) => {
            let (text, name) = old(bytes);
            let message = format!(
                "it is not in UTF-8 and was read as {name}; check its letters with accents, its quotation marks and dashes"
            );
            remarks.push(Remark::open(Place::File, message));
            text
        }
        Err(Undecodable::Utf16) => utf16(bytes),
        Err(_) => return Err("is not a text; import takes .md, .txt and .docx files".to_owned()),
    };
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    let text = with_line_feeds(text);
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

/// A text with `\n` alone at the ends of its lines.
fn with_line_feeds(text: &str) -> String {
    // A program that adds a carriage return to each line feed may do it twice.
    let text = text.replace("\r\r\n", "\n").replace("\r\n", "\n");
    text.replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}'], "\n").replace('\u{2029}', "\n\n")
}

/// The characters of a text with one byte for each, and the name of its encoding: that in which fewer of them are odd.
fn old(bytes: &[u8]) -> (String, &'static str) {
    let [windows, mac] = [WINDOWS_1252, MACINTOSH]
        .map(|encoding| encoding.decode_without_bom_handling(bytes).0.into_owned());
    // Only old systems of that maker ended lines so.
    let is_old = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    if odd(&mac) < odd(&windows) + usize::from(is_old) {
        (mac, "Mac OS Roman")
    } else {
        (windows, "Windows-1252")
    }
}

/// How many characters of a text are where none of a word or between words is.
fn odd(text: &str) -> usize {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    let mut count = 0;
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let is_odd = match c {
            c if c.is_ascii() => false,
            // Letters are in words, and capitals only at their starts, or among others.
            c if c.is_lowercase() => !before.is_alphabetic() && !after.is_alphabetic(),
            c if c.is_uppercase() => {
                before.is_lowercase() || !after.is_alphabetic() && !before.is_uppercase()
            }
            c => !USUAL.contains(c),
        };
        count += usize::from(is_odd);
        before = c;
    }
    count
}

fn utf16(bytes: &[u8]) -> String {
    let is_big = bytes.starts_with(&[0xfe, 0xff]) || bytes.first() == Some(&0);
    let encoding = if is_big { UTF_16BE } else { UTF_16LE };
    encoding.decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn old_encodings_are_told_apart_by_what_makes_words() {
        for (text, plain) in [
            (
                &b"The desk\xd5s \xd2new\xd3 rules \xd0 Zo\x91"[..],
                "The desk\u{2019}s \u{201c}new\u{201d} rules \u{2013} Zo\u{eb}",
            ),
            (b"caf\x8e\rnew", "caf\u{e9}\nnew"),
            (
                b"The desk\x92s \x93new\x94 rules \x96 Zo\xeb",
                "The desk\u{2019}s \u{201c}new\u{201d} rules \u{2013} Zo\u{eb}",
            ),
            (b"\xc9cole, \xc4rger, \x805", "\u{c9}cole, \u{c4}rger, \u{20ac}5"),
            (b"caf\xe9\r\nnew", "caf\u{e9}\nnew"),
            (b"a\r\r\nb\rc\nd", "a\nb\nc\nd"),
        ] {
            assert_eq!(super::text(text, &mut Vec::new()).as_deref(), Ok(plain));
        }
    }
}
