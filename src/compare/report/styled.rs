//! Lines of a terminal: texts with marks around what was deleted and inserted, wrapped, in color if wanted.

use unicode_width::UnicodeWidthStr;

use super::super::{PARAGRAPH, Piece, PieceKind};
use crate::text::show;

/// So many words of a text that did not change are shown beside a change.
const CONTEXT: usize = 10;

/// A stretch of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Style {
    /// As it is.
    #[default]
    Plain,
    /// What was deleted.
    Deleted,
    /// What was inserted.
    Inserted,
    /// A heading.
    Strong,
    /// What is said about the text.
    Faint,
}

impl Style {
    /// The codes that begin the style; any of them ends with [`RESET`].
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Deleted => "\u{1b}[31;9m",
            Self::Inserted => "\u{1b}[32;4m",
            Self::Strong => "\u{1b}[1m",
            Self::Faint => "\u{1b}[2m",
        }
    }
}

const RESET: &str = "\u{1b}[0m";

/// A word with the style of each part of it.
type Word = Vec<(Style, String)>;

/// Words to be written in lines.
#[derive(Debug, Default)]
pub(super) struct Line {
    words: Vec<Word>,
    /// Whether the next text goes on in the last word.
    is_open: bool,
}

impl Line {
    /// Adds a text.
    pub(super) fn push(&mut self, style: Style, text: &str) {
        let text = show::part(text);
        let mut parts = text.split(' ').peekable();
        while let Some(part) = parts.next() {
            if !part.is_empty() {
                let part = (style, part.to_owned());
                match self.words.last_mut().filter(|_| self.is_open) {
                    Some(word) => word.push(part),
                    None => self.words.push(vec![part]),
                }
                self.is_open = true;
            }
            if parts.peek().is_some() {
                self.is_open = false;
            }
        }
    }

    /// Adds a text in one style.
    pub(super) fn push_all(&mut self, style: Style, pieces: &[Piece]) {
        for piece in pieces {
            self.push(style, &piece.text);
        }
    }

    /// Adds stretches of text, with marks around those that only one paper has.
    pub(super) fn push_pieces(&mut self, pieces: &[Piece], is_whole: bool) {
        let last = pieces.len().saturating_sub(1);
        for (at, piece) in pieces.iter().enumerate() {
            let text = piece.text.replace(PARAGRAPH, " \u{b6} ");
            match piece.kind {
                PieceKind::Same if is_whole => self.push(Style::Plain, &text),
                PieceKind::Same => self.push(Style::Plain, &shortened(&text, at > 0, at < last)),
                PieceKind::Deleted => self.push_marked(Style::Deleted, ["[-", "-]"], &text),
                PieceKind::Inserted => self.push_marked(Style::Inserted, ["{+", "+}"], &text),
            }
        }
    }

    /// Adds a text with marks around it, spaces outside.
    fn push_marked(&mut self, style: Style, [open, close]: [&str; 2], text: &str) {
        let inner = text.trim();
        let start = text.len() - text.trim_start().len();
        self.push(style, &text[..start]);
        self.push(style, open);
        self.push(style, inner);
        if self.is_open {
            self.push(style, close);
        }
        self.push(style, &text[start + inner.len()..]);
    }

    /// Writes the words in lines of `width`, the first after `first` and others after `indent`.
    pub(super) fn write(
        &self,
        first: &str,
        indent: &str,
        width: usize,
        color: bool,
        out: &mut String,
    ) {
        let mut line = first.to_owned();
        let mut room = width.saturating_sub(first.width());
        let mut style = Style::Plain;
        let mut is_empty = true;
        for word in &self.words {
            let length: usize = word.iter().map(|(_, text)| text.width()).sum();
            if !is_empty && length + 1 > room {
                change(&mut line, &mut style, Style::Plain, color);
                out.push_str(line.trim_end());
                out.push('\n');
                indent.clone_into(&mut line);
                room = width.saturating_sub(indent.width());
                is_empty = true;
            }
            if !is_empty {
                // A space between two words of one style has it as well.
                let next = word.first().map_or(Style::Plain, |it| it.0);
                if next != style {
                    change(&mut line, &mut style, Style::Plain, color);
                }
                line.push(' ');
                room = room.saturating_sub(1);
            }
            for (of_part, text) in word {
                change(&mut line, &mut style, *of_part, color);
                line.push_str(text);
            }
            room = room.saturating_sub(length);
            is_empty = false;
        }
        change(&mut line, &mut style, Style::Plain, color);
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Ends the style of a line and begins another.
fn change(line: &mut String, style: &mut Style, to: Style, color: bool) {
    if color && *style != to {
        if *style != Style::Plain {
            line.push_str(RESET);
        }
        line.push_str(to.code());
    }
    *style = to;
}

/// A text that did not change, as much of it as tells where a change is.
fn shortened(text: &str, has_before: bool, has_after: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let sides = usize::from(has_before) + usize::from(has_after);
    if sides == 0 || words.len() <= sides * CONTEXT + CONTEXT / 2 {
        return text.to_owned();
    }
    let lead = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let trail = if text.ends_with(char::is_whitespace) { " " } else { "" };
    let mut out = String::new();
    if has_before {
        out.push_str(lead);
        out.push_str(&words[..CONTEXT].join(" "));
        out.push(' ');
    }
    out.push('\u{2026}');
    if has_after {
        out.push(' ');
        out.push_str(&words[words.len() - CONTEXT..].join(" "));
        out.push_str(trail);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[(PieceKind, &str)], width: usize, color: bool) -> String {
        let pieces: Vec<Piece> = pieces
            .iter()
            .map(|(kind, text)| Piece { kind: *kind, text: (*text).to_owned() })
            .collect();
        let mut line = Line::default();
        line.push_pieces(&pieces, false);
        let mut out = String::new();
        line.write("~ ", "  ", width, color, &mut out);
        out
    }

    #[test]
    fn marks_touch_what_they_mark() {
        use PieceKind::{Deleted, Inserted, Same};
        let pieces = [
            (Same, "the "),
            (Deleted, "red "),
            (Inserted, "blue "),
            (Same, "fox"),
            (Inserted, ", too"),
        ];
        assert_eq!(written(&pieces, 80, false), "~ the [-red-] {+blue+} fox{+, too+}\n");
        assert_eq!(written(&pieces[..2], 80, true), "~ the \u{1b}[31;9m[-red-]\u{1b}[0m\n");
    }

    #[test]
    fn a_style_does_not_reach_over_the_end_of_a_line() {
        let written = written(&[(PieceKind::Inserted, "one two three four")], 14, true);
        assert_eq!(
            written,
            "~ \u{1b}[32;4m{+one two\u{1b}[0m\n  \u{1b}[32;4mthree four+}\u{1b}[0m\n"
        );
    }

    #[test]
    fn what_did_not_change_is_shortened_and_nothing_acts_on_a_terminal() {
        let long = (0..40).map(|at| at.to_string()).collect::<Vec<_>>().join(" ") + " ";
        let written =
            written(&[(PieceKind::Same, &long), (PieceKind::Deleted, "\u{1b}[2J")], 80, false);
        assert_eq!(written, "~ \u{2026} 30 31 32 33 34 35 36 37 38 39 [-\u{fffd}[2J-]\n");
    }
}
