//! Paragraphs as blocks: lists, quotations and code have to be put together from them.

use super::super::piece::StyleHint;
use super::Context;
use super::item::{Item, Mark};
use crate::document;
use crate::document::{Block, Inline, List, plain_text};
use crate::word::{self, Content, Paragraph, Run};

/// How far a quotation is to the right of what it is in, in twentieths of a point, as this program writes it.
const QUOTE: u32 = 280;

/// The blocks of a text with what they are in.
pub(super) fn items(blocks: &[word::Block], context: &mut Context<'_>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut caption: Option<Item> = None;
    for block in blocks {
        match block {
            word::Block::Paragraph(paragraph) => {
                let Some(item) = context.item(paragraph) else { continue };
                out.extend(caption.take());
                match item.hint {
                    _ if out.last_mut().is_some_and(|last| context.takes(last, &item)) => {}
                    StyleHint::TableCaption | StyleHint::Caption => caption = Some(item),
                    _ => out.push(item),
                }
            }
            word::Block::Table(table) => {
                if let Some(inner) = super::tables::flattened(table) {
                    out.extend(caption.take());
                    out.extend(items(&inner, context));
                    continue;
                }
                let paragraph = first_paragraph(table).unwrap_or(context.paragraph);
                let mut table = context.table(table);
                if let (Some(item), Block::Table(table)) = (caption.take(), &mut table)
                    && let Block::Paragraph(content) = item.block
                {
                    table.caption = without_number(content, "Table");
                }
                out.push(Item {
                    paragraph,
                    hint: StyleHint::None,
                    block: table,
                    is_quoted: false,
                    indent: 0,
                    mark: None,
                    is_loose: false,
                });
            }
        }
    }
    out.extend(caption);
    out
}

/// The number of the first paragraph in a table.
fn first_paragraph(table: &word::Table) -> Option<usize> {
    let mut blocks = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks);
    blocks.find_map(|block| match block {
        word::Block::Paragraph(paragraph) => Some(paragraph.number),
        word::Block::Table(table) => first_paragraph(table),
    })
}

impl Context<'_> {
    /// A paragraph as a block; none if it is empty.
    fn item(&mut self, paragraph: &Paragraph) -> Option<Item> {
        self.paragraph = paragraph.number;
        let hint = StyleHint::of(&paragraph.style.name);
        let mut mark = paragraph.list.as_ref().map(|list| Mark {
            level: list.level,
            number: list.number,
            is_first: list.is_first,
            done: match list.kind.as_str() {
                "\u{2610}" => Some(false),
                "\u{2611}" | "\u{2612}" => Some(true),
                _ => None,
            },
        });
        self.tell_of_letters(paragraph);
        let block = match hint {
            StyleHint::Rule => Block::Rule,
            StyleHint::Code => Block::Code { language: None, text: code(&paragraph.runs) },
            _ => {
                let mut content = self.inlines(&paragraph.runs);
                // A box that is text makes a task of what it begins, in a list or not.
                if mark.as_ref().is_none_or(|mark| mark.done.is_none())
                    && let Some(done) = take_box(&mut content)
                {
                    let own = Mark { level: 0, number: None, is_first: false, done: None };
                    mark = Some(Mark { done: Some(done), ..mark.unwrap_or(own) });
                }
                match paragraph.level {
                    // Other programs leave an item that was emptied.
                    _ if content.is_empty() && (mark.is_none() || !self.is_untouched) => {
                        return None;
                    }
                    Some(level) => Block::Heading { level, id: String::new(), content },
                    None => Block::Paragraph(content),
                }
            }
        };
        if matches!(block, Block::Heading { .. }) {
            // The number of a heading is not that of an item.
            mark = None;
        }
        Some(Item {
            paragraph: paragraph.number,
            hint,
            block,
            is_quoted: hint == StyleHint::Quote || paragraph.style.name.starts_with("quote list"),
            indent: paragraph.indent,
            mark,
            is_loose: paragraph.space_below.is_some(),
        })
    }

    /// Tells once that the items of lists have other marks than they had.
    fn tell_of_letters(&mut self, paragraph: &Paragraph) {
        const MESSAGE: &str = "a list is numbered with letters, which Markdown can't say; it has numbers now, so check what refers to its items";
        let kind = paragraph.list.as_ref().map_or("", |list| list.kind.as_str());
        let is_letter = kind.ends_with("Letter") || kind.ends_with("Roman");
        if is_letter
            && paragraph.level.is_none()
            && !self.remarks.iter().any(|it| it.message == MESSAGE)
        {
            self.remark(MESSAGE);
        }
    }

    /// Whether `last` takes `item` into itself: a picture its caption, a table its note. Other programs than this one
    /// have one paragraph for each line of code.
    fn takes(&self, last: &mut Item, item: &Item) -> bool {
        match (&mut last.block, &item.block, item.hint) {
            (Block::Paragraph(picture), Block::Paragraph(content), StyleHint::Caption) => {
                let [Inline::Image { title, .. }] = picture.as_mut_slice() else { return false };
                *title = plain_text(&without_number(content.clone(), "Figure"));
                true
            }
            (Block::Table(table), Block::Paragraph(content), StyleHint::TableNote)
                if table.note.is_empty() =>
            {
                table.note.clone_from(content);
                true
            }
            (Block::Code { text, .. }, Block::Code { text: more, .. }, _) if !self.is_untouched => {
                text.push_str(more);
                true
            }
            _ => false,
        }
    }
}

/// The lines of code.
fn code(runs: &[Run]) -> String {
    let mut text: String = runs
        .iter()
        .map(|run| match &run.content {
            Content::Text(text) => text.as_str(),
            Content::Break => "\n",
            _ => "",
        })
        .collect();
    text.push('\n');
    text
}

/// Takes the box of a numbered task off its text.
fn take_box(content: &mut [Inline]) -> Option<bool> {
    let Some(Inline::Text(text)) = content.first_mut() else { return None };
    let rest = text.strip_prefix(['\u{2610}', '\u{2611}', '\u{2612}'])?;
    let done = !text.starts_with('\u{2610}');
    *text = rest.strip_prefix([' ', '\t', '\u{a0}', '\u{2002}'])?.trim_start().to_owned();
    Some(done)
}

/// A caption without its number, which is counted anew: "Table 2. ", "Figure 1: ".
fn without_number(mut content: Vec<Inline>, kind: &str) -> Vec<Inline> {
    let text = plain_text(&content);
    let Some(rest) = text.strip_prefix(kind) else { return content };
    let rest = rest.trim_start();
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if number.len() == rest.len() {
        return content;
    }
    let title = number.trim_start_matches(['.', ':', '-', '\u{2013}', '\u{2014}', ' ']);
    let mut drop = text.len() - title.len();
    while drop > 0 {
        let Some(first) = content.first_mut() else { break };
        let length = plain_text(std::slice::from_ref(first)).len();
        match first {
            Inline::Text(text) if length > drop => {
                *text = text.get(drop..).unwrap_or_default().to_owned();
                drop = 0;
            }
            _ if length <= drop => {
                drop -= length;
                content.remove(0);
            }
            _ => break,
        }
    }
    content
}

/// What `items` are together: the blocks at the top, each with its first paragraph and that one's style.
pub(super) fn tree(items: Vec<Item>) -> Vec<((usize, StyleHint), Block)> {
    let mut out = Vec::new();
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        let at = (item.paragraph, item.hint);
        if item.mark.is_some() {
            let is_quoted = item.is_quoted;
            let mut run = vec![item];
            while let Some(next) = items.next_if(|next| belongs(next, &run, is_quoted)) {
                run.push(next);
            }
            for item in run.iter_mut().filter(|_| is_quoted) {
                item.is_quoted = false;
                item.indent = item.indent.saturating_sub(QUOTE);
            }
            let lists = lists(run);
            push_quoted(&mut out, at, lists, is_quoted);
        } else if item.is_quoted {
            push_quoted(&mut out, at, vec![item.block], true);
        } else {
            out.push((at, item.block));
        }
    }
    out
}

/// Adds blocks, to the quotation before them if they are of it.
fn push_quoted(
    out: &mut Vec<((usize, StyleHint), Block)>,
    at: (usize, StyleHint),
    blocks: Vec<Block>,
    is_quoted: bool,
) {
    match out.last_mut() {
        Some((_, Block::Quote(inner))) if is_quoted => inner.extend(blocks),
        _ if is_quoted => out.push((at, Block::Quote(blocks))),
        _ => out.extend(blocks.into_iter().map(|block| (at, block))),
    }
}

/// Whether `item` goes on with the list of `run`: it is an item, or indented like one.
fn belongs(item: &Item, run: &[Item], is_quoted: bool) -> bool {
    if matches!(item.block, Block::Heading { .. }) {
        return false;
    }
    if item.mark.is_some() {
        return item.is_quoted == is_quoted;
    }
    let first = run.first().map_or(0, |first| first.indent);
    let inside = match (item.is_quoted && !is_quoted, &item.block) {
        (true, _) => first + QUOTE,
        (false, Block::Table(_)) => return false,
        (false, _) => first,
    };
    first > 0 && item.indent >= inside && item.hint != StyleHint::Caption
        || item.hint == StyleHint::ListContinue
}

/// The lists of a run of items and what is between them.
fn lists(run: Vec<Item>) -> Vec<Block> {
    let level = run.iter().filter_map(|item| Some(item.mark.as_ref()?.level)).min().unwrap_or(0);
    let mut out: Vec<Block> = Vec::new();
    let mut run = run.into_iter().peekable();
    while let Some(item) = run.next() {
        let Some(mark) = item.mark.clone().filter(|mark| mark.level == level) else {
            // A deeper item that no item is above.
            let mut rest = vec![item];
            while let Some(next) =
                run.next_if(|it| it.mark.as_ref().is_none_or(|it| it.level > level))
            {
                rest.push(next);
            }
            out.extend(inner(rest));
            continue;
        };
        let is_loose = item.is_loose;
        let indent = item.indent;
        let mut own = Vec::new();
        while let Some(next) = run.next_if(|it| match &it.mark {
            Some(mark) => mark.level > level,
            None => it.indent >= indent || it.hint == StyleHint::ListContinue,
        }) {
            own.push(next);
        }
        let has_more = run.peek().is_some();
        let mut blocks: Vec<Block> = Vec::new();
        if !matches!(&item.block, Block::Paragraph(content) if content.is_empty()) {
            blocks.push(item.block);
        }
        blocks.extend(inner(own));
        let new = document::Item { done: mark.done, blocks };
        match out.last_mut() {
            Some(Block::List(list)) if goes_on(list, &mark) => {
                list.tight &= !(is_loose && has_more);
                list.items.push(new);
            }
            _ => out.push(Block::List(List {
                start: mark.number,
                tight: !(is_loose && has_more),
                items: vec![new],
                places: document::Places::default(),
            })),
        }
    }
    for block in &mut out {
        if let Block::List(list) = block {
            list.tight = document::lists::is_tight(&list.items, list.tight);
        }
    }
    out
}

/// What is inside an item.
fn inner(items: Vec<Item>) -> Vec<Block> {
    tree(items).into_iter().map(|(_, block)| block).collect()
}

/// Whether an item with this mark is the next of `list`.
fn goes_on(list: &List, mark: &Mark) -> bool {
    match (list.start, mark.number) {
        (None, None) => true,
        (Some(start), Some(number)) => {
            !mark.is_first && number == start.saturating_add(list.items.len() as u64)
        }
        _ => false,
    }
}
