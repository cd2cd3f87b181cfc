//! Blocks of text.

use super::Writer;
use super::inlines::RunStyle;
use super::numbering::{LARGEST, LEVELS, Marks};
use super::paragraph::{Marker, Paragraph, PartOf, Place};
use super::xml::Xml;
use crate::document::{Block, Inline, Item, List, Style};
use crate::render::direction::is_right_to_left;

/// The deepest heading that there is a style for.
const DEEPEST: u8 = 6;

impl Writer<'_> {
    /// Writes `blocks` one after another.
    pub(super) fn blocks(&mut self, xml: &mut Xml, blocks: &[Block], place: Place) {
        for block in blocks {
            self.block(xml, block, place);
        }
    }

    fn block(&mut self, xml: &mut Xml, block: &Block, place: Place) {
        match block {
            Block::Paragraph(content) => self.text_block(xml, content, place),
            // The text of a note is not part of the paper's outline.
            Block::Heading { content, .. } if self.notes.is_open => {
                let run_style = RunStyle::default().with(Style::Strong);
                let fill = |writer: &mut Self, xml: &mut Xml| {
                    writer.inlines(xml, content, run_style, place);
                };
                self.paragraph(
                    xml,
                    Paragraph { keeps_next: true, ..Paragraph::default() },
                    place,
                    fill,
                );
            }
            Block::Heading { level, id, content } => {
                let anchor = self.anchors.id(id).to_owned();
                self.heading(xml, level + 1, Some(&anchor), place, |writer, xml| {
                    writer.inlines(xml, content, RunStyle::default(), place);
                });
            }
            Block::List(list) => self.list(xml, list, place),
            Block::Quote(blocks) => {
                self.flush_marker(xml, place);
                self.blocks(xml, blocks, place.quote(self.reference.page.width));
            }
            Block::Code { text, .. } => {
                self.flush_marker(xml, place);
                let code = Paragraph { style: "Source Code", ..Paragraph::default() };
                self.paragraph(xml, code, place, |writer, xml| {
                    writer.plain(xml, text.trim_end_matches('\n'));
                });
            }
            Block::Table(table) => self.table(xml, table, place),
            Block::Rule => {
                self.flush_marker(xml, place);
                let rule = Paragraph { style: "Horizontal Rule", ..Paragraph::default() };
                self.paragraph(xml, rule, place, |_, _| {});
            }
        }
    }

    /// A heading, of level 1 for a section's, with the bookmark that links lead to.
    pub(super) fn heading(
        &mut self,
        xml: &mut Xml,
        level: u8,
        anchor: Option<&str>,
        place: Place,
        fill: impl FnOnce(&mut Self, &mut Xml),
    ) {
        let style = format!("heading {}", level.clamp(1, DEEPEST));
        let heading = Paragraph { style: &style, ..Paragraph::default() };
        self.paragraph(xml, heading, place, |writer, xml| {
            let Some(anchor) = anchor else { return fill(writer, xml) };
            let (id, name) = (writer.new_id(), writer.bookmark(anchor));
            xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
            fill(writer, xml);
            xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        });
    }

    /// A paragraph, or a picture on its own.
    fn text_block(&mut self, xml: &mut Xml, content: &[Inline], place: Place) {
        if let [Inline::Image { url, title, alt }] = content {
            return self.figure(xml, url, title, alt, place);
        }
        let paragraph =
            Paragraph { is_right_to_left: is_right_to_left(content), ..Paragraph::default() };
        self.paragraph(xml, paragraph, place, |writer, xml| {
            writer.inlines(xml, content, RunStyle::default(), place);
        });
    }

    fn figure(&mut self, xml: &mut Xml, url: &str, title: &str, alt: &str, place: Place) {
        self.flush_marker(xml, place);
        let figure =
            Paragraph { style: "Figure", keeps_next: !title.is_empty(), ..Paragraph::default() };
        self.paragraph(xml, figure, place, |writer, xml| {
            if !writer.picture(xml, url, alt, place) {
                writer.plain(xml, alt);
            }
        });
        if !title.is_empty() {
            let caption = Paragraph { style: "caption", ..Paragraph::default() };
            self.paragraph(xml, caption, place, |writer, xml| writer.plain(xml, title));
        }
    }

    fn list(&mut self, xml: &mut Xml, list: &List, place: Place) {
        self.flush_marker(xml, place);
        let end = list.start.map(|start| start.saturating_add(list.items.len() as u64));
        if place.level >= LEVELS || end.is_some_and(|end| end > LARGEST) {
            return self.labeled_list(xml, list, place);
        }
        let has_own_marks = list.items.iter().all(|item| item.done.is_some());
        let (marks, id) = match list.start {
            Some(start) => (Marks::Numbers, self.numbering.ordered(place.level, start)),
            None if has_own_marks => (Marks::None, self.numbering.plain(Marks::None)),
            None => (Marks::Bullets, self.numbering.plain(Marks::Bullets)),
        };
        for item in &list.items {
            let marker = Marker::Item {
                list: id,
                level: place.level,
                marks,
                is_tight: list.tight,
                text: item.done.map(mark),
            };
            self.item(xml, item, marker, place);
        }
    }

    /// A list that is too deep for Word, or has too large numbers: its markers are text.
    fn labeled_list(&mut self, xml: &mut Xml, list: &List, place: Place) {
        for (nth, item) in (0..).zip(&list.items) {
            let bullet = || item.done.map_or_else(|| "\u{2022}".to_owned(), mark);
            let label =
                list.start.map_or_else(bullet, |start| format!("{}.", start.saturating_add(nth)));
            self.item(xml, item, Marker::Label(label), place);
        }
    }

    fn item(&mut self, xml: &mut Xml, item: &Item, marker: Marker, place: Place) {
        let place = place.item(self.reference.page.width);
        self.marker = Some(marker);
        self.blocks(xml, &item.blocks, place);
        self.flush_marker(xml, place);
    }

    /// The notes that nothing in the text refers to.
    pub(super) fn remaining_notes(&mut self, xml: &mut Xml) {
        let numbers: Vec<usize> = self.notes.remaining().collect();
        if numbers.is_empty() {
            return;
        }
        let text = |writer: &mut Self, xml: &mut Xml| writer.plain(xml, "Notes");
        self.heading(xml, 1, None, Place::default(), text);
        for number in numbers {
            self.marker = Some(Marker::Label(format!("{number}.")));
            let place = Place { part_of: PartOf::Note, ..Place::default() };
            let document = self.document;
            self.notes.is_open = true;
            self.blocks(xml, &document.notes[number - 1], place);
            self.flush_marker(xml, place);
            self.notes.is_open = false;
        }
    }
}

/// The mark of a task.
fn mark(is_done: bool) -> String {
    if is_done { "\u{2611}" } else { "\u{2610}" }.to_owned()
}
