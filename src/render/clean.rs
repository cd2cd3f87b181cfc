//! The characters that no page contains.

use crate::text::characters::is_noncharacter;

/// `page` without control characters, with `\n` for every line end and one of them at its end.
pub(super) fn clean(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + 1);
    let mut chars = page.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            ' '..='~' => out.push(c),
            c => out.extend(carried(c)),
        }
    }
    let kept = out.trim_end_matches(['\n', ' ', '\t']).len();
    out.truncate(kept);
    out.push('\n');
    out
}

/// What a page has in the place of the character, if anything.
///
/// HTML and XML forbid control characters and noncharacters, and terminals and mail programs act on
/// them. A form feed or vertical tab still separates words, so it becomes a space.
pub(super) fn carried(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\u{b}' | '\u{c}' | '\u{85}' => Some(' '),
        _ => (!(c.is_control() || is_noncharacter(c) || c == '\u{feff}')).then_some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_gets_out() {
        assert_eq!(
            clean("a\r\nb\rc\u{c}d\u{1b}[1m\u{feff}\u{ffff}\u{7f}\te\n\n \n"),
            "a\nb\nc d[1m\te\n"
        );
        assert_eq!(clean(""), "\n");
    }
}
