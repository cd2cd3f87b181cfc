//! Plain text of blocks and inlines.

use super::walk::{Node, walk, walk_inlines};
use super::{Block, Inline};

/// The text of `inlines`: breaks are spaces, a picture is its alternative text, a footnote reference
/// is nothing.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    walk_inlines(inlines, &mut |inline| match inline {
        Inline::Text(part) | Inline::Code(part) => text.push_str(part),
        Inline::Image { alt, .. } => text.push_str(alt),
        Inline::SoftBreak | Inline::HardBreak => text.push(' '),
        Inline::Styled(..)
        | Inline::Language(..)
        | Inline::Link { .. }
        | Inline::NoteRef(_)
        | Inline::WordBreak => {}
    });
    text
}

/// The text of `blocks` on one line: paragraphs and headings, in lists and quotations too.
pub fn plain_text_of_blocks(blocks: &[Block]) -> String {
    let mut texts = Vec::new();
    walk(blocks, &mut |node| {
        if let Node::Block(Block::Paragraph(content) | Block::Heading { content, .. }) = node {
            texts.push(plain_text(content));
        }
    });
    texts.retain(|text| !text.is_empty());
    texts.join(" ")
}

/// What takes the place of a picture that is not shown: "[Image: its alternative text (its title)]".
pub fn picture_in_words(alt: &str, title: &str) -> String {
    match [alt, title].map(str::trim) {
        ["", ""] => "[Image]".to_owned(),
        [alt, ""] => format!("[Image: {alt}]"),
        ["", title] => format!("[Image: {title}]"),
        [alt, title] => format!("[Image: {alt} ({title})]"),
    }
}
