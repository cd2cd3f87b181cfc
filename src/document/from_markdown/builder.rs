//! Builds blocks with a stack of open containers of its own, so that no depth of nesting can
//! overflow the program's stack.

use super::captions;
use super::inlines::Inlines;
use super::notes::Notes;
use super::{MAX_DEPTH, Parsed};
use crate::document::{Block, Inline, Item, List, Places, Table, lists, plain_text};
use crate::paper::markdown::{self, Event, Kind, Reading};
use crate::paper::slug::Anchors;
use crate::text::characters::is_blank;
use crate::text::source::Span;

/// A body being read.
#[derive(Debug)]
pub(super) struct Builder<'t> {
    reading: Reading<'t>,
    blocks: Vec<(Span, Block)>,
    open: Vec<Container>,
    /// How many containers were opened too deep: their content goes to the last open one.
    flat: usize,
    text: Option<(Role, Inlines)>,
    code: Option<Code>,
    table: Option<Table>,
    notes: Notes,
    anchors: Anchors,
}

#[derive(Debug)]
enum Container {
    Quote(Vec<Block>),
    List { start: Option<u64>, is_loose: bool, items: Vec<Item>, places: Places },
    Item { done: Option<bool>, is_loose: bool, blocks: Vec<Block> },
    Note { label: usize, blocks: Vec<Block> },
}

/// What the text being read will become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Paragraph,
    /// The same, from a block of raw HTML.
    Html,
    Heading(u8),
    Cell,
}

/// A block of code.
#[derive(Debug)]
struct Code {
    language: Option<String>,
    text: String,
}

impl<'t> Builder<'t> {
    pub(super) fn new(reading: Reading<'t>) -> Self {
        Self {
            reading,
            blocks: Vec::new(),
            open: Vec::new(),
            flat: 0,
            text: None,
            code: None,
            table: None,
            notes: Notes::default(),
            anchors: Anchors::default(),
        }
    }

    /// Takes the next event.
    pub(super) fn take(&mut self, Event { kind, span }: Event) {
        match kind {
            Kind::Start(block) => self.start(block, span),
            Kind::End(block) => self.end(block, span),
            Kind::Text(text) => self.text(self.reading.text_of(text, span)),
            Kind::PrintedTag(_, _, text) => self.printed_tag(self.reading.text_of(text, span)),
            Kind::NoteRef(label) => {
                let label = self.notes.label(self.reading.text_of(label, span));
                self.inlines().note(label);
            }
            Kind::SoftBreak => self.soft_break(),
            Kind::Rule => {
                self.close_text(span);
                self.push(Block::Rule, span);
            }
            Kind::Task(is_done) => self.task(is_done),
            Kind::Comment => {}
            Kind::Open(inline) => {
                let reading = self.reading;
                self.inlines().open(inline, reading);
            }
            Kind::Close(_) | Kind::ImpliedEnd => self.inlines().close(),
            Kind::Code(code) => {
                let code = self.reading.text_of(code, span);
                self.inlines().code(code);
            }
            Kind::HardBreak => self.inlines().hard_break(),
            Kind::Html(tag, _) => {
                let text = self.reading.text().get(span.range()).unwrap_or_default();
                self.inlines().html(tag, text);
            }
        }
    }

    /// What was read.
    pub(super) fn finish(mut self) -> Parsed {
        self.close_text(Span::default());
        captions::attach(&mut self.blocks);
        let notes = self.notes.resolve(&mut self.blocks);
        let (places, notes): (Vec<usize>, _) = notes.into_iter().unzip();
        Parsed { blocks: self.blocks, notes, note_places: places.into_iter().collect() }
    }

    fn start(&mut self, block: markdown::Block, span: Span) {
        if block == markdown::Block::ItemText {
            // Flattened content may have left a text open.
            self.inlines();
            return;
        }
        self.close_text(span);
        match block {
            markdown::Block::Paragraph => self.start_paragraph(),
            markdown::Block::Html => self.start_text(Role::Html),
            markdown::Block::Heading(level) => self.start_text(Role::Heading(level)),
            markdown::Block::Cell => self.start_text(Role::Cell),
            markdown::Block::Code(info) => {
                let language = language(self.reading.text_of(info, span));
                self.code = Some(Code { language, text: String::new() });
            }
            markdown::Block::Quote => self.open(Container::Quote(Vec::new())),
            markdown::Block::List => self.open_list(None),
            markdown::Block::OrderedList(first) => self.open_list(Some(first.into())),
            markdown::Block::Item => {
                self.open(Container::Item { done: None, is_loose: false, blocks: Vec::new() });
            }
            markdown::Block::Note(label) => {
                let label = self.notes.label(self.reading.text_of(label, span));
                self.open(Container::Note { label, blocks: Vec::new() });
            }
            markdown::Block::Table(columns) => {
                let alignments = self.reading.alignments(columns).to_vec();
                self.table = Some(Table { alignments, ..Table::default() });
            }
            markdown::Block::Row => {
                if let Some(table) = &mut self.table {
                    table.places.push(span.start);
                    table.rows.push(Vec::new());
                }
            }
            markdown::Block::Head => {
                if let Some(table) = &mut self.table {
                    table.places.push(span.start);
                }
            }
            markdown::Block::ItemText => {}
        }
    }

    fn end(&mut self, block: markdown::Block, span: Span) {
        self.close_text(span);
        match block {
            markdown::Block::Table(_) => {
                if let Some(table) = self.table.take() {
                    self.push(Block::Table(table), span);
                }
            }
            markdown::Block::Quote
            | markdown::Block::List
            | markdown::Block::OrderedList(_)
            | markdown::Block::Item
            | markdown::Block::Note(_) => self.close_container(span),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            Some(code) => code.text.push_str(text),
            None => self.inlines().text(text),
        }
    }

    /// A block of raw HTML keeps its lines; elsewhere the lines of a tag are joined.
    fn printed_tag(&mut self, text: &str) {
        if !matches!(self.text, Some((Role::Html, _))) {
            return self.inlines().text(text);
        }
        for (index, line) in unix_lines(text).split('\n').enumerate() {
            if index > 0 {
                self.inlines().soft_break();
            }
            self.inlines().text(line);
        }
    }

    fn soft_break(&mut self) {
        match &mut self.text {
            // The line ends of a setext heading mean nothing.
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

    /// The text being read; flattened content has none of its own.
    fn inlines(&mut self) -> &mut Inlines {
        let (_, inlines) = self.text.get_or_insert_with(|| (Role::Paragraph, Inlines::default()));
        inlines
    }

    fn close_text(&mut self, span: Span) {
        match self.text.take() {
            Some((Role::Paragraph | Role::Html, inlines)) => self.push_paragraph(inlines, span),
            Some((Role::Heading(level), inlines)) => self.push_heading(level, inlines, span),
            Some((Role::Cell, inlines)) => self.push_cell(inlines),
            None => {}
        }
        if let Some(Code { language, text }) = self.code.take() {
            let mut text = unix_lines(&text);
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            self.push(Block::Code { language, text }, span);
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
        // A heading that nobody sees would still be in the outline.
        if !are_blank(&content) {
            let id = self.anchors.of_heading(&plain_text(&content));
            self.push(Block::Heading { level, id, content }, span);
        }
    }

    fn push_cell(&mut self, inlines: Inlines) {
        let Some(table) = &mut self.table else { return };
        let row = table.rows.last_mut().unwrap_or(&mut table.head);
        row.push(inlines.finish());
    }

    fn open_list(&mut self, start: Option<u64>) {
        let (items, places) = (Vec::new(), Places::default());
        self.open(Container::List { start, is_loose: false, items, places });
    }

    fn open(&mut self, container: Container) {
        // An item belongs to its list: if the list was opened, so is the item.
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
            Some(Container::Quote(mut blocks)) => {
                captions::attach(&mut blocks);
                self.push(Block::Quote(blocks), span);
            }
            Some(Container::List { start, is_loose, items, places }) => {
                let tight = lists::is_tight(&items, !is_loose);
                self.push(Block::List(List { start, tight, items, places }), span);
            }
            Some(Container::Item { done, is_loose, mut blocks }) => {
                captions::attach(&mut blocks);
                if let Some(Container::List { is_loose: of_list, items, places, .. }) =
                    self.open.last_mut()
                {
                    *of_list |= is_loose;
                    places.push(span.start);
                    items.push(Item { done, blocks });
                }
            }
            Some(Container::Note { label, mut blocks }) => {
                captions::attach(&mut blocks);
                self.notes.define(label, blocks, span.start);
            }
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
            Some(Container::List { items, places, .. }) => {
                places.push(span.start);
                items.push(Item { done: None, blocks: vec![block] });
            }
            None => self.blocks.push((span, block)),
        }
    }
}

/// Whether nobody sees anything of `inlines`.
fn are_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) => is_blank(text),
        Inline::Styled(_, content) | Inline::Language(_, content) => are_blank(content),
        Inline::SoftBreak | Inline::HardBreak | Inline::WordBreak => true,
        Inline::Code(_) | Inline::Link { .. } | Inline::Image { .. } | Inline::NoteRef(_) => false,
    })
}

/// The first word of the info string, as far as it is a name.
fn language(info: &str) -> Option<String> {
    let is_name = |c: &char| c.is_ascii_alphanumeric() || "+-_#.".contains(*c);
    let name: String = info.trim_start().chars().take_while(is_name).collect();
    (!name.is_empty()).then_some(name)
}

fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
