//! The two texts of a file with tracked changes: with all of them accepted, and with all rejected.

use std::sync::Arc;

use super::marks::{Change, Revision};
use super::{Block, Paragraph, Table};

/// Which text of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View<'a> {
    /// All changes accepted.
    Accepted,
    /// All changes rejected.
    Rejected,
    /// The changes of one author accepted, and all others rejected.
    Of(&'a str),
}

impl View<'_> {
    /// Whether what `change` happened to is in this text.
    pub fn keeps(self, change: &Change) -> bool {
        match self {
            Self::Accepted => change.deleted.is_none(),
            // What was inserted, and deleted again by whomever, never was.
            Self::Rejected => change.inserted.is_none(),
            Self::Of(author) => {
                let is_own = |it: &Option<Arc<Revision>>| {
                    it.as_ref().map(|revision| revision.author == author)
                };
                is_own(&change.inserted) != Some(false) && is_own(&change.deleted) != Some(true)
            }
        }
    }
}

/// `blocks` with all changes settled.
pub(super) fn settled(blocks: Vec<Block>, view: View<'_>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut open: Option<Paragraph> = None;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let is_end = view.keeps(&paragraph.mark);
                let runs = paragraph.runs.iter().filter(|run| view.keeps(&run.change));
                let mut runs: Vec<_> = runs.cloned().collect();
                for run in &mut runs {
                    run.change = Change::default();
                }
                let mut joined = open.take().map_or_else(
                    || Paragraph { runs: Vec::new(), ..paragraph.clone() },
                    // The last of those that are joined says what they look like.
                    |before| Paragraph {
                        runs: before.runs,
                        number: before.number,
                        bookmarks: [before.bookmarks, paragraph.bookmarks.clone()].concat(),
                        ..paragraph.clone()
                    },
                );
                joined.runs.append(&mut runs);
                joined.mark = Change::default();
                if is_end {
                    out.push(Block::Paragraph(joined));
                } else {
                    open = Some(joined);
                }
            }
            Block::Table(table) => {
                out.extend(rest(open.take()));
                out.extend(settled_table(table, view).map(Block::Table));
            }
        }
    }
    out.extend(rest(open));
    out
}

/// A paragraph whose end is gone and that nothing follows to be joined to: it stays if it has text.
fn rest(paragraph: Option<Paragraph>) -> Option<Block> {
    paragraph.filter(|paragraph| !paragraph.runs.is_empty()).map(Block::Paragraph)
}

/// A table without the rows and cells that are not in the text; none if that is all of it.
fn settled_table(mut table: Table, view: View<'_>) -> Option<Table> {
    table.rows.retain(|row| view.keeps(&row.change));
    for row in &mut table.rows {
        row.change = Change::default();
        row.cells.retain(|cell| view.keeps(&cell.change));
        for cell in &mut row.cells {
            cell.change = Change::default();
            cell.blocks = settled(std::mem::take(&mut cell.blocks), view);
        }
    }
    table.rows.retain(|row| !row.cells.is_empty());
    (!table.rows.is_empty()).then_some(table)
}

/// Whether anything in `blocks` was inserted or deleted.
pub(super) fn has_changes(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(paragraph) => {
            // A program that writes an insertion with each comment puts nothing into it.
            paragraph.mark.is_some() || paragraph.runs.iter().any(|run| run.change.is_some())
        }
        Block::Table(table) => table.rows.iter().any(|row| {
            let mut cells = row.cells.iter();
            row.change.is_some() || cells.any(|it| it.change.is_some() || has_changes(&it.blocks))
        }),
    })
}

/// Who made the changes in `blocks`, added to `authors`, each once, with the day of the first.
pub(super) fn add_authors(blocks: &[Block], authors: &mut Vec<Revision>) {
    let mut add = |change: &Change| {
        for revision in [&change.inserted, &change.deleted].into_iter().flatten() {
            if !authors.iter().any(|known| known.author == revision.author) {
                authors.push(Revision::clone(revision));
            }
        }
    };
    let mut inner = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                add(&paragraph.mark);
                // An insertion without text comes with a comment.
                paragraph.runs.iter().filter(|run| !run.is_mark()).for_each(|run| add(&run.change));
            }
            Block::Table(table) => {
                for row in &table.rows {
                    add(&row.change);
                    for cell in &row.cells {
                        add(&cell.change);
                        inner.extend(cell.blocks.iter().cloned());
                    }
                }
            }
        }
    }
    if !inner.is_empty() {
        add_authors(&inner, authors);
    }
}
