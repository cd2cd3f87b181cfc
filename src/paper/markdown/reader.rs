//! Turns the events of `pulldown-cmark` into those of a paper.

mod elements;

use std::borrow::Cow;

use pulldown_cmark::{
    Alignment as Column, CodeBlockKind, CowStr, Event as Parsed, LinkType, Options, Parser, Tag,
    TagEnd,
};

use super::html_block::HtmlBlock;
use super::{
    Alignment, Block, Inline, Kind, Markdown, Place, Stored, TableId, Target, TargetId, TextId,
    address, small,
};
use crate::paper::html::{self, Element};
use crate::paper::parts;
use crate::text::conflict;
use crate::text::source::Span;

/// Reads the body of `text` that begins at byte `start`.
///
/// Only the first side of a merge conflict is read: otherwise the markers would be taken for
/// headings and quotations, and every section between them would be there twice.
pub(super) fn read(text: &str, start: usize) -> Markdown {
    let resolved = conflict::one_side(text);
    let parser = parser(&resolved[start..]);
    let definitions = parser.reference_definitions().iter().map(|(_, it)| (&*it.dest, &it.span));
    let definitions = address::definitions(&resolved, start, definitions);
    let mut reader = Reader::new(&resolved);
    for (event, range) in parser.into_offset_iter() {
        reader.take(event, Span::from(range).shifted(start));
    }
    reader.close_item_text();
    let mut markdown = Markdown { definitions, ..reader.markdown };
    if parts::has_parts(&resolved[start..]) {
        with_parts(&mut markdown, &resolved);
    }
    markdown.events.shrink_to_fit();
    if let Cow::Owned(resolved) = resolved {
        markdown.resolved = Some(resolved.into());
    }
    markdown
}

/// Makes headings of the lines that begin the parts of an Internet-Draft.
fn with_parts(markdown: &mut Markdown, text: &str) {
    for at in 2..markdown.events.len() {
        let [start, line, end] = &mut markdown.events[at - 2..=at] else { continue };
        let (Kind::Start(Block::Paragraph), Kind::Text(_)) = (start.kind, line.kind) else {
            continue;
        };
        let span = line.place.span();
        let Some(name) = text.get(span.range()).and_then(parts::name) else { continue };
        if end.kind == Kind::End(Block::Paragraph) {
            start.kind = Kind::Start(Block::Heading(1));
            end.kind = Kind::End(Block::Heading(1));
            let at = span.start + text[span.range()].find(name).unwrap_or_default();
            line.place = Place::new(Span::new(at, at + name.len()));
        }
    }
}

fn parser(body: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(body, options)
}

struct Reader<'t> {
    text: &'t str,
    markdown: Markdown,
    /// What is open in the text block that is being read.
    open: Vec<Open>,
    targets: Vec<OpenTarget>,
    /// The place of the text of a list item that is being read, as far as it is known.
    item_text: Option<Span>,
    is_in_text_block: bool,
    is_in_code: bool,
    /// How many pictures are open, one inside the other.
    pictures: usize,
    html: Option<HtmlBlock>,
}

/// A link or picture that is being read.
struct OpenTarget {
    inline: Inline,
    id: TargetId,
    link_type: LinkType,
    /// The end of its content, as far as it has been read.
    inner_end: usize,
}

/// Something that is open in a text block.
enum Open {
    Inline(Inline),
    /// A link or picture, the last of those that are being read.
    Target,
    /// A link or, if true, a picture in an alternative text, where nothing is left of it.
    Nothing(bool),
    /// An element of HTML, with the index of its start among the events, if it is there.
    Element(Element, Option<usize>),
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            markdown: Markdown::default(),
            open: Vec::new(),
            targets: Vec::new(),
            item_text: None,
            is_in_text_block: false,
            is_in_code: false,
            pictures: 0,
            html: None,
        }
    }

    fn take(&mut self, event: Parsed<'_>, span: Span) {
        if let Some(block) = &mut self.html {
            match event {
                // Spaces that are left over from tabs come as text.
                Parsed::Html(text) | Parsed::Text(text) => block.push(&text, span),
                Parsed::End(TagEnd::HtmlBlock) => self.end_html_block(),
                _ => {}
            }
            return;
        }
        match event {
            Parsed::Start(tag) => self.start(tag, span),
            Parsed::End(tag) => self.end(tag, span),
            // Math is switched off; if it comes anyway, its text must not be lost.
            Parsed::Text(text) | Parsed::InlineMath(text) | Parsed::DisplayMath(text) => {
                self.text(&text, span);
            }
            Parsed::Code(code) => {
                let code = self.keep(&code, span);
                self.inline(Kind::Code(code), span);
            }
            Parsed::InlineHtml(tag) | Parsed::Html(tag) => {
                self.tag(html::parse(&tag), &tag, span, false);
            }
            Parsed::FootnoteReference(name) => {
                let name = self.keep(&name, span);
                self.inline(Kind::NoteRef(name), span);
            }
            Parsed::SoftBreak => self.inline(Kind::SoftBreak, span),
            Parsed::HardBreak => self.inline(Kind::HardBreak, span),
            Parsed::Rule => {
                self.close_item_text();
                self.push(Kind::Rule, span);
            }
            Parsed::TaskListMarker(is_done) => self.push(Kind::Task(is_done), span),
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let block = match tag {
            Tag::Emphasis => return self.start_inline(Inline::Emphasis, span),
            Tag::Strong => return self.start_inline(Inline::Strong, span),
            Tag::Strikethrough => return self.start_inline(Inline::Strikethrough, span),
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.start_target(false, link_type, &dest_url, &title, span);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                return self.start_target(true, link_type, &dest_url, &title, span);
            }
            Tag::Paragraph => Block::Paragraph,
            Tag::Heading { level, .. } => Block::Heading(level as u8),
            Tag::BlockQuote(_) => Block::Quote,
            Tag::CodeBlock(kind) => Block::Code(self.info(kind)),
            Tag::HtmlBlock => {
                self.close_item_text();
                self.html = Some(HtmlBlock::new(span));
                return;
            }
            Tag::List(None) => Block::List,
            // Markdown has numbers of nine digits at most.
            Tag::List(Some(first)) => Block::OrderedList(u32::try_from(first).unwrap_or(u32::MAX)),
            Tag::Item => Block::Item,
            Tag::FootnoteDefinition(name) => Block::Note(self.keep_copy(&name)),
            Tag::Table(columns) => Block::Table(self.columns(&columns)),
            Tag::TableHead => Block::Head,
            Tag::TableRow => Block::Row,
            Tag::TableCell => Block::Cell,
            // The rest is switched off.
            _ => return,
        };
        self.close_item_text();
        self.is_in_text_block = matches!(block, Block::Paragraph | Block::Heading(_) | Block::Cell);
        self.is_in_code = matches!(block, Block::Code(_));
        self.push(Kind::Start(block), span);
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        let block = match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => return self.end_inline(span),
            TagEnd::Paragraph => Block::Paragraph,
            TagEnd::Heading(level) => Block::Heading(level as u8),
            TagEnd::BlockQuote(_) => Block::Quote,
            TagEnd::CodeBlock => Block::Code(TextId::IN_PLACE),
            TagEnd::List(_) => Block::List,
            TagEnd::Item => Block::Item,
            TagEnd::FootnoteDefinition => Block::Note(TextId::IN_PLACE),
            TagEnd::Table => Block::Table(TableId(0)),
            TagEnd::TableHead => Block::Head,
            TagEnd::TableRow => Block::Row,
            TagEnd::TableCell => Block::Cell,
            _ => return,
        };
        if self.is_in_text_block {
            self.close_elements(span);
            self.is_in_text_block = false;
        }
        self.close_item_text();
        self.is_in_code = false;
        self.push(Kind::End(block), span);
    }

    fn push(&mut self, kind: Kind, span: Span) {
        self.markdown.events.push(Stored { kind, place: Place::new(span) });
    }

    /// Adds a part of a text block; in a tight list it opens the block.
    fn inline(&mut self, kind: Kind, span: Span) {
        self.open_text_block(span);
        self.extend_to(span);
        self.push(kind, span);
    }

    fn open_text_block(&mut self, span: Span) {
        if self.is_in_text_block {
            return;
        }
        if let Some(whole) = &mut self.item_text {
            whole.end = whole.end.max(span.end);
        } else {
            self.item_text = Some(span);
            self.push(Kind::Start(Block::ItemText), span);
        }
    }

    fn close_item_text(&mut self) {
        if let Some(span) = self.item_text.take() {
            self.close_elements(span);
            self.push(Kind::End(Block::ItemText), span);
        }
    }

    /// Records that the content of the open link and picture extends at least to the end of `span`.
    fn extend_to(&mut self, span: Span) {
        for target in &mut self.targets {
            target.inner_end = span.end.max(target.inner_end);
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        let id = self.keep(text, span);
        if self.is_in_code {
            self.push(Kind::Text(id), span);
        } else {
            self.inline(Kind::Text(id), span);
        }
    }

    /// The text of an event at `span`, stored only if the file has a different text there.
    fn keep(&mut self, text: &str, span: Span) -> TextId {
        if self.text.get(span.range()) == Some(text) {
            return TextId::IN_PLACE;
        }
        self.keep_copy(text)
    }

    fn keep_copy(&mut self, text: &str) -> TextId {
        let id = TextId(small(self.markdown.texts.len()));
        self.markdown.texts.push(text.into());
        id
    }

    fn info(&mut self, kind: CodeBlockKind<'_>) -> TextId {
        match kind {
            CodeBlockKind::Fenced(info) => self.keep_copy(&info),
            CodeBlockKind::Indented => self.keep_copy(""),
        }
    }

    fn columns(&mut self, columns: &[Column]) -> TableId {
        let id = TableId(small(self.markdown.tables.len()));
        self.markdown.tables.push(columns.iter().map(|column| alignment(*column)).collect());
        id
    }

    fn start_inline(&mut self, inline: Inline, span: Span) {
        self.open_text_block(span);
        self.open.push(Open::Inline(inline));
        if self.pictures == 0 {
            self.push(Kind::Open(inline), span);
        }
    }

    fn start_target(
        &mut self,
        is_image: bool,
        link_type: LinkType,
        url: &CowStr<'_>,
        title: &CowStr<'_>,
        span: Span,
    ) {
        self.open_text_block(span);
        self.pictures += usize::from(is_image);
        if self.pictures > usize::from(is_image) {
            self.open.push(Open::Nothing(is_image));
            return;
        }
        let is_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let url =
            if link_type == LinkType::Email { format!("mailto:{url}") } else { url.to_string() };
        let target = Target { url, url_span: span, title: title.to_string(), is_autolink };
        let id = TargetId(small(self.markdown.targets.len()));
        self.markdown.targets.push(target);
        let inline = if is_image { Inline::Image(id) } else { Inline::Link(id) };
        let mark = if is_image { "![" } else { "[" };
        let inner_end = span.start + mark.len();
        self.targets.push(OpenTarget { inline, id, link_type, inner_end });
        self.open.push(Open::Target);
        self.push(Kind::Open(inline), span);
    }

    fn end_inline(&mut self, span: Span) {
        self.close_elements(span);
        match self.open.pop() {
            Some(Open::Inline(inline)) if self.pictures == 0 => {
                self.push(Kind::Close(inline), span);
            }
            Some(Open::Target) => self.end_target(span),
            Some(Open::Nothing(is_image)) => self.pictures -= usize::from(is_image),
            _ => {}
        }
        self.extend_to(span);
    }

    fn end_target(&mut self, span: Span) {
        let Some(open) = self.targets.pop() else { return };
        if let Some(target) = self.markdown.targets.get_mut(open.id.0 as usize) {
            target.url_span = address::find(self.text, open.link_type, span, open.inner_end);
        }
        self.pictures -= usize::from(matches!(open.inline, Inline::Image(_)));
        self.push(Kind::Close(open.inline), span);
    }
}

const fn alignment(column: Column) -> Alignment {
    match column {
        Column::None => Alignment::None,
        Column::Left => Alignment::Left,
        Column::Center => Alignment::Center,
        Column::Right => Alignment::Right,
    }
}
