//! What is in brackets, which templates put around what their users should replace.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::lowercase;
use super::words::{INSTRUCTIONS, LOUD, NAMES, TO_BE};

/// What begins the variable of a template. Making a searcher takes longer than searching a paragraph.
static DOUBLE_BRACE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("{{"));

/// What begins the tag of a template.
static TAG: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("{% "));

/// The longest text in brackets that is looked at, in bytes.
pub(super) const MAX_BRACKETED: usize = 120;

/// The longest instruction in braces that is looked at, in bytes: templates explain a whole section in it.
const MAX_INSTRUCTION: usize = 800;

/// The fewest words of an instruction in braces.
const MIN_INSTRUCTION_WORDS: usize = 3;

/// What is between brackets that are all around a text.
pub(super) fn unwrapped(text: &str) -> Option<&str> {
    let pairs = [
        ("{{", "}}"),
        ("[", "]"),
        ("<", ">"),
        ("${", "}"),
        ("{", "}"),
        ("\u{ab}", "\u{bb}"),
        ("%", "%"),
    ];
    pairs.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        // `[Alex Doe][]` and `[a] and [b]` have two pairs.
        let is_one = inner.find(close).is_none_or(|end| inner[..end].contains(open));
        is_one.then_some(inner)
    })
}

/// A word, a name or an instruction in brackets, or the variable of a template.
pub(super) fn bracketed(text: &str) -> Option<Range<usize>> {
    memchr::memchr3_iter(b'[', b'(', b'<', text.as_bytes())
        .chain(DOUBLE_BRACE.find_iter(text.as_bytes()))
        .chain(TAG.find_iter(text.as_bytes()))
        .find_map(|open| {
            let bracket = text.as_bytes()[open];
            let (close, width) = match bracket {
                b'[' => (']', 1),
                b'(' => (')', 1),
                b'<' => ('>', 1),
                _ if text[open..].starts_with("{%") => ('}', 1),
                _ => ('}', 2),
            };
            let inner = text.get(open + width..)?;
            let inner = &inner[..inner.floor_char_boundary(MAX_BRACKETED)];
            let inner = &inner[..inner.find(close)?];
            let word = inner.trim();
            let is_word = LOUD.contains(&word);
            let found = open..open + width + inner.len() + width;
            if bracket == b'(' {
                return is_word.then_some(found);
            }
            let lower = lowercase(word);
            let is_name = NAMES.has(&lower);
            let ends_with = |end: &str| {
                lower.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
            };
            let is_to_come = || {
                ["to come", "to follow"].iter().any(|end| ends_with(end))
                    || TO_BE.iter().any(|done| ends_with(&format!("to be {done}")))
                    || word.rsplit(' ').next().is_some_and(|last| LOUD.contains(&last))
            };
            let is_instruction = matches!(bracket, b'[' | b'<')
                && (is_to_come()
                    || [" to fill in", " to provide", " to write"]
                        .iter()
                        .any(|end| lower.ends_with(end))
                    || INSTRUCTIONS.iter().any(|start| lower.starts_with(start))
                    || lower.ends_with(" here"));
            let is_variable = bracket == b'{' && !word.is_empty();
            let is_line = bracket == b'[' && !word.is_empty() && word.bytes().all(|it| it == b'_');
            let are_x = bracket == b'[' && word.len() > 1 && word.bytes().all(|it| it == b'X');
            (are_x || is_line || is_word || is_name || is_instruction || is_variable)
                .then_some(found)
        })
}

/// An instruction of several words in braces, `{Describe the context, e.g., as a story}`. Few words in braces may be
/// a set or a variable.
pub(super) fn in_braces(text: &str) -> Option<Range<usize>> {
    memchr::memchr_iter(b'{', text.as_bytes()).find_map(|open| {
        let inner = &text[open + 1..];
        let inner = &inner[..inner.floor_char_boundary(MAX_INSTRUCTION)];
        let inner = &inner[..inner.find('}')?];
        let is_alone = !text[..open].ends_with(['{', '$', '\\', '_', '^'])
            && !inner.contains(['{', '=', '|', '\\', '<']);
        let word = lowercase(inner.trim());
        let is_instruction = INSTRUCTIONS.iter().any(|start| word.starts_with(start))
            || word.starts_with(char::is_alphabetic) && word.contains("e.g.");
        let is_long = word.split_whitespace().count() >= MIN_INSTRUCTION_WORDS;
        (is_alone && is_instruction && is_long).then_some(open..open + inner.len() + "{}".len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pair_of_brackets_is_around_a_text() {
        assert_eq!(unwrapped("[title]"), Some("title"));
        assert_eq!(unwrapped("[[title]]"), Some("[title]"));
        for text in ["[joe groff][]", "[joe groff][joe]", "<a> & <b>", "{a}, {b}", "%a% of %b%"] {
            assert_eq!(unwrapped(text), None, "{text}");
        }
    }

    #[test]
    fn an_instruction_in_braces_has_several_words() {
        let long = format!("{{Describe the context, e.g., {}}}", "in free form ".repeat(20));
        for text in [long.as_str(), "{justification. e.g., the only option}", "{Insert the name}"] {
            assert_eq!(in_braces(text), Some(0..text.len()), "{text}");
        }
        for text in ["{add 5}", "{x : x is a number}", "${describe the var}", "{the desk of Kim}"] {
            assert_eq!(in_braces(text), None, "{text}");
        }
    }
}
