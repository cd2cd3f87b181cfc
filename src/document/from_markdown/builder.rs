//! Blocks as they are read: open containers on a stack of its own, so that no depth of nesting can
//! overflow the program's.

use pulldown_cmark::{Alignment as ColumnAlignment, CodeBlockKind, Event, Tag, TagEnd};

use super::inlines::Inlines;
use super::notes::Notes;
use super::{MAX_DEPTH, Parsed, html_block};
use crate::document::{Alignment, Block, Item, List, Table, lists, plain_text};
use crate::paper::slug::Anchors;
use crate::text::source::Span;

/// A body being read.
#[derive(Debug, Default)]
pub(super) struct Builder {
    blocks: Vec<(Span, Block)>,
    open: Vec<Container>,
    /// Containers that were opened too deep: what is in them goes to the last open one.
    flat: usize,
    text: Option<(Role, Inlines)>,
    verbatim: Option<Verbatim>,
    table: Option<Table>,
    notes: Notes,
    anchors: Anchors,
}

#[derive(Debug)]
enum Container {
    Quote(Vec<Block>),
    List { start: Option<u64>, is_loose: bool, items: Vec<Item> },
    Item { done: Option<bool>, is_loose: bool, blocks: Vec<Block> },
    Note { label: usize, blocks: Vec<Block> },
}

/// What the text being read will be.
#[derive(Debug, Clone, Copy)]
enum Role {
    Paragraph,
    Heading(u8),
    Cell,
}

/// Text that is not Markdown.
#[derive(Debug)]
enum Verbatim {
    Code { language: Option<String>, text: String },
    Html(String),
}

impl Builder {
    /// Takes the next event; `span` is its place in the body.
    pub(super) fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.inlines().code(&code),
            Event::InlineHtml(html) => self.inlines().html(&html),
            Event::Html(html) => {
                if let Some(Verbatim::Html(all)) = &mut self.verbatim {
                    all.push_str(&html);
                }
            }
            // Mathematics is switched off; should it come, its text must not be lost.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inlines().text(&text),
            Event::FootnoteReference(label) => {
                let label = self.notes.label(&label);
                self.inlines().note(label);
            }
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.inlines().hard_break(),
            Event::Rule => {
                self.close_leaf(span);
                self.push(Block::Rule, span);
            }
            Event::TaskListMarker(is_done) => self.task(is_done),
        }
    }

    /// What was read.
    pub(super) fn finish(mut self) -> Parsed {
        self.close_leaf(Span::default());
        let notes = self.notes.resolve(&mut self.blocks);
        Parsed { blocks: self.blocks, notes }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        if is_inline(&tag) {
            self.inlines().start(&tag);
            return;
        }
        self.close_leaf(span);
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { level, .. } => {
                self.start_text(Role::Heading(level as u8));
            }
            Tag::BlockQuote(_) => self.open(Container::Quote(Vec::new())),
            Tag::CodeBlock(kind) => {
                self.verbatim =
                    Some(Verbatim::Code { language: language(&kind), text: String::new() });
            }
            Tag::HtmlBlock => self.verbatim = Some(Verbatim::Html(String::new())),
            Tag::List(start) => {
                self.open(Container::List { start, is_loose: false, items: Vec::new() });
            }
            Tag::Item => {
                self.open(Container::Item { done: None, is_loose: false, blocks: Vec::new() });
            }
            Tag::FootnoteDefinition(label) => {
                let label = self.notes.label(&label);
                self.open(Container::Note { label, blocks: Vec::new() });
            }
            Tag::Table(columns) => {
                let alignments = columns.into_iter().map(alignment).collect();
                self.table = Some(Table { alignments, head: Vec::new(), rows: Vec::new() });
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.start_text(Role::Cell),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => self.inlines().end(),
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(Block::Table(table), span);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close_leaf(span);
                self.close_container(span);
            }
            _ => self.close_leaf(span),
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.verbatim {
            Some(Verbatim::Code { text: all, .. } | Verbatim::Html(all)) => all.push_str(text),
            None => self.inlines().text(text),
        }
    }

    fn soft_break(&mut self) {
        match &mut self.text {
            // The line ends of an underlined heading say nothing.
            Some((Role::Heading(_), inlines)) => inlines.text(" "),
            _ => self.inlines().soft_break(),
        }
    }

    fn task(&mut self, is_done: bool) {
        match self.open.last_mut() {
            Some(Container::Item { done, .. }) if self.flat == 0 => *done = Some(is_done),
            _ => self.inlines().text(if is_done { "[x] " } else { "[ ] " }),
        }
    }

    fn start_paragraph(&mut self) {
        if let Some(Container::Item { is_loose, .. }) = self.open.last_mut()
            && self.flat == 0
        {
            *is_loose = true;
        }
        self.start_text(Role::Paragraph);
    }

    fn start_text(&mut self, role: Role) {
        self.text = Some((role, Inlines::default()));
    }

    /// The text being read; in a close list it begins without being announced.
    fn inlines(&mut self) -> &mut Inlines {
        let (_, inlines) = self.text.get_or_insert_with(|| (Role::Paragraph, Inlines::default()));
        inlines
    }

    fn close_leaf(&mut self, span: Span) {
        match self.text.take() {
            Some((Role::Paragraph, inlines)) => self.push_paragraph(inlines, span),
            Some((Role::Heading(level), inlines)) => self.push_heading(level, inlines, span),
            Some((Role::Cell, inlines)) => self.push_cell(inlines),
            None => {}
        }
        match self.verbatim.take() {
            Some(Verbatim::Html(html)) => {
                let mut inlines = Inlines::default();
                html_block::read(&unix_lines(&html), &mut inlines);
                self.push_paragraph(inlines, span);
            }
            Some(Verbatim::Code { language, text }) => {
                let mut text = unix_lines(&text);
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                self.push(Block::Code { language, text }, span);
            }
            None => {}
        }
    }

    fn push_paragraph(&mut self, inlines: Inlines, span: Span) {
        let content = inlines.finish();
        if !content.is_empty() {
            self.push(Block::Paragraph(content), span);
        }
    }

    fn push_heading(&mut self, level: u8, inlines: Inlines, span: Span) {
        let content = inlines.finish();
        if !content.is_empty() {
            let id = self.anchors.of_heading(&plain_text(&content));
            self.push(Block::Heading { level, id, content }, span);
        }
    }

    fn push_cell(&mut self, inlines: Inlines) {
        let Some(table) = &mut self.table else { return };
        let row = table.rows.last_mut().unwrap_or(&mut table.head);
        row.push(inlines.finish());
    }

    fn open(&mut self, container: Container) {
        // An item belongs to its list: if that was taken, so is the item.
        let is_item = matches!(container, Container::Item { .. });
        if self.flat == 0 && (is_item || self.open.len() < MAX_DEPTH) {
            self.open.push(container);
        } else {
            self.flat += 1;
        }
    }

    fn close_container(&mut self, span: Span) {
        if self.flat > 0 {
            self.flat -= 1;
            return;
        }
        match self.open.pop() {
            Some(Container::Quote(blocks)) if blocks.is_empty() => {}
            Some(Container::Quote(blocks)) => self.push(Block::Quote(blocks), span),
            Some(Container::List { start, is_loose, items }) => {
                let tight = lists::is_tight(&items, !is_loose);
                self.push(Block::List(List { start, tight, items }), span);
            }
            Some(Container::Item { done, is_loose, blocks }) => {
                if let Some(Container::List { is_loose: of_list, items, .. }) = self.open.last_mut()
                {
                    *of_list |= is_loose;
                    items.push(Item { done, blocks });
                }
            }
            Some(Container::Note { label, blocks }) => self.notes.define(label, blocks),
            None => {}
        }
    }

    fn push(&mut self, block: Block, span: Span) {
        match self.open.last_mut() {
            Some(
                Container::Quote(blocks)
                | Container::Item { blocks, .. }
                | Container::Note { blocks, .. },
            ) => blocks.push(block),
            Some(Container::List { items, .. }) => {
                items.push(Item { done: None, blocks: vec![block] });
            }
            None => self.blocks.push((span, block)),
        }
    }
}

const fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
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

const fn alignment(column: ColumnAlignment) -> Alignment {
    match column {
        ColumnAlignment::None => Alignment::None,
        ColumnAlignment::Left => Alignment::Left,
        ColumnAlignment::Center => Alignment::Center,
        ColumnAlignment::Right => Alignment::Right,
    }
}

/// The first word behind the fence, as far as it is a name.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let is_name = |c: &char| c.is_ascii_alphanumeric() || "+-_#.".contains(*c);
    let name: String = info.trim_start().chars().take_while(is_name).collect();
    (!name.is_empty()).then_some(name)
}

fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
