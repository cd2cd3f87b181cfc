//! Text of others in what the program prints: titles, names of files, reasons, what git says.
//!
//! A terminal acts on control characters, a log of a build on a line that begins with `::`, and characters that turn the
//! direction of a text make it read as something else. Whatever prints text that it did not write itself does so by
//! one of these functions.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::characters::{is_noncharacter, turns_direction};

/// What begins a [command](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands) in the
/// log of a build, after spaces.
const COMMAND: &str = "::";

/// Whether something acts on `c`, or takes it for the end of a line.
fn is_active(c: char) -> bool {
    // Most text is ASCII.
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control() || is_break(c) || turns_direction(c) || is_noncharacter(c)
}

/// Whether `c` ends a line without being a control character.
const fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// `text` as a part of a line: a line break in it, or a tab, is a space, and a sign is shown for other
/// active characters.
pub fn part(text: &str) -> Cow<'_, str> {
    spelled(text, is_active, |shown, c| {
        if !c.is_whitespace() {
            shown.push(char::REPLACEMENT_CHARACTER);
        } else if !shown.ends_with(' ') {
            shown.push(' ');
        }
    })
}

/// `text` as a whole line, which is never a command to whatever reads the log.
pub fn line(text: &str) -> Cow<'_, str> {
    let shown = part(text);
    if shown.trim_start().starts_with(COMMAND) {
        return Cow::Owned(format!("'{shown}"));
    }
    shown
}

/// `text` with its line breaks and tabs, for a format that encodes them, and other active characters spelled out.
pub fn lines(text: &str) -> Cow<'_, str> {
    let is_bad = |c: char| is_active(c) && !matches!(c, '\n' | '\r' | '\t');
    spelled(text, is_bad, |shown, c| {
        let _ = write!(shown, "<U+{:04X}>", u32::from(c));
    })
}

/// `text` with each bad character as `spell` writes it.
fn spelled(
    text: &str,
    is_bad: impl Fn(char) -> bool,
    spell: impl Fn(&mut String, char),
) -> Cow<'_, str> {
    if !text.contains(&is_bad) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_bad(c) {
            spell(&mut shown, c);
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// `text` with a sign for each active character that is not ASCII, as long in bytes, so that places in it stay what they
/// are. Those of ASCII are left to a renderer of source lines, which has pictures of them.
pub fn same_length(text: &str) -> Cow<'_, str> {
    // A line separator is read as one by no terminal, and is seen in an editor where it is here.
    let is_bad = |c: char| !c.is_ascii() && is_active(c) && !is_break(c);
    if !text.contains(is_bad) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match c.len_utf8() {
        _ if !is_bad(c) => c,
        2 => '\u{a4}',
        3 => char::REPLACEMENT_CHARACTER,
        // A noncharacter, which is shown as one.
        _ => c,
    };
    Cow::Owned(text.chars().map(sign).collect())
}

/// JSON with every active character escaped.
pub fn json(json: &str) -> Cow<'_, str> {
    // Those of ASCII are escaped in any JSON, except for one.
    let is_bad = |c: char| c >= '\u{7f}' && is_active(c);
    spelled(json, is_bad, |shown, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(shown, "\\u{unit:04x}");
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_on_one_line_and_nothing_acts_on_it() {
        assert_eq!(part("a\nb\r\n\tc\u{b}d"), "a b c d");
        assert_eq!(part("\u{1b}]0;x\u{7}\u{9b}31m"), "\u{fffd}]0;x\u{fffd}\u{fffd}31m");
        assert_eq!(part("e\u{202e}f\u{2028}g\u{85}h\u{1fffe}"), "e\u{fffd}f g h\u{fffd}");
        let harmless = "fees – «é» \u{5d0}\u{200f}! \u{1f468}\u{200d}\u{1f4bb}  two";
        assert!(matches!(part(harmless), Cow::Borrowed(text) if text == harmless));
    }

    #[test]
    fn a_line_is_no_command() {
        assert_eq!(line("::error::x"), "'::error::x");
        assert_eq!(line(" \n::error::x"), "' ::error::x");
        assert_eq!(line("a\n::error::x"), "a ::error::x");
        assert_eq!(lines("a\n\tb\u{1b}\r\n"), "a\n\tb<U+001B>\r\n");
    }

    #[test]
    fn a_sign_is_as_long_as_what_it_replaces() {
        assert_eq!(same_length("a\u{9b}b\u{202e}\u{1b}é"), "a\u{a4}b\u{fffd}\u{1b}é");
    }

    #[test]
    fn json_means_the_same() {
        let text = "[\"\u{9b}é\u{202e}\u{2028}\u{7f}\u{1fffe}\"]";
        assert_eq!(json(text), "[\"\\u009bé\\u202e\\u2028\\u007f\\ud83f\\udffe\"]");
        let read = |text: &str| serde_json::from_str::<Vec<String>>(text).ok();
        assert_eq!(read(&json(text)), read(text));
    }
}
