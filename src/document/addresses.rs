//! The addresses in a document: where links lead and pictures are found.

use super::{Block, Inline};

/// An address that may be changed.
#[derive(Debug)]
pub enum Address<'a> {
    /// Where a link leads.
    Link(&'a mut String),
    /// Where a picture is found.
    Image(&'a mut String),
}

pub(super) fn visit(blocks: &mut [Block], change: &mut dyn FnMut(Address<'_>)) {
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

fn visit_inlines(content: &mut [Inline], change: &mut dyn FnMut(Address<'_>)) {
    for inline in content {
        match inline {
            Inline::Image { url, .. } => change(Address::Image(url)),
            Inline::Link { url, content, .. } => {
                change(Address::Link(url));
                visit_inlines(content, change);
            }
            Inline::Styled(_, content) => visit_inlines(content, change),
            _ => {}
        }
    }
}
