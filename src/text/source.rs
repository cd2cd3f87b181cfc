//! Text and the places in it.
//!
//! A place is a [`Span`]: bytes counted in the whole file, from its first byte. Nothing else in the
//! program counts lines or columns; [`LineIndex`] turns bytes into them for the reports.

mod joined;

use std::sync::{Arc, OnceLock};

pub use super::lines::{LineIndex, Position, Unit};
pub use super::span::{BYTE_ORDER_MARK, Span, Spanned};
use joined::Joined;

/// A value together with its place and file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it is in the file.
    pub span: Span,
    /// The file.
    pub file: SourceFile,
}

/// A file's text and the name it is reported under.
///
/// Cloning is cheap: the text is shared.
#[derive(Debug, Clone)]
pub struct SourceFile(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    text: String,
    lines: OnceLock<LineIndex>,
    joined: Option<Joined>,
}

impl SourceFile {
    /// The text of a file. `name` is its path as the user would write it, with `/` between parts.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        Self(Arc::new(Inner { name, text, lines: OnceLock::new(), joined: None }))
    }

    /// The text of the paper in the file `body`, whose front matter is in the file `head`.
    pub fn joined(head: Self, body: Self) -> Self {
        let name = body.name().to_owned();
        let (joined, text) = Joined::new(head, body);
        Self(Arc::new(Inner { name, text, lines: OnceLock::new(), joined: Some(joined) }))
    }

    /// The same file with another text, which may be that of two files.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        match self.split(text) {
            Some([(head, head_text), (body, body_text)]) => {
                Self::joined(Self::new(head.name(), head_text), Self::new(body.name(), body_text))
            }
            None => Self::new(self.name(), text),
        }
    }

    /// Of a text that is put together from two files those files, each with its own text when the whole becomes `text`.
    pub fn split<'t>(&self, text: &'t str) -> Option<[(&Self, &'t str); 2]> {
        let joined = self.0.joined.as_ref()?;
        let (head, body) = joined.split(text)?;
        Some([(joined.head(), head), (joined.body(), body)])
    }

    /// The file on disk that a place is in, and the place there.
    pub fn origin(&self, span: Span) -> (Self, Span) {
        let joined = self.0.joined.as_ref();
        joined.map_or_else(|| (self.clone(), span), |joined| joined.origin(span))
    }

    /// Where byte `at` of the file on disk called `name` is in this text; none if it has nothing of that file.
    pub fn whole_place(&self, name: &str, at: usize) -> Option<usize> {
        match &self.0.joined {
            None => (name == self.name()).then_some(at),
            Some(joined) if name == joined.body().name() => Some(joined.whole_place(true, at)),
            Some(joined) if name == joined.head().name() => Some(joined.whole_place(false, at)),
            Some(_) => None,
        }
    }

    /// Of a text that is put together from two files the lines of the first, up to the line `---` after them.
    pub fn head_lines(&self) -> Option<Span> {
        self.0.joined.as_ref().map(Joined::head_lines)
    }

    /// Whether two places are in the same file on disk.
    pub fn is_one_file(&self, one: Span, other: Span) -> bool {
        let joined = self.0.joined.as_ref();
        joined.is_none_or(|joined| joined.is_body(one) == joined.is_body(other))
    }

    /// The name of the file with the front matter, of a text that is put together from two.
    pub fn head_name(&self) -> Option<&str> {
        self.0.joined.as_ref().map(|joined| joined.head().name())
    }

    /// Whether it is put together from two files.
    pub fn is_joined(&self) -> bool {
        self.0.joined.is_some()
    }

    /// The path the file is reported under.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text, a byte order mark included.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text at `span`; empty when the span is not in the file.
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// The lines of the file, found at the first use.
    pub fn lines(&self) -> &LineIndex {
        self.0.lines.get_or_init(|| LineIndex::new(self.text()))
    }

    /// The line and column of byte `at`.
    pub fn position(&self, at: usize) -> Position {
        self.lines().position(self.text(), at)
    }
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.name() == other.name() && self.text() == other.text()
    }
}

impl Eq for SourceFile {}

/// Whether one of `items`, which are in order and apart from each other, contains `span`.
pub fn any_contains<T>(items: &[T], place: impl Fn(&T) -> Span, span: Span) -> bool {
    containing(items, place, span).is_some()
}

/// The one of `items`, which are in order and apart from each other, that contains `span`.
pub fn containing<T>(items: &[T], place: impl Fn(&T) -> Span, span: Span) -> Option<&T> {
    debug_assert!(items.is_sorted_by_key(|item| place(item).start), "in order");
    let next = items.partition_point(|item| place(item).start <= span.start);
    items[..next].last().filter(|item| place(item).contains(span))
}

/// Whether one of `items`, which are in order and apart from each other, is inside `span`.
pub fn any_within<T>(items: &[T], place: impl Fn(&T) -> Span, span: Span) -> bool {
    debug_assert!(items.is_sorted_by_key(|item| place(item).start), "in order");
    let first = items.partition_point(|item| place(item).start < span.start);
    items[first..].first().is_some_and(|item| span.contains(place(item)))
}

/// The line end that a new line of `text` takes: that of Windows where the text has it.
pub fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A file's bytes as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text; each byte that is not UTF-8 is replaced by one `?`, so that every place stays
    /// valid.
    pub text: String,
    /// The bytes that are not UTF-8.
    pub faults: Vec<Spanned<u8>>,
}

/// Why a file is not text at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecodable {
    /// UTF-16, by its byte order mark or by the zero bytes of its Latin letters.
    Utf16,
    /// UTF-32, in the same way.
    Utf32,
    /// Bytes of another kind, such as those of a picture or a Word file.
    Binary,
}

/// A text has at most one zero byte in so many bytes, left by a broken copy.
const BYTES_A_ZERO: usize = 64;

/// Decodes UTF-8, recording stray bytes.
///
/// # Errors
///
/// The file is UTF-16, UTF-32 or not text at all: no place in it would mean anything. A stray zero byte in
/// a text counts as an invisible character.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Undecodable> {
    if let Some(wide) = wide(&bytes) {
        return Err(wide);
    }
    let zeros = memchr::memchr_iter(0, &bytes).count();
    if zeros * BYTES_A_ZERO > bytes.len() || zeros > 0 && std::str::from_utf8(&bytes).is_err() {
        return Err(Undecodable::Binary);
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, faults: Vec::new() }),
        Err(error) => error,
    };
    let bytes = error.into_bytes();
    let mut decoded = Decoded { text: String::with_capacity(bytes.len()), faults: Vec::new() };
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let at = decoded.text.len();
            decoded.faults.push(Spanned::new(*byte, Span::new(at, at + 1)));
            decoded.text.push('?');
        }
    }
    Ok(decoded)
}

/// The encoding of a text in units of two or four bytes, by its mark; without one, by where its zeros are:
/// in most units of a text in Latin letters all bytes but one are zero.
fn wide(bytes: &[u8]) -> Option<Undecodable> {
    const SAMPLE: usize = 4096;
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Some(Undecodable::Utf32);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some(Undecodable::Utf16);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    memchr::memchr(0, sample)?;
    let has_form = |width: usize, at: usize| {
        let units = sample.chunks_exact(width);
        let count = units.len();
        let is_of_form = |unit: &&[u8]| {
            let mut indexed = unit.iter().enumerate();
            indexed.all(|(index, byte)| (*byte == 0) == (index != at))
        };
        count >= 4 && units.filter(is_of_form).count() * 10 >= count * 7
    };
    if has_form(4, 0) || has_form(4, 3) {
        return Some(Undecodable::Utf32);
    }
    (has_form(2, 0) || has_form(2, 1)).then_some(Undecodable::Utf16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contains_a_place_is_found_by_its_order() {
        let items = [Span::new(2, 4), Span::new(6, 9), Span::new(9, 9)];
        let (in_one, within) = (
            |from, to| any_contains(&items, |item| *item, Span::new(from, to)),
            |from, to| any_within(&items, |item| *item, Span::new(from, to)),
        );
        assert!(in_one(2, 4) && in_one(7, 8) && in_one(9, 9));
        assert!(!in_one(0, 1) && !in_one(3, 5) && !in_one(4, 6));
        assert!(within(1, 5) && within(5, 9) && within(6, 9) && !within(3, 8) && !within(7, 8));
    }

    #[test]
    fn wide_encodings_are_named_without_a_mark() {
        let text = "---\ntitle: Café\n---\n";
        let units = |wide: fn(u32) -> Vec<u8>| -> Vec<u8> {
            text.chars().flat_map(|c| wide(u32::from(c))).collect()
        };
        let two = |big: bool| -> Vec<u8> {
            let bytes = text
                .encode_utf16()
                .map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            bytes.flatten().collect()
        };
        for (bytes, name) in [
            (units(|c| c.to_le_bytes().to_vec()), Undecodable::Utf32),
            (units(|c| c.to_be_bytes().to_vec()), Undecodable::Utf32),
            (two(true), Undecodable::Utf16),
            (two(false), Undecodable::Utf16),
            (b"\xff\xfe\0\0a\0\0\0".to_vec(), Undecodable::Utf32),
        ] {
            assert_eq!(decode(bytes), Err(name));
        }
    }

    #[test]
    fn columns_count_bytes_characters_and_utf16_units() {
        let file = SourceFile::new("a.md", "one\nä🚚x");
        let at = file.text().find('x').unwrap_or_default();
        let expected = Position { line: 1, byte: 6, character: 2, utf16: 3 };
        assert_eq!(file.position(at), expected);
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let file = SourceFile::new("a.md", "\u{feff}---\n");
        assert_eq!(file.position(3).byte, 0);
        assert_eq!(file.position(6).character, 3);
        assert_eq!(file.position(0).character, 0);
    }

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        let file = SourceFile::new("a.md", "a\r\nb\rc\nd");
        let lines: Vec<_> = ["a", "b", "c", "d"]
            .iter()
            .map(|letter| file.position(file.text().find(letter).unwrap_or_default()).line)
            .collect();
        assert_eq!(lines, [0, 1, 2, 3]);
    }

    #[test]
    fn a_stray_byte_keeps_every_place() {
        let decoded = decode(b"a\x92\xc3\xa9x".to_vec());
        let expected =
            Decoded { text: "a?éx".to_owned(), faults: vec![Spanned::new(0x92, Span::new(1, 2))] };
        assert_eq!(decoded, Ok(expected));
        assert_eq!(decode(b"\xff\xfea\0".to_vec()), Err(Undecodable::Utf16));
        assert_eq!(decode(b"\x01\0\x02\x03\0".to_vec()), Err(Undecodable::Binary));
        let stray = format!("{}\0", "text ".repeat(20));
        assert_eq!(decode(stray.clone().into_bytes()).map(|decoded| decoded.text), Ok(stray));
        let picture = [&[0xff, 0xd8, 0][..], "text ".repeat(20).as_bytes()].concat();
        assert_eq!(decode(picture), Err(Undecodable::Binary));
    }

    #[test]
    fn a_place_inside_a_character_is_its_start() {
        let file = SourceFile::new("a.md", "é");
        assert_eq!(file.position(1).byte, 0);
        assert_eq!(file.position(99).byte, 2);
    }
}
