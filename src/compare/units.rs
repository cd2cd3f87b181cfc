//! The blocks of a section one after the other, each with its text.

use super::change::BlockKind;
use crate::document::{Block, Inline, Item, Style, Table, picture_in_words};

/// What takes the place of a reference to a footnote: its number is no part of the text.
const NOTE: &str = "[note]";

/// A block that has a text of its own.
#[derive(Debug, Clone)]
pub(super) struct Unit<'d> {
    pub(super) kind: BlockKind,
    pub(super) depth: usize,
    /// The text that a reader sees; of a table, that of all cells.
    pub(super) text: String,
    /// What a table has.
    pub(super) table: Option<&'d Table>,
    /// The targets of links and pictures in their order.
    pub(super) targets: Vec<&'d str>,
    /// Styles and breaks with the number of characters before them.
    pub(super) styles: Vec<(usize, Mark<'d>)>,
}

/// Something about a text that is no word of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark<'d> {
    Style(Style),
    Code,
    Language(&'d str),
    Link,
    Break,
    End,
}

/// The units of `blocks`.
pub(super) fn units(blocks: &[Block]) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    collect(blocks, BlockKind::Paragraph, 0, &mut units);
    units
}

/// Adds the units of `blocks`; a paragraph is of the kind `paragraph`.
fn collect<'d>(blocks: &'d [Block], paragraph: BlockKind, depth: usize, units: &mut Vec<Unit<'d>>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => units.push(Unit::of(paragraph, depth, content)),
            Block::Heading { level, content, .. } => {
                units.push(Unit::of(BlockKind::Heading(*level), depth, content));
            }
            Block::List(list) => {
                let kind = if list.start.is_some() { BlockKind::Number } else { BlockKind::Bullet };
                list.items.iter().for_each(|item| collect_item(item, kind, depth + 1, units));
            }
            Block::Quote(inner) => collect(inner, BlockKind::Quote, depth + 1, units),
            Block::Code { text, .. } => {
                units.push(Unit { text: text.clone(), ..Unit::new(BlockKind::Code, depth) });
            }
            Block::Table(table) => {
                let mut unit = Unit::new(BlockKind::Table, depth);
                for text in table.texts() {
                    unit.add(text);
                    unit.text.push('\n');
                }
                unit.table = Some(table);
                units.push(unit);
            }
            Block::Rule => units.push(Unit::new(BlockKind::Rule, depth)),
        }
    }
}

fn collect_item<'d>(item: &'d Item, kind: BlockKind, depth: usize, units: &mut Vec<Unit<'d>>) {
    let (first, rest) = match item.blocks.split_first() {
        Some((Block::Paragraph(content), rest)) => (Unit::of(kind, depth, content), rest),
        _ => (Unit::new(kind, depth), item.blocks.as_slice()),
    };
    let task = match item.done {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let styles = first.styles.iter().map(|(at, mark)| (at + task.len(), *mark)).collect();
    units.push(Unit { text: format!("{task}{}", first.text), styles, ..first });
    collect(rest, BlockKind::Paragraph, depth, units);
}

impl<'d> Unit<'d> {
    fn new(kind: BlockKind, depth: usize) -> Self {
        let (text, targets, styles) = (String::new(), Vec::new(), Vec::new());
        Self { kind, depth, text, table: None, targets, styles }
    }

    /// What it is aligned by: a rule has no text of its own.
    pub(super) fn compared(&self) -> String {
        match self.kind {
            BlockKind::Rule => "* * *".to_owned(),
            _ => self.text.clone(),
        }
    }

    fn of(kind: BlockKind, depth: usize, content: &'d [Inline]) -> Self {
        let mut unit = Self::new(kind, depth);
        unit.add(content);
        unit
    }

    fn add(&mut self, content: &'d [Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) => self.text.push_str(text),
                Inline::Code(text) => {
                    self.mark(Mark::Code);
                    self.text.push_str(text);
                    self.mark(Mark::End);
                }
                Inline::Styled(style, content) => {
                    // What is struck out says the opposite.
                    let strike = if *style == Style::Strikethrough { "~~" } else { "" };
                    self.mark(Mark::Style(*style));
                    self.text.push_str(strike);
                    self.add(content);
                    self.text.push_str(strike);
                    self.mark(Mark::End);
                }
                Inline::Language(tag, content) => {
                    self.mark(Mark::Language(tag));
                    self.add(content);
                    self.mark(Mark::End);
                }
                Inline::Link { url, content, .. } => {
                    self.targets.push(url);
                    self.mark(Mark::Link);
                    self.add(content);
                    self.mark(Mark::End);
                }
                Inline::Image { url, title, alt } => {
                    self.targets.push(url);
                    self.text.push_str(&picture_in_words(alt, title));
                }
                Inline::NoteRef(_) => self.text.push_str(NOTE),
                Inline::SoftBreak => self.text.push(' '),
                Inline::HardBreak => {
                    self.mark(Mark::Break);
                    self.text.push('\n');
                }
                Inline::WordBreak => {}
            }
        }
    }

    fn mark(&mut self, mark: Mark<'d>) {
        self.styles.push((self.text.len(), mark));
    }
}

/// The text of one paragraph or cell.
pub(super) fn text_of(content: &[Inline]) -> String {
    Unit::of(BlockKind::Paragraph, 0, content).text
}
