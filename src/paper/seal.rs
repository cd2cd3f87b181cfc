//! The seal of a published paper: a hash that reveals any later change to its text.
//!
//! It covers the text as an author sees it. Line ends, a byte order mark and blank lines at the end
//! change with editors and checkouts and mean nothing, so they are left out. The pictures that the text shows have
//! [seals](PictureSeals) of their own.

mod pictures;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::text::source::Span;

pub use pictures::PictureSeals;

/// The SHA-256 of a paper's [canonical] text, as [`sha256sum`] prints it: 64 hexadecimal digits in
/// lowercase.
///
/// [`sha256sum`]: https://www.gnu.org/software/coreutils/sha256sum
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seal(String);

impl Seal {
    /// The seal of `text`, a paper's source.
    pub fn of(text: &str) -> Self {
        Self(hex(&Sha256::digest(canonical(text).as_bytes())))
    }

    /// The seal of another file: of its text, which a checkout may give other line ends, or of its bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        std::str::from_utf8(bytes).map_or_else(|_| Self(hex(&Sha256::digest(bytes))), Self::of)
    }

    /// Reads a seal as written in the register; none if `text` is not a seal.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The seal as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the register keeps of a paper from the day on which it was published, revised or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The seal of its text.
    pub seal: Seal,
    /// A [mark](marks) for each line of that text; empty if none were recorded.
    pub marks: String,
    /// The seals of its pictures; none if they were not recorded, or there are none.
    pub pictures: Option<PictureSeals>,
}

impl Sealed {
    /// What is kept of a paper with this text and these pictures.
    pub fn of(text: &str, pictures: PictureSeals) -> Self {
        let pictures = Some(pictures).filter(|pictures| !pictures.is_empty());
        Self { seal: Seal::of(text), marks: marks(text), pictures }
    }

    /// Whether `text` is the one that was sealed.
    pub fn is_of(&self, text: &str) -> bool {
        self.seal == Seal::of(text)
    }

    /// Whether a paper with the sealed text shows the sealed pictures; it does if none were recorded.
    pub fn shows(&self, pictures: &PictureSeals) -> bool {
        self.pictures.as_ref().is_none_or(|sealed| pictures.changed_since(sealed).is_empty())
    }
}

/// `text` without a byte order mark, with `\n` at the end of each line, and without blank lines at the end.
pub fn canonical(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_blank = |line: &str| line.trim_matches([' ', '\t', '\r']).is_empty();
    let mut end = text.len();
    for line in text.split_inclusive(['\n', '\r']).rev() {
        if !is_blank(line.trim_end_matches('\n')) {
            break;
        }
        end -= line.len();
    }
    let kept = &text[..end];
    let body = kept.trim_end_matches(['\n', '\r']);
    if !body.contains('\r') && kept.ends_with('\n') && kept.len() == body.len() + 1 {
        return Cow::Borrowed(kept);
    }
    let mut text = body.replace("\r\n", "\n").replace('\r', "\n");
    if !text.is_empty() {
        text.push('\n');
    }
    Cow::Owned(text)
}

/// The number of characters in the mark of a line. They hold twelve bits: of two different lines,
/// one pair in 4,096 has the same mark, and the seal still reveals the change.
const MARK: usize = 2;

/// A mark for each line of the canonical text, so that changed lines can be found without the old text:
/// two characters per line, from the URL-safe Base64 alphabet of
/// [RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-5).
pub fn marks(text: &str) -> String {
    canonical(text).lines().flat_map(mark).collect()
}

/// Whether `text` could be [`marks`].
pub fn are_marks(text: &str) -> bool {
    text.len().is_multiple_of(MARK) && text.bytes().all(|byte| DIGITS.contains(&byte))
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn mark(line: &str) -> [char; MARK] {
    let hash = Sha256::digest(line.as_bytes());
    let digit = |byte: u8| char::from(DIGITS[usize::from(byte % 64)]);
    [digit(hash[0]), digit(hash[1])]
}

/// A run of changed lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The old lines, counted from 0.
    pub before: Range<usize>,
    /// Where the new lines are, without the last line's end; empty where lines were removed.
    pub now: Span,
}

/// The places where `text` differs from the text that `marks` were made from.
pub fn changes(marks: &str, text: &str) -> Vec<Change> {
    let pairs = |marks: &str| -> Vec<[u8; MARK]> { marks.as_bytes().as_chunks().0.to_vec() };
    let lines = lines(text);
    let span = |now: Range<usize>| match (lines.get(now.start), lines[now.clone()].last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end),
        (Some(next), None) => Span::at(next.start),
        (None, _) => Span::at(lines.last().map_or(0, |last| last.end)),
    };
    let now = self::marks(text);
    capture_diff_slices(Algorithm::Myers, &pairs(marks), &pairs(&now))
        .into_iter()
        .filter(|operation| operation.tag() != DiffTag::Equal)
        .map(|operation| Change { before: operation.old_range(), now: span(operation.new_range()) })
        .collect()
}

/// The lines of `text` that are in its canonical form, without their ends.
fn lines(text: &str) -> Vec<Span> {
    let mut start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let mut spans = Vec::new();
    for _ in canonical(text).lines() {
        let rest = &text[start..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        spans.push(Span::new(start, start + length));
        let end = if rest[length..].starts_with("\r\n") { 2 } else { 1 };
        start = (start + length + end).min(text.len());
    }
    spans
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_what_follows_the_text_are_left_out() {
        let same =
            ["a\n\nb\n", "a\n\nb", "\u{feff}a\r\n\r\nb\r\n", "a\r\rb\r", "a\n\nb\n\n \t\r\n"];
        for text in same {
            assert_eq!(canonical(text), "a\n\nb\n", "{text:?}");
            assert_eq!(Seal::of(text), Seal::of("a\n\nb\n"));
        }
        for other in ["a\nb\n", "a\n\nb \n", "a \n\nb\n", "\na\n\nb\n", "a\n\n\u{feff}b\n"] {
            assert_ne!(Seal::of(other), Seal::of("a\n\nb\n"), "{other:?}");
        }
        assert_eq!(canonical("\n \n"), "");
        assert_eq!(canonical(""), "");
    }

    #[test]
    fn a_seal_is_what_sha256sum_prints() {
        let seal = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7";
        assert_eq!(Seal::of("a").as_str(), seal);
        assert_eq!(Seal::parse(seal), Some(Seal::of("a\n")));
        assert_eq!(Seal::parse(&seal.to_uppercase()), None);
        assert_eq!(Seal::parse("87428f"), None);
    }

    #[test]
    fn marks_find_the_lines_that_changed() {
        let before = "a\nb\nc\nd\ne\n";
        let marks = marks(before);
        assert!(marks.len() == 10 && are_marks(&marks));
        let changed = |text: &str| -> Vec<(Range<usize>, String, usize)> {
            let changes = changes(&marks, text).into_iter();
            changes.map(|it| (it.before, text[it.now.range()].to_owned(), it.now.start)).collect()
        };
        assert_eq!(changed("\u{feff}a\r\nb\r\nc\r\nd\r\ne"), []);
        assert_eq!(changed("a\nB\nc\nd\ne\n"), [(1..2, "B".to_owned(), 2)]);
        assert_eq!(changed("\u{feff}a\r\nB\r\nc\r\nd\r\ne\r\n"), [(1..2, "B".to_owned(), 6)]);
        assert_eq!(changed("a\nc\nd\ne\n"), [(1..2, String::new(), 2)]);
        assert_eq!(changed("a\nb\nc\nd\ne\nf\ng"), [(5..5, "f\ng".to_owned(), 10)]);
        assert_eq!(changed("a\nb\nc\n\n"), [(3..5, String::new(), 5)]);
        assert_eq!(changed(""), [(0..5, String::new(), 0)]);
        assert!(!are_marks("abc") && !are_marks("a,"));
    }
}
