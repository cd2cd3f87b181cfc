//! Markdown, in the form the papers are published in.
//!
//! What is written reads back as the tree it was made from.

mod escape;
mod inline;

use escape::Holder;
use minijinja::{Value, context};

use super::context::{Parts, no_links, paper, section};
use super::format::{Format, Links, Make, Pictures};
use super::{Document, Options};
use crate::document::{Alignment, Block, Inline, Item, List, Table, lists};

/// The level of a section's own heading, which is 0 in the tree.
const SECTION_LEVEL: u8 = 2;
/// The largest number of an item in Markdown.
const LAST_NUMBER: u64 = 999_999_999;

/// Markdown in the published form.
pub(super) const FORMAT: Format = Format {
    name: "md",
    extension: "md",
    media_type: "text/markdown; charset=utf-8",
    template: "paper.md",
    about: "Markdown in the published form",
    is_default: true,
    standard: None,
    is_typeset: false,
    pictures: Pictures::Beside,
    links: Links::AsWritten,
    provenance: None,
    is_editable: false,
    signature: b"",
    make: Make::Text(context),
};

/// The context of a page in Markdown.
fn context(document: &Document, _: Options) -> Value {
    let sections = document.sections.iter().map(|one| {
        let heading = one.heading.clone().map(Inline::Text);
        let heading = heading.map(|text| inline::write(&[text], Holder::Heading));
        let id = Some(one.id.as_str());
        section(id, id, heading.as_deref(), None, Value::from(body(&one.blocks)))
    });
    let sections = sections.collect();
    let notes = Value::from(notes(&document.notes));
    let parts = Parts { text: inline::write_text, linked: &mut no_links, sections, notes };
    context! { paper => paper(document, parts) }
}

/// The blocks of a section, without a line end after them.
pub(super) fn body(blocks: &[Block]) -> String {
    lines(blocks, Setting::default()).join("\n")
}

/// The text of a heading.
pub(super) fn heading(content: &[Inline]) -> String {
    inline::write(content, Holder::Heading)
}

/// The footnotes, each with its label.
pub(super) fn notes(notes: &[Vec<Block>]) -> String {
    let texts = notes.iter().enumerate().map(|(index, blocks)| {
        let lines = lines(blocks, Setting { in_container: true, ..Setting::default() });
        hung(&format!("[^{}]:", index + 1), "    ", lines).join("\n")
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

/// What a block needs to know of its surroundings.
#[derive(Debug, Clone, Copy, Default)]
struct Setting {
    /// Whether no blank line goes between neighbors where none is needed.
    is_tight: bool,
    /// Whether the block is part of another.
    in_container: bool,
}

fn lines(blocks: &[Block], setting: Setting) -> Vec<String> {
    let mut out = Vec::new();
    let mut previous: Option<&Block> = None;
    let mut other_marker = false;
    for block in blocks {
        if let Some(previous) = previous {
            if !(setting.is_tight && lists::can_follow_tightly(previous, block)) {
                out.push(String::new());
            }
            other_marker = is_same_kind(previous, block) && !other_marker;
        }
        out.extend(block_lines(block, setting, other_marker));
        previous = Some(block);
    }
    out
}

/// Whether two neighbors would merge into one list.
fn is_same_kind(first: &Block, second: &Block) -> bool {
    match (first, second) {
        (Block::List(first), Block::List(second)) => {
            first.start.is_some() == second.start.is_some()
        }
        _ => false,
    }
}

fn block_lines(block: &Block, setting: Setting, other_marker: bool) -> Vec<String> {
    match block {
        Block::Paragraph(content) => split(&inline::write(content, Holder::Paragraph)),
        Block::Heading { level, content, .. } => {
            let marks = "#".repeat(usize::from(level.saturating_add(SECTION_LEVEL).min(6)));
            vec![format!("{marks} {}", inline::write(content, Holder::Heading))]
        }
        Block::List(list) => list_lines(list, other_marker),
        Block::Quote(blocks) => {
            let inner = lines(blocks, Setting { is_tight: false, in_container: true });
            inner.into_iter().map(|line| prefixed("> ", &line)).collect()
        }
        Block::Code { language, text } => code_lines(language.as_deref(), text),
        Block::Table(table) => table_lines(table),
        // Dashes would underline a paragraph or vanish into a list's own marker.
        Block::Rule => vec![if setting.in_container { "___" } else { "---" }.to_owned()],
    }
}

fn list_lines(list: &List, other_marker: bool) -> Vec<String> {
    let is_tight = lists::is_tight(&list.items, list.tight);
    let mut out = Vec::new();
    for (item, number) in list.items.iter().zip(list.start.unwrap_or_default()..) {
        if !is_tight && !out.is_empty() {
            out.push(String::new());
        }
        let marker = match (list.start.is_some(), other_marker) {
            (true, false) => format!("{}.", number.min(LAST_NUMBER)),
            (true, true) => format!("{})", number.min(LAST_NUMBER)),
            (false, false) => "-".to_owned(),
            (false, true) => "*".to_owned(),
        };
        let indent = " ".repeat(marker.len() + 1);
        out.extend(hung(&marker, &indent, item_lines(item, is_tight)));
    }
    out
}

fn item_lines(item: &Item, is_tight: bool) -> Vec<String> {
    let mut out = lines(&item.blocks, Setting { is_tight, in_container: true });
    let Some(done) = item.done else { return out };
    let mark = if done { "[x]" } else { "[ ]" };
    match (item.blocks.first(), out.first_mut()) {
        (Some(Block::Paragraph(_)), Some(first)) => *first = format!("{mark} {first}"),
        _ => out.insert(0, mark.to_owned()),
    }
    out
}

/// `lines` after `marker`, all but the first indented.
fn hung(marker: &str, indent: &str, lines: Vec<String>) -> Vec<String> {
    let mut lines = lines.into_iter();
    let first = prefixed(&format!("{marker} "), &lines.next().unwrap_or_default());
    let mut out = if is_thematic_break(&first) {
        vec![marker.to_owned(), prefixed(indent, &first[marker.len() + 1..])]
    } else {
        vec![first]
    };
    out.extend(lines.map(|line| prefixed(indent, &line)));
    out
}

/// Whether the markers of nested empty items would be read as a thematic break.
fn is_thematic_break(line: &str) -> bool {
    let marks = line.replace(' ', "");
    marks.len() > 2 && ["-", "*"].iter().any(|mark| marks.replace(mark, "").is_empty())
}

/// A line with a prefix, without spaces at the end when it is empty.
fn prefixed(prefix: &str, line: &str) -> String {
    if line.is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") }
}

fn code_lines(language: Option<&str>, text: &str) -> Vec<String> {
    let fence = "`".repeat(inline::longest_run(text, '`').map_or(3, |run| (run + 1).max(3)));
    let mut out = vec![format!("{fence}{}", language.unwrap_or_default())];
    out.extend(split(text.strip_suffix('\n').unwrap_or(text)));
    if text.is_empty() {
        out.pop();
    }
    out.push(fence);
    out
}

/// A table with its caption before it and its note after it.
fn table_lines(table: &Table) -> Vec<String> {
    let mut out = Vec::new();
    if !table.caption.is_empty() {
        let caption = inline::write(&table.caption, Holder::Paragraph);
        out.extend(split(&format!("Table: {caption}")));
        out.push(String::new());
    }
    out.extend(rows(table));
    if !table.note.is_empty() {
        out.push(String::new());
        out.extend(split(&inline::write(&table.note, Holder::Paragraph)));
    }
    out
}

fn rows(table: &Table) -> Vec<String> {
    let rule = table.alignments.iter().map(|alignment| match alignment {
        Alignment::None => "---".to_owned(),
        Alignment::Left => ":--".to_owned(),
        Alignment::Center => ":-:".to_owned(),
        Alignment::Right => "--:".to_owned(),
    });
    let mut out = vec![row(&table.head), cells(rule)];
    out.extend(table.rows.iter().map(|cells| row(cells)));
    out
}

fn row(content: &[Vec<Inline>]) -> String {
    cells(content.iter().map(|cell| inline::write(cell, Holder::Cell)))
}

fn cells(texts: impl Iterator<Item = String>) -> String {
    texts.fold("|".to_owned(), |line, text| format!("{line} {text} |"))
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
