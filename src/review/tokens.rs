//! The words of a Markdown text, so that two texts can be compared whatever their lines are.

use std::hash::{Hash, Hasher};
use std::ops::Range;

/// A word or a sign, with the space before it.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    text: &'t str,
    gap: Gap,
    /// Whether it is the first of its line.
    begins_line: bool,
    /// How the column is aligned that it stands for, if it is one of the dashes below a table's head.
    alignment: &'static str,
    /// Where the space before it begins.
    pub(super) start: usize,
    /// Where the word is.
    pub(super) word: Range<usize>,
}

/// The space before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Gap {
    None,
    /// Spaces, or the end of a line.
    Space,
    /// The end of a line before an item of a list, a row of a table or a line of code.
    Line,
    /// An empty line.
    Paragraph,
}

impl Token<'_> {
    pub(super) const fn gap(&self) -> Gap {
        self.gap
    }

    /// Whether it is letters or digits.
    pub(super) fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }

    /// Whether it is a cell of the line of dashes below the head of a table.
    pub(super) fn is_delimiter(&self) -> bool {
        self.text == "|-"
    }

    /// How the column is aligned that it stands for; empty for the left.
    pub(super) const fn alignment(&self) -> &'static str {
        self.alignment
    }

    /// Whether a block begins with it.
    pub(super) fn begins_block(&self) -> bool {
        matches!(self.gap, Gap::Line | Gap::Paragraph)
    }

    /// How much of a block begins with it: a paragraph, an item or a row, or nothing.
    pub(super) const fn rank(&self) -> u8 {
        match self.gap {
            Gap::Paragraph => 2,
            _ => self.begins_line as u8,
        }
    }

    pub(super) const fn text(&self) -> &str {
        self.text
    }
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.gap == other.gap && self.text == other.text
    }
}

impl Eq for Token<'_> {}

impl Hash for Token<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.gap, self.text).hash(state);
    }
}

impl PartialOrd for Token<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Token<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.gap as u8, self.text).cmp(&(other.gap as u8, other.text))
    }
}

/// The labels of footnotes in a text, each as it is written, `[^label]`, and as it is in the text that was sent.
pub(super) type Labels = [(String, String)];

/// The words of `text`, with the `labels` of its footnotes.
///
/// What only lays a text out is space: where lines end, the signs of a quotation, an empty line before an item. The mark
/// of an item is a word, the same for all bullets and the same for all numbers.
pub(super) fn tokens<'t>(text: &'t str, labels: &'t Labels) -> Vec<Token<'t>> {
    let mut out = Vec::new();
    let (mut gap_start, mut at) = (0, 0);
    let mut line = Line { is_at_start: true, ..Line::default() };
    let mut fence: Option<&str> = None;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c == '\n' {
            line = line.next();
            at += 1;
            continue;
        }
        if matches!(c, ' ' | '\t') || c == '>' && line.is_at_start {
            at += 1;
            continue;
        }
        let is_in_code = fence.is_some();
        if line.is_at_start && !line.has_text {
            fence = after_line(fence, rest);
            line.is_delimiter = !is_in_code && is_delimiter_row(rest);
        }
        let mark = item_mark(rest).filter(|_| line.is_at_start);
        let label = labels.iter().find(|(own, _)| c == '[' && rest.starts_with(own.as_str()));
        let (length, shown) = match (mark, label) {
            (Some((length, mark)), _) => (length, mark),
            (None, Some((own, sent))) => (own.len(), sent.as_str()),
            (None, None) if line.is_delimiter => (delimiter(rest), "|-"),
            (None, None) => (length(rest), &rest[..length(rest)]),
        };
        let gap = match &text[gap_start..at] {
            "" if !line.is_delimiter => Gap::None,
            _ if out.is_empty() => Gap::None,
            _ if mark.is_some() => Gap::Line,
            // How wide a column is written, and how it is aligned, is looks.
            _ if line.is_delimiter && line.has_text => Gap::Space,
            space if line.is_after_blank && space.contains('\n') => Gap::Paragraph,
            space if is_in_code && space.contains('\n') => Gap::Line,
            _ if c == '|' && line.is_at_start => Gap::Line,
            _ => Gap::Space,
        };
        line.has_text = true;
        // An item may begin with another.
        line.is_at_start = mark.is_some();
        let begins_line = text[gap_start..at].contains('\n');
        let word = at..at + length;
        let alignment = if line.is_delimiter { alignment(&text[word.clone()]) } else { "" };
        out.push(Token { text: shown, gap, begins_line, alignment, start: gap_start, word });
        at += length;
        gap_start = at;
    }
    out
}

/// The fence of the code that is open after a line, of which `rest` is what follows its marks.
fn after_line<'t>(open: Option<&'t str>, rest: &'t str) -> Option<&'t str> {
    let sign = rest.chars().next().filter(|sign| matches!(sign, '`' | '~'));
    let length = sign.map_or(0, |sign| rest.len() - rest.trim_start_matches(sign).len());
    let (own, after) = rest.split_at(length);
    match open {
        None => (length >= 3).then_some(own),
        Some(fence) => {
            let is_end = own.starts_with(fence)
                && after.lines().next().is_none_or(|it| it.trim().is_empty());
            (!is_end).then_some(fence)
        }
    }
}

/// The length of the word or sign that `rest` begins with.
fn length(rest: &str) -> usize {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
    match rest.chars().next() {
        Some('[') if rest.starts_with("[^") => rest.find(']').map_or(1, |end| end + 1),
        Some(c) if is_letter(c) => rest.find(|c| !is_letter(c)).unwrap_or(rest.len()),
        Some(c) => c.len_utf8(),
        None => 0,
    }
}

/// Whether a text begins with the line of dashes below the head of a table.
fn is_delimiter_row(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    line.contains('|') && line.contains('-') && line.chars().all(|c| "|-: \t\r".contains(c))
}

/// The length of the cell of a line of dashes that `rest` begins with, with the sign before it.
fn delimiter(rest: &str) -> usize {
    let line = rest.lines().next().unwrap_or_default();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let start = line.len() - inner.len();
    let cell = inner.split('|').next().unwrap_or_default();
    start + cell.trim_end().len()
}

/// How a cell of the line of dashes aligns its column.
fn alignment(cell: &str) -> &'static str {
    let cell = cell.trim_start_matches('|').trim();
    match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => "center",
        (false, true) => "right",
        _ => "",
    }
}

/// The length of the mark of an item that `rest` begins with, and a mark of its kind.
fn item_mark(rest: &str) -> Option<(usize, &'static str)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (length, mark) = match rest.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => (1, "-"),
        b'.' | b')' if (1..=9).contains(&digits) => (digits + 1, "1."),
        _ => return None,
    };
    // A year may end a sentence at the start of a line.
    let text = rest[length..].split('\n').next().unwrap_or_default();
    (text.starts_with(' ') && !text.trim().is_empty()).then_some((length, mark))
}

/// What is known of the line being read.
#[expect(clippy::struct_excessive_bools, reason = "each is known or not by itself")]
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    has_text: bool,
    is_after_blank: bool,
    /// Whether nothing but layout came before in it.
    is_at_start: bool,
    /// Whether it is that of dashes below the head of a table.
    is_delimiter: bool,
}

impl Line {
    /// The next one.
    const fn next(self) -> Self {
        Self {
            has_text: false,
            is_after_blank: !self.has_text,
            is_at_start: true,
            is_delimiter: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_only_break_their_lines_otherwise_have_the_same_words() {
        let words = |text: &'static str| tokens(text, &[]);
        for (one, other) in [
            ("a b\nc", "a b c"),
            ("> a\n> b", "> a b"),
            ("- a\n  b\n- c", "- a b\n- c"),
            ("a\n\n\nb", "a\n\nb"),
            ("- a\n- b", "* a\n\n* b"),
            ("1. a\n2. b", "3) a\n4) b"),
            ("> - a\n>\n> b", "- a\n\nb"),
            ("| a | b |\n|---|--:|\n| c | d |", "| a | b |\n| --- | --- |\n| c | d |"),
        ] {
            assert_eq!(words(one), words(other), "{one}");
        }
        for (one, other) in [
            ("a\n\nb", "a b"),
            ("a b", "ab"),
            ("> a\n> - b", "> a b"),
            ("a-b", "a b"),
            ("- a", "1. a"),
            ("- a\n- b", "- a - b"),
            ("```\na\nb\n```", "```\na b\n```"),
            ("1. a\n2. b", "1. a 2. b"),
            ("| a |\n|---|\n| b |", "| a |\n|---| | b |"),
            ("| a | b |\n|---|---|", "| a | b |\n|---|---|---|"),
        ] {
            assert_ne!(words(one), words(other), "{one}");
        }
    }
}
