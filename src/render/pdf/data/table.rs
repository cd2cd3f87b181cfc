//! Tables as nodes, with the widths of their columns.

use serde_json::{Value, json};

use super::Walker;
use super::blocks::has_note;
use crate::assets::columns::{Layout, MOST_WHOLE_ROWS, Place};
use crate::assets::widths::{Family, is_number};
use crate::document::{Alignment, Grid, Inline, Table, plain_text};

/// A table that is higher than this share of the shorter side of a page is broken over pages.
const MOST_OF_PAGE: f64 = 0.6;

impl<'a> Walker<'a, '_> {
    /// A table as a node.
    pub(super) fn table(&mut self, table: &'a Table) -> Value {
        self.tables += 1;
        let id = self.tables;
        let depth = Grid::depth(self.depth, self.is_in_note);
        let layout = table.layout(self.document, &self.grid, Family::Print, depth);
        // Columns run the other way if the head of one does, as in Word.
        let dir = table.head.iter().find_map(|cell| self.dir(cell));
        let (head, rows, around) = self.turned(dir, |walker| {
            let head = walker.cells(&table.head, &layout);
            let rows: Vec<_> = table.rows.iter().map(|row| walker.cells(row, &layout)).collect();
            (head, rows, [&table.caption, &table.note].map(|text| walker.dir(text)))
        });
        let columns: Vec<_> = table.alignments.iter().map(|column| alignment(*column)).collect();
        // One that might not fit a page must be broken over several, or its rows would be over each other.
        let height = || table.height(self.document, &layout, Family::Print);
        let is_whole =
            table.rows.len() <= MOST_WHOLE_ROWS && height() <= MOST_OF_PAGE * self.grid.width;
        let caption = self.inlines(&table.caption);
        let has_note = has_note(head.iter().chain(rows.iter().flatten()).chain(&caption));
        json!({
            "kind": "table",
            "has-note": has_note,
            "id": id,
            "caption": caption,
            "number": table.number,
            "note": self.inlines(&table.note),
            "place": place(layout.place),
            "size": layout.step.size,
            "side": layout.step.side,
            "above": layout.step.above,
            "widths": layout.widths,
            "columns": columns,
            "head": head,
            "labels": table.head.iter().map(|cell| self.text(&plain_text(cell))).collect::<Vec<_>>(),
            // What a page repeats is not content to a screen reader, and a link must be.
            "repeats-head": !table.head.iter().any(|cell| has_link(cell)),
            "has-row-heads": table.has_row_heads(),
            "dir": dir,
            "caption-dir": around[0],
            "note-dir": around[1],
            "is-whole": is_whole,
            // What else is on its page, if that is turned: the headings above it, and tables below it.
            "headings": [],
            "followers": [],
            "rows": rows,
        })
    }

    fn cells(&mut self, row: &'a [Vec<Inline>], layout: &Layout) -> Vec<Value> {
        let cell = |(index, cell): (usize, &'a Vec<Inline>)| {
            let is_broken = layout.is_broken.get(index).copied().unwrap_or_default();
            let width = layout.widths.get(index).filter(|_| is_broken);
            self.cell_width = width.map(|width| layout.step.room(*width));
            let is_number = is_number(&plain_text(cell));
            json!({ "is-number": is_number, "dir": self.dir(cell), "content": self.inlines(cell) })
        };
        let cells = row.iter().enumerate().map(cell).collect();
        self.cell_width = None;
        cells
    }
}

/// Whether anything in `content` is a link.
fn has_link(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Link { .. } | Inline::NoteRef(_) => true,
        other => other.content().is_some_and(|content| has_link(content)),
    })
}

const fn place(place: Place) -> &'static str {
    match place {
        Place::Text => "text",
        Place::Hanging => "hanging",
        Place::Turned => "turned",
        Place::Rows => "rows",
    }
}

const fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "start",
        Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}
