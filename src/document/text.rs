//! The words of a piece of the tree, without its dress.

use super::Inline;

/// The text of `inlines`: breaks are spaces, a picture is its alternative text, a footnote reference
/// is nothing.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

fn collect(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Code(part) => text.push_str(part),
            Inline::Styled(_, content) | Inline::Link { content, .. } => collect(content, text),
            Inline::Image { alt, .. } => text.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => text.push(' '),
            Inline::NoteRef(_) | Inline::WordBreak => {}
        }
    }
}
