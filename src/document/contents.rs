//! What a document holds, counted.

use super::{Block, Document, Inline};

/// How much of what not every reader can use in the same way a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contents {
    /// Pictures.
    pub pictures: usize,
    /// Links.
    pub links: usize,
    /// Tables.
    pub tables: usize,
}

impl Contents {
    pub(super) fn of(document: &Document) -> Self {
        let mut contents = Self::default();
        let sections = document.sections.iter().map(|section| &section.blocks);
        sections.chain(&document.notes).for_each(|blocks| contents.count(blocks));
        contents
    }

    fn count(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(content) | Block::Heading { content, .. } => {
                    self.count_inlines(content);
                }
                Block::Quote(inner) => self.count(inner),
                Block::List(list) => list.items.iter().for_each(|item| self.count(&item.blocks)),
                Block::Table(table) => {
                    self.tables += 1;
                    let cells = table.head.iter().chain(table.rows.iter().flatten());
                    cells.for_each(|cell| self.count_inlines(cell));
                }
                Block::Code { .. } | Block::Rule => {}
            }
        }
    }

    fn count_inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Image { .. } => self.pictures += 1,
                Inline::Link { content, .. } => {
                    self.links += 1;
                    self.count_inlines(content);
                }
                Inline::Styled(_, content) => self.count_inlines(content),
                _ => {}
            }
        }
    }
}
