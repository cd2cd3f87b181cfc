//! Sections of pages: the cover, the text, and the pages that are turned for a wide table.
//!
//! Word ends a section in the properties of its last paragraph. When a wide table comes, that paragraph is written
//! already, so its place is kept and the properties are put there.

use std::ops::Range;

use super::Writer;
use super::paragraph::{Paragraph, Place};
use super::xml::Xml;

/// The end tag of a paragraph's properties.
const END: &str = "</w:pPr>";

/// Where the text can be cut into sections.
#[derive(Debug, Default)]
pub(super) struct Breaks {
    /// The place after the last block that is no heading.
    last: Option<Break>,
    /// The properties of the section that ends last, if it is turned and nothing but headings is after it, and
    /// where the text ended then.
    turned: Option<(Range<usize>, usize)>,
    /// Whether the section of the first page is over.
    is_past_first: bool,
}

/// A place that a section can end at.
#[derive(Debug, Clone, Copy)]
enum Break {
    /// In the properties of a paragraph.
    Within(usize),
    /// After a table, in a paragraph of its own.
    After(usize),
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pages {
    Cover,
    Text,
    Turned,
}

impl Breaks {
    /// Keeps the place of the paragraph whose properties have just been written.
    pub(super) fn at_paragraph(&mut self, xml: &Xml) {
        *self = Self { last: Some(Break::Within(xml.len() - END.len())), turned: None, ..*self };
    }

    /// Keeps the place of the table that has just been written.
    pub(super) fn at_table(&mut self, xml: &Xml) {
        *self = Self { last: Some(Break::After(xml.len())), turned: None, ..*self };
    }
}

impl Writer<'_> {
    /// Ends a section after the last block that is no heading.
    pub(super) fn end_section(&mut self, xml: &mut Xml, pages: Pages) {
        let Some(place) = self.breaks.last.take() else { return };
        let section = self.section(pages);
        let start = match place {
            Break::Within(at) => {
                xml.insert(at, &section);
                at
            }
            Break::After(at) => {
                let mut paragraph = Xml::fragment();
                let style = self.reference.styles.paragraph("After Table");
                paragraph.element("w:p", &[], |xml| {
                    xml.element("w:pPr", &[], |xml| {
                        xml.empty("w:pStyle", &[("w:val", style)]);
                    });
                });
                let paragraph = paragraph.finish();
                xml.insert(at, &paragraph);
                let within = at + paragraph.len() - END.len() - "</w:p>".len();
                xml.insert(within, &section);
                self.space_above = None;
                within
            }
        };
        if pages == Pages::Turned {
            self.breaks.turned = Some((start..start + section.len(), xml.len()));
        }
        self.breaks.is_past_first = true;
    }

    /// Begins a section of pages that are turned, or goes on with the one before.
    pub(super) fn turn(&mut self, xml: &mut Xml) {
        match self.breaks.turned.take() {
            Some((section, _)) => xml.remove(section),
            None => self.end_section(xml, Pages::Text),
        }
        self.add_turned_running();
    }

    /// The properties of the last section, at the end of the text.
    pub(super) fn last_section(&mut self, xml: &mut Xml) {
        // A turned page at the end would be followed by an empty one.
        let pages = match self.breaks.turned.take() {
            Some((section, end)) if end == xml.len() => {
                xml.remove(section);
                Pages::Turned
            }
            _ => Pages::Text,
        };
        let section = self.section(pages);
        xml.raw(&section);
    }

    fn section(&self, pages: Pages) -> String {
        let has_first_page = self.page.is_first_other && !self.breaks.is_past_first;
        let references = &self.references;
        let mut xml = Xml::fragment();
        xml.element("w:sectPr", &[], |xml| {
            match pages {
                Pages::Cover if !references.cover.is_empty() => xml.raw(&references.cover),
                Pages::Turned if !references.turned.is_empty() => xml.raw(&references.turned),
                _ => {
                    xml.raw(&references.all);
                    if has_first_page {
                        xml.raw(&references.first);
                    }
                }
            }
            xml.empty("w:type", &[("w:val", "nextPage")]);
            xml.raw(&self.page.setup(pages == Pages::Turned));
            let is_own = pages == Pages::Cover && !references.cover.is_empty()
                || pages == Pages::Turned && !references.turned.is_empty();
            if has_first_page && !is_own {
                xml.empty("w:titlePg", &[]);
            }
            xml.raw(&self.page.rest);
        });
        xml.finish()
    }

    /// The section of a cover that is over; the first page of the text may have a header of its own if it is the
    /// program's.
    pub(super) fn end_cover(&mut self, xml: &mut Xml) {
        if self.space_above.is_some() {
            self.separate(xml, None);
        }
        self.end_section(xml, Pages::Cover);
        self.breaks.is_past_first = self.references.cover.is_empty();
    }

    /// A paragraph that can't be seen, with the space above it: Word merges tables that touch, and opens no note or
    /// document that ends in a table.
    pub(super) fn separate(&mut self, xml: &mut Xml, space_above: Option<u32>) {
        self.space_above = None;
        let separator = Paragraph { style: "After Table", space_above, ..Paragraph::default() };
        self.paragraph(xml, separator, Place::default(), |_, _| {});
    }
}
