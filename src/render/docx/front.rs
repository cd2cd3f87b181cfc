//! The cover, what is above the sections, and the sections of a page's layout.

use super::Writer;
use super::inlines::RunStyle;
use super::paragraph::{Paragraph, Place};
use super::styles::StyleSheet;
use super::xml::Xml;
use crate::document::{CoverLine, Field};

/// The style of cover lines that have none of their own.
const COVER_LINE: &str = "Cover Line";
/// The part of the page's height that is free above the cover.
const ABOVE_COVER: u32 = 5;

impl Writer<'_> {
    /// The cover on a page of its own, then the masthead.
    pub(super) fn front(&mut self, xml: &mut Xml, references: &[String; 2]) {
        let document = self.document;
        if document.cover.is_empty() {
            self.line(xml, "Title", &document.meta.title);
        } else {
            self.cover(xml, references);
        }
        for line in &document.masthead {
            self.line(xml, "Masthead", line);
        }
        if let Some(number) = &document.number {
            self.line(xml, "Masthead Number", number);
        }
        self.fields(xml, &document.head_fields);
    }

    /// Fields with their labels.
    pub(super) fn fields(&mut self, xml: &mut Xml, fields: &[Field]) {
        for field in fields {
            let style = Paragraph { style: "Field", ..Paragraph::default() };
            self.paragraph(xml, style, Place::default(), |writer, xml| {
                writer.run(xml, &format!("{}:", field.label), RunStyle::label());
                writer.plain(xml, &format!(" {}", field.value));
            });
        }
    }

    fn cover(&mut self, xml: &mut Xml, references: &[String; 2]) {
        let document = self.document;
        // The line that readers see as the document's title: the paper's title if the cover has it.
        let has_title = document.cover.iter().any(|line| line.role == "title");
        let title = if has_title { "title" } else { "kind" };
        let mut lines = Vec::new();
        lines.extend(
            document.marking.iter().map(|marking| ("Cover Marking".to_owned(), &marking.text)),
        );
        for line in &document.cover {
            let is_title = line.role == title;
            let style = if is_title { "Title".to_owned() } else { self.cover_style(line) };
            lines.push((style, &line.text));
        }
        lines.extend(document.number.iter().map(|number| ("Cover Number".to_owned(), number)));
        for (at, (style, text)) in lines.iter().enumerate() {
            let space_above = (at == 0).then_some(self.reference.page.height / ABOVE_COVER);
            let style = Paragraph { style, space_above, ..Paragraph::default() };
            self.paragraph(xml, style, Place::default(), |writer, xml| writer.plain(xml, text));
        }
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                let style = self.reference.styles.paragraph(COVER_LINE);
                xml.empty("w:pStyle", &[("w:val", style)]);
                self.section(xml, references, true);
            });
        });
    }

    /// The name of a cover line's style, which is made if no style sheet has it.
    fn cover_style(&mut self, line: &CoverLine) -> String {
        let mut role = line.role.replace(|c: char| !c.is_alphanumeric(), " ");
        if let Some(first) = role.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let name = format!("Cover {role}");
        let is_made = self.more_styles.contains(&format!("\"{name}\""));
        if self.reference.styles.find_paragraph(&name).is_none() && !is_made {
            self.more_styles.push_str(&cover_style(&name, &self.reference.styles));
        }
        name
    }

    fn line(&mut self, xml: &mut Xml, style: &str, text: &str) {
        let style = Paragraph { style, ..Paragraph::default() };
        self.paragraph(xml, style, Place::default(), |writer, xml| writer.plain(xml, text));
    }

    /// The properties of a section: of the cover, or of all that follows.
    pub(super) fn section(&self, xml: &mut Xml, references: &[String; 2], is_cover: bool) {
        let page = &self.reference.page;
        let has_cover = !self.document.cover.is_empty();
        let has_first_page = page.is_first_other && (is_cover || !has_cover);
        let [all, first] = references;
        xml.element("w:sectPr", &[], |xml| {
            xml.raw(all);
            if has_first_page {
                xml.raw(first);
            }
            xml.empty("w:type", &[("w:val", "nextPage")]);
            xml.raw(&page.size);
            if has_first_page {
                xml.empty("w:titlePg", &[]);
            }
            xml.raw(&page.rest);
        });
    }
}

/// A style of that name, which is also its id, like that of other cover lines.
fn cover_style(name: &str, styles: &StyleSheet) -> String {
    let mut xml = Xml::fragment();
    let attributes = [("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", name)];
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", name)]);
        xml.empty("w:basedOn", &[("w:val", styles.paragraph(COVER_LINE))]);
        xml.empty("w:qFormat", &[]);
    });
    xml.finish()
}
