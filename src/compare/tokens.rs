//! The words of a text, as far as two texts are compared: quotation marks, dashes and spaces of printers count as those
//! of typewriters.

use std::borrow::Cow;
use std::ops::Range;

/// What stands between two paragraphs that are compared as one text.
pub(super) const PARAGRAPH: char = '\u{2029}';

/// A word, or a mark that is no part of one. Spaces are between tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// Its bytes in the text.
    pub(super) bytes: Range<usize>,
    /// What it is compared by.
    pub(super) key: Cow<'t, str>,
    /// Whether it is a word.
    pub(super) is_word: bool,
}

/// The tokens of `text` in their order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if c.is_whitespace() && c != PARAGRAPH {
            continue;
        }
        let is_word = is_of_word(c);
        let mut end = start + c.len_utf8();
        if is_word && !stands_alone(c) {
            end = end_of_word(text, end);
        } else if is_dash(c) || c == '~' {
            end += same_run(&text[end..], c);
        }
        while rest.next_if(|(at, _)| *at < end).is_some() {}
        tokens.push(Token { bytes: start..end, key: folded(&text[start..end]), is_word });
    }
    tokens
}

/// Where the word ends that has its first character before `end`.
fn end_of_word(text: &str, mut end: usize) -> usize {
    let mut rest = text[end..].chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        let goes_on = next.is_some_and(|next| is_of_word(next) && !stands_alone(next));
        if (is_of_word(c) && !stands_alone(c)) || (joins(c) && goes_on) {
            end += c.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// The bytes of the dashes, or of the marks like `c`, that begin `text`.
fn same_run(text: &str, c: char) -> usize {
    let is_same = |other: char| other == c || is_dash(c) && is_dash(other);
    text.chars().take_while(|other| is_same(*other)).map(char::len_utf8).sum()
}

/// Whether a character is a part of words.
fn is_of_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let is_mark = matches!(
        c,
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
            | '\u{2000}'..='\u{206f}'
            | '\u{3000}'..='\u{303f}'
            | '\u{ff01}'..='\u{ff0f}'
    );
    !is_mark && !c.is_whitespace()
}

/// Whether a character is a word by itself: in scripts without spaces, or one for private use, which stands for
/// something.
const fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character between two others of a word is a part of it: `don't`, `2,300`, `U.S.`, `3733-0624`.
const fn joins(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '.' | ',' | '_' | '-' | '\u{2010}'..='\u{2013}')
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// `text` with the quotation marks, dashes and spaces of typewriters.
fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains("--") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2018}'..='\u{201b}' | '\u{2032}' => out.push('\''),
            '\u{201c}'..='\u{201f}' | '\u{2033}' => out.push('"'),
            // Two and three are an en dash and an em dash.
            dash if is_dash(dash) => {
                if !out.ends_with('-') {
                    out.push('-');
                }
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.key.into_owned()).collect()
    }

    #[test]
    fn words_keep_what_joins_them() {
        assert_eq!(
            keys("The U.S. rule, 3733-0624."),
            ["The", "U.S", ".", "rule", ",", "3733-0624", "."]
        );
        assert_eq!(
            keys("don\u{2019}t pay 2,300\u{a0}dollars"),
            ["don't", "pay", "2,300", "dollars"]
        );
        assert_eq!(keys("a---b, a\u{2014}b"), ["a", "-", "b", ",", "a", "-", "b"]);
        assert_eq!(keys("港口 e\u{301}t"), ["港", "口", "e\u{301}t"]);
        assert_eq!(keys(""), Vec::<String>::new());
    }

    #[test]
    fn marks_of_printers_are_those_of_typewriters() {
        assert_eq!(keys("\u{201c}Gift\u{201d} 2023\u{2013}24"), keys("\"Gift\" 2023-24"));
    }
}
