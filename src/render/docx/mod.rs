//! Word documents, [ECMA-376](https://ecma-international.org/publications-and-standards/standards/ecma-376/)
//! (Office Open XML, "transitional").
//!
//! All formatting is in named styles, so an office restyles its papers without a line of code: its
//! `reference.docx` next to `series.yaml` provides the styles, the page, the header and the footer.
//! Any rendered paper is a good start.

mod blocks;
mod front;
mod ids;
mod inlines;
mod lines;
mod links;
mod notes;
mod numbering;
mod package;
mod page;
mod paragraph;
mod pictures;
mod properties;
mod redline;
mod reference;
mod running;
mod sections;
mod styles;
mod table;
mod tokens;
mod watermark;
mod xml;

use crate::word::elements::NAMESPACE;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

pub use self::redline::Revision;
pub(super) use self::redline::redline;
pub(super) use self::reference::ReferenceDocument;

use self::notes::Notes;
use self::numbering::Numbering;
use self::package::{Package, Part, Relationships};
use self::page::Page;
use self::paragraph::{Marker, Place};
use self::reference::{DOCUMENT, NUMBERING};
use self::sections::Breaks;
use self::tokens::{Directions, Tokens};
use self::xml::Xml;
use super::design::Design;
use super::direction::is_right_to_left_language;
use super::format::{Carrier, Format, Links, Make, Pictures};
use super::{Options, RenderError, TemplateProblem, TemplateSet};
use crate::assets::fonts::Fonts;
use crate::document::anchors::Anchors;
use crate::document::{Block, Document};
use crate::text::source::Span;

/// An office's own document with the styles, the page, the header and the footer.
pub(super) const TEMPLATE: &str = "reference.docx";

/// A Word document.
pub(super) const FORMAT: Format = Format {
    name: "docx",
    extension: "docx",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    template: TEMPLATE,
    about: "a Word document",
    is_default: true,
    standard: None,
    is_typeset: true,
    pictures: Pictures::InFile,
    links: Links::ToPages,
    provenance: Some(Carrier {
        place: "the custom properties",
        append: None,
        read: properties::provenance,
    }),
    is_editable: true,
    signature: b"PK",
    make: Make::File(make),
};

/// The start of the media types of parts.
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

static BUILT_IN: LazyLock<Result<ReferenceDocument, String>> =
    LazyLock::new(ReferenceDocument::built_in);

/// Makes the Word document of `document`.
fn make(
    document: &Document,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    let reference =
        templates.reference().unwrap_or(&BUILT_IN).as_ref().map_err(|fault| fault_of(fault))?;
    let is_right_to_left = is_right_to_left_language(&document.meta.lang);
    let page = reference.page.as_ref().map(|page| page.of_direction(is_right_to_left));
    let page = page.unwrap_or_else(|| Page::built_in(options.paper_size, is_right_to_left));
    let design = Design::of(&document.head.style, options.paper_size);
    let package =
        Writer::new(document, reference, &page, design, templates.fonts()).package(options);
    let refused = |reason| RenderError::Refused { format: "DOCX".into(), reason };
    package.write().map_err(refused)
}

/// A fault in the reference document as a problem in that file.
fn fault_of(fault: &str) -> TemplateProblem {
    TemplateProblem {
        file: TEMPLATE.to_owned(),
        span: Span::at(0),
        message: format!("this file {fault}"),
        help: Some(
            "render a paper as docx, change its styles in Word, and save it under this name"
                .to_owned(),
        ),
    }
}

/// Writes the parts of one document.
struct Writer<'a> {
    document: &'a Document,
    reference: &'a ReferenceDocument,
    page: &'a Page,
    design: Design,
    fonts: &'a Fonts,
    anchors: Anchors,
    /// Whether it is in a language that is written from right to left.
    is_right_to_left: bool,
    /// What the text refers to, and what the notes refer to.
    relationships: [Relationships; 2],
    /// Pictures, headers and footers by their names.
    parts: BTreeMap<String, Part>,
    numbering: Numbering<'a>,
    notes: Notes,
    /// The numbers of the bookmarks of headings, by anchor.
    bookmarks: HashMap<String, usize>,
    /// The last id of a bookmark or picture.
    last_id: usize,
    /// The language of the text being written, where it is not that of the document.
    language: Option<String>,
    /// What the next paragraph begins with.
    marker: Option<Marker>,
    /// The box of a numbered task, which the next paragraph begins with after its number.
    box_of_task: Option<&'static str>,
    /// Whether paragraphs stay on the page of what follows.
    keeps_next: bool,
    /// The space above the next paragraph, where a table is before it.
    space_above: Option<u32>,
    /// Whether a cell is being written.
    is_in_cell: bool,
    /// The character style of code in it.
    code_in_cell: &'static str,
    breaks: Breaks,
    references: References,
}

/// What sections refer to: headers and footers.
#[derive(Debug, Default)]
struct References {
    /// Those of a cover; empty if it has those of all pages.
    cover: String,
    all: String,
    /// Those of a first page alone.
    first: String,
    /// Those of pages that are turned; empty if they have those of all pages.
    turned: String,
}

impl<'a> Writer<'a> {
    fn new(
        document: &'a Document,
        reference: &'a ReferenceDocument,
        page: &'a Page,
        design: Design,
        fonts: &'a Fonts,
    ) -> Self {
        Self {
            document,
            reference,
            page,
            design,
            fonts,
            anchors: Anchors::new(document),
            is_right_to_left: is_right_to_left_language(&document.meta.lang),
            relationships: Default::default(),
            parts: BTreeMap::new(),
            numbering: Numbering::new(reference.numbering.as_deref()),
            notes: Notes::new(document.notes.len()),
            bookmarks: HashMap::new(),
            last_id: reference.first_id - 1,
            language: None,
            marker: None,
            box_of_task: None,
            keeps_next: false,
            space_above: None,
            is_in_cell: false,
            code_in_cell: "",
            breaks: Breaks::default(),
            references: References::default(),
        }
    }

    fn package(mut self, options: Options) -> Package {
        let mut package = Package::default();
        self.add_usual_running();
        let text = self.text();
        for part in std::mem::take(&mut self.parts).into_values() {
            package.add(part);
        }
        let lang = properties::language(&self.document.meta.lang);
        let styles = self.reference.styles.xml(&lang, &self.tokens());
        self.add(&mut package, "styles", styles::PART, styles);
        self.add(&mut package, "numbering", NUMBERING, self.numbering.xml(&self.design));
        let settings =
            properties::settings(&lang, self.reference.has_even_pages, options.tracks_changes);
        self.add(&mut package, "settings", "word/settings.xml", settings);
        let notes = self.notes.xml(&self.reference.styles);
        self.add(&mut package, "footnotes", notes::PART, notes);
        for (part, kind) in &self.reference.carried {
            if let Some(kind) = kind {
                self.relationships[0].add(kind, in_word(&part.name));
            }
            package.add(part.clone());
        }
        let [relationships, _] = std::mem::take(&mut self.relationships);
        let main = Part { relationships, ..part("document.main", DOCUMENT, text) };
        package.add_root("officeDocument", main);
        properties::add(&mut package, self.document, options.created(self.document), &lang);
        package
    }

    /// Adds a part of the document.
    fn add(&mut self, package: &mut Package, kind: &str, name: &str, xml: String) {
        self.relationships[0].add(kind, in_word(name));
        let mut part = part(kind, name, xml);
        if name == notes::PART {
            part.relationships = std::mem::take(&mut self.relationships[1]);
        }
        package.add(part);
    }

    fn tokens(&self) -> Tokens {
        let directions =
            Directions { document: self.is_right_to_left, marking: self.marking_runs_left() };
        Tokens::new(self.document, &self.design, self.page, directions)
    }

    /// The main part.
    fn text(&mut self) -> String {
        let document = self.document;
        let mut xml = Xml::document();
        xml.element("w:document", &namespaces(), |xml| {
            xml.element("w:body", &[], |xml| {
                self.front(xml);
                for (at, section) in document.sections.iter().enumerate() {
                    let anchor = self.anchors.sections().get(at).and_then(|it| it.heading.clone());
                    let (anchor, level) = (anchor.as_deref(), (1, None));
                    if let Some(heading) = &section.heading {
                        self.heading(xml, level, anchor, Place::default(), |writer, xml| {
                            writer.plain(xml, heading);
                        });
                    }
                    let is_last = at + 1 == document.sections.len();
                    self.section_text(xml, &section.blocks, is_last);
                }
                self.closing(xml);
                self.remaining_notes(xml);
                if self.space_above.is_some() {
                    self.separate(xml, None);
                }
                self.last_section(xml);
            });
        });
        xml.finish()
    }

    /// The text of a section. The end of the last one stays with the facts that close the document.
    fn section_text(&mut self, xml: &mut Xml, blocks: &[Block], is_last: bool) {
        let is_kept = is_last && !self.document.foot_fields.is_empty();
        for (at, block) in blocks.iter().enumerate() {
            let next = blocks.get(at + 1);
            self.keeps_next = is_kept && next.is_none();
            self.block(xml, block, next, Place::default());
        }
        self.keeps_next = false;
    }

    /// An id that no other bookmark or picture has.
    fn new_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }
}

/// The part `name` of the document.
fn part(kind: &str, name: &str, xml: String) -> Part {
    Part {
        name: name.to_owned(),
        content_type: format!("{WORD_TYPE}{kind}+xml"),
        bytes: xml.into_bytes(),
        ..Part::default()
    }
}

/// A part's path relative to the main part.
fn in_word(name: &str) -> &str {
    name.strip_prefix("word/").unwrap_or(name)
}

/// The namespaces that an element with text declares.
fn namespaces() -> [(&'static str, &'static str); 5] {
    [
        ("xmlns:w", NAMESPACE),
        ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ]
}
