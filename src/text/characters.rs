//! Characters that can't be seen, or are taken for others: names and a way to show them.

use std::borrow::Cow;

/// The most characters of a paper's text that a message repeats.
const MAX_SHOWN: usize = 48;

/// The character in a message: "no-break space (U+00A0)".
pub fn describe(c: char) -> String {
    format!("{} (U+{:04X})", name(c), u32::from(c))
}

fn name(c: char) -> &'static str {
    match c {
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "control character",
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{2000}' | '\u{2002}' => "en space",
        '\u{2001}' | '\u{2003}' => "em space",
        '\u{2009}' => "thin space",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "text direction control",
        '\u{202f}' => "narrow no-break space",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "invisible mathematical sign",
        '\u{3000}' => "ideographic space",
        '\u{feff}' => "byte order mark",
        '\u{fffe}' | '\u{ffff}' => "noncharacter",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        c if c.is_whitespace() => "odd space",
        _ => "character",
    }
}

/// Whether a reader sees nothing where `c` stands, not even a blank, or the text around it turned
/// about.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a reader sees nothing of `text`.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// `text` without the characters that nobody sees, such as a zero-width space pasted along with a
/// word. In running text some of them have a use; in a number, a day or a name they have none.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(is_invisible) {
        Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A paper's text for a message: on one line, nothing hidden in it, and not too long.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(MAX_SHOWN * 4));
    for (index, c) in text.trim().chars().enumerate() {
        if index == MAX_SHOWN {
            shown.push('…');
            break;
        }
        shown.push(match c {
            '\n' | '\r' | '\t' => ' ',
            c if is_invisible(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_in_messages() {
        assert_eq!(shown(" a\u{1b}[2Jb\u{202e}\nc "), "a\u{fffd}[2Jb\u{fffd} c");
        assert_eq!(shown(&"é".repeat(60)).chars().count(), MAX_SHOWN + 1);
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(visible("37\u{200b}33\u{ad}-0624\u{feff}"), "3733-0624");
        assert!(matches!(visible("é"), Cow::Borrowed("é")));
    }

    #[test]
    fn characters_are_named_with_their_number() {
        assert_eq!(describe('\u{a0}'), "no-break space (U+00A0)");
        assert_eq!(describe('\u{200b}'), "zero-width space (U+200B)");
    }
}
