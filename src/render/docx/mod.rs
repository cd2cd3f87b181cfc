//! Word documents, [ECMA-376](https://ecma-international.org/publications-and-standards/standards/ecma-376/)
//! (Office Open XML, "transitional").
//!
//! All formatting is in named styles, so an office restyles its papers without a line of code: its
//! `reference.docx` next to `series.yaml` provides the styles, the page, the header and the footer.
//! Any rendered paper is a good start.

mod archive;
mod blocks;
mod front;
mod inlines;
mod links;
mod notes;
mod numbering;
mod package;
mod paragraph;
mod pictures;
mod properties;
mod reference;
mod running;
mod styles;
mod table;
mod xml;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

pub(super) use self::reference::ReferenceDocument;

use self::notes::Notes;
use self::numbering::Numbering;
use self::package::{Package, Part, Relationships};
use self::paragraph::{Marker, Place};
use self::reference::{DOCUMENT, NUMBERING};
use self::running::Fillings;
use self::styles::NAMESPACE;
use self::xml::Xml;
use super::format::{Carrier, Format, Links, Make, Pictures};
use super::{Options, RenderError, TemplateProblem, TemplateSet};
use crate::assets::fonts::Fonts;
use crate::document::Document;
use crate::document::anchors::Anchors;
use crate::series::PaperSize;
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
    signature: b"PK",
    make: Make::File(make),
};

/// The start of the media types of parts.
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

static LETTER: LazyLock<Result<ReferenceDocument, String>> =
    LazyLock::new(|| ReferenceDocument::built_in(PaperSize::Letter));
static A4: LazyLock<Result<ReferenceDocument, String>> =
    LazyLock::new(|| ReferenceDocument::built_in(PaperSize::A4));

/// Makes the Word document of `document`.
fn make(
    document: &Document,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    let built_in = || match options.paper_size {
        PaperSize::Letter => &*LETTER,
        PaperSize::A4 => &*A4,
    };
    let reference =
        templates.reference().unwrap_or_else(built_in).as_ref().map_err(|fault| fault_of(fault))?;
    let package = Writer::new(document, reference, templates.fonts()).package(options);
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
    fonts: &'a Fonts,
    anchors: Anchors,
    /// What the text refers to, and what the notes refer to.
    relationships: [Relationships; 2],
    /// Pictures by the names of their parts.
    media: BTreeMap<String, Part>,
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
    /// Styles of cover lines that no style sheet has.
    more_styles: String,
}

impl<'a> Writer<'a> {
    fn new(document: &'a Document, reference: &'a ReferenceDocument, fonts: &'a Fonts) -> Self {
        Self {
            document,
            reference,
            fonts,
            anchors: Anchors::new(document),
            relationships: Default::default(),
            media: BTreeMap::new(),
            numbering: Numbering::new(reference.numbering.as_deref()),
            notes: Notes::new(document.notes.len()),
            bookmarks: HashMap::new(),
            last_id: 0,
            language: None,
            marker: None,
            more_styles: String::new(),
        }
    }

    fn package(mut self, options: Options) -> Package {
        let mut package = Package::default();
        let sections = self.add_running(&mut package);
        let text = self.text(&sections);
        for part in self.media.values() {
            package.add(part.clone());
        }
        let lang = properties::language(&self.document.meta.lang);
        let styles = self.reference.styles.xml(&lang, &self.more_styles);
        self.add(&mut package, "styles", styles::PART, styles);
        self.add(&mut package, "numbering", NUMBERING, self.numbering.xml());
        let settings = properties::settings(&lang, self.reference.has_even_pages);
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

    /// Adds the headers and footers; returns a section's references to them: those for all pages but a
    /// first one, and those for a first page alone.
    fn add_running(&mut self, package: &mut Package) -> [String; 2] {
        let kind = || self.document.meta.kind.as_deref();
        let fillings = Fillings {
            number: self.document.number.as_deref().or_else(kind).unwrap_or_default(),
            marking: self.document.marking.as_ref().map(|marking| marking.text.as_str()),
        };
        let mut references = [Xml::fragment(), Xml::fragment()];
        for running in &self.reference.running {
            let part = running.filled(fillings);
            let kind = running.kind.name();
            let id = self.relationships[0].add(kind, in_word(&part.name));
            let is_first = running.applies == running::Applies::First;
            references[usize::from(is_first)].empty(
                &format!("w:{kind}Reference"),
                &[("w:type", running.applies.name()), ("r:id", &id)],
            );
            package.add(part);
        }
        references.map(Xml::finish)
    }

    /// The main part.
    fn text(&mut self, references: &[String; 2]) -> String {
        let mut xml = Xml::document();
        xml.element("w:document", &namespaces(), |xml| {
            xml.element("w:body", &[], |xml| {
                self.front(xml, references);
                for (at, section) in self.document.sections.iter().enumerate() {
                    let anchor = self.anchors.sections().get(at).map(|ids| ids.heading.clone());
                    self.heading(xml, 1, anchor.as_deref(), Place::default(), |writer, xml| {
                        writer.plain(xml, &section.heading);
                    });
                    self.blocks(xml, &section.blocks, Place::default());
                }
                self.fields(xml, &self.document.foot_fields);
                self.remaining_notes(xml);
                self.section(xml, references, false);
            });
        });
        xml.finish()
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
