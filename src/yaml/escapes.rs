//! Escapes in double-quoted text, with their places.

use std::ops::Range;

/// The escapes in the double-quoted texts of a YAML source, and the characters that they stand for
/// ([YAML 1.2.2, 5.7](https://yaml.org/spec/1.2.2/#57-escaped-characters)). Quotes are paired on one line
/// at a time unless the text begins with one, so that an apostrophe or a quote elsewhere misleads nobody for long.
pub fn escapes(source: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    // Nearly no text has any.
    let mut at = if source.contains('\\') { 0 } else { source.len() };
    let mut quote = None;
    let mut last = '\n';
    std::iter::from_fn(move || {
        while let Some(c) = source.get(at..).and_then(|rest| rest.chars().next()) {
            let start = at;
            at += c.len_utf8();
            let before = std::mem::replace(&mut last, c);
            match (quote, c) {
                (None, '"' | '\'') if begins_text(before) => quote = Some(c),
                (Some(open), _) if c == open => quote = None,
                (Some('"'), '\\') => {
                    let (length, escaped) = escape(source.get(at..).unwrap_or_default());
                    at += length;
                    if let Some(escaped) = escaped {
                        return Some((start..at, escaped));
                    }
                }
                // A comment may have a single quote.
                (None, '#') if before.is_whitespace() => {
                    let rest = source.get(at..).unwrap_or_default();
                    at += rest.find('\n').unwrap_or(rest.len());
                }
                _ => {}
            }
        }
        None
    })
}

/// Whether a quote after this character begins a quoted text.
const fn begins_text(before: char) -> bool {
    matches!(before, ' ' | '\t' | '\n' | '\r' | '[' | '{' | ',' | ':' | '-' | '?')
}

/// The length of the escape after a backslash, and what it stands for.
fn escape(rest: &str) -> (usize, Option<char>) {
    let Some(kind) = rest.chars().next() else { return (0, None) };
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    let length = kind.len_utf8() + digits;
    let named = match kind {
        '0' => Some('\0'),
        'a' => Some('\u{7}'),
        'b' => Some('\u{8}'),
        'v' => Some('\u{b}'),
        'f' => Some('\u{c}'),
        'e' => Some('\u{1b}'),
        'N' => Some('\u{85}'),
        '_' => Some('\u{a0}'),
        'L' => Some('\u{2028}'),
        'P' => Some('\u{2029}'),
        _ => None,
    };
    if digits == 0 {
        return (length, named);
    }
    let number = rest.get(1..length).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    (length, number.and_then(char::from_u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_found_in_double_quotes_alone() {
        let found =
            |source| escapes(source).map(|(range, c)| (&source[range], c)).collect::<Vec<_>>();
        assert_eq!(found(r#""a\u202Eb""#), [(r"\u202E", '\u{202e}')]);
        assert_eq!(found(r#"a: "x\L\\u0041\x07""#), [(r"\L", '\u{2028}'), (r"\x07", '\u{7}')]);
        assert_eq!(found(r#"- ["\0", '\0', \0] # "\0""#), [(r"\0", '\0')]);
        assert_eq!(found("a: it's\nb: \"\\e\""), [(r"\e", '\u{1b}')]);
        assert_eq!(found(r#""\"#), []);
    }
}
