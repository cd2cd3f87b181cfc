//! Text as a page can carry it.

use unicode_segmentation::UnicodeSegmentation;

use crate::assets::fonts::{Fonts, TextKind};
use crate::render::clean::carried;
use crate::text::characters::needs_no_glyph;

/// The longest word that fits a line wherever it is, in characters.
const LONGEST_WORD: usize = 60;
/// Where a longer word may be broken, in characters.
const PIECE: usize = 20;

/// `text` without characters that a page can't contain. One that no font has a glyph for is named,
/// since a box or a gap would say nothing: the rule `missing-glyph` reports it. A word that is too
/// long for any line may be broken.
pub(super) fn printable(text: &str, fonts: &Fonts) -> String {
    drawable(text, fonts, TextKind::Text)
}

/// The same for code, in which a tab leads to the next stop.
pub(super) fn printable_code(text: &str, fonts: &Fonts) -> String {
    let parts = text.split('\t').map(|part| drawable(part, fonts, TextKind::Code));
    parts.collect::<Vec<_>>().join("\t")
}

fn drawable(text: &str, fonts: &Fonts, kind: TextKind) -> String {
    // A tab has no glyph and no width.
    let carried = |c: char| carried(c).map(|c| if c == '\t' { ' ' } else { c });
    let text: String = text.chars().filter_map(carried).collect();
    let mut out = String::with_capacity(text.len());
    let mut length = 0;
    let is_too_long = text.split_whitespace().any(|word| word.chars().nth(LONGEST_WORD).is_some());
    for cluster in text.graphemes(true) {
        length = if cluster.contains(char::is_whitespace) { 0 } else { length + 1 };
        if is_too_long && length > PIECE && length % PIECE == 1 {
            out.push('\u{200b}');
        }
        if fonts.draws(cluster, kind) {
            out.push_str(cluster);
        } else {
            push_names(&mut out, cluster, fonts, kind);
        }
    }
    out
}

/// Adds the characters of a cluster that no font can draw: the first as it is if it can be drawn alone,
/// the others by name.
fn push_names(out: &mut String, cluster: &str, fonts: &Fonts, kind: TextKind) {
    for (index, c) in cluster.chars().enumerate() {
        if index == 0 && fonts.draws(c.encode_utf8(&mut [0; 4]), kind) {
            out.push(c);
        } else if !needs_no_glyph(c) {
            out.push_str(&format!("[U+{:04X}]", u32::from(c)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_named() {
        let fonts = Fonts::built_in();
        assert_eq!(printable("a \u{1f69a}\u{7}\u{feff}b\tc", &fonts), "a [U+1F69A]b c");
        assert_eq!(printable("1\u{fe0f}\u{20e3} \u{1f468}\u{200d}", &fonts), "1[U+20E3] [U+1F468]");
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
