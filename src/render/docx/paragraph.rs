//! Paragraphs: their place, what they begin with, and their properties in the order of the schema.

use super::Writer;
use super::numbering::Marks;
use super::xml::Xml;
use crate::document::Alignment;

/// How far the text of a quotation is from its bar, in twentieths of a point.
const QUOTE: u32 = 280;
/// The same for the text of a note and its number.
const NOTE: u32 = 200;
/// The space between paragraphs, in twentieths of a point.
pub(super) const BETWEEN: u32 = 150;

/// Where a block is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The distance of its left edge from that of the page, in twentieths of a point.
    pub(super) indent: u32,
    /// How many lists it is in.
    pub(super) level: usize,
    /// How many lists and quotations it is in.
    pub(super) depth: usize,
    /// Whether one of them is a quotation.
    pub(super) is_quoted: bool,
    /// Whether less space than usual is between the blocks in it: the list is tight.
    pub(super) is_tight: bool,
    /// The same for what is below the last of them.
    pub(super) ends_tight: bool,
    /// What it is a part of.
    pub(super) part_of: PartOf,
}

/// What a paragraph is a part of, which determines its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum PartOf {
    #[default]
    Text,
    Item,
    Quote,
    Note,
}

/// What the next paragraph begins with.
#[derive(Debug, Clone)]
pub(super) enum Marker {
    /// The mark of a list's item.
    Item {
        list: u64,
        level: usize,
        marks: Marks,
        /// How far the text is from the edge of the mark.
        hang: u32,
    },
    /// The mark of a note: its number where Word does not count it.
    Note { number: Option<usize> },
    /// A mark that is text, and how far what it marks is from its edge.
    Label(String, u32),
}

/// The properties of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph<'a> {
    /// The name of its style.
    pub(super) style: &'a str,
    /// Whether it stays on the page of what follows.
    pub(super) keeps_next: bool,
    /// The level and the id of the list it is an item of.
    pub(super) item: Option<(usize, u64)>,
    /// Whether it runs from right to left; as the document does if it does not say.
    pub(super) is_right_to_left: Option<bool>,
    /// Whether it is the heading of what follows, which may move to another section with that.
    pub(super) is_heading: bool,
    /// Whether a page ends before it rather than in it.
    pub(super) keeps_lines: bool,
    /// The space above it where that is not what its style says, in twentieths of a point.
    pub(super) space_above: Option<u32>,
    /// The space below it likewise.
    pub(super) space_below: Option<u32>,
    /// The least distance from line to line likewise.
    pub(super) line: Option<u32>,
    /// The indent of the text, and how far its mark hangs out of it, in twentieths of a point.
    pub(super) indent: Option<(u32, u32)>,
    /// How its lines are aligned.
    pub(super) alignment: Alignment,
}

impl Place {
    /// The place of an item of a list here, whose text is `hang` to the right of its mark; `most` is the
    /// largest indent.
    pub(super) fn item(self, hang: u32, most: u32) -> Self {
        let indent = (self.indent + hang).min(most);
        Self { indent, level: self.level + 1, depth: self.depth + 1, part_of: PartOf::Item, ..self }
    }

    /// The place of a quotation here.
    pub(super) fn quote(self, most: u32) -> Self {
        let indent = (self.indent + QUOTE).min(most);
        Self { indent, depth: self.depth + 1, is_quoted: true, part_of: PartOf::Quote, ..self }
    }

    /// The name of the style of a paragraph here. A quotation has its bar where its lines begin.
    const fn style(self, is_right_to_left: bool) -> &'static str {
        match self.part_of {
            PartOf::Item if self.is_quoted && is_right_to_left => "Quote List Right to Left",
            PartOf::Item if self.is_quoted => "Quote List",
            PartOf::Quote if is_right_to_left => "Quote Right to Left",
            part => part.style(),
        }
    }
}

impl PartOf {
    const fn style(self) -> &'static str {
        match self {
            Self::Text => "Body Text",
            Self::Item => "List Continue",
            Self::Quote => "Quote",
            Self::Note => "footnote text",
        }
    }
}

impl Paragraph<'_> {
    /// Writes the properties of a paragraph that `runs_left` or does not, whatever the document does.
    fn write(&self, xml: &mut Xml, style: &str, runs_left: bool, document_runs_left: bool) {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", style)]);
            if self.keeps_next {
                xml.empty("w:keepNext", &[]);
            }
            if self.keeps_lines {
                xml.empty("w:keepLines", &[]);
            }
            if let Some((level, list)) = self.item {
                xml.element("w:numPr", &[], |xml| {
                    xml.empty("w:ilvl", &[("w:val", &level.to_string())]);
                    xml.empty("w:numId", &[("w:val", &list.to_string())]);
                });
            }
            if runs_left {
                xml.empty("w:bidi", &[]);
            } else if document_runs_left {
                xml.empty("w:bidi", &[("w:val", "0")]);
            }
            let spaces = [
                ("w:before", self.space_above),
                ("w:after", self.space_below),
                ("w:line", self.line),
            ];
            let spaces: Vec<(&str, String)> = spaces
                .into_iter()
                .filter_map(|(name, space)| Some((name, space?.to_string())))
                .collect();
            if !spaces.is_empty() {
                let mut spaces: Vec<_> =
                    spaces.iter().map(|(name, it)| (*name, it.as_str())).collect();
                if self.line.is_some() {
                    spaces.push(("w:lineRule", "atLeast"));
                }
                xml.empty("w:spacing", &spaces);
            }
            if let Some((left, hanging)) = self.indent {
                let attributes =
                    [("w:left", &*left.to_string()), ("w:hanging", &*hanging.to_string())];
                xml.empty("w:ind", &attributes);
            }
            if let Some(name) = self.alignment_name(runs_left) {
                xml.empty("w:jc", &[("w:val", name)]);
            }
        });
    }

    /// Word swaps left and right where the text runs from right to left.
    const fn alignment_name(&self, runs_left: bool) -> Option<&'static str> {
        match (self.alignment, runs_left) {
            (Alignment::None, _) => None,
            (Alignment::Center, _) => Some("center"),
            (Alignment::Left, false) | (Alignment::Right, true) => Some("left"),
            (Alignment::Right, false) | (Alignment::Left, true) => Some("right"),
        }
    }
}

impl Writer<'_> {
    /// A paragraph of `place`, in the style of that place unless it names one.
    pub(super) fn paragraph(
        &mut self,
        xml: &mut Xml,
        mut paragraph: Paragraph<'_>,
        place: Place,
        fill: impl FnOnce(&mut Self, &mut Xml),
    ) {
        let marker = self.marker.take();
        self.place(&mut paragraph, marker.as_ref(), place);
        let runs_left = paragraph.is_right_to_left.unwrap_or(self.is_right_to_left);
        let named = match &marker {
            _ if !paragraph.style.is_empty() => paragraph.style,
            Some(Marker::Item { .. }) if place.is_quoted => place.style(runs_left),
            Some(Marker::Item { marks: Marks::Numbers, .. }) => "List Number",
            Some(Marker::Item { .. }) => "List Bullet",
            _ => place.style(runs_left),
        };
        let style = self.reference.styles.paragraph(named);
        xml.element("w:p", &[], |xml| {
            paragraph.write(xml, style, runs_left, self.is_right_to_left);
            if !(paragraph.is_heading || self.is_in_cell || self.notes.is_open) {
                self.breaks.at_paragraph(xml);
            }
            if let Some(marker) = marker {
                self.write_marker(xml, &marker);
            }
            fill(self, xml);
        });
    }

    /// Sets where a paragraph is, and the space around it.
    fn place(&mut self, paragraph: &mut Paragraph<'_>, marker: Option<&Marker>, place: Place) {
        let hang = match marker {
            Some(Marker::Item { list, level, hang, .. }) => {
                paragraph.item = Some((*level, *list));
                *hang
            }
            Some(Marker::Label(_, hang)) => *hang,
            Some(Marker::Note { .. }) | None => 0,
        };
        // What follows the first paragraph of a note is beside it.
        let is_more_of_note =
            place.part_of == PartOf::Note && marker.is_none() && paragraph.style.is_empty();
        if place.indent > 0 {
            paragraph.indent = Some((place.indent, hang.min(place.indent)));
        } else if hang > 0 {
            paragraph.indent = Some((hang, hang));
        } else if is_more_of_note {
            paragraph.indent = Some((NOTE, 0));
        }
        // The styles of lists have the space between items.
        if place.part_of == PartOf::Item && paragraph.style.is_empty() && !place.ends_tight {
            paragraph.space_below = Some(BETWEEN);
        }
        if !self.is_in_cell {
            let space = self.space_above.take().filter(|space| *space > 0);
            if !paragraph.is_heading {
                paragraph.space_above = paragraph.space_above.or(space);
            }
        }
    }

    /// Writes the marker of the next paragraph as a paragraph of its own.
    pub(super) fn flush_marker(&mut self, xml: &mut Xml, place: Place) {
        if self.marker.is_some() {
            self.paragraph(xml, Paragraph::default(), place, |_, _| {});
        }
    }

    fn write_marker(&mut self, xml: &mut Xml, marker: &Marker) {
        match marker {
            Marker::Item { .. } => {
                if let Some(mark) = self.box_of_task.take() {
                    self.plain(xml, &format!("{mark} "));
                }
            }
            Marker::Label(text, _) => self.plain(xml, &format!("{text}\t")),
            Marker::Note { number } => {
                let style = self.reference.styles.character("footnote reference");
                xml.element("w:r", &[], |xml| {
                    let name = |xml: &mut Xml| xml.empty("w:rStyle", &[("w:val", style)]);
                    xml.element("w:rPr", &[], name);
                    match number {
                        Some(number) => xml.leaf("w:t", &[], &number.to_string()),
                        None => xml.empty("w:footnoteRef", &[]),
                    }
                });
                self.plain(xml, "\t");
            }
        }
    }
}
