//! Footnotes, ECMA-376 part 1, 17.11.

use super::paragraph::{Marker, PartOf, Place};
use super::styles::StyleSheet;
use super::xml::Xml;
use super::{Writer, namespaces};

/// The part that holds the footnotes.
pub(super) const PART: &str = "word/footnotes.xml";

/// The footnotes of a document.
#[derive(Debug)]
pub(super) struct Notes {
    /// Whether a note is being written.
    pub(super) is_open: bool,
    /// The notes that have been placed, from 0.
    placed: Vec<bool>,
    /// How many of them Word counts.
    counted: usize,
    /// The notes written so far.
    written: String,
}

impl Notes {
    /// The footnotes of a document that has so many.
    pub(super) fn new(count: usize) -> Self {
        Self { is_open: false, placed: vec![false; count], counted: 0, written: String::new() }
    }

    /// Whether the note `number`, from 1, is at the foot of a page.
    pub(super) fn is_placed(&self, number: usize) -> bool {
        self.placed.get(number.wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// The numbers of the notes that are not placed.
    pub(super) fn remaining(&self) -> impl Iterator<Item = usize> {
        (1..).zip(&self.placed).filter(|(_, is_placed)| !**is_placed).map(|(number, _)| number)
    }

    /// The part. Word wants the two lines that separate notes from the text in it.
    pub(super) fn xml(&self, styles: &StyleSheet) -> String {
        let mut xml = Xml::document();
        xml.element("w:footnotes", &namespaces(), |xml| {
            for (id, kind) in [("-1", "separator"), ("0", "continuationSeparator")] {
                xml.element("w:footnote", &[("w:type", kind), ("w:id", id)], |xml| {
                    xml.element("w:p", &[], |xml| {
                        let style = styles.paragraph("footnote text");
                        let style = |xml: &mut Xml| xml.empty("w:pStyle", &[("w:val", style)]);
                        xml.element("w:pPr", &[], style);
                        xml.element("w:r", &[], |xml| xml.empty(&format!("w:{kind}"), &[]));
                    });
                });
            }
            xml.raw(&self.written);
        });
        xml.finish()
    }
}

impl Writer<'_> {
    /// Writes the note `number`, from 1. Returns whether Word by itself counts to the same number:
    /// a note that only another note refers to is not a footnote and leaves a gap.
    pub(super) fn note(&mut self, number: usize) -> bool {
        let is_counted = number == self.notes.counted + 1;
        if is_counted {
            self.notes.counted = number;
        }
        self.notes.placed[number - 1] = true;
        self.notes.is_open = true;
        // The paragraph that refers to the note is still open and has no use for its own marker.
        let space_above = self.space_above.take();
        let is_in_cell = std::mem::take(&mut self.is_in_cell);
        let marker = self.marker.replace(Marker::Note { number: (!is_counted).then_some(number) });
        let place = Place { part_of: PartOf::Note, ..Place::default() };
        let document = self.document;
        let mut xml = Xml::fragment();
        xml.element("w:footnote", &[("w:id", &number.to_string())], |xml| {
            self.blocks(xml, &document.notes[number - 1], place);
            self.flush_marker(xml, place);
            if self.space_above.is_some() {
                self.separate(xml, None);
            }
        });
        self.space_above = space_above;
        self.is_in_cell = is_in_cell;
        self.notes.written.push_str(&xml.finish());
        self.notes.is_open = false;
        self.marker = marker;
        is_counted
    }
}
