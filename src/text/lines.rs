//! Lines and columns of places in a text.

use super::span::{BYTE_ORDER_MARK, Span};

/// A place as people and editors count: lines and columns, all from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line; `\n`, `\r\n` and a lone `\r` each end one.
    pub line: usize,
    /// The column in bytes of UTF-8.
    pub byte: usize,
    /// The column in characters (Unicode scalar values).
    pub character: usize,
    /// The column in UTF-16 code units.
    pub utf16: usize,
}

/// What columns are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Byte,
    /// Characters (Unicode scalar values).
    Character,
    /// UTF-16 code units.
    Utf16,
}

/// Where each line of a text begins.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// The byte offset of each line's first character; the first entry is after a byte order mark.
    starts: Vec<usize>,
    /// Places in long lines, by which none is counted from its start each time.
    marks: Vec<Mark>,
}

/// A place in a line whose columns are known.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// The byte offset in the text.
    at: usize,
    character: usize,
    utf16: usize,
}

/// The most bytes of a line that are counted to find a column.
const STEP: usize = 1024;

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let first = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let bytes = text.as_bytes();
        let mut starts = vec![first];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !is_crlf {
                starts.push(at + 1);
            }
        }
        let marks = marks(text, &starts);
        Self { starts, marks }
    }

    /// The number of lines; a text that ends in a line end has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, that byte `at` is on.
    pub fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).max(1) - 1
    }

    /// The span of line `line`, from 0, its line end included.
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let end = |index: usize| self.starts.get(index).copied().unwrap_or(text.len());
        Span::new(end(line), end(line + 1))
    }

    /// The byte of `text` that is at `column` of `line`, both from 0. A place past the end of the line counts as its end,
    /// before the line end, and one past the last line as the end of the text; one inside a character as its start.
    pub fn offset(&self, text: &str, line: usize, column: usize, unit: Unit) -> usize {
        let Some(start) = self.starts.get(line).copied() else { return text.len() };
        let whole = self.line_span(text, line);
        let own = text.get(whole.range()).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let length = match unit {
            Unit::Byte => own.floor_char_boundary(column.min(own.len())),
            Unit::Character => own.char_indices().nth(column).map_or(own.len(), |(at, _)| at),
            Unit::Utf16 => {
                let mut counted = 0;
                let is_before = |(_, c): &(usize, char)| {
                    counted += c.len_utf16();
                    counted <= column
                };
                own.char_indices().take_while(is_before).map(|(_, c)| c.len_utf8()).sum()
            }
        };
        start + length
    }

    /// The line and column of byte `at` of `text`; a place past the end counts as the end, one inside
    /// a character as that character's start.
    pub fn position(&self, text: &str, at: usize) -> Position {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.line_of(at);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let known = self.marks[..self.marks.partition_point(|mark| mark.at <= at)].last();
        let known = known.copied().filter(|mark| mark.at > start);
        let known = known.unwrap_or(Mark { at: start, character: 0, utf16: 0 });
        let Mark { character, utf16, .. } = known.moved(text, at);
        Position { line, byte: at.saturating_sub(start), character, utf16 }
    }
}

impl Mark {
    /// The mark of a later place on the same line.
    fn moved(self, text: &str, at: usize) -> Self {
        let between = text.get(self.at..at).unwrap_or_default();
        let utf16 = between.chars().map(char::len_utf16).sum::<usize>();
        Self { at, character: self.character + between.chars().count(), utf16: self.utf16 + utf16 }
    }
}

/// The marks in those lines of `text` that are longer than a step, one for each step.
fn marks(text: &str, starts: &[usize]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (line, start) in starts.iter().enumerate() {
        let end = starts.get(line + 1).copied().unwrap_or(text.len());
        let mut mark = Mark { at: *start, character: 0, utf16: 0 };
        while end.saturating_sub(mark.at) > STEP {
            mark = mark.moved(text, text.floor_char_boundary(mark.at + STEP));
            marks.push(mark);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_its_line_and_column() {
        let text = format!("{BYTE_ORDER_MARK}aé\u{1f69a}x\r\n\nend");
        let index = LineIndex::new(&text);
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let place = index.position(&text, at);
            let is_in_line_end = text.get(at..).is_some_and(|rest| rest.starts_with('\n'))
                && text[..at].ends_with('\r');
            if at < 3 || is_in_line_end {
                continue;
            }
            let offset = |column, unit| index.offset(&text, place.line, column, unit);
            assert_eq!(offset(place.byte, Unit::Byte), at);
            assert_eq!(offset(place.character, Unit::Character), at);
            assert_eq!(offset(place.utf16, Unit::Utf16), at);
        }
        assert_eq!(index.offset(&text, 0, 3, Unit::Utf16), 6, "inside a character");
        assert_eq!(index.offset(&text, 0, 99, Unit::Utf16), 11, "before the line end");
        assert_eq!(index.offset(&text, 9, 0, Unit::Byte), text.len());
    }

    #[test]
    fn columns_in_a_long_line_are_those_that_counting_finds() {
        let line = "aé\u{1f69a}\u{301} ".repeat(STEP);
        let text = format!("{BYTE_ORDER_MARK}short\n{line}\r\n\n{line}");
        let index = LineIndex::new(&text);
        // A mark for each step of a long line and none in a short one.
        assert!((18..=24).contains(&index.marks.len()), "{}", index.marks.len());
        for at in (0..=text.len()).step_by(7).chain([text.len()]) {
            let place = index.position(&text, at);
            let at = text.floor_char_boundary(at);
            let before = &text[index.line_span(&text, place.line).start.min(at)..at];
            let utf16 = before.encode_utf16().count();
            let counted = (before.len(), before.chars().count(), utf16);
            assert_eq!((place.byte, place.character, place.utf16), counted, "{at}");
        }
    }
}
