//! Blocks of plain text.

use unicode_width::UnicodeWidthStr;

use super::{inline, table, wrap};
use crate::document::{Block, Item, List};

/// `blocks` as lines, a blank one between each two.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    joined(blocks.iter().map(|block| block_lines(block, width)), false)
}

/// The footnotes, each after its number.
pub(super) fn notes(notes: &[Vec<Block>], width: usize) -> String {
    let texts = notes.iter().enumerate().map(|(index, blocks)| {
        let mark = format!("[{}] ", index + 1);
        hung(&mark, lines(blocks, narrowed(width, mark.len())))
    });
    joined(texts, false).join("\n")
}

fn joined(parts: impl Iterator<Item = Vec<String>>, is_tight: bool) -> Vec<String> {
    let mut out = Vec::new();
    for part in parts {
        if !is_tight && !out.is_empty() {
            out.push(String::new());
        }
        out.extend(part);
    }
    out
}

fn block_lines(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(content) => wrap::lines(&inline::write(content), width),
        Block::Heading { level, content, .. } => {
            let text = inline::write(content).replace('\n', " ");
            match level {
                0 | 1 => split(&wrap::underlined(&text, "-", width)),
                2 => split(&wrap::underlined(&text, ".", width)),
                _ => wrap::lines(&text, width),
            }
        }
        Block::List(list) => list_lines(list, width),
        Block::Quote(blocks) => {
            let inner = lines(blocks, narrowed(width, 2));
            inner.iter().map(|line| format!("> {line}").trim_end().to_owned()).collect()
        }
        // Verbatim except for the indent: no line is wrapped.
        Block::Code { text, .. } => text.lines().map(|line| indented("    ", line)).collect(),
        Block::Table(table) => table::lines(table, width),
        Block::Rule => vec!["* * *".to_owned()],
    }
}

fn list_lines(list: &List, width: usize) -> Vec<String> {
    let highest = list.start.map(|start| start.saturating_add(list.items.len() as u64 - 1));
    let digits = highest.map_or(0, |highest| highest.to_string().len());
    let items = list.items.iter().zip(list.start.unwrap_or_default()..).map(|(item, number)| {
        let marker =
            if list.start.is_some() { format!("{number:>digits$}. ") } else { "- ".to_owned() };
        item_lines(item, &marker, list.tight, width)
    });
    joined(items, list.tight)
}

fn item_lines(item: &Item, marker: &str, is_tight: bool, width: usize) -> Vec<String> {
    let mark = match item.done {
        None => marker.to_owned(),
        Some(true) => format!("{marker}[x] "),
        Some(false) => format!("{marker}[ ] "),
    };
    let width = narrowed(width, mark.width());
    hung(&mark, joined(item.blocks.iter().map(|block| block_lines(block, width)), is_tight))
}

/// `lines` after `mark`, all but the first indented as far.
fn hung(mark: &str, lines: Vec<String>) -> Vec<String> {
    let indent = " ".repeat(mark.width());
    let mut lines = lines.into_iter();
    let first = format!("{mark}{}", lines.next().unwrap_or_default());
    let mut out = vec![first.trim_end().to_owned()];
    out.extend(lines.map(|line| indented(&indent, &line)));
    out
}

fn indented(indent: &str, line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("{indent}{line}") }
}

fn narrowed(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(wrap::NARROWEST)
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}
