//! The walk over the Markdown events.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::leaf::{Leaf, trim_end};
use super::table::count_cells;
use super::{
    Body, Heading, Image, Link, Lookalike, LookalikeKind, Prose, ProseKind, Row, Table, address,
    html_block, lookalike,
};
use crate::paper::{html, markdown};
use crate::text::source::{Span, Spanned};

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
    notes: usize,
    leaf: Option<Leaf>,
    links: Vec<OpenLink>,
    image: Option<OpenImage>,
    code: Option<Span>,
    html: Option<Span>,
    table: Option<Table>,
    is_header: bool,
    at_line_start: bool,
}

/// A link that is being read.
struct OpenLink {
    link: Link,
    link_type: LinkType,
    /// Where what stands in it ends, as far as it is read.
    inner_end: usize,
}

/// A picture that is being read; what stands in it is its alternative text.
struct OpenImage {
    image: Image,
    link_type: LinkType,
    inner_end: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        if !matches!(event, Event::Start(_) | Event::End(TagEnd::Link | TagEnd::Image)) {
            self.reach(span);
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) if self.code.is_some() => drop(text),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.object(&text, span);
            }
            Event::SoftBreak => self.line_end(" ", span),
            Event::HardBreak => self.line_end("\n", span),
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Html(_) => {}
            Event::FootnoteReference(name) => {
                self.body.note_refs.push(Spanned::new(name.into_string(), span));
                self.object("", span);
            }
            Event::Rule | Event::TaskListMarker(_) => self.at_line_start = false,
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        if is_block(&tag) {
            self.close_leaf();
        } else {
            self.leaf(span);
            self.at_line_start = false;
        }
        match tag {
            Tag::Paragraph => self.open_leaf(ProseKind::Paragraph, span),
            Tag::Heading { level, .. } => {
                self.open_leaf(ProseKind::Heading, span);
                self.leaf(span).heading = Some((level as u8, String::new()));
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(_) => self.lists += 1,
            Tag::CodeBlock(_) => self.code = Some(trim_end(self.text, span)),
            Tag::HtmlBlock => self.html = Some(span),
            Tag::FootnoteDefinition(name) => {
                self.notes += 1;
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
            Tag::Strong => self.leaf(span).start_strong(span),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &dest_url, span),
            Tag::Image { link_type, dest_url, .. } => self.start_image(link_type, dest_url, span),
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
            TagEnd::FootnoteDefinition => {
                self.close_leaf();
                self.notes -= 1;
            }
            TagEnd::CodeBlock => self.body.code.extend(self.code.take()),
            TagEnd::HtmlBlock => {
                if let Some(span) = self.html.take() {
                    html_block::read(self.text, span, self.quotes > 0, &mut self.body);
                }
            }
            TagEnd::Table => self.body.tables.extend(self.table.take()),
            TagEnd::Strong => self.leaf(span).end_strong(span),
            TagEnd::Link => self.end_link(span),
            TagEnd::Image => self.end_image(span),
            _ => {}
        }
    }

    /// Notes that the open block, link and picture reach to the end of `span` at least.
    fn reach(&mut self, span: Span) {
        if let Some(open) = self.links.last_mut() {
            open.inner_end = open.inner_end.max(span.end);
        }
        if let Some(open) = &mut self.image {
            open.inner_end = open.inner_end.max(span.end);
        }
    }

    fn open_leaf(&mut self, kind: ProseKind, span: Span) {
        self.leaf = Some(Leaf::new(kind, span, self.quotes > 0));
        self.at_line_start = true;
    }

    /// The open block, made to reach to the end of `span`; text of a list without blank lines opens
    /// one of its own.
    fn leaf(&mut self, span: Span) -> &mut Leaf {
        let is_quoted = self.quotes > 0;
        let leaf = self.leaf.get_or_insert_with(|| Leaf::new(ProseKind::Item, span, is_quoted));
        leaf.reach(span);
        leaf
    }

    fn text(&mut self, text: &CowStr<'_>, span: Span) {
        if let Some(open) = &mut self.image {
            open.image.alt.push_str(text);
            return;
        }
        if let Some(open) = self.links.last_mut() {
            open.link.text.push_str(text);
        }
        self.note_lookalike(span);
        self.at_line_start = false;
        self.leaf(span).text(text, span);
    }

    /// Adds something that is no running text; `visible` is what a reader sees of it.
    fn object(&mut self, visible: &str, span: Span) {
        self.at_line_start = false;
        if let Some(open) = &mut self.image {
            open.image.alt.push_str(visible);
            return;
        }
        if let Some(open) = self.links.last_mut() {
            open.link.text.push_str(visible);
        }
        self.leaf(span).object(visible, span);
    }

    fn line_end(&mut self, text: &str, span: Span) {
        if let Some(open) = &mut self.image {
            open.image.alt.push(' ');
            return;
        }
        if let Some(open) = self.links.last_mut() {
            open.link.text.push(' ');
        }
        self.leaf(span).text(text, span);
        self.at_line_start = true;
    }

    /// A link in an alternative text is no link.
    fn start_link(&mut self, link_type: LinkType, url: &CowStr<'_>, span: Span) {
        if self.image.is_some() {
            return;
        }
        let is_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let url =
            if link_type == LinkType::Email { format!("mailto:{url}") } else { url.to_string() };
        let link = Link { span, url, url_span: span, text: String::new(), is_autolink };
        self.links.push(OpenLink { link, link_type, inner_end: span.start + "[".len() });
    }

    fn end_link(&mut self, span: Span) {
        if self.image.is_none()
            && let Some(OpenLink { mut link, link_type, inner_end }) = self.links.pop()
        {
            link.url_span = address::find(self.text, link_type, span, inner_end);
            self.body.links.push(link);
        }
        self.reach(span);
    }

    /// A picture in an alternative text is no picture.
    fn start_image(&mut self, link_type: LinkType, url: CowStr<'_>, span: Span) {
        if self.image.is_some() {
            return;
        }
        self.object("", span);
        let image = Image { span, url: url.into_string(), url_span: span, alt: String::new() };
        self.image = Some(OpenImage { image, link_type, inner_end: span.start + "![".len() });
    }

    fn end_image(&mut self, span: Span) {
        if let Some(OpenImage { mut image, link_type, inner_end }) =
            self.image.take_if(|open| open.image.span == span)
        {
            image.url_span = address::find(self.text, link_type, span, inner_end);
            if let Some(open) = self.links.last_mut() {
                open.link.text.push_str(&image.alt);
            }
            self.body.images.push(image);
        }
        self.reach(span);
    }

    fn inline_html(&mut self, tag: &str, span: Span) {
        self.at_line_start = false;
        match html::parse(tag) {
            html::Tag::Comment => self.body.comments.push(span),
            // An alternative text is plain text; what would be a tag elsewhere does nothing there.
            _ if self.image.is_some() => {}
            tag => {
                self.leaf(span);
                if let Some(leaf) = &mut self.leaf {
                    html_block::add_tag(tag, span, leaf, &mut self.body);
                }
            }
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
        let Some(mut leaf) = self.leaf.take() else { return };
        if let Some((level, text)) = leaf.heading.take() {
            self.add_heading(&leaf.prose, level, text.trim());
        } else if self.container().is_none() {
            self.body.labels.extend(leaf.label(self.text));
        }
        self.body.prose.push(leaf.prose);
    }

    fn add_heading(&mut self, prose: &Prose, level: u8, text: &str) {
        let span = trim_end(self.text, prose.span);
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

    /// What a heading at this place would stand in; none at the top level.
    fn container(&self) -> Option<LookalikeKind> {
        match (self.quotes, self.lists, self.notes) {
            (0, 0, 0) => None,
            (0, 0, _) => Some(LookalikeKind::Note),
            (0, ..) => Some(LookalikeKind::List),
            _ => Some(LookalikeKind::Quote),
        }
    }

    /// Keeps a line of a paragraph that begins with `#` marks, unless they are escaped.
    fn note_lookalike(&mut self, span: Span) {
        let is_paragraph =
            self.leaf.as_ref().is_some_and(|leaf| leaf.prose.kind == ProseKind::Paragraph);
        let bytes = self.text.as_bytes();
        let is_marked = bytes.get(span.start) == Some(&b'#')
            && span.start.checked_sub(1).is_none_or(|before| bytes[before] != b'\\');
        if self.at_line_start && is_paragraph && is_marked && self.container().is_none() {
            self.body.lookalikes.extend(lookalike::in_paragraph(self.text, span.start));
        }
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
