//! Text as a page can carry it.

use unicode_segmentation::UnicodeSegmentation;

use crate::assets::fonts::{Fonts, TextKind};
use crate::assets::widths::{Face, Family};
use crate::render::clean::carried;
use crate::text::characters::needs_no_glyph;

/// The longest word that fits a line wherever it is, in characters.
const LONGEST_WORD: usize = 40;
/// Where a longer word may be broken, in characters.
const PIECE: usize = 20;

/// `text` without characters that a page can't contain. One that no font has a glyph for is named,
/// since a box or a gap would say nothing: the rule `missing-glyph` reports it. A word that is too
/// long for any line may be broken, and so may one that is wider than `room`, in ems: the template turns a zero-width
/// space into a place where a line may end.
pub(super) fn printable(text: &str, fonts: &Fonts, room: Option<f64>) -> String {
    drawable(text, fonts, TextKind::Text, room)
}

/// The same for code, in which a tab leads to the next stop.
pub(super) fn printable_code(text: &str, fonts: &Fonts, room: Option<f64>) -> String {
    let parts = text.split('\t').map(|part| drawable(part, fonts, TextKind::Code, room));
    parts.collect::<Vec<_>>().join("\t")
}

fn drawable(text: &str, fonts: &Fonts, kind: TextKind, room: Option<f64>) -> String {
    // A tab has no glyph and no width.
    let carried = |c: char| carried(c).map(|c| if c == '\t' { ' ' } else { c });
    let text: String = text.chars().filter_map(carried).collect();
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let piece = piece(word.trim_end(), room, kind);
        for (at, cluster) in word.graphemes(true).enumerate() {
            let is_space = cluster.contains(char::is_whitespace);
            if piece.is_some_and(|piece| at > 0 && at % piece == 0 && !is_space) {
                out.push('\u{200b}');
            }
            if fonts.draws(cluster, kind) {
                out.push_str(cluster);
            } else {
                push_names(&mut out, cluster, fonts, kind);
            }
        }
    }
    out
}

/// After how many characters each a word may be broken; none if it may not.
fn piece(word: &str, room: Option<f64>, kind: TextKind) -> Option<usize> {
    let face = Face { is_bold: true, is_code: kind == TextKind::Code, ..Face::new(Family::Print) };
    let width = || word.chars().map(|c| face.width(c)).sum::<f64>();
    if room.is_some_and(|room| width() > room) {
        return Some(1);
    }
    // Typst ends lines in addresses after their punctuation.
    let is_address = word.contains("://") || word.starts_with("www.");
    let parts = word.split(|c: char| is_address && !c.is_alphanumeric());
    let is_too_long = |part: &str| part.chars().nth(LONGEST_WORD).is_some();
    parts.into_iter().any(is_too_long).then_some(PIECE)
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
        assert_eq!(printable("a \u{1f69a}\u{7}\u{feff}b\tc", &fonts, None), "a [U+1F69A]b c");
        assert_eq!(
            printable("1\u{fe0f}\u{20e3} \u{1f468}\u{200d}", &fonts, None),
            "1[U+20E3] [U+1F468]"
        );
        assert_eq!(printable_code("a\tb", &fonts, None), "a\tb");
    }

    #[test]
    fn a_word_too_long_for_a_line_may_be_broken() {
        let fonts = Fonts::built_in();
        let word = "x".repeat(61);
        let text = printable(&format!("short {word}"), &fonts, None);
        assert_eq!(text.replace('\u{200b}', ""), format!("short {word}"));
        assert_eq!(text.matches('\u{200b}').count(), 3);
        assert_eq!(printable("ab c", &fonts, Some(0.9)), "a\u{200b}b c");
        assert_eq!(printable(&"x".repeat(40), &fonts, None), "x".repeat(40));
    }
}
