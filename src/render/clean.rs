//! The characters that no page carries.

/// `page` without control characters, with `\n` for every line end and one of them at its end.
///
/// HTML forbids control characters and noncharacters, and terminals and mail programs act on them. A
/// form feed or vertical tab still parts words, so it becomes a blank.
pub(super) fn clean(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + 1);
    let mut chars = page.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\u{b}' | '\u{c}' | '\u{85}' => out.push(' '),
            c if is_allowed(c) => out.push(c),
            _ => {}
        }
    }
    let kept = out.trim_end_matches(['\n', ' ', '\t']).len();
    out.truncate(kept);
    out.push('\n');
    out
}

/// Whether a page can carry the character.
pub(super) fn is_allowed(c: char) -> bool {
    let is_noncharacter = u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    matches!(c, '\n' | '\t') || !(c.is_control() || is_noncharacter || c == '\u{feff}')
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
