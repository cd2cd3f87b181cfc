//! Writes the source of a paper.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::head::Head;
use super::layout::{Layout, SectionText};
use super::piece::Piece;
use crate::document::walk::{NodeMut, walk_mut};
use crate::document::{Block, Inline};
use crate::render::source as markdown;
use crate::series::scaffold::front_matter;
use crate::series::{Role, Series};

/// What a source is written from.
pub(super) struct Parts<'a> {
    pub(super) series: &'a Series,
    /// The fields by their keys.
    pub(super) values: BTreeMap<&'a str, String>,
    /// What is said in a comment after fields that are empty, by their keys.
    pub(super) comments: BTreeMap<String, String>,
    pub(super) layout: Layout,
    pub(super) notes: Vec<Vec<Block>>,
}

impl Parts<'_> {
    /// The text of the source.
    pub(super) fn write(&self) -> String {
        let series = self.series;
        let mut out = String::new();
        for line in front_matter(series, &self.values).lines() {
            out.push_str(line);
            let key = line.split(':').next().unwrap_or_default();
            if let Some(comment) = self.comments.get(key).filter(|_| line.ends_with(':')) {
                // Writing to a string can't fail.
                let _ = write!(out, " # {comment}");
            }
            out.push('\n');
        }
        let title = series.key(Role::Title).and_then(|key| self.values.get(key));
        if let Some(title) = title.filter(|_| series.headings.has_title) {
            let _ = write!(out, "\n# {title}\n");
        }
        let Head { left, text, .. } = &self.layout.head;
        if !left.is_empty() {
            let lines = left.iter().map(|(_, line)| line.replace("--", "- -"));
            let lines: Vec<String> = lines.collect();
            let _ = write!(
                out,
                "\n<!-- These lines of the head have no place in the series:\n{}\n-->\n",
                lines.join("\n")
            );
        }
        push(&mut out, &body(text, series));
        for section in &self.layout.sections {
            self.section(&mut out, section);
        }
        push(&mut out, &markdown::notes(&self.notes));
        out
    }

    fn section(&self, out: &mut String, section: &SectionText) {
        let level = section.rule.and_then(|rule| self.series.sections.get(rule));
        let level = level.map_or(self.series.headings.level, |known| known.level);
        push(out, &format!("{} {}", "#".repeat(usize::from(level)), section.heading));
        push(out, &body(&section.pieces, self.series));
    }
}

/// Adds a part after an empty line.
fn push(out: &mut String, text: &str) {
    if !text.trim().is_empty() {
        out.push('\n');
        out.push_str(text.trim_matches('\n'));
        out.push('\n');
    }
}

/// The Markdown of pieces: what was read from Markdown as it was written, blocks written anew.
fn body(pieces: &[Piece], series: &Series) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut levels = Levels::of(series);
    let flush = |blocks: &mut Vec<Block>, parts: &mut Vec<String>| {
        if !blocks.is_empty() {
            parts.push(markdown::blocks(blocks));
            blocks.clear();
        }
    };
    for piece in pieces {
        if let Some((level, _)) = piece.heading() {
            flush(&mut blocks, &mut parts);
            parts.push(heading(piece, levels.nested(level)));
        } else if let Some(source) = &piece.source {
            flush(&mut blocks, &mut parts);
            parts.push(source.text.clone());
        } else {
            blocks.push(without_tabs(piece.block.clone()));
        }
        if let Some(after) = piece.source.as_ref().map(|source| source.after.trim_end())
            && !after.is_empty()
        {
            flush(&mut blocks, &mut parts);
            parts.push(after.to_owned());
        }
    }
    flush(&mut blocks, &mut parts);
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

/// A block with spaces for the tabs of its text, which Markdown takes for spaces at best.
fn without_tabs(mut block: Block) -> Block {
    walk_mut(std::slice::from_mut(&mut block), &mut |node| {
        if let NodeMut::Inline(Inline::Text(text)) = node
            && text.contains('\t')
        {
            *text = text.replace('\t', " ");
        }
    });
    block
}

/// The levels of headings inside a section.
pub(super) struct Levels {
    of_section: u8,
    /// The levels, as written, of the headings that the next is inside of.
    open: Vec<u8>,
}

impl Levels {
    /// Those inside a section of `series`.
    pub(super) fn of(series: &Series) -> Self {
        Self { of_section: series.headings.level, open: Vec::new() }
    }

    /// The level of a heading that is written with `level`: none is skipped.
    pub(super) fn nested(&mut self, level: u8) -> u8 {
        self.open.retain(|open| *open < level);
        self.open.push(level);
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        self.of_section.saturating_add(depth).min(6)
    }
}

fn heading(piece: &Piece, level: u8) -> String {
    let Block::Heading { content, .. } = &piece.block else { return String::new() };
    format!("{} {}", "#".repeat(usize::from(level)), markdown::heading(content))
}
