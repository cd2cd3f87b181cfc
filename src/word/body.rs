//! Blocks: paragraphs and what holds them.

use roxmltree::Node;

use super::elements::{child, child_value, chosen, local, value};
use super::looks::Spacing;
use super::marks::Change;
use super::reader::Reader;
use super::runs::Line;
use super::styles::{self, heading_level};
use super::{Block, Paragraph};

impl Reader<'_> {
    /// Reads what is in `node` into `out`.
    pub(super) fn blocks(&mut self, node: Node<'_, '_>, change: &Change, out: &mut Vec<Block>) {
        for node in node.children().filter(Node::is_element) {
            match local(&node) {
                "p" => self.paragraph(node, change, out),
                "tbl" => {
                    let table = self.table(node, change);
                    out.push(Block::Table(table));
                }
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.blocks(content, change, out);
                    }
                }
                "customXml" | "smartTag" => self.blocks(node, change, out),
                "ins" | "del" | "moveFrom" | "moveTo" => {
                    self.blocks(node, &change.within(&node), out);
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.blocks(chosen, change, out);
                    }
                }
                "altChunk" => self.leave_out("a file inside the file", ""),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, change: &Change, out: &mut Vec<Block>) {
        self.number += 1;
        let properties = child(node, "pPr");
        let property = |name| child_value(properties?, name);
        let style = property("pStyle");
        let mark = properties.and_then(|it| child(it, "rPr"));
        let outline = property("outlineLvl").and_then(|it| it.parse().ok());
        let level = outline.map_or_else(|| self.styles.level(style), heading_level);
        let own_indent = properties.and_then(styles::indent);
        let mut paragraph = Paragraph {
            number: self.number,
            style: self.styles.paragraph(style),
            level,
            indent: own_indent.or_else(|| self.styles.indent(style)).unwrap_or_default(),
            space_below: properties
                .and_then(|it| value(&child(it, "spacing")?, "after")?.parse().ok()),
            spacing: Spacing::read(properties).over(self.styles.spacing(style)),
            alignment: property("jc").map(str::to_owned),
            mark: merged(change, Change::of(mark)),
            ..Paragraph::default()
        };
        let mut line = Line::new(change, self.styles.is_hidden(style));
        line.runs = std::mem::take(&mut self.drop_cap);
        self.inlines(node, &mut line);
        self.fields.end_paragraph();
        let list = properties.and_then(|it| child(it, "numPr"));
        let of_style = self.styles.list(style);
        let id = list.and_then(|list| child_value(list, "numId")).or(of_style.0);
        let level = list.and_then(|list| child_value(list, "ilvl")?.parse().ok()).or(of_style.1);
        // An empty paragraph has no mark, and is not counted, in no program but Word.
        paragraph.list = id.and_then(|id| self.lists.next(id, level.unwrap_or_default()));
        if let Some(mark) = paragraph.list.take_if(|mark| !mark.label.is_empty()) {
            // Words in front of an item are text. Nobody could say them in the mark of an item.
            line.put_first(format!("{} ", mark.label.trim()), change);
        }
        let frame = properties.and_then(|it| child(it, "framePr"));
        let drop_cap = frame.and_then(|frame| value(&frame, "dropCap"));
        let is_large = matches!(drop_cap, Some("drop" | "margin")) && line.boxes.is_empty();
        if is_large && next_paragraph(node) {
            self.drop_cap = line.runs;
            return;
        }
        paragraph.runs = line.runs;
        paragraph.bookmarks = line.bookmarks;
        self.out.paragraphs += usize::from(!paragraph.text().trim().is_empty());
        out.push(Block::Paragraph(paragraph));
        out.append(&mut line.boxes);
    }
}

/// Whether a paragraph follows, which a large first letter can be of.
fn next_paragraph(node: Node<'_, '_>) -> bool {
    node.next_sibling_element().is_some_and(|next| local(&next) == "p")
}

fn merged(outer: &Change, own: Change) -> Change {
    Change {
        inserted: own.inserted.or_else(|| outer.inserted.clone()),
        deleted: own.deleted.or_else(|| outer.deleted.clone()),
    }
}
