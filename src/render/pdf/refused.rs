//! What the standard forbids, found in the tree.

use crate::document::{Block, Document, Inline};

/// Why no PDF/UA can be made of `document`; none if it can.
pub(super) fn reason(document: &Document) -> Option<String> {
    let sections = document.sections.iter().map(|section| &section.blocks);
    let pictures = sections.chain(&document.notes).find_map(|blocks| in_blocks(blocks))?;
    Some(format!(
        "the picture `{pictures}` has no alternative text, which PDF/UA-1 asks for (ISO 14289-1, 7.3)"
    ))
}

/// The address of the first picture without alternative text.
fn in_blocks(blocks: &[Block]) -> Option<&str> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => in_inlines(content),
        Block::Quote(blocks) => in_blocks(blocks),
        Block::List(list) => list.items.iter().find_map(|item| in_blocks(&item.blocks)),
        Block::Table(table) => {
            table.head.iter().chain(table.rows.iter().flatten()).find_map(|cell| in_inlines(cell))
        }
        Block::Code { .. } | Block::Rule => None,
    })
}

fn in_inlines(content: &[Inline]) -> Option<&str> {
    content.iter().find_map(|inline| match inline {
        Inline::Image { url, alt, .. } => alt.trim().is_empty().then_some(url.as_str()),
        Inline::Styled(_, content) | Inline::Link { content, .. } => in_inlines(content),
        _ => None,
    })
}
