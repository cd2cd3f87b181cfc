//! Tables, ECMA-376 part 1, 17.4.

use super::Writer;
use super::inlines::RunStyle;
use super::page::twentieths;
use super::paragraph::{Paragraph, Place};
use super::sections::Pages;
use super::xml::Xml;
use crate::assets::columns::{self, MOST_WHOLE_ROWS, STEPS};
use crate::assets::widths::Family;
use crate::document::{Alignment, Grid, Inline, Style, Table, plain_text};
use crate::render::direction::is_right_to_left;

/// The most columns that Word supports.
const MOST_COLUMNS: usize = 63;
/// The character styles of code in tables, by the size of their type.
const CODE: [&str; 3] = ["Table Code", "Table Code Small", "Table Code Smallest"];
/// The space below a table, in twentieths of a point.
const BELOW: u32 = 220;

/// How a table is written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of a table that can be on or off"
)]
struct Layout<'a> {
    table: &'a Table,
    place: Place,
    /// The widths of its columns, in twentieths of a point.
    widths: Vec<u32>,
    /// Whether it takes the hanging column too.
    is_wide: bool,
    is_turned: bool,
    /// The size of its type, from 0 for the largest.
    step: usize,
    /// The names of its styles end in this.
    size: &'static str,
    is_right_to_left: bool,
    /// Whether the first cell of each row is its head.
    has_row_heads: bool,
}

impl Writer<'_> {
    /// A table where it has room, with a header row that each page repeats.
    pub(super) fn table(&mut self, xml: &mut Xml, table: &Table, place: Place) {
        self.flush_marker(xml, place);
        let layout = self.layout(table, place);
        if layout.widths.is_empty() || table.head.len() > MOST_COLUMNS {
            self.caption(xml, table, "Table Caption", place);
            self.lines(xml, table, place);
            return self.note_below(xml, table, "Table Note", place);
        }
        if layout.is_turned {
            self.turn(xml);
        }
        let wide = if layout.is_wide { " Wide" } else { "" };
        self.caption(xml, table, &format!("Table Caption{wide}"), place);
        if self.space_above.is_some() {
            self.separate(xml, self.space_above);
        }
        self.is_in_cell = true;
        self.code_in_cell = CODE[layout.step];
        xml.element("w:tbl", &[], |xml| {
            self.properties(xml, &layout);
            xml.element("w:tblGrid", &[], |xml| {
                for width in &layout.widths {
                    xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
                }
            });
            for (at, row) in std::iter::once(&table.head).chain(&table.rows).enumerate() {
                self.row(xml, &layout, row, at);
            }
        });
        self.is_in_cell = false;
        if !self.notes.is_open {
            self.breaks.at_table(xml);
        }
        self.space_above = Some(BELOW);
        if !table.note.is_empty() {
            self.space_above = None;
            self.note_below(xml, table, &format!("Table Note{wide}"), place);
        }
        if layout.is_turned {
            if self.space_above.is_some() {
                self.separate(xml, None);
            }
            self.end_section(xml, Pages::Turned);
        }
    }

    fn layout<'a>(&self, table: &'a Table, place: Place) -> Layout<'a> {
        // Columns run the other way if the head of one does.
        let runs_other =
            |cell: &Vec<Inline>| is_right_to_left(cell) == Some(!self.is_right_to_left);
        let is_right_to_left = self.is_right_to_left != table.head.iter().any(runs_other);
        let depth = Grid::depth(place.depth, self.notes.is_open);
        let depth = depth.min((self.page.most_indent() / super::page::DEPTH_STEP) as usize);
        // Programs disagree on the edge that a table from right to left is indented from, so it is not.
        let has_hanging = self.page.reach > 0 && !is_right_to_left && !self.is_right_to_left;
        let grid = self.page.grid(has_hanging);
        let laid = table.layout(self.document, &grid, Family::Word, depth);
        let is_turned = laid.place == columns::Place::Turned && self.page.can_turn();
        let is_wide = laid.place != columns::Place::Text && has_hanging;
        let outside = if is_wide { self.page.reach } else { 0 };
        let inside = if is_turned {
            self.page.turned_width()
        } else {
            self.page.width.saturating_sub(place.indent)
        };
        let at = STEPS.iter().position(|step| *step == laid.step).unwrap_or_default();
        let widths: Vec<u32> = laid.widths.iter().map(|width| twentieths(*width).max(1)).collect();
        Layout {
            table,
            place,
            widths: limited(widths, inside + outside),
            is_wide,
            is_turned,
            step: at,
            size: ["", " Small", " Smallest"].get(at).copied().unwrap_or_default(),
            is_right_to_left,
            has_row_heads: table.has_row_heads(),
        }
    }

    /// What a table shows, above it.
    fn caption(&mut self, xml: &mut Xml, table: &Table, style: &str, place: Place) {
        if table.caption.is_empty() {
            return;
        }
        let caption = Paragraph {
            style,
            is_right_to_left: is_right_to_left(&table.caption),
            ..Paragraph::default()
        };
        self.paragraph(xml, caption, place, |writer, xml| {
            if let Some(number) = table.number {
                let strong = RunStyle::default().with(Style::Strong);
                writer.run(xml, &format!("Table {number}."), strong);
                writer.plain(xml, " ");
            }
            writer.inlines(xml, &table.caption, RunStyle::default(), place);
        });
    }

    /// Where its figures come from, below it.
    fn note_below(&mut self, xml: &mut Xml, table: &Table, style: &str, place: Place) {
        if table.note.is_empty() {
            return;
        }
        let note = Paragraph {
            style,
            is_right_to_left: is_right_to_left(&table.note),
            ..Paragraph::default()
        };
        self.paragraph(xml, note, place, |writer, xml| {
            writer.inlines(xml, &table.note, RunStyle::default(), place);
        });
    }

    fn properties(&self, xml: &mut Xml, layout: &Layout<'_>) {
        let name = format!("Paper Table{}", layout.size);
        let style = self.reference.styles.table(&name);
        let width = layout.widths.iter().sum::<u32>().to_string();
        let indent = if layout.is_wide {
            format!("-{}", self.page.reach)
        } else {
            layout.place.indent.to_string()
        };
        let (look, column) = if layout.has_row_heads { ("06A0", "1") } else { ("0620", "0") };
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", style)]);
            if layout.is_right_to_left {
                xml.empty("w:bidiVisual", &[]);
            }
            xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
            xml.empty("w:tblInd", &[("w:w", &indent), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            let look = [
                ("w:val", look),
                ("w:firstRow", "1"),
                ("w:lastRow", "0"),
                ("w:firstColumn", column),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ];
            xml.empty("w:tblLook", &look);
        });
    }

    /// The row `at`, from 0 for the head.
    fn row(&mut self, xml: &mut Xml, layout: &Layout<'_>, row: &[Vec<Inline>], at: usize) {
        let table = layout.table;
        let is_last = at == table.rows.len();
        let is_kept = at == 0 || table.rows.len() <= MOST_WHOLE_ROWS;
        let keeps_next = if is_last { !table.note.is_empty() } else { is_kept };
        let name = format!("Table Text{}", layout.size);
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[]);
                if at == 0 {
                    xml.empty("w:tblHeader", &[]);
                }
            });
            for (column, (cell, width)) in row.iter().zip(&layout.widths).enumerate() {
                let alignment = table.alignments.get(column).copied().unwrap_or(Alignment::None);
                xml.element("w:tc", &[], |xml| {
                    let width = width.to_string();
                    let width =
                        |xml: &mut Xml| xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
                    xml.element("w:tcPr", &[], width);
                    let cell_style = Paragraph {
                        style: &name,
                        keeps_next,
                        is_right_to_left: is_right_to_left(cell),
                        alignment,
                        ..Paragraph::default()
                    };
                    self.paragraph(xml, cell_style, Place::default(), |writer, xml| {
                        writer.inlines(xml, cell, RunStyle::default(), Place::default());
                    });
                });
            }
        });
    }

    /// A table of more columns than there is room for, or than Word opens: each cell is a line, after its head.
    fn lines(&mut self, xml: &mut Xml, table: &Table, place: Place) {
        let strong = RunStyle::default().with(Style::Strong);
        if table.rows.is_empty() {
            for head in &table.head {
                let line = Paragraph { style: "Table Text", ..Paragraph::default() };
                self.paragraph(xml, line, place, |writer, xml| {
                    writer.inlines(xml, head, strong, place);
                });
            }
        }
        for (nth, row) in table.rows.iter().enumerate() {
            for (at, (head, cell)) in table.head.iter().zip(row).enumerate() {
                let space_above = (at == 0).then_some(BELOW);
                let line = Paragraph { style: "Table Text", space_above, ..Paragraph::default() };
                self.paragraph(xml, line, place, |writer, xml| {
                    // Links and notes are there once.
                    if nth == 0 {
                        writer.inlines(xml, head, strong, place);
                    } else {
                        writer.run(xml, &plain_text(head), strong);
                    }
                    writer.plain(xml, ": ");
                    writer.inlines(xml, cell, RunStyle::default(), place);
                });
            }
        }
        self.space_above = Some(BELOW);
    }
}

/// Widths that are no wider than `room` together, whatever rounding added.
fn limited(mut widths: Vec<u32>, room: u32) -> Vec<u32> {
    let sum = widths.iter().map(|width| u64::from(*width)).sum::<u64>();
    if sum > u64::from(room) {
        for width in &mut widths {
            let share = u64::from(*width) * u64::from(room) / sum.max(1);
            *width = u32::try_from(share).unwrap_or(room).max(1);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_never_wider_than_its_place() {
        assert_eq!(limited(vec![10, 20], 30), [10, 20]);
        assert_eq!(limited(vec![11, 22], 30), [10, 20]);
        assert_eq!(limited(Vec::new(), 30), [] as [u32; 0]);
    }
}
