//! Captions and notes of tables: paragraphs next to them.
//!
//! A caption begins with `Table:` or `:` and is before or after its table, as
//! [pandoc](https://pandoc.org/MANUAL.html#extension-table_captions) reads it. A note begins with `Source:` or `Note:`
//! and comes after.

use crate::document::{Block, Inline};
use crate::text::source::Span;

/// What a caption begins with.
const CAPTIONS: [&str; 3] = ["Table:", "table:", ":"];
/// What a note begins with, which is printed.
const NOTES: [&str; 4] = ["Source:", "Sources:", "Note:", "Notes:"];

/// A block, or a block with its place.
pub(super) trait HasBlock {
    fn block(&mut self) -> &mut Block;
}

impl HasBlock for Block {
    fn block(&mut self) -> &mut Block {
        self
    }
}

impl HasBlock for (Span, Block) {
    fn block(&mut self) -> &mut Block {
        &mut self.1
    }
}

/// Gives each table in `blocks` its caption and its note, which are no longer paragraphs of their own.
pub(super) fn attach<T: HasBlock>(blocks: &mut Vec<T>) {
    if !blocks.iter_mut().any(|block| matches!(block.block(), Block::Table(_))) {
        return;
    }
    let mut kept: Vec<T> = Vec::with_capacity(blocks.len());
    let mut rest = blocks.drain(..).peekable();
    while let Some(mut next) = rest.next() {
        if let Block::Table(table) = next.block() {
            if let Some(caption) = kept.last_mut().and_then(|last| caption(last.block())) {
                table.caption = caption;
                kept.pop();
            } else if let Some(caption) = rest.peek_mut().and_then(|after| caption(after.block())) {
                table.caption = caption;
                rest.next();
            }
            if let Some(note) = rest.peek_mut().and_then(|after| note(after.block())) {
                table.note = note;
                rest.next();
            }
        }
        kept.push(next);
    }
    drop(rest);
    *blocks = kept;
}

/// The caption that a block is, without what it begins with.
fn caption(block: &Block) -> Option<Vec<Inline>> {
    let Block::Paragraph(content) = block else { return None };
    let (first, rest) = content.split_first()?;
    let Inline::Text(text) = first else { return None };
    let text = CAPTIONS.iter().find_map(|start| text.strip_prefix(start))?;
    let has_space = text.is_empty() || text.starts_with(' ');
    let text = text.trim_start();
    let skipped = if text.is_empty() { rest } else { content };
    if !has_space
        || skipped.is_empty()
        || matches!(skipped, [Inline::SoftBreak | Inline::HardBreak, ..])
    {
        return None;
    }
    let mut caption = skipped.to_vec();
    if !text.is_empty() {
        caption[0] = Inline::Text(text.to_owned());
    }
    Some(caption)
}

fn note(block: &Block) -> Option<Vec<Inline>> {
    let Block::Paragraph(content) = block else { return None };
    let Some(Inline::Text(text)) = content.first() else { return None };
    let is_note = NOTES
        .iter()
        .any(|start| text.strip_prefix(start).is_some_and(|rest| rest.starts_with(' ')));
    is_note.then(|| content.clone())
}

#[cfg(test)]
mod tests {
    use crate::document::from_markdown::blocks;
    use crate::document::{Block, plain_text};

    const TABLE: &str = "| a | b |\n|---|---|\n| 1 | 2 |\n";

    /// The captions and notes of the tables in `body`, and how many other blocks there are.
    fn read(body: &str) -> (Vec<(String, String)>, usize) {
        let parsed = blocks(body);
        let table = |block: &Block| match block {
            Block::Table(it) => Some((plain_text(&it.caption), plain_text(&it.note))),
            _ => None,
        };
        let tables: Vec<_> = parsed.blocks.iter().filter_map(|(_, block)| table(block)).collect();
        let others = parsed.blocks.len() - tables.len();
        (tables, others)
    }

    #[test]
    fn a_caption_is_before_or_after_its_table() {
        let one = |caption: &str, note: &str| (vec![(caption.to_owned(), note.to_owned())], 0);
        assert_eq!(read(&format!("Table: Ports *of entry*\n\n{TABLE}")), one("Ports of entry", ""));
        assert_eq!(read(&format!("{TABLE}\n: Ports\n")), one("Ports", ""));
        assert_eq!(
            read(&format!("Table: **Ports**\n\n{TABLE}\nSource: the desk.\n")),
            one("Ports", "Source: the desk.")
        );
        let two = read(&format!("Table: A\n\n{TABLE}\nTable: B\n\n{TABLE}\n"));
        assert_eq!(two.0.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    }

    #[test]
    fn other_paragraphs_stay() {
        for body in ["Table:\n\n", "Tables: two\n\n", "Table 1: Ports\n\n", ":-) fine\n\n", ":\n\n"]
        {
            let (tables, others) = read(&format!("{body}{TABLE}"));
            assert_eq!((tables[0].0.as_str(), others), ("", 1), "{body}");
        }
        assert_eq!(read("Table: alone\n"), (Vec::new(), 1));
        let (tables, others) = read(&format!("Table: far\n\nText.\n\n{TABLE}"));
        assert_eq!((tables[0].0.as_str(), others), ("", 2));
    }

    #[test]
    fn tables_inside_other_blocks_have_captions_too() {
        let body = format!("> Table: In a quote\n>\n> {}", TABLE.replace('\n', "\n> "));
        let parsed = blocks(&body);
        let Some((_, Block::Quote(inner))) = parsed.blocks.first() else {
            unreachable!("{parsed:?}")
        };
        let [Block::Table(table)] = inner.as_slice() else { unreachable!("{inner:?}") };
        assert_eq!(plain_text(&table.caption), "In a quote");
    }
}
