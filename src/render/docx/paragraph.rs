//! Paragraphs: their place, what they begin with, and their properties in the order of the schema.

use super::Writer;
use super::numbering::{Marks, Numbering, STEP};
use super::xml::Xml;
use crate::document::Alignment;

/// Where a block is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The distance of its left edge from that of the page, in twentieths of a point.
    pub(super) indent: u32,
    /// How many lists it is in.
    pub(super) level: usize,
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
        /// Whether the item is in a tight list.
        is_tight: bool,
        /// A mark of its own, as text.
        text: Option<String>,
    },
    /// The mark of a note: its number where Word does not count it.
    Note { number: Option<usize> },
    /// A mark that is text.
    Label(String),
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
    /// Whether it runs from right to left.
    pub(super) is_right_to_left: bool,
    /// The space above it where its style does not say, in twentieths of a point.
    pub(super) space_above: Option<u32>,
    /// The indent of the text, and how far its mark hangs out of it, in twentieths of a point.
    pub(super) indent: Option<(u32, u32)>,
    /// Whether no space separates it from others of its style.
    pub(super) is_tight: bool,
    /// How its lines are aligned.
    pub(super) alignment: Alignment,
}

impl Place {
    /// The place of an item of a list here.
    pub(super) fn item(self, width: u32) -> Self {
        let indent = self.limited(Numbering::step(self.level), width);
        Self { indent, level: self.level + 1, part_of: PartOf::Item }
    }

    /// The place of a quotation here.
    pub(super) fn quote(self, width: u32) -> Self {
        Self { indent: self.limited(STEP, width), part_of: PartOf::Quote, ..self }
    }

    /// An indent that leaves half of the page's width.
    fn limited(self, step: u32, width: u32) -> u32 {
        (self.indent + step).min(width / 2)
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
    fn write(&self, xml: &mut Xml, style: &str) {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", style)]);
            if self.keeps_next {
                xml.empty("w:keepNext", &[]);
            }
            if let Some((level, list)) = self.item {
                xml.element("w:numPr", &[], |xml| {
                    xml.empty("w:ilvl", &[("w:val", &level.to_string())]);
                    xml.empty("w:numId", &[("w:val", &list.to_string())]);
                });
            }
            if self.is_right_to_left {
                xml.empty("w:bidi", &[]);
            }
            if let Some(space) = self.space_above {
                xml.empty("w:spacing", &[("w:before", &space.to_string())]);
            }
            if let Some((left, hanging)) = self.indent {
                let attributes =
                    [("w:left", &*left.to_string()), ("w:hanging", &*hanging.to_string())];
                xml.empty("w:ind", &attributes);
            }
            if self.is_tight {
                xml.empty("w:contextualSpacing", &[]);
            }
            if let Some(name) = self.alignment_name() {
                xml.empty("w:jc", &[("w:val", name)]);
            }
        });
    }

    /// Word swaps left and right where the text runs from right to left.
    const fn alignment_name(&self) -> Option<&'static str> {
        match (self.alignment, self.is_right_to_left) {
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
        if place.indent > 0 {
            paragraph.indent = Some((place.indent, 0));
        }
        let mut named = place.part_of.style();
        if let Some(Marker::Item { list, level, marks, is_tight, .. }) = &marker {
            named = if *marks == Marks::Numbers { "List Number" } else { "List Bullet" };
            paragraph.item = Some((*level, *list));
            paragraph.is_tight |= is_tight;
            let usual = (0..=*level).map(Numbering::step).sum::<u32>();
            paragraph.indent = (place.indent != usual).then_some((place.indent, STEP));
        }
        if !paragraph.style.is_empty() {
            named = paragraph.style;
        }
        let style = self.reference.styles.paragraph(named);
        xml.element("w:p", &[], |xml| {
            paragraph.write(xml, style);
            if let Some(marker) = marker {
                self.write_marker(xml, &marker);
            }
            fill(self, xml);
        });
    }

    /// Writes the marker of the next paragraph as a paragraph of its own.
    pub(super) fn flush_marker(&mut self, xml: &mut Xml, place: Place) {
        if self.marker.is_some() {
            self.paragraph(xml, Paragraph::default(), place, |_, _| {});
        }
    }

    fn write_marker(&mut self, xml: &mut Xml, marker: &Marker) {
        match marker {
            Marker::Item { text: None, .. } => {}
            Marker::Item { text: Some(text), .. } | Marker::Label(text) => {
                self.plain(xml, &format!("{text} "));
            }
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
                self.plain(xml, " ");
            }
        }
    }
}
