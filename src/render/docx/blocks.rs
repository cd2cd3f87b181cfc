//! Blocks of text.

use unicode_width::UnicodeWidthStr;

use super::Writer;
use super::inlines::RunStyle;
use super::numbering::{BULLETS, LARGEST, LEVELS, Marks};
use super::paragraph::{Marker, Paragraph, PartOf, Place};
use super::xml::Xml;
use crate::document::{Block, Inline, Item, List, Style, plain_text};
use crate::render::direction::is_right_to_left;
use crate::series::Captions;

/// The deepest heading that there is a style for.
const DEEPEST: u8 = 6;
/// From more characters in a line on, code takes the hanging column.
const LONG_LINE: usize = 64;
/// From more on, it is set smaller.
const LONGEST_LINE: usize = 88;
/// How far code is from its bar, in twentieths of a point.
const CODE: u32 = 180;
/// The space below what leads into a list, in twentieths of a point.
const LEAD_IN: u32 = 80;
/// The lines of code that are kept on one page.
const MOST_KEPT_LINES: usize = 20;

impl Writer<'_> {
    /// Writes `blocks` one after another.
    pub(super) fn blocks(&mut self, xml: &mut Xml, blocks: &[Block], place: Place) {
        for (at, block) in blocks.iter().enumerate() {
            let next = blocks.get(at + 1);
            let ends_tight = if next.is_some() { place.is_tight } else { place.ends_tight };
            self.block(xml, block, next, Place { ends_tight, ..place });
        }
    }

    /// Writes a block that `next` follows.
    pub(super) fn block(
        &mut self,
        xml: &mut Xml,
        block: &Block,
        next: Option<&Block>,
        place: Place,
    ) {
        match block {
            Block::Paragraph(content) => {
                self.text_block(xml, content, next, place);
            }
            // The text of a note is not part of the paper's outline.
            Block::Heading { content, .. } if self.notes.is_open => {
                let run_style = RunStyle::default().with(Style::Strong);
                let heading = Paragraph { keeps_next: true, ..Paragraph::default() };
                self.paragraph(xml, heading, place, |writer, xml| {
                    writer.inlines(xml, content, run_style, place);
                });
            }
            Block::Heading { level, id, content } => {
                let anchor = self.anchors.id(id).to_owned();
                let is_right_to_left = is_right_to_left(content);
                let fill = |writer: &mut Self, xml: &mut Xml| {
                    writer.inlines(xml, content, RunStyle::default(), place);
                };
                self.heading(xml, (level + 1, is_right_to_left), Some(&anchor), place, fill);
            }
            Block::List(list) => self.list(xml, list, place),
            Block::Quote(blocks) => {
                self.flush_marker(xml, place);
                self.blocks(xml, blocks, place.quote(self.page.most_indent()));
            }
            Block::Code { text, .. } => self.code(xml, text, place),
            Block::Table(table) => self.table(xml, table, place),
            Block::Rule => {
                self.flush_marker(xml, place);
                let rule = Paragraph { style: "Horizontal Rule", ..Paragraph::default() };
                self.paragraph(xml, rule, place, |_, _| {});
            }
        }
    }

    /// Code, which takes the hanging column where its lines are long.
    fn code(&mut self, xml: &mut Xml, text: &str, place: Place) {
        self.flush_marker(xml, place);
        let text = text.trim_end_matches('\n');
        let longest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
        let style = match longest {
            _ if place.indent > 0 || self.notes.is_open => "Source Code",
            0..=LONG_LINE => "Source Code",
            _ if longest <= LONGEST_LINE => "Source Code Wide",
            _ => "Source Code Small",
        };
        let keeps_lines = text.lines().count() <= MOST_KEPT_LINES;
        let is_right_to_left = Some(false);
        let code = Paragraph { style, is_right_to_left, keeps_lines, ..Paragraph::default() };
        let indent = if place.indent > 0 { place.indent + CODE } else { 0 };
        let place = Place { indent, ..place };
        self.paragraph(xml, code, place, |writer, xml| writer.plain(xml, text));
    }

    /// A heading, of level 1 for a section's, with the bookmark that links lead to.
    pub(super) fn heading(
        &mut self,
        xml: &mut Xml,
        (level, is_right_to_left): (u8, Option<bool>),
        anchor: Option<&str>,
        place: Place,
        fill: impl FnOnce(&mut Self, &mut Xml),
    ) {
        let style = format!("heading {}", level.clamp(1, DEEPEST));
        let heading =
            Paragraph { style: &style, is_heading: true, is_right_to_left, ..Paragraph::default() };
        self.paragraph(xml, heading, place, |writer, xml| {
            let Some(anchor) = anchor else { return fill(writer, xml) };
            let (id, name) = (writer.new_id(), writer.bookmark(anchor));
            xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
            fill(writer, xml);
            xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        });
    }

    /// A paragraph, or a picture on its own.
    fn text_block(
        &mut self,
        xml: &mut Xml,
        content: &[Inline],
        next: Option<&Block>,
        place: Place,
    ) {
        if let [Inline::Image { url, title, alt }] = content {
            return self.figure(xml, url, title, alt, place);
        }
        let is_lead_in = matches!(next, Some(Block::List(_)));
        let style = match place.part_of {
            PartOf::Text if is_lead_in => "List Lead-in",
            _ => "",
        };
        let space_below = (is_lead_in && place.part_of == PartOf::Quote).then_some(LEAD_IN);
        // What is announced is on the same page.
        let announces = matches!(next, Some(Block::Table(_) | Block::Code { .. }))
            || next.is_some() && plain_text(content).trim_end().ends_with(':');
        let paragraph = Paragraph {
            style,
            keeps_next: self.keeps_next || announces,
            space_below,
            is_right_to_left: is_right_to_left(content),
            ..Paragraph::default()
        };
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
            self.paragraph(xml, caption, place, |writer, xml| {
                let (number, title) = numbered(title, writer.document.head.style.captions);
                writer.run(xml, number, RunStyle::default().with(Style::Strong));
                writer.plain(xml, title);
            });
        }
    }

    fn list(&mut self, xml: &mut Xml, list: &List, place: Place) {
        self.flush_marker(xml, place);
        let end = list.start.map(|start| start.saturating_add(list.items.len() as u64));
        if place.level >= LEVELS || end.is_some_and(|end| end > LARGEST) {
            return self.labeled_list(xml, list, place);
        }
        let id = list.start.map(|start| self.numbering.ordered(place.level, start));
        let marks = |item: &Item| match (list.start, item.done) {
            (Some(_), _) => Marks::Numbers,
            (None, None) => Marks::Bullets,
            (None, Some(true)) => Marks::Done,
            (None, Some(false)) => Marks::Open,
        };
        for (at, item) in list.items.iter().enumerate() {
            let marks = marks(item);
            // The box of a numbered task is not its mark.
            let hang = end.map_or(marks.hang(), |end| marks.hang_for(end));
            let list_id = id.unwrap_or_else(|| self.numbering.plain(marks));
            let marker = Marker::Item { list: list_id, level: place.level, marks, hang };
            self.item(xml, (list, at), item, (marker, hang), place);
        }
    }

    /// A list that is too deep for Word, or has too large numbers: its markers are text.
    fn labeled_list(&mut self, xml: &mut Xml, list: &List, place: Place) {
        for (at, item) in list.items.iter().enumerate() {
            let bullet = || item.done.map_or(BULLETS[0], mark).to_owned();
            let label = list
                .start
                .map_or_else(bullet, |start| format!("{}.", start.saturating_add(at as u64)));
            let hang = match list.start {
                Some(start) => Marks::Numbers.hang_for(start.saturating_add(at as u64)),
                None => Marks::Open.hang(),
            };
            self.item(xml, (list, at), item, (Marker::Label(label, hang), hang), place);
        }
    }

    fn item(
        &mut self,
        xml: &mut Xml,
        (list, at): (&List, usize),
        item: &Item,
        (marker, hang): (Marker, u32),
        place: Place,
    ) {
        let is_last = at + 1 == list.items.len();
        // The last item of a list inside another is followed by the next item of that one.
        let ends_tight = list.tight && (!is_last || place.ends_tight);
        let item_place = place.item(hang, self.page.most_indent());
        let place = Place { is_tight: list.tight, ends_tight, ..item_place };
        self.marker = Some(marker);
        if let (Some(_), Some(is_done)) = (list.start, item.done) {
            self.box_of_task = Some(mark(is_done));
        }
        let keeps_next = std::mem::take(&mut self.keeps_next);
        self.keeps_next = if is_last { keeps_next } else { list.stays_whole() };
        self.blocks(xml, &item.blocks, place);
        self.flush_marker(xml, place);
        self.keeps_next = keeps_next;
    }

    /// The notes that nothing in the text refers to.
    pub(super) fn remaining_notes(&mut self, xml: &mut Xml) {
        let numbers: Vec<usize> = self.notes.remaining().collect();
        if numbers.is_empty() {
            return;
        }
        let text = |writer: &mut Self, xml: &mut Xml| writer.plain(xml, "Notes");
        self.heading(xml, (1, None), None, Place::default(), text);
        for number in numbers {
            let hang = Marks::Numbers.hang_for(number as u64);
            self.marker = Some(Marker::Label(format!("{number}."), hang));
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
const fn mark(is_done: bool) -> &'static str {
    if is_done { "\u{2611}" } else { "\u{2610}" }
}

/// The number of a figure, where its series numbers its captions, and the rest of its title.
fn numbered(title: &str, captions: Captions) -> (&str, &str) {
    let end = title.find(". ").filter(|_| captions == Captions::Numbered);
    end.map_or(("", title), |end| title.split_at(end + 1))
}
