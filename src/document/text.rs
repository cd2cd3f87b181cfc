//! Plain text of blocks and inlines.

use super::{Block, Inline};

/// The text of `inlines`: breaks are spaces, a picture is its alternative text, a footnote reference
/// is nothing.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

/// The text of `blocks` on one line: paragraphs, headings, and what stands in lists and quotations.
pub fn plain_text_of_blocks(blocks: &[Block]) -> String {
    let text = |block: &Block| match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => plain_text(content),
        Block::Quote(inner) => plain_text_of_blocks(inner),
        Block::List(list) => {
            let items = list.items.iter().map(|item| plain_text_of_blocks(&item.blocks));
            items.collect::<Vec<_>>().join(" ")
        }
        Block::Code { .. } | Block::Table(_) | Block::Rule => String::new(),
    };
    let texts = blocks.iter().map(text).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" ")
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
