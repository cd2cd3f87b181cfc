//! Places in a text as the client counts them.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use issuepaper::text::source::{BYTE_ORDER_MARK, LineIndex, SourceFile, Span, Unit};
use serde_json::Value;

/// What columns are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Encoding(Unit);

impl Encoding {
    /// The first that the client offers; UTF-16 if it offers none that is known.
    pub(super) fn of(capabilities: &Value) -> Self {
        let offered = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
        let known = |kind: &Value| match kind.as_str()? {
            "utf-8" => Some(Unit::Byte),
            "utf-16" => Some(Unit::Utf16),
            "utf-32" => Some(Unit::Character),
            _ => None,
        };
        Self(offered.into_iter().flatten().find_map(known).unwrap_or(Unit::Utf16))
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self.0 {
            Unit::Byte => PositionEncodingKind::UTF8,
            Unit::Utf16 => PositionEncodingKind::UTF16,
            Unit::Character => PositionEncodingKind::UTF32,
        }
    }

    pub(super) fn position(self, file: &SourceFile, at: usize) -> Position {
        let place = file.position(at);
        let column = match self.0 {
            Unit::Byte => place.byte,
            Unit::Utf16 => place.utf16,
            Unit::Character => place.character,
        };
        let is_after_mark = place.line == 0 && at >= BYTE_ORDER_MARK.len();
        let column = if is_after_mark { column + self.mark(file.text()) } else { column };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { line: count(place.line), character: count(column) }
    }

    /// The length of the byte order mark that a text begins with. It is in no column of the reports, as editors hide it,
    /// but one that is in the text of a document is a character as any other to the client.
    fn mark(self, text: &str) -> usize {
        match self.0 {
            _ if !text.starts_with(BYTE_ORDER_MARK) => 0,
            Unit::Byte => BYTE_ORDER_MARK.len(),
            Unit::Character | Unit::Utf16 => 1,
        }
    }

    pub(super) fn range(self, file: &SourceFile, span: Span) -> Range {
        Range { start: self.position(file, span.start), end: self.position(file, span.end) }
    }

    /// The byte at a place; one that is nowhere counts as the nearest before it.
    pub(super) fn offset(self, text: &str, lines: &LineIndex, place: Position) -> usize {
        let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let (line, column) = (count(place.line), count(place.character));
        let mark = if line == 0 { self.mark(text) } else { 0 };
        match column.checked_sub(mark) {
            Some(column) => lines.offset(text, line, column, self.0),
            None => 0,
        }
    }

    pub(super) fn span(self, text: &str, lines: &LineIndex, range: Range) -> Span {
        let (one, other) =
            (self.offset(text, lines, range.start), self.offset(text, lines, range.end));
        Span::new(one.min(other), one.max(other))
    }
}
