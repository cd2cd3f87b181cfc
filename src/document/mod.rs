//! The format-neutral tree that every page is made from.
//!
//! A [`Document`] is built once from a paper and its series; each [renderer](crate::render) walks
//! it. Raw HTML, footnotes and references are resolved here, so that no format can disagree with
//! another about what a paper says.

pub mod anchors;
mod assemble;
mod contents;
pub mod from_markdown;
mod front_fields;
mod grid;
mod head;
pub mod headings;
pub(crate) mod lists;
mod metadata;
mod places;
mod printed;
mod printer;
mod provenance;
mod record;
mod table;
mod text;
pub mod walk;

pub use assemble::{Lead, assemble, assemble_linked, section_text};
pub use contents::Contents;
pub use front_fields::front_fields;
pub use grid::{Grid, MAX_DEPTH};
pub use head::{Head, HeadStyle, Running};
pub use metadata::Metadata;
pub use places::Places;
pub(crate) use printed::printed;
pub use provenance::{PREFIX, Provenance};
pub use text::{picture_in_words, plain_text, plain_text_of_blocks};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::assets::picture::Picture;
pub use crate::paper::markdown::Alignment;
pub use crate::paper::slug;
use crate::series::Marking;
use walk::NodeMut;

/// A paper as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The marking on the pages while the paper is not published.
    pub marking: Option<Marking>,
    /// What the first page is headed with, and what every page repeats.
    pub head: Head,
    /// The lines of the front page, in order.
    pub cover: Vec<CoverLine>,
    /// The number as printed, for example `Pub# 3733-0624`.
    pub number: Option<String>,
    /// The lines above the text: office, units, period.
    pub masthead: Vec<String>,
    /// The labeled fields before the sections, for example "Action Required".
    pub head_fields: Vec<Field>,
    /// The sections in the paper's order.
    pub sections: Vec<Section>,
    /// The labeled fields that close the paper, for example "Submitted by" and "Date".
    pub foot_fields: Vec<Field>,
    /// The footnotes in order of their first reference; [`Inline::NoteRef`] counts from 1 into it.
    pub notes: Vec<Vec<Block>>,
    /// Where each footnote is defined.
    pub note_places: Places,
    /// The pictures by their addresses, as far as they are known; filled in by the caller that has
    /// the files.
    pub pictures: BTreeMap<String, Picture>,
    /// Metadata for programs.
    pub meta: Metadata,
    /// Where the page comes from; filled in by the caller that knows the project.
    pub provenance: Option<Provenance>,
}

/// A line of the front page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverLine {
    /// What it is, for a style of its own: `committee`, `kind`, `unit`, `period`, `agency`, `title`.
    pub role: String,
    /// The text.
    pub text: String,
}

/// A label and its value, for example "Date" and "May 21, 2024".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Field {
    /// The field's key in the front matter, for example `date`.
    pub id: String,
    /// The label as printed, without a colon.
    pub label: String,
    /// The value as printed.
    pub value: String,
    /// The value with links to what it names; empty where there is nothing to link.
    pub linked: Vec<Inline>,
    /// The machine-readable value where it differs: an ISO 8601 date or month.
    pub machine: Option<String>,
}

/// A section of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The series' stable id, for example `status`, or a slug of the heading.
    pub id: String,
    /// The anchor of the heading in the source, as on GitHub, unless a label opens the section.
    pub anchor: Option<String>,
    /// The heading as printed; none for text before the first heading.
    pub heading: Option<String>,
    /// Its content. Headings in it are of level 1 (directly below the section) and deeper.
    pub blocks: Vec<Block>,
    /// Where the section begins, then where each block does.
    pub places: Places,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading inside a section.
    Heading {
        /// 1 directly below the section's own heading, then deeper; no level is skipped.
        level: u8,
        /// The anchor, unique in the document.
        id: String,
        /// The text.
        content: Vec<Inline>,
    },
    /// A list.
    List(List),
    /// A quotation.
    Quote(Vec<Block>),
    /// Code, kept verbatim.
    Code {
        /// The language named after the fence, letters, digits and `+-_#.` only.
        language: Option<String>,
        /// The text; ends in a line end unless it is empty.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A thematic break.
    Rule,
}

/// A list, ordered or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Whether the list is tight: no space between its items.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
    /// Where each item begins.
    pub places: Places,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Whether a task is done; `None` for an ordinary item.
    pub done: Option<bool>,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// A table with one header row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// What it shows; empty if it does not say.
    pub caption: Vec<Inline>,
    /// Its number, where a series numbers its captions.
    pub number: Option<usize>,
    /// Where its figures come from and the like, printed below it; empty if there is none.
    pub note: Vec<Inline>,
    /// The alignment of each column.
    pub alignments: Vec<Alignment>,
    /// The header cells.
    pub head: Vec<Vec<Inline>>,
    /// The rows below; each as long as `head`.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// Where the header row begins, then where each row below does.
    pub places: Places,
}

/// Text inside a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain characters, to be escaped by each format.
    Text(String),
    /// Code in a line of text.
    Code(String),
    /// Styled text.
    Styled(Style, Vec<Inline>),
    /// Text in another language, named by its BCP 47 tag.
    Language(String, Vec<Inline>),
    /// A link to a safe address.
    Link {
        /// The address as written, percent-encoding kept.
        url: String,
        /// The text shown on hovering; empty if there is none.
        title: String,
        /// The text of the link.
        content: Vec<Inline>,
    },
    /// A picture.
    Image {
        /// The address as written.
        url: String,
        /// The text shown on hovering; empty if there is none.
        title: String,
        /// The alternative text, plain.
        alt: String,
    },
    /// A reference to a footnote, from 1.
    NoteRef(usize),
    /// A soft line break: a line end in the source, a space on the page.
    SoftBreak,
    /// A hard line break.
    HardBreak,
    /// A place where a long word may be broken (`<wbr>`).
    WordBreak,
}

/// The styles of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Style {
    /// Emphasized, usually italic.
    Emphasis,
    /// Important, usually bold.
    Strong,
    /// Struck out.
    Strikethrough,
    /// Raised: `21<sup>st</sup>`.
    Superscript,
    /// Lowered.
    Subscript,
    /// Underlined.
    Underline,
    /// Small print.
    Small,
    /// A key or keys to press.
    Keyboard,
}

impl Inline {
    /// What is inside a style, a language or a link.
    pub const fn content(&self) -> Option<&Vec<Self>> {
        match self {
            Self::Styled(_, content) | Self::Language(_, content) | Self::Link { content, .. } => {
                Some(content)
            }
            _ => None,
        }
    }

    /// The same, to be changed.
    pub const fn content_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Styled(_, content) | Self::Language(_, content) | Self::Link { content, .. } => {
                Some(content)
            }
            _ => None,
        }
    }
}

impl Document {
    /// Whether the pixels of a picture pass through filters.
    pub fn has_filters(&self) -> bool {
        let mark = self.head.mark.iter().map(|mark| &mark.picture);
        self.pictures.values().chain(mark).any(Picture::is_filtered)
    }

    /// The label of its number, for example `Pub#`.
    fn number_label(&self) -> Option<&str> {
        let (label, _) = self.number.as_deref()?.rsplit_once(' ')?;
        Some(label)
    }

    /// Counts of what it contains.
    pub fn contents(&self) -> Contents {
        Contents::of(self)
    }

    /// Calls `change` with every link and picture, which it may change.
    pub fn visit_addresses(&mut self, change: &mut dyn FnMut(&mut Inline)) {
        let Head { facts, cover_facts, .. } = &mut self.head;
        let fields = [facts, cover_facts, &mut self.head_fields, &mut self.foot_fields];
        let linked = fields.into_iter().flatten().flat_map(|field| &mut field.linked);
        linked.filter(|part| matches!(part, Inline::Link { .. })).for_each(&mut *change);
        let sections = self.sections.iter_mut().map(|section| &mut section.blocks);
        for blocks in sections.chain(&mut self.notes) {
            walk::walk_mut(blocks, &mut |node| {
                if let NodeMut::Inline(inline @ (Inline::Link { .. } | Inline::Image { .. })) = node
                {
                    change(inline);
                }
            });
        }
    }
}
