//! Which way a text runs.

use crate::document::{Block, Inline, plain_text};
use crate::text::characters::{Direction, direction};

/// Languages that are usually written from right to left.
const RIGHT_TO_LEFT_LANGUAGES: [&str; 13] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
/// Scripts that run from right to left.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 8] =
    ["adlm", "arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// Whether a paragraph runs from right to left: its first character that has a direction does
/// ([UAX #9](https://www.unicode.org/reports/tr9/), rules P2 and P3). None if no character has one.
pub(super) fn is_right_to_left(content: &[Inline]) -> Option<bool> {
    let first = plain_text(content).chars().find_map(direction)?;
    Some(first == Direction::RightToLeft)
}

/// The direction of `content`, as HTML names it, where it does not run as what is around it does.
pub(super) fn other_direction(content: &[Inline], is_right_to_left: bool) -> Option<&'static str> {
    let own = self::is_right_to_left(content)?;
    (own != is_right_to_left).then_some(if own { "rtl" } else { "ltr" })
}

/// The text that `blocks` begin with, which says which way they run; empty if they begin with something else.
pub(super) fn first_text(blocks: &[Block]) -> &[Inline] {
    match blocks.first() {
        Some(Block::Paragraph(content) | Block::Heading { content, .. }) => content,
        Some(Block::Quote(inner)) => first_text(inner),
        Some(Block::List(list)) => list.items.first().map_or(&[], |item| first_text(&item.blocks)),
        Some(Block::Code { .. } | Block::Table(_) | Block::Rule) | None => &[],
    }
}

/// Whether the language of that [BCP 47](https://www.rfc-editor.org/info/bcp47) tag is written from right to left: its
/// script says so, or without one its language.
pub(super) fn is_right_to_left_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']).map(str::to_ascii_lowercase);
    let language = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
    {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
        None => RIGHT_TO_LEFT_LANGUAGES.contains(&language.as_str()),
    }
}

/// `text` split where its direction changes, each piece with whether it runs from right to left.
/// Characters without a direction of their own go with what is before them.
pub(super) fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let (mut start, mut is_left) = (0, false);
    for (at, c) in text.char_indices() {
        let Some(direction) = direction(c) else { continue };
        if (direction == Direction::RightToLeft) != is_left {
            // A run that begins with spaces would set them in the other direction.
            if at > start {
                pieces.push((is_left, &text[start..at]));
            }
            (start, is_left) = (at, !is_left);
        }
    }
    pieces.push((is_left, &text[start..]));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        let runs_left = |text: &str| is_right_to_left(&[Inline::Text(text.to_owned())]);
        assert_eq!(runs_left("12. \u{645}\u{631}\u{62d}\u{628}\u{627} word"), Some(true));
        assert_eq!(runs_left("Word \u{5e9}\u{5dc}\u{5d5}\u{5dd}"), Some(false));
        assert_eq!(runs_left("1,240"), None);
        // Digits and marks have no direction of their own, whatever their block.
        assert_eq!(runs_left("\u{661}\u{64b} word"), Some(false));
    }

    #[test]
    fn a_language_or_its_script_decides_for_a_paper() {
        for tag in ["ar", "he-IL", "fa", "ur_PK", "az-Arab", "AR-eg"] {
            assert!(is_right_to_left_language(tag), "{tag}");
        }
        for tag in ["en-US", "ar-Latn", "", "es", "sd-Deva-IN"] {
            assert!(!is_right_to_left_language(tag), "{tag}");
        }
    }

    #[test]
    fn a_text_is_cut_where_its_direction_changes() {
        let cut = pieces("Word \u{5e9}\u{5dc} 12 end");
        assert_eq!(cut, [(false, "Word "), (true, "\u{5e9}\u{5dc} 12 "), (false, "end")]);
        assert_eq!(pieces("\u{5e9}"), [(true, "\u{5e9}")]);
        assert_eq!(pieces("12"), [(false, "12")]);
    }
}
