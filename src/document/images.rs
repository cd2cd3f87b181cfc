//! The pictures of a document.

use super::{Block, Inline};

pub(super) fn visit(blocks: &mut [Block], change: &mut dyn FnMut(&mut String)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                visit_inlines(content, change);
            }
            Block::Quote(inner) => visit(inner, change),
            Block::List(list) => {
                list.items.iter_mut().for_each(|item| visit(&mut item.blocks, change));
            }
            Block::Table(table) => {
                let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.for_each(|cell| visit_inlines(cell, change));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn visit_inlines(content: &mut [Inline], change: &mut dyn FnMut(&mut String)) {
    for inline in content {
        match inline {
            Inline::Image { url, .. } => change(url),
            Inline::Styled(_, content) | Inline::Link { content, .. } => {
                visit_inlines(content, change);
            }
            _ => {}
        }
    }
}
