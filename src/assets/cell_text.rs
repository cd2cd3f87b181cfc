//! The text of a cell of a table, measured: where its lines may end, and how wide what is between is.

use std::ops::Range;

use textwrap::WordSeparator;

use super::widths::Face;

/// The width of a space in ems.
const SPACE: f64 = 0.28;

/// The text of a cell, each character with its width and its place in the source.
#[derive(Debug, Default)]
pub struct CellText {
    text: String,
    /// The width in ems, and where the character is.
    characters: Vec<(f64, usize)>,
    /// Where in `text` a line may end besides.
    breaks: Vec<usize>,
    /// The width of its pictures.
    picture: f64,
}

impl CellText {
    /// Adds a character at byte `at` of the source, set in `face`.
    pub fn push(&mut self, c: char, face: Face, at: usize) {
        self.text.push(c);
        self.characters.push((face.width(c), at));
    }

    /// Adds a line end.
    pub fn end_line(&mut self, at: usize) {
        self.text.push('\n');
        self.characters.push((0.0, at));
    }

    /// Adds a place where a line may end.
    pub fn may_break(&mut self) {
        self.breaks.push(self.text.len());
    }

    /// Adds a picture of `width`.
    pub fn push_picture(&mut self, width: f64) {
        self.picture += width;
    }

    /// The width of its pictures.
    pub const fn picture(&self) -> f64 {
        self.picture
    }

    /// The width in ems of the widest of its lines, if none is wrapped.
    pub fn longest_line(&self) -> f64 {
        let (mut widest, mut line, mut spaces) = (0.0_f64, 0.0, 0.0);
        for (c, (width, _)) in self.text.chars().zip(&self.characters) {
            match c {
                '\n' => (line, spaces) = (0.0, 0.0),
                ' ' => spaces += width,
                _ => {
                    line += spaces + width;
                    spaces = 0.0;
                }
            }
            widest = widest.max(line);
        }
        widest
    }

    /// How many lines it takes in a column of `room` ems.
    pub fn lines(&self, room: f64) -> u32 {
        let (mut lines, mut used) = (1_u32, 0.0);
        let mut last = 0;
        for (width, place) in self.pieces() {
            let gap = if place.start > last { SPACE } else { 0.0 };
            last = place.end;
            if used > 0.0 && used + gap + width > room {
                lines = lines.saturating_add(1);
                used = 0.0;
            }
            used += width + if used > 0.0 { gap } else { 0.0 };
            // A piece that is too wide is broken.
            while used > room && room > 0.0 {
                lines = lines.saturating_add(1);
                used -= room;
            }
        }
        let ends = self.text.matches('\n').count();
        lines.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX))
    }

    /// The pieces that no line can end in: the width of each in ems, and where it is in the source.
    pub fn pieces(&self) -> Vec<(f64, Range<usize>)> {
        let mut pieces = Vec::new();
        let mut piece: Option<(f64, Range<usize>)> = None;
        let ends = self.ends();
        for ((at, c), (width, place)) in self.text.char_indices().zip(&self.characters) {
            let is_space = c.is_whitespace() && c != '\u{a0}';
            if is_space || ends.binary_search(&at).is_ok() || self.breaks.contains(&at) {
                pieces.extend(piece.take());
            }
            if is_space {
                continue;
            }
            let (sum, range) = piece.unwrap_or((0.0, *place..*place));
            piece = Some((sum + width, range.start..place + c.len_utf8()));
        }
        pieces.extend(piece);
        pieces
    }

    /// Where a line may end within words, in order: after hyphens and the like, and in web addresses between letters
    /// and other characters.
    fn ends(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        // Most cells: looking for words in a text costs more than measuring it.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | ',');
        if self.text.chars().all(is_plain) && !self.text.contains("www.") {
            return ends;
        }
        let mut start = 0;
        for word in WordSeparator::UnicodeBreakProperties.find_words(&self.text) {
            ends.push(start);
            let is_address = word.word.contains("://") || word.word.starts_with("www.");
            let mut before = None;
            for (at, c) in word.word.char_indices() {
                let is_after_hyphen = before == Some('-') && at > 1 && !c.is_ascii_digit();
                let is_turn =
                    before.is_some_and(|b: char| b.is_alphanumeric() != c.is_alphanumeric());
                if is_after_hyphen || is_address && is_turn {
                    ends.push(start + at);
                }
                before = Some(c);
            }
            start += word.word.len() + word.whitespace.len();
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assets::widths::Family;

    #[test]
    fn a_line_ends_after_hyphens_and_where_it_is_said() {
        let mut cell = CellText::default();
        let face = Face::new(Family::Print);
        for (at, c) in "no-one abcdef".char_indices() {
            if at == 10 {
                cell.may_break();
            }
            cell.push(c, face, at);
        }
        let places: Vec<_> = cell.pieces().into_iter().map(|(_, place)| place).collect();
        assert_eq!(places, [0..3, 3..6, 7..10, 10..13]);
        assert_eq!([9.0, 4.0, 2.0, 1.0].map(|room| cell.lines(room)), [1, 2, 4, 8]);
    }

    proptest! {
        #[test]
        fn plain_text_has_no_ends_within_its_words(text in "[a-zA-Z0-9., ]{0,40}") {
            let mut start = 0;
            for word in WordSeparator::UnicodeBreakProperties.find_words(&text) {
                prop_assert!(start == 0 || text[..start].ends_with(' '), "{:?}", &text[..start]);
                start += word.word.len() + word.whitespace.len();
            }
        }
    }
}
