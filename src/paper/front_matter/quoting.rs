//! Writes a text as a value of the front matter.

use crate::yaml::{self, Scalar, Style};

/// `text` as a value on one line, in quotes where it needs them.
pub fn value(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// `text` as a value on one line, in double quotes.
pub fn quoted(text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 2);
    value.push('"');
    for c in text.chars() {
        match c {
            '"' => value.push_str("\\\""),
            '\\' => value.push_str("\\\\"),
            '\n' => value.push_str("\\n"),
            '\t' => value.push_str("\\t"),
            c if c.is_control() || c == '\u{feff}' => {
                value.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => value.push(c),
        }
    }
    value.push('"');
    value
}

/// A whole number as a value: in quotes only if it begins with a zero, which some readers of YAML take for a number to
/// the base 8.
pub fn integer(text: &str) -> String {
    if text.len() > 1 && text.starts_with('0') { quoted(text) } else { text.to_owned() }
}

/// `text` in place of `old`, a value as written in a file: in the same quotes, if it has any.
pub fn like(old: &str, text: &str) -> String {
    match old.chars().next() {
        Some('\'') if !text.contains(char::is_control) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        Some('"' | '\'') => quoted(text),
        _ => value(text),
    }
}

/// The text of a value on one line, as [`value`] writes it.
pub fn unquoted(value: &str) -> String {
    let node = yaml::parse(value, 0).ok().flatten();
    let text = node.as_ref().and_then(|node| node.scalar()).map(|scalar| scalar.text.clone());
    text.unwrap_or_else(|| value.to_owned())
}

/// Whether every reader of YAML reads `text` without quotes as that text.
fn is_plain(text: &str) -> bool {
    let scalar = Scalar { text: text.to_owned(), style: Style::Plain };
    let is_path = text.starts_with("./") || text.starts_with("../");
    (text.starts_with(char::is_alphanumeric) || is_path)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(char::is_control)
        && !scalar.changes_type()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn only_what_needs_quotes_is_quoted() {
        for text in ["Office of Trade", "U.S. Customs", "2024-06", "Zoë’s desk", "a:b", "../a b.md"]
        {
            assert_eq!(value(text), text);
        }
        for text in ["a: b", "a #1", "[a]", "0624", "3733", "no", "", "a:", "“a”"] {
            assert_eq!(value(text), format!("\"{text}\""));
        }
    }

    #[test]
    fn a_new_value_keeps_the_quotes_of_the_old_one() {
        assert_eq!(like("'a'", "Zoë's"), "'Zoë''s'");
        assert_eq!(like("'a'", "a\tb"), "\"a\\tb\"");
        assert_eq!(like("\"a\"", "b"), "\"b\"");
        assert_eq!((like("a", "b"), like("a", "no")), ("b".to_owned(), "\"no\"".to_owned()));
    }

    #[test]
    fn a_quoted_text_reads_back_the_same() {
        let text = "a \"b\" \\ c\td\ne: #f";
        let read = yaml::parse(&format!("x: {}", quoted(text)), 0).ok().flatten();
        let yaml::Kind::Mapping(pairs) = read.map_or(yaml::Kind::Sequence(Vec::new()), |n| n.kind)
        else {
            unreachable!()
        };
        assert_eq!(pairs[0].1.scalar().map(|scalar| scalar.text.as_str()), Some(text));
    }
}
