//! The walk over the Markdown events.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::html_block;
use super::{
    Body, Heading, Html, Image, Label, Link, Lookalike, LookalikeKind, Piece, Prose, ProseKind,
    Row, Table,
};
use crate::paper::{html, markdown};
use crate::source::{Span, Spanned};

pub(super) fn read(text: &str, start: usize) -> Body {
    let body = Span::new(start, text.len());
    let mut reader =
        Reader { text, body: Body { span: body, ..Body::default() }, ..Reader::default() };
    for (event, range) in markdown::events(&text[start..]) {
        reader.take(event, Span::from(range).shifted(start));
    }
    reader.close_leaf();
    reader.body
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    body: Body,
    quotes: usize,
    lists: usize,
    leaf: Option<Leaf>,
    links: Vec<Link>,
    image: Option<Image>,
    code: Option<Span>,
    html: Option<Span>,
    table: Option<Table>,
    is_header: bool,
    at_line_start: bool,
}

/// The block of running text that is being read.
struct Leaf {
    prose: Prose,
    level: Option<u8>,
    strong: Option<Strong>,
    /// Indexes into [`Body::html`] of the elements that are open.
    open: Vec<usize>,
}

/// Bold text at the very start of a block.
struct Strong {
    span: Span,
    text_end: Option<usize>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) if self.code.is_some() => drop(text),
            Event::Text(text) => self.text(&text, span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.object(span),
            Event::SoftBreak => self.line_end(" ", span),
            Event::HardBreak => self.line_end("\n", span),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Html(_) => {}
            Event::FootnoteReference(name) => {
                self.body.note_refs.push(Spanned::new(name.into_string(), span));
                self.object(span);
            }
            Event::Rule | Event::TaskListMarker(_) => self.at_line_start = false,
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        if is_block(&tag) {
            self.close_leaf();
        }
        match tag {
            Tag::Paragraph => self.open_leaf(ProseKind::Paragraph, span),
            Tag::Heading { level, .. } => {
                self.open_leaf(ProseKind::Heading, span);
                self.set_level(level);
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(_) => self.lists += 1,
            Tag::CodeBlock(_) => self.code = Some(trim_end(self.text, span)),
            Tag::HtmlBlock => self.html = Some(span),
            Tag::FootnoteDefinition(name) => {
                self.body.notes.push(Spanned::new(name.into_string(), span));
            }
            Tag::Table(_) => {
                self.table = Some(Table {
                    span,
                    header: Row::default(),
                    header_cells: Vec::new(),
                    rows: Vec::new(),
                });
            }
            Tag::TableHead => self.start_row(span, true),
            Tag::TableRow => self.start_row(span, false),
            Tag::TableCell => self.open_leaf(ProseKind::Cell, span),
            Tag::Strong => self.start_strong(span),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &dest_url, span),
            Tag::Image { dest_url, .. } => {
                let url_span = address_span(self.text, span, &dest_url);
                self.object(span);
                self.image.get_or_insert(Image {
                    span,
                    url: dest_url.into_string(),
                    url_span,
                    alt: String::new(),
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item => self.close_leaf(),
            TagEnd::TableCell => self.close_cell(span),
            TagEnd::BlockQuote(_) => {
                self.close_leaf();
                self.quotes -= 1;
            }
            TagEnd::List(_) => self.lists -= 1,
            TagEnd::CodeBlock => self.body.code.extend(self.code.take()),
            TagEnd::HtmlBlock => self.close_html(),
            TagEnd::Table => self.body.tables.extend(self.table.take()),
            TagEnd::Strong => self.end_strong(span),
            TagEnd::Link => self.body.links.extend(self.links.pop()),
            TagEnd::Image if self.image.as_ref().is_some_and(|image| image.span == span) => {
                let image = self.image.take();
                if let (Some(image), Some(link)) = (&image, self.links.last_mut()) {
                    link.text.push_str(&image.alt);
                }
                self.body.images.extend(image);
            }
            _ => {}
        }
    }

    fn open_leaf(&mut self, kind: ProseKind, span: Span) {
        let is_quoted = self.quotes > 0;
        let prose = Prose { kind, span, text: String::new(), is_quoted, pieces: Vec::new() };
        self.leaf = Some(Leaf { prose, level: None, strong: None, open: Vec::new() });
        self.at_line_start = true;
    }

    fn set_level(&mut self, level: HeadingLevel) {
        if let Some(leaf) = &mut self.leaf {
            leaf.level = Some(level as u8);
        }
    }

    /// The open block; text of a list without blank lines opens one of its own.
    fn leaf(&mut self, span: Span) -> &mut Leaf {
        if self.leaf.is_none() {
            self.open_leaf(ProseKind::Item, span);
        }
        let is_quoted = self.quotes > 0;
        self.leaf.get_or_insert_with(|| Leaf {
            prose: Prose {
                kind: ProseKind::Item,
                span,
                text: String::new(),
                is_quoted,
                pieces: Vec::new(),
            },
            level: None,
            strong: None,
            open: Vec::new(),
        })
    }

    fn text(&mut self, text: &CowStr<'_>, span: Span) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        if let Some(link) = self.links.last_mut() {
            link.text.push_str(text);
        }
        self.note_lookalike(span);
        self.at_line_start = false;
        self.leaf(span).push(text, span);
    }

    fn object(&mut self, span: Span) {
        if self.image.is_some() {
            return;
        }
        self.at_line_start = false;
        if let Some(link) = self.links.last_mut() {
            link.text.push(Prose::OBJECT);
        }
        self.leaf(span).push(Prose::OBJECT.encode_utf8(&mut [0; 4]), span);
    }

    fn line_end(&mut self, text: &str, span: Span) {
        if let Some(image) = &mut self.image {
            image.alt.push(' ');
            return;
        }
        if let Some(link) = self.links.last_mut() {
            link.text.push(' ');
        }
        self.leaf(span).push(text, span);
        self.at_line_start = true;
    }

    fn start_link(&mut self, link_type: LinkType, url: &CowStr<'_>, span: Span) {
        self.at_line_start = false;
        let is_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let url_span = address_span(self.text, span, url);
        let url =
            if link_type == LinkType::Email { format!("mailto:{url}") } else { url.to_string() };
        self.links.push(Link { span, url, url_span, text: String::new(), is_autolink });
    }

    fn start_strong(&mut self, span: Span) {
        let leaf = self.leaf(span);
        if leaf.prose.text.is_empty() && leaf.strong.is_none() {
            leaf.strong = Some(Strong { span, text_end: None });
        }
    }

    fn end_strong(&mut self, span: Span) {
        if let Some(leaf) = &mut self.leaf
            && let Some(strong) = leaf.strong.as_mut().filter(|strong| strong.span == span)
        {
            strong.text_end = Some(leaf.prose.text.len());
        }
    }

    fn inline_html(&mut self, tag: &str, span: Span) {
        match html::parse(tag) {
            html::Tag::Comment => self.body.comments.push(span),
            tag => {
                let index = self.body.html.len();
                let is_paired = !matches!(tag, html::Tag::Start(_) | html::Tag::End(_));
                self.body.html.push(Html { span, tag, is_paired });
                self.pair(tag, index, span);
            }
        }
        self.at_line_start = false;
    }

    /// Marks a start and its end as a pair; they may not cross another pair or a block.
    fn pair(&mut self, tag: html::Tag, index: usize, span: Span) {
        match tag {
            html::Tag::Start(_) => self.leaf(span).open.push(index),
            html::Tag::End(element) => {
                let Some(leaf) = &mut self.leaf else { return };
                let Some(start) = leaf.open.last().copied() else { return };
                if self.body.html[start].tag == html::Tag::Start(element) {
                    leaf.open.pop();
                    self.body.html[start].is_paired = true;
                    self.body.html[index].is_paired = true;
                }
            }
            _ => {}
        }
    }

    fn close_html(&mut self) {
        if let Some(span) = self.html.take() {
            html_block::read(self.text, span, &mut self.body);
        }
    }

    fn start_row(&mut self, span: Span, is_header: bool) {
        self.is_header = is_header;
        let span = trim_end(self.text, span);
        let row = Row { span, cells: count_cells(&self.text[span.range()]) };
        match &mut self.table {
            Some(table) if is_header => table.header = row,
            Some(table) => table.rows.push(row),
            None => {}
        }
    }

    fn close_cell(&mut self, span: Span) {
        let is_filled = self.leaf.as_ref().is_some_and(|leaf| !leaf.prose.text.trim().is_empty());
        self.close_leaf();
        if let Some(table) = self.table.as_mut().filter(|_| self.is_header) {
            table.header_cells.push(Spanned::new(is_filled, span));
        }
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        if let Some(level) = leaf.level {
            self.add_heading(&leaf.prose, level);
        } else if self.quotes == 0 && self.lists == 0 {
            self.body.labels.extend(leaf.label(self.text));
        }
        self.body.prose.push(leaf.prose);
    }

    fn add_heading(&mut self, prose: &Prose, level: u8) {
        let span = trim_end(self.text, prose.span);
        let text = prose.text.trim().to_owned();
        let kind = match (self.quotes, self.lists) {
            (0, 0) => None,
            (0, _) => Some(LookalikeKind::List),
            _ => Some(LookalikeKind::Quote),
        };
        if let Some(kind) = kind {
            self.body.lookalikes.push(Lookalike { span, text, kind });
        } else {
            let content = if text.is_empty() { span } else { prose.span_of(0, prose.text.len()) };
            self.body.headings.push(Heading { span, level, text, content });
        }
    }

    /// Keeps a line of a paragraph that begins with `#` marks.
    fn note_lookalike(&mut self, span: Span) {
        let is_paragraph = self.leaf.as_ref().is_none_or(|leaf| leaf.level.is_none());
        if !self.at_line_start
            || !is_paragraph
            || self.text.as_bytes().get(span.start) != Some(&b'#')
        {
            return;
        }
        let rest = &self.text[span.start..self.body.span.end];
        let line = rest.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let text = line.trim_start_matches('#');
        let level = line.len() - text.len();
        let Some(first) = text.chars().next().filter(|_| level <= 6) else { return };
        let kind = if first.is_whitespace() {
            let at = span.start + level;
            LookalikeKind::OddSpace(first, Span::new(at, at + first.len_utf8()))
        } else {
            LookalikeKind::NoSpace
        };
        let span = Span::new(span.start, span.start + line.len());
        self.body.lookalikes.push(Lookalike { span, text: text.trim().to_owned(), kind });
    }
}

impl Leaf {
    fn push(&mut self, text: &str, span: Span) {
        self.prose.pieces.push(Piece { start: self.prose.text.len(), span });
        self.prose.text.push_str(text);
        self.prose.span.end = self.prose.span.end.max(span.end);
    }

    /// The label, if the block begins with bold text that ends in a colon or is all there is.
    fn label(&self, source: &str) -> Option<Label> {
        let strong = self.strong.as_ref()?;
        let (bold, rest) = self.prose.text.split_at(strong.text_end?);
        let is_run_in = !rest.trim_start_matches(':').trim().is_empty();
        let has_colon = bold.trim_end().ends_with(':') || rest.trim_start().starts_with(':');
        (has_colon || !is_run_in).then(|| Label {
            span: strong.span,
            text: bold.trim().to_owned(),
            paragraph: trim_end(source, self.prose.span),
            is_run_in,
        })
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// `span` without the line ends and blanks at its end.
fn trim_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + text[span.range()].trim_end().len())
}

/// Where the address of a link or picture stands: inside it, or the whole of it.
fn address_span(text: &str, span: Span, url: &str) -> Span {
    let source = &text[span.range()];
    let found: Option<Range<usize>> =
        source.rfind(url).filter(|_| !url.is_empty()).map(|at| at..at + url.len());
    found.map_or(span, |range| Span::from(range).shifted(span.start))
}

/// The cells of a table's row as typed: a pipe behind a backslash divides nothing.
fn count_cells(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut cells = 1;
    let mut is_escaped = false;
    let mut ends_in_pipe = false;
    for byte in inner.bytes() {
        ends_in_pipe = byte == b'|' && !is_escaped;
        cells += usize::from(ends_in_pipe);
        is_escaped = byte == b'\\' && !is_escaped;
    }
    cells - usize::from(ends_in_pipe)
}
