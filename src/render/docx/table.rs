//! Tables, ECMA-376 part 1, 17.4.

use unicode_width::UnicodeWidthStr;

use super::Writer;
use super::inlines::RunStyle;
use super::paragraph::{Paragraph, Place};
use super::xml::Xml;
use crate::document::{Alignment, Inline, Table, plain_text};
use crate::render::direction::is_right_to_left;

/// The most columns that Word supports.
const MOST_COLUMNS: usize = 63;
/// The width of a character in a cell, in twentieths of a point: half of the style's size, and a
/// little for bold ones.
const CHARACTER: u32 = 112;
/// How much of a cell's width its margins take, in twentieths of a point.
const MARGINS: u32 = 230;

impl Writer<'_> {
    /// A table as wide as it needs to be, with a header row that each page repeats.
    pub(super) fn table(&mut self, xml: &mut Xml, table: &Table, place: Place) {
        self.flush_marker(xml, place);
        self.beside_table(xml, &table.caption, place);
        if table.head.len() > MOST_COLUMNS {
            return self.wide_table(xml, table, place);
        }
        let widths = widths(table, self.reference.page.width - place.indent);
        let is_right_to_left = table.head.iter().any(|cell| is_right_to_left(cell));
        xml.element("w:tbl", &[], |xml| {
            self.properties(xml, &widths, place, is_right_to_left);
            xml.element("w:tblGrid", &[], |xml| {
                for width in &widths {
                    xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
                }
            });
            self.row(xml, table, &table.head, &widths, true);
            for row in &table.rows {
                self.row(xml, table, row, &widths, false);
            }
        });
        // Without it Word would merge two tables into one, and would not accept a table at the end
        // of a note.
        let gap = Paragraph { style: "After Table", ..Paragraph::default() };
        self.paragraph(xml, gap, Place::default(), |_, _| {});
        self.beside_table(xml, &table.note, place);
    }

    /// A caption or a note; nothing if there is none.
    fn beside_table(&mut self, xml: &mut Xml, content: &[Inline], place: Place) {
        if !content.is_empty() {
            let caption = Paragraph { style: "Caption", ..Paragraph::default() };
            self.paragraph(xml, caption, place, |writer, xml| {
                writer.inlines(xml, content, RunStyle::default(), place);
            });
        }
    }

    fn properties(&self, xml: &mut Xml, widths: &[u32], place: Place, is_right_to_left: bool) {
        let style = self.reference.styles.table("Paper Table");
        let width = widths.iter().sum::<u32>().to_string();
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", style)]);
            if is_right_to_left {
                xml.empty("w:bidiVisual", &[]);
            }
            xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
            if place.indent > 0 {
                let indent = place.indent.to_string();
                xml.empty("w:tblInd", &[("w:w", &indent), ("w:type", "dxa")]);
            }
            xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1")]);
        });
    }

    fn row(
        &mut self,
        xml: &mut Xml,
        table: &Table,
        row: &[Vec<Inline>],
        widths: &[u32],
        is_head: bool,
    ) {
        let style = if is_head { "Table Heading" } else { "Table Text" };
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[]);
                if is_head {
                    xml.empty("w:tblHeader", &[]);
                }
            });
            for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
                let alignment = table.alignments.get(at).copied().unwrap_or(Alignment::None);
                xml.element("w:tc", &[], |xml| {
                    let width = width.to_string();
                    let width =
                        |xml: &mut Xml| xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
                    xml.element("w:tcPr", &[], width);
                    let is_right_to_left = is_right_to_left(cell);
                    let cell_style =
                        Paragraph { style, is_right_to_left, alignment, ..Paragraph::default() };
                    self.paragraph(xml, cell_style, Place::default(), |writer, xml| {
                        writer.inlines(xml, cell, RunStyle::default(), Place::default());
                    });
                });
            }
        });
    }

    /// A table that Word would not open: a row is a paragraph, its cells separated by tabs.
    fn wide_table(&mut self, xml: &mut Xml, table: &Table, place: Place) {
        for (at, row) in std::iter::once(&table.head).chain(&table.rows).enumerate() {
            let style = if at == 0 { "Table Heading" } else { "Table Text" };
            self.paragraph(
                xml,
                Paragraph { style, ..Paragraph::default() },
                place,
                |writer, xml| {
                    for (at, cell) in row.iter().enumerate() {
                        if at > 0 {
                            writer.plain(xml, "\t");
                        }
                        writer.inlines(xml, cell, RunStyle::default(), place);
                    }
                },
            );
        }
    }
}

/// The widths of the columns, in twentieths of a point: what their texts take on one line, if there is
/// room for it; else room for the longest word, and a share of the rest.
fn widths(table: &Table, available: u32) -> Vec<u32> {
    let mut least = vec![MARGINS + CHARACTER; table.head.len()];
    let mut wished = least.clone();
    for row in std::iter::once(&table.head).chain(&table.rows) {
        for (column, cell) in row.iter().enumerate().take(least.len()) {
            let text = plain_text(cell);
            let word = text.split_whitespace().map(width).max().unwrap_or_default();
            least[column] = least[column].max(word);
            wished[column] = wished[column].max(width(&text));
        }
    }
    let sum = |widths: &[u32]| widths.iter().map(|width| u64::from(*width)).sum::<u64>();
    let (all_least, all_wished) = (sum(&least), sum(&wished));
    let available = u64::from(available);
    if all_wished <= available {
        return wished;
    }
    let share = |part: u64, whole: u64, room: u64| {
        u32::try_from(part * room / whole.max(1)).unwrap_or(u32::MAX)
    };
    if all_least >= available {
        return least
            .iter()
            .map(|width| share(u64::from(*width), all_least, available).max(1))
            .collect();
    }
    let extra = |(least, wished): (&u32, &u32)| {
        least + share(u64::from(wished - least), all_wished - all_least, available - all_least)
    };
    least.iter().zip(&wished).map(extra).collect()
}

/// The width of a cell with `text` on one line.
fn width(text: &str) -> u32 {
    u32::try_from(text.width())
        .unwrap_or(u32::MAX)
        .saturating_mul(CHARACTER)
        .saturating_add(MARGINS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let row = |cells: &&[&str]| -> Vec<Vec<Inline>> {
            cells.iter().map(|cell| vec![Inline::Text((*cell).to_owned())]).collect()
        };
        let mut rows: Vec<_> = rows.iter().map(row).collect();
        let head = rows.remove(0);
        Table { alignments: vec![Alignment::None; head.len()], head, rows, ..Table::default() }
    }

    #[test]
    fn a_small_table_is_no_wider_than_its_text() {
        let widths = widths(&table(&[&["Port", "n"], &["Long Beach", "7"]]), 9360);
        assert_eq!(widths, [10 * CHARACTER + MARGINS, CHARACTER + MARGINS]);
    }

    #[test]
    fn a_large_table_fills_the_page_and_keeps_its_words_whole() {
        let long = "many words that need a lot of room ".repeat(9);
        let widths = widths(&table(&[&["Identification", "Text"], &["1", &long]]), 9360);
        assert!(widths.iter().sum::<u32>() <= 9360 && widths.iter().sum::<u32>() > 9350);
        assert!(widths[0] >= 14 * CHARACTER + MARGINS, "{widths:?}");
    }
}
