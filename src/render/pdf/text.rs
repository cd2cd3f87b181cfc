//! Text as a page can carry it.

use crate::assets::fonts::Fonts;
use crate::render::clean::carried;

/// The longest word that fits a line wherever it is, in characters.
const LONGEST_WORD: usize = 60;
/// Where a longer word may be broken, in characters.
const PIECE: usize = 20;

/// `text` without characters that a page can't contain. One that no font has a glyph for is named,
/// since a box or a gap would say nothing: the rule `missing-glyph` reports it. A word that is too
/// long for any line may be broken.
pub(super) fn printable(text: &str, fonts: &Fonts) -> String {
    let mut out = String::with_capacity(text.len());
    let mut length = 0;
    let is_too_long = text.split_whitespace().any(|word| word.chars().nth(LONGEST_WORD).is_some());
    for c in text.chars().filter_map(carried) {
        length = if c.is_whitespace() { 0 } else { length + 1 };
        if is_too_long && length > PIECE && length % PIECE == 1 {
            out.push('\u{200b}');
        }
        // A tab has no glyph and no width.
        let c = if c == '\t' { ' ' } else { c };
        if fonts.covers(c) {
            out.push(c);
        } else {
            out.push_str(&format!("[U+{:04X}]", u32::from(c)));
        }
    }
    out
}

/// The same for code, in which a tab leads to the next stop.
pub(super) fn printable_code(text: &str, fonts: &Fonts) -> String {
    text.split('\t').map(|part| printable(part, fonts)).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_named() {
        let fonts = Fonts::built_in();
        assert_eq!(printable("a \u{1f69a}\u{7}\u{feff}b\tc", &fonts), "a [U+1F69A]b c");
        assert_eq!(printable_code("a\tb", &fonts), "a\tb");
    }

    #[test]
    fn a_word_too_long_for_a_line_may_be_broken() {
        let fonts = Fonts::built_in();
        let word = "x".repeat(61);
        let text = printable(&format!("short {word}"), &fonts);
        assert_eq!(text.replace('\u{200b}', ""), format!("short {word}"));
        assert_eq!(text.matches('\u{200b}').count(), 3);
        assert_eq!(printable(&"x".repeat(60), &fonts), "x".repeat(60));
    }
}
