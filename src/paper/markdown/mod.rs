//! The only parser of a paper's Markdown, which rules and pages share.
//!
//! The language is [CommonMark](https://spec.commonmark.org/0.31.2/) with tables, footnotes,
//! strikethrough and task lists as on GitHub. Metadata blocks stay off, or a pair of `---` lines in
//! the body would vanish; heading attributes stay off, or `{#x}` would be swallowed; superscript
//! and subscript marks stay off, since they don't parse in the middle of a word and take `~x~` from
//! strikethrough: authors use `<sup>` and `<sub>`.
//!
//! [`Markdown`] is a flat list of [`Event`]s that leaves nothing for two readers to interpret
//! differently:
//!
//! - only the first side of a merge conflict is kept;
//! - all text is in a text block, also in a tight list ([`Block::ItemText`]);
//! - raw HTML is classified by what a page does with it: accepted elements, balanced with each
//!   other and with the Markdown around them ([`Kind::Html`], [`Kind::ImpliedEnd`]), tags that are
//!   printed as literal text ([`Kind::PrintedTag`]), or comments;
//! - character references are resolved wherever a page resolves them;
//! - the alternative text of a picture has only text, line breaks and references to notes.

mod address;
mod entities;
mod html_block;
mod reader;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::paper::html::Tag;
use crate::text::source::{Span, Spanned};
pub(crate) use entities::reference;

/// A body as events, with the texts that differ from the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markdown {
    events: Vec<Stored>,
    texts: Vec<Box<str>>,
    targets: Vec<Target>,
    tables: Vec<Box<[Alignment]>>,
    definitions: Vec<Spanned<String>>,
    /// The whole file with its merge conflicts resolved, if it has any.
    resolved: Option<Box<str>>,
}

/// An event as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stored {
    kind: Kind,
    place: Place,
}

/// A place in half the space of a [`Span`], since there are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    start: u32,
    end: u32,
}

impl Place {
    pub(super) fn new(span: Span) -> Self {
        Self { start: small(span.start), end: small(span.end) }
    }

    pub(super) const fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// An offset or a count in half the space. A file of four gigabytes, which is not a paper, is not
/// read.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What labels have in common that name the same footnote: neither case nor the number of spaces makes a difference.
pub(crate) fn label_key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A step in the text of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What is there.
    pub kind: Kind,
    /// Its place in the file. The start and the end of something both have the place of the whole,
    /// except for [`Block::ItemText`], whose start has the place of its first part.
    pub span: Span,
}

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The start of a block.
    Start(Block),
    /// The end of a block.
    End(Block),
    /// The start of something inside a text block.
    Open(Inline),
    /// The end of something inside a text block.
    Close(Inline),
    /// Characters, without line ends except in code.
    Text(TextId),
    /// Code inside a text block.
    Code(TextId),
    /// A soft line break: a line end in the source, a space on the page.
    SoftBreak,
    /// A hard line break.
    HardBreak,
    /// A reference to the footnote of this name.
    NoteRef(TextId),
    /// A thematic break.
    Rule,
    /// The checkbox of a task, and whether it is checked.
    Task(bool),
    /// A comment, never shown.
    Comment,
    /// An accepted HTML tag, and whether a start tag has its end tag in the same block.
    Html(Tag, bool),
    /// An HTML tag that is printed as literal text: what it would be elsewhere, and whether a start
    /// tag has its end tag in the same block, or the reverse; true for tags that have no partner.
    PrintedTag(Tag, bool, TextId),
    /// The end of an element that was left open.
    ImpliedEnd,
}

/// A block, or a part of one that holds blocks or text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph,
    /// Text of a list item that is not a paragraph of its own, as in a tight list.
    ItemText,
    /// A block of raw HTML.
    Html,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A bullet list.
    List,
    /// An ordered list, with its first number.
    OrderedList(u32),
    /// An item of a list.
    Item,
    /// A footnote of this name.
    Note(TextId),
    /// A block of code, with its info string.
    Code(TextId),
    /// A table, with the alignment of its columns.
    Table(TableId),
    /// The header row of a table.
    Head,
    /// Another row of a table.
    Row,
    /// A cell of a table.
    Cell,
}

/// Markup of text inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Text struck out.
    Strikethrough,
    /// A link.
    Link(TargetId),
    /// A picture; what is in it is its alternative text.
    Image(TargetId),
}

/// The text of an event, for [`Reading::text_of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextId(u32);

impl TextId {
    /// The text is what the file has at the place of the event.
    const IN_PLACE: Self = Self(u32::MAX);
}

/// The address of a link or a picture, for [`Reading::target`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetId(u32);

/// The columns of a table, for [`Reading::alignments`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableId(u32);

/// The destination of a link or a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The address, with escapes and character references resolved.
    pub url: String,
    /// The address in the file, or the whole link or picture if it is elsewhere or left out.
    pub url_span: Span,
    /// The title; empty if there is none.
    pub title: String,
    /// Whether it is an autolink: an address between `<` and `>`, shown as it is.
    pub is_autolink: bool,
}

/// How a column's text is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Alignment {
    /// The format's default.
    #[default]
    None,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

impl Markdown {
    /// Reads the body of `text` that begins at byte `start`. Never fails: every text is valid
    /// Markdown.
    pub fn parse(text: &str, start: usize) -> Self {
        if u32::try_from(text.len()).is_err() {
            return Self::default();
        }
        reader::read(text, start)
    }

    /// The events, together with the text that they were read from.
    pub fn reading<'a>(&'a self, text: &'a str) -> Reading<'a> {
        Reading { text: self.resolved.as_deref().unwrap_or(text), markdown: self }
    }
}

/// A body's events and the text that they were read from.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    text: &'a str,
    markdown: &'a Markdown,
}

impl<'a> Reading<'a> {
    /// The events in the order of the text.
    pub fn events(self) -> impl Iterator<Item = Event> + 'a {
        let events = self.markdown.events.iter();
        events.map(|stored| Event { kind: stored.kind, span: stored.place.span() })
    }

    /// The whole file. Merge conflicts are resolved to their first side: the markers and the other
    /// side are spaces, every other byte is at its place.
    pub const fn text(self) -> &'a str {
        self.text
    }

    /// Whether the file has marks of a merge conflict, so that [`text`](Self::text) differs from it.
    pub const fn has_conflict(self) -> bool {
        self.markdown.resolved.is_some()
    }

    /// The text `id` of the event at `span`.
    pub fn text_of(self, id: TextId, span: Span) -> &'a str {
        let text = if id == TextId::IN_PLACE {
            self.text.get(span.range())
        } else {
            self.markdown.texts.get(id.0 as usize).map(AsRef::as_ref)
        };
        text.unwrap_or_default()
    }

    /// The destination of a link or a picture.
    pub fn target(self, id: TargetId) -> Option<&'a Target> {
        self.markdown.targets.get(id.0 as usize)
    }

    /// The alignment of a table's columns.
    pub fn alignments(self, id: TableId) -> &'a [Alignment] {
        self.markdown.tables.get(id.0 as usize).map_or(&[], AsRef::as_ref)
    }

    /// The addresses of link reference definitions, `[name]: address`, with their places.
    pub fn definitions(self) -> &'a [Spanned<String>] {
        &self.markdown.definitions
    }
}

/// Whether an odd number of backslashes is before byte `at` of `text`, so that the character there is itself and no
/// mark.
pub fn is_escaped(text: &str, at: usize) -> bool {
    let backslashes = text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
    !backslashes.is_multiple_of(2)
}
