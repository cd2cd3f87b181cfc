//! Sorts the events of the Markdown into the lists of a body.

use super::table::count_cells;
use super::text_block::{TextBlock, trim_end};
use super::{
    Body, Code, Heading, Html, Image, Link, Lookalike, LookalikeKind, Prose, ProseKind, Row, Table,
    lookalike,
};
use crate::paper::html;
use crate::paper::markdown::{Block, Event, Inline, Kind, Reading, TextId};
use crate::text::source::{Span, Spanned};

pub(super) fn read(reading: Reading<'_>) -> Body {
    let body = Body { definitions: reading.definitions().to_vec(), ..Body::default() };
    let mut reader = Reader {
        reading,
        body,
        quotes: 0,
        lists: 0,
        notes: 0,
        block: None,
        links: Vec::new(),
        image: None,
        code: None,
        table: None,
        is_header: false,
        is_html: false,
        at_line_start: false,
    };
    reading.events().for_each(|event| reader.take(event));
    reader.body
}

/// A block of code that is being read.
struct OpenCode {
    span: Span,
    /// From the start of its first text to the end of its last.
    text: Option<Span>,
}

struct Reader<'t> {
    reading: Reading<'t>,
    body: Body,
    quotes: usize,
    lists: usize,
    notes: usize,
    block: Option<TextBlock>,
    links: Vec<Link>,
    image: Option<Image>,
    code: Option<OpenCode>,
    table: Option<Table>,
    is_header: bool,
    is_html: bool,
    at_line_start: bool,
}

impl Reader<'_> {
    fn take(&mut self, Event { kind, span }: Event) {
        match kind {
            Kind::Start(block) => self.start(block, span),
            Kind::End(block) => self.end(block, span),
            Kind::Open(inline) => self.open(inline, span),
            Kind::Close(inline) => self.close(inline, span),
            Kind::Text(_) if self.code.is_some() => self.code_text(span),
            Kind::Text(text) => self.text(self.reading.text_of(text, span), span),
            Kind::Code(text) => {
                self.body.inline_code.push(span);
                self.object(self.reading.text_of(text, span), span);
            }
            Kind::SoftBreak => self.line_end(" ", span),
            Kind::HardBreak => self.line_end("\n", span),
            Kind::NoteRef(name) => {
                let name = self.name(name, span);
                self.body.note_refs.push(name);
                self.object("", span);
            }
            Kind::Rule | Kind::Task(_) => self.at_line_start = false,
            Kind::Comment => {
                self.at_line_start = false;
                self.body.comments.push(span);
                if self.is_html {
                    self.body.lookalikes.extend(lookalike::in_comment(self.reading.text(), span));
                }
            }
            Kind::Html(tag, is_paired) => {
                self.tag(Html { span, tag, is_paired });
                if tag == html::Tag::LineBreak
                    && let Some(block) = &mut self.block
                {
                    block.text("\n", span);
                }
            }
            Kind::PrintedTag(tag, is_paired, _) => {
                self.tag(Html { span, tag, is_paired });
                if let Some(block) = &mut self.block {
                    block.object("", span);
                }
            }
            Kind::ImpliedEnd => {}
        }
    }

    fn start(&mut self, block: Block, span: Span) {
        match block {
            Block::Paragraph | Block::Html => self.start_text(ProseKind::Paragraph, span),
            Block::ItemText => self.start_text(ProseKind::Item, span),
            Block::Cell => self.start_text(ProseKind::Cell, span),
            Block::Heading(level) => {
                self.start_text(ProseKind::Heading, span);
                if let Some(block) = &mut self.block {
                    block.heading = Some((level, String::new()));
                }
            }
            Block::Quote => self.quotes += 1,
            Block::List | Block::OrderedList(_) => self.lists += 1,
            Block::Item => {}
            Block::Note(name) => {
                self.notes += 1;
                let name = self.name(name, span);
                self.body.notes.push(name);
            }
            Block::Code(_) => self.code = Some(OpenCode { span, text: None }),
            Block::Table(_) => {
                self.table = Some(Table {
                    span,
                    header: Row::default(),
                    header_cells: Vec::new(),
                    rows: Vec::new(),
                });
            }
            Block::Head => self.start_row(span, true),
            Block::Row => self.start_row(span, false),
        }
        self.is_html = block == Block::Html;
        self.at_line_start = matches!(block, Block::Paragraph | Block::Heading(_) | Block::Cell);
    }

    fn end(&mut self, block: Block, span: Span) {
        match block {
            Block::Paragraph | Block::ItemText | Block::Heading(_) => self.end_text(),
            Block::Html => self.end_html(),
            Block::Cell => self.end_cell(span),
            Block::Quote => self.quotes -= 1,
            Block::List | Block::OrderedList(_) => self.lists -= 1,
            Block::Note(_) => self.notes -= 1,
            Block::Code(_) => self.end_code(),
            Block::Table(_) => self.body.tables.extend(self.table.take()),
            Block::Item | Block::Head | Block::Row => {}
        }
    }

    fn code_text(&mut self, span: Span) {
        if let Some(code) = &mut self.code {
            let start = code.text.map_or(span.start, |text| text.start);
            code.text = Some(Span::new(start, span.end));
        }
    }

    /// Adds a block of code. It is closed if there is more of a fence after its text.
    fn end_code(&mut self) {
        let Some(OpenCode { span, text }) = self.code.take() else { return };
        let source = self.reading.text();
        let opener = source[span.range()].split(['\n', '\r']).next().unwrap_or_default();
        let first = text.map_or(span.start + opener.len(), |text| text.start);
        let last = text.map_or(first, |text| text.end);
        let is_fenced = first > span.start && opener.starts_with(['`', '~']);
        let after = source.get(last..span.end).unwrap_or_default();
        let is_closed = !is_fenced || after.contains(['`', '~']);
        let span = trim_end(source, span);
        self.body.code.push(Code { span, is_fenced, is_closed });
        let inside = Span::new(first, last);
        if is_fenced {
            let kind = LookalikeKind::Code(span);
            self.body.lookalikes.extend(lookalike::in_lines(source, inside, kind));
        } else if self.container().is_none() {
            let line = source[inside.range()].split(['\n', '\r']).next().unwrap_or_default();
            let line = Span::new(first, first + line.len());
            let kind = LookalikeKind::IndentedCode(span);
            self.body.lookalikes.extend(lookalike::in_lines(source, line, kind));
        }
    }

    fn start_text(&mut self, kind: ProseKind, span: Span) {
        self.block = Some(TextBlock::new(kind, span, self.quotes > 0));
    }

    fn open(&mut self, inline: Inline, span: Span) {
        self.at_line_start = false;
        if let Some(block) = &mut self.block {
            block.extend_to(span);
            if inline == Inline::Strong {
                block.start_strong(span);
            }
        }
        if matches!(inline, Inline::Emphasis | Inline::Strong) {
            self.body.emphasis.push(span);
        }
        let (Inline::Link(id) | Inline::Image(id)) = inline else { return };
        let Some(target) = self.reading.target(id) else { return };
        let (url, url_span) = (target.url.clone(), target.url_span);
        if !target.title.is_empty() {
            // The title is after the address; that of a reference is where the address is defined.
            let place = if url_span == span { span } else { Span::new(url_span.end, span.end) };
            self.body.titles.push(Spanned::new(target.title.clone(), place));
        }
        if matches!(inline, Inline::Link(_)) {
            let is_autolink = target.is_autolink;
            self.links.push(Link { span, url, url_span, text: String::new(), is_autolink });
        } else {
            self.object("", span);
            self.image = Some(Image { span, url, url_span, alt: String::new() });
        }
    }

    fn close(&mut self, inline: Inline, span: Span) {
        match inline {
            Inline::Strong => {
                if let Some(block) = &mut self.block {
                    block.end_strong(span);
                }
            }
            Inline::Link(_) => self.body.links.extend(self.links.pop()),
            Inline::Image(_) => {
                let Some(image) = self.image.take() else { return };
                if let Some(link) = self.links.last_mut() {
                    link.text.push_str(&image.alt);
                }
                self.body.images.push(image);
            }
            Inline::Emphasis | Inline::Strikethrough => {}
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        self.visible(text);
        self.note_lookalike(span);
        self.at_line_start = false;
        if self.image.is_none()
            && let Some(block) = &mut self.block
        {
            block.text(text, span);
        }
    }

    /// Adds something other than running text; `visible` is what a reader sees of it.
    fn object(&mut self, visible: &str, span: Span) {
        self.at_line_start = false;
        self.visible(visible);
        if self.image.is_none()
            && let Some(block) = &mut self.block
        {
            block.object(visible, span);
        }
    }

    fn line_end(&mut self, text: &str, span: Span) {
        self.visible(" ");
        if self.image.is_none()
            && let Some(block) = &mut self.block
        {
            block.text(text, span);
            self.at_line_start = true;
        }
    }

    /// Adds visible text to the alternative text or the link around it.
    fn visible(&mut self, text: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
        } else if let Some(link) = self.links.last_mut() {
            link.text.push_str(text);
        }
    }

    fn tag(&mut self, html: Html) {
        self.at_line_start = false;
        if let Some(block) = &mut self.block {
            block.extend_to(html.span);
        }
        self.body.html.push(html);
    }

    fn name(&self, name: TextId, span: Span) -> Spanned<String> {
        Spanned::new(self.reading.text_of(name, span).to_owned(), span)
    }

    fn start_row(&mut self, span: Span, is_header: bool) {
        self.is_header = is_header;
        let text = self.reading.text();
        let span = trim_end(text, span);
        let row = Row { span, cells: count_cells(&text[span.range()]) };
        match &mut self.table {
            Some(table) if is_header => table.header = row,
            Some(table) => table.rows.push(row),
            None => {}
        }
    }

    fn end_cell(&mut self, span: Span) {
        let is_filled = self.block.as_ref().is_some_and(|it| !it.prose.text.trim().is_empty());
        self.end_text();
        if let Some(table) = self.table.as_mut().filter(|_| self.is_header) {
            table.header_cells.push(Spanned::new(is_filled, span));
        }
    }

    fn end_text(&mut self) {
        let Some(mut block) = self.block.take() else { return };
        if let Some((level, text)) = block.heading.take() {
            self.add_heading(&block.prose, level, text.trim());
        } else if self.container().is_none() {
            self.body.labels.extend(block.label(self.reading.text()));
        }
        self.body.prose.push(block.finish());
    }

    /// Keeps the text of a block of raw HTML, unless it is nothing but tags.
    fn end_html(&mut self) {
        let is_text = |c: char| c != Prose::OBJECT && !c.is_whitespace();
        let Some(block) = self.block.take() else { return };
        let (source, span) = (self.reading.text(), block.prose.span);
        let kind = LookalikeKind::Html(span);
        let is_shown = |it: &Lookalike| {
            !self
                .body
                .comments
                .iter()
                .rev()
                .take_while(|comment| comment.end > span.start)
                .any(|comment| comment.contains(it.span))
        };
        let shown: Vec<_> = lookalike::in_lines(source, span, kind).filter(is_shown).collect();
        self.body.lookalikes.extend(shown);
        let block = Some(block).filter(|block| block.prose.text.contains(is_text));
        self.body.prose.extend(block.map(TextBlock::finish));
        self.is_html = false;
    }

    fn add_heading(&mut self, prose: &Prose, level: u8, text: &str) {
        let span = trim_end(self.reading.text(), prose.span);
        let text = text.to_owned();
        if let Some(kind) = self.container() {
            self.body.lookalikes.push(Lookalike { span, text, kind });
        } else {
            let content = match prose.text.len() {
                0 => span,
                length => prose.span_of(0, length),
            };
            self.body.headings.push(Heading { span, level, text, content });
        }
    }

    /// The container that a heading would be in here; none at the top level.
    fn container(&self) -> Option<LookalikeKind> {
        match (self.quotes, self.lists, self.notes) {
            (0, 0, 0) => None,
            (0, 0, _) => Some(LookalikeKind::Note),
            (0, ..) => Some(LookalikeKind::List),
            _ => Some(LookalikeKind::Quote),
        }
    }

    /// Records a line of a paragraph that begins with `#` marks, unless they are escaped.
    fn note_lookalike(&mut self, span: Span) {
        let is_paragraph =
            self.block.as_ref().is_some_and(|block| block.prose.kind == ProseKind::Paragraph);
        let text = self.reading.text();
        let bytes = text.as_bytes();
        let is_marked = bytes.get(span.start) == Some(&b'#')
            && span.start.checked_sub(1).is_none_or(|before| bytes[before] != b'\\');
        let is_line = self.at_line_start && is_paragraph && !self.is_html && self.image.is_none();
        if is_line && is_marked && self.container().is_none() {
            self.body.lookalikes.extend(lookalike::in_paragraph(text, span.start));
        }
    }
}
