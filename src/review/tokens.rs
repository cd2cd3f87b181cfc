//! The words of a Markdown text, so that two texts can be compared whatever their lines are.

use std::hash::{Hash, Hasher};
use std::ops::Range;

/// A word or a sign, with the space before it.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    text: &'t str,
    gap: Gap,
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

/// The words of `text`, with the `labels` of its footnotes. Where a line only goes on with a paragraph, its end and the signs of quotations before it are
/// space.
pub(super) fn tokens<'t>(text: &'t str, labels: &'t Labels) -> Vec<Token<'t>> {
    let mut out = Vec::new();
    let (mut gap_start, mut at) = (0, 0);
    let mut line = Line::default();
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        if c == '\n' {
            line.end();
            at += 1;
            at += line.prefix(&text[at..]);
            continue;
        }
        if c == ' ' || c == '\t' {
            at += 1;
            continue;
        }
        let label = labels.iter().find(|(own, _)| c == '[' && rest.starts_with(own.as_str()));
        let length = match c {
            _ if label.is_some() => label.map_or(0, |(own, _)| own.len()),
            '[' if rest.starts_with("[^") => rest.find(']').map_or(1, |end| end + 1),
            c if is_letter(c) => rest.find(|c| !is_letter(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let space = &text[gap_start..at];
        let gap = match space {
            "" => Gap::None,
            _ if line.is_after_blank && space.contains('\n') => Gap::Paragraph,
            _ => Gap::Space,
        };
        line.has_text = true;
        out.push(Token {
            text: label.map_or(&rest[..length], |(_, sent)| sent.as_str()),
            gap,
            start: gap_start,
            word: at..at + length,
        });
        at += length;
        gap_start = at;
    }
    out
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}')
}

/// What is known of the line being read.
#[derive(Debug, Default)]
struct Line {
    has_text: bool,
    is_after_blank: bool,
}

impl Line {
    fn end(&mut self) {
        self.is_after_blank = !self.has_text;
        self.has_text = false;
    }

    /// The length of what begins the line `rest` and is only there since the text goes on in a quotation or an item.
    fn prefix(&self, rest: &str) -> usize {
        let line = rest.split('\n').next().unwrap_or_default();
        let inner = line.trim_start_matches([' ', '>']);
        let begins_block = inner.is_empty()
            || inner.starts_with(['-', '*', '+', '#', '|', '`', '~'])
            || inner.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')'])
                && inner.starts_with(|c: char| c.is_ascii_digit());
        if self.is_after_blank || begins_block { 0 } else { line.len() - inner.len() }
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
        ] {
            assert_eq!(words(one), words(other), "{one}");
        }
        for (one, other) in
            [("a\n\nb", "a b"), ("a b", "ab"), ("> a\n> - b", "> a b"), ("a-b", "a b")]
        {
            assert_ne!(words(one), words(other), "{one}");
        }
    }
}
