//! Tables, ECMA-376 part 1, 17.4.

use roxmltree::Node;

use super::elements::{child, child_value, chosen, local, switch, value};
use super::marks::Change;
use super::reader::Reader;
use super::{Cell, Row, Table};

impl Reader<'_> {
    /// Reads a table.
    pub(super) fn table(&mut self, node: Node<'_, '_>, change: &Change) -> Table {
        let properties = child(node, "tblPr");
        let style = properties.and_then(|it| child_value(it, "tblStyle"));
        let look = properties.and_then(|it| child(it, "tblLook"));
        let first = look.and_then(|look| value(&look, "firstColumn"));
        let has_row_heads = matches!(first, Some("1" | "true" | "on"));
        let style = self.styles.paragraph(style).name;
        let mut table = Table { style, has_row_heads, rows: Vec::new() };
        self.rows(node, change, &mut table.rows);
        table
    }

    fn rows(&mut self, node: Node<'_, '_>, change: &Change, out: &mut Vec<Row>) {
        for node in node.children().filter(Node::is_element) {
            match local(&node) {
                "tr" => {
                    let properties = child(node, "trPr");
                    let mut row = Row {
                        is_header: properties.and_then(|it| switch(it, "tblHeader")) == Some(true),
                        change: Change::of(properties),
                        ..Row::default()
                    };
                    self.cells(node, change, &mut row.cells);
                    out.push(row);
                }
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.rows(content, change, out);
                    }
                }
                "customXml" => self.rows(node, change, out),
                "ins" | "del" => self.rows(node, &change.within(&node), out),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.rows(chosen, change, out);
                    }
                }
                _ => {}
            }
        }
    }

    fn cells(&mut self, node: Node<'_, '_>, change: &Change, out: &mut Vec<Cell>) {
        for node in node.children().filter(Node::is_element) {
            match local(&node) {
                "tc" => {
                    let properties = child(node, "tcPr");
                    let property = |name| child_value(properties?, name);
                    let merge = properties.and_then(|it| child(it, "vMerge"));
                    let mut cell = Cell {
                        columns: property("gridSpan").and_then(|it| it.parse().ok()).unwrap_or(1),
                        is_continued: merge.is_some_and(|it| value(&it, "val") != Some("restart")),
                        change: Change::of(properties),
                        ..Cell::default()
                    };
                    cell.columns = cell.columns.clamp(1, 64);
                    self.blocks(node, change, &mut cell.blocks);
                    out.push(cell);
                }
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.cells(content, change, out);
                    }
                }
                "customXml" => self.cells(node, change, out),
                _ => {}
            }
        }
    }
}
