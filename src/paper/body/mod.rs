//! The text below the front matter, read once for all rules.
//!
//! The [events of the Markdown](super::markdown) are sorted into flat lists: headings, running
//! text, links, pictures, raw HTML, tables. A rule goes through the list that it needs and never
//! parses Markdown itself.

mod lookalike;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod text_block;

use crate::paper::html::Tag;
use crate::paper::markdown::{Place, Reading};
use crate::text::signs::Signs;
use crate::text::source::{Span, Spanned, any_contains};

/// The parts of a body that rules look at; every span is in bytes of the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// The real headings, without those inside quotations and lists.
    pub headings: Vec<Heading>,
    /// Paragraphs that begin with a bold label, as `**Issue:**` does.
    pub labels: Vec<Label>,
    /// Lines that look like headings to a reader but are not.
    pub lookalikes: Vec<Lookalike>,
    /// The running text, block by block.
    pub prose: Vec<Prose>,
    /// The links.
    pub links: Vec<Link>,
    /// The pictures.
    pub images: Vec<Image>,
    /// Text in italic or bold type, with its marks.
    pub emphasis: Vec<Span>,
    /// The titles of links and pictures: what a browser shows beside them.
    pub titles: Vec<Spanned<String>>,
    /// Tags of raw HTML, without comments.
    pub html: Vec<Html>,
    /// HTML comments.
    pub comments: Vec<Span>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Code blocks, indented or fenced.
    pub code: Vec<Code>,
    /// Code inside a line, with its backticks.
    pub inline_code: Vec<Span>,
    /// References to footnotes, by name.
    pub note_refs: Vec<Spanned<String>>,
    /// Definitions of footnotes, by name.
    pub notes: Vec<Spanned<String>>,
    /// The addresses of link reference definitions, `[name]: address`, with escapes and character
    /// references resolved.
    pub definitions: Vec<Spanned<String>>,
}

/// A heading at the top level of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The whole heading: marks, text and, if it is underlined, the line below; no line end.
    pub span: Span,
    /// From 1 to 6.
    pub level: u8,
    /// The text that a reader sees, code included.
    pub text: String,
    /// Where that text is.
    pub content: Span,
}

/// Bold text that begins a paragraph, alone or followed by more text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The bold text with its marks.
    pub span: Span,
    /// The text between the marks.
    pub text: String,
    /// The paragraph it opens.
    pub paragraph: Span,
    /// Whether more text follows in the same paragraph.
    pub is_run_in: bool,
}

/// What follows the bold text of a label, without the colon or the dash between.
pub fn after_label(text: &str) -> &str {
    let text = text.trim_start().trim_start_matches(':').trim_start();
    let dash = ["\u{2013}", "\u{2014}", "- "].iter().find_map(|dash| text.strip_prefix(dash));
    dash.unwrap_or(text).trim_start()
}

/// A line that a reader may mistake for a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookalike {
    /// The line, or the heading inside its container.
    pub span: Span,
    /// The text after the marks.
    pub text: String,
    /// Why it is not a heading.
    pub kind: LookalikeKind,
}

/// Why a line is not a heading of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookalikeKind {
    /// No space after the `#` marks.
    NoSpace,
    /// Another kind of space after the `#` marks: that character and its place.
    OddSpace(char, Span),
    /// It is indented so far that it continues the paragraph above. Holds the indentation.
    Indented(Span),
    /// It is in the HTML comment at this place.
    Comment(Span),
    /// It is in the fenced block of code at this place.
    Code(Span),
    /// It is the first line of the block of code at this place, which the indentation makes.
    IndentedCode(Span),
    /// It is in the block of raw HTML at this place.
    Html(Span),
    /// It is in a quotation.
    Quote,
    /// It is in a list.
    List,
    /// It is in a footnote.
    Note,
}

/// A block of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The whole block with its fences, without the last line end.
    pub span: Span,
    /// Whether it begins with a fence; otherwise its indentation makes it code.
    pub is_fenced: bool,
    /// Whether it ends with a fence, or needs none; one that is left open extends to the end of
    /// the quotation, the list item or the paper.
    pub is_closed: bool,
}

impl Code {
    /// Whether anything is in it, in the text of its file.
    pub fn has_text(&self, file: &str) -> bool {
        let is_sign = |c: char| matches!(c, ' ' | '\t' | '>' | '`' | '~');
        let mut lines = file[self.span.range()].lines().skip(usize::from(self.is_fenced));
        lines.any(|line| !line.trim_matches(is_sign).is_empty())
    }
}

/// The kind of a block of running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseKind {
    /// A paragraph, also in a list item or a quotation.
    Paragraph,
    /// An item of a list without empty lines.
    Item,
    /// A cell of a table.
    Cell,
    /// A heading.
    Heading,
}

/// A block of running text as a reader sees it, mapped to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// What kind of block it is.
    pub kind: ProseKind,
    /// The block in the file.
    pub span: Span,
    /// The visible text. A soft line break is a space, a hard one `\n`; code, pictures, references
    /// to footnotes and tags that are printed as text are one [`Prose::OBJECT`] each.
    pub text: String,
    /// Whether it is in a quotation: somebody else's words.
    pub is_quoted: bool,
    signs: Signs,
    has_capitals: bool,
    pieces: Vec<Piece>,
}

/// A run of visible text and where it comes from. There are many of them, so they are kept small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// The offset in the visible text.
    start: u32,
    /// The place in the file, which is as long as the text unless there is an entity or the like.
    place: Place,
}

impl Piece {
    const fn start(self) -> usize {
        self.start as usize
    }
}

impl Prose {
    /// Takes the place of anything that is not text: the object replacement character.
    pub const OBJECT: char = '\u{fffc}';

    /// Whether any of these signs is in [`text`](Self::text).
    pub const fn has(&self, signs: Signs) -> bool {
        self.signs.meet(signs)
    }

    /// Whether [`text`](Self::text) has capitals side by side, as
    /// [`has_capitals`](crate::text::signs::has_capitals) finds them.
    pub const fn has_capitals(&self) -> bool {
        self.has_capitals
    }

    /// Where this sign is in [`text`](Self::text), in order.
    pub fn places_of(&self, sign: u8) -> impl Iterator<Item = usize> {
        let text = if self.has(Signs::new(&[sign])) { self.text.as_bytes() } else { &[] };
        memchr::memchr_iter(sign, text)
    }

    /// The place in the file of the bytes `start..end` of [`text`](Self::text).
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        let first = self.source_place(start).start;
        if end <= start {
            return Span::at(first);
        }
        Span::new(first, self.source_place(end - 1).end.max(first))
    }

    /// The offset in [`text`](Self::text) of what is at or after byte `at` of the file.
    pub fn offset_of(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.place.span().end <= at);
        let Some(piece) = self.pieces.get(index) else { return self.text.len() };
        let span = piece.place.span();
        let is_literal = self.end_of(index) - piece.start() == span.len();
        let inside = if is_literal { at.saturating_sub(span.start) } else { 0 };
        piece.start() + inside
    }

    /// The source of the byte of visible text at `at`, or of the whole piece if text and source
    /// differ.
    fn source_place(&self, at: usize) -> Span {
        let index = self.pieces.partition_point(|piece| piece.start() <= at).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return self.span };
        let span = piece.place.span();
        if self.end_of(index) - piece.start() == span.len() {
            let start = span.start + at.saturating_sub(piece.start());
            return if start < span.end { Span::new(start, start + 1) } else { Span::at(span.end) };
        }
        span
    }

    /// Where the piece of this index ends in the visible text.
    fn end_of(&self, index: usize) -> usize {
        self.pieces.get(index + 1).map_or(self.text.len(), |next| next.start())
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The whole link.
    pub span: Span,
    /// The address, with escapes and entities resolved.
    pub url: String,
    /// The address in the file, or the whole link where it is elsewhere.
    pub url_span: Span,
    /// The text that a reader sees, including alternative texts of pictures.
    pub text: String,
    /// Whether it is an autolink: an address between `<` and `>`, shown as it is.
    pub is_autolink: bool,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The whole picture.
    pub span: Span,
    /// The address, with escapes and entities resolved.
    pub url: String,
    /// The address in the file, or the whole picture where it is elsewhere.
    pub url_span: Span,
    /// The alternative text.
    pub alt: String,
}

/// One tag of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    /// The tag.
    pub span: Span,
    /// How papers treat it.
    pub tag: Tag,
    /// Whether a start tag has its end tag in the same block, or the reverse; true for other tags.
    pub is_paired: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The whole table.
    pub span: Span,
    /// The header row.
    pub header: Row,
    /// Whether each header cell holds anything, in order.
    pub header_cells: Vec<Spanned<bool>>,
    /// The rows below.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    /// The row, without its line end.
    pub span: Span,
    /// How many cells the author typed; Markdown pads or cuts the row.
    pub cells: usize,
}

impl Body {
    /// Sorts the events of a body into lists.
    pub fn new(reading: Reading<'_>) -> Self {
        reader::read(reading)
    }

    /// All code, in blocks and in lines.
    pub fn code_spans(&self) -> impl Iterator<Item = Span> {
        self.code.iter().map(|code| code.span).chain(self.inline_code.iter().copied())
    }

    /// Whether `span` is in the text of a footnote.
    pub fn is_in_note(&self, span: Span) -> bool {
        any_contains(&self.notes, |note| note.span, span)
    }
}
