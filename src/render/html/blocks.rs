//! Blocks of text in HTML.

use super::escape::{address, escape};
use crate::document::anchors::Anchors;
use crate::document::{Block, Inline, Item, List};

/// A box for the eyes and a word for screen readers.
const DONE: &str =
    "<span aria-hidden=\"true\">\u{2611}</span> <span class=\"unseen\">Done:</span> ";
const TO_DO: &str =
    "<span aria-hidden=\"true\">\u{2610}</span> <span class=\"unseen\">To do:</span> ";

/// Walks a document's blocks in the order of the page, and counts as it goes.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    anchors: &'a Anchors,
    /// The heading level of the title.
    level: u8,
    tables: usize,
    /// How often each note was referred to so far.
    references: Vec<usize>,
}

impl<'a> Walker<'a> {
    /// A walker for a page whose title has the heading level `level`.
    pub(super) fn new(anchors: &'a Anchors, level: u8, notes: usize) -> Self {
        Self { anchors, level, tables: 0, references: vec![0; notes] }
    }

    /// The ids of the page.
    pub(super) fn anchors(&self) -> &'a Anchors {
        self.anchors
    }

    /// The blocks of a section.
    pub(super) fn body(&mut self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    /// The notes as a list; empty if there are none. Call it after all references are made.
    pub(super) fn notes(&mut self, notes: &[Vec<Block>]) -> String {
        if notes.is_empty() {
            return String::new();
        }
        // A note can refer to another, so every text is made before any backlink.
        let texts: Vec<_> = notes.iter().map(|blocks| self.body(blocks)).collect();
        let items = texts.iter().enumerate().map(|(index, text)| {
            let number = index + 1;
            format!("<li id=\"Note-{number}\">\n{}</li>\n", self.with_backlinks(number, text))
        });
        format!("<ol>\n{}</ol>\n", items.collect::<String>())
    }

    /// A reference to the note `number`, from 1.
    pub(super) fn note_reference(&mut self, number: usize) -> String {
        let Some(count) = number.checked_sub(1).and_then(|at| self.references.get_mut(at)) else {
            return format!("[{number}]");
        };
        *count += 1;
        let id = reference_id(number, *count);
        format!(
            "<sup><a id=\"{id}\" href=\"#Note-{number}\" role=\"doc-noteref\" \
             aria-label=\"Note {number}\">{number}</a></sup>"
        )
    }

    /// The name of the next table.
    pub(super) fn next_table(&mut self) -> String {
        self.tables += 1;
        format!("Table {}", self.tables)
    }

    fn with_backlinks(&self, number: usize, text: &str) -> String {
        let count = self.references.get(number - 1).copied().unwrap_or_default();
        let links = (1..=count).map(|nth| {
            let which =
                if count > 1 { format!("{number}, place {nth}") } else { number.to_string() };
            let id = reference_id(number, nth);
            format!(
                " <a href=\"#{id}\" role=\"doc-backlink\" \
                 aria-label=\"Back to reference {which}\">\u{21a9}\u{fe0e}</a>"
            )
        });
        let links: String = links.collect();
        match text.strip_suffix("</p>\n") {
            Some(stem) => format!("{stem}{links}</p>\n"),
            None if links.is_empty() => text.to_owned(),
            None => format!("{text}<p>{}</p>\n", links.trim_start()),
        }
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(content) => self.paragraph(content),
            Block::Heading { level, id, content } => {
                let level = self.level.saturating_add(*level).saturating_add(1).min(6);
                let id = escape(self.anchors.id(id));
                format!("<h{level} id=\"{id}\">{}</h{level}>\n", self.inlines(content))
            }
            Block::List(list) => self.list(list),
            Block::Quote(blocks) => format!("<blockquote>\n{}</blockquote>\n", self.body(blocks)),
            Block::Code { language, text } => code(language.as_deref(), text),
            Block::Table(table) => self.table(table),
            Block::Rule => "<hr>\n".to_owned(),
        }
    }

    fn paragraph(&mut self, content: &[Inline]) -> String {
        match content {
            [Inline::Image { url, title, alt }] if !title.is_empty() => {
                let (url, alt, title) = (address(url), escape(alt), escape(title));
                format!(
                    "<figure><img src=\"{url}\" alt=\"{alt}\">\
                     <figcaption>{title}</figcaption></figure>\n"
                )
            }
            content => format!("<p>{}</p>\n", self.inlines(content)),
        }
    }

    fn list(&mut self, list: &List) -> String {
        let items: String = list.items.iter().map(|item| self.item(item, list.tight)).collect();
        match list.start {
            Some(1) => format!("<ol>\n{items}</ol>\n"),
            Some(start) => format!("<ol start=\"{start}\">\n{items}</ol>\n"),
            None => format!("<ul>\n{items}</ul>\n"),
        }
    }

    fn item(&mut self, item: &Item, is_tight: bool) -> String {
        let (class, mark) = match item.done {
            None => ("", ""),
            Some(true) => (" class=\"task\"", DONE),
            Some(false) => (" class=\"task\"", TO_DO),
        };
        let mut blocks = item.blocks.iter();
        let mut out = format!("<li{class}>");
        match item.blocks.first() {
            Some(Block::Paragraph(content)) => {
                let text = self.inlines(content);
                out.push_str(&if is_tight {
                    format!("{mark}{text}")
                } else {
                    format!("<p>{mark}{text}</p>\n")
                });
                blocks.next();
            }
            _ => out.push_str(mark),
        }
        for block in blocks {
            match block {
                Block::Paragraph(content) if is_tight => {
                    out.push('\n');
                    out.push_str(&self.inlines(content));
                }
                block => {
                    if !out.ends_with('\n') {
                        out.push('\n');
                    }
                    out.push_str(&self.block(block));
                }
            }
        }
        out.push_str("</li>\n");
        out
    }
}

fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("NoteRef-{number}") } else { format!("NoteRef-{number}-{nth}") }
}

fn code(language: Option<&str>, text: &str) -> String {
    let class = language
        .map_or_else(String::new, |language| format!(" class=\"language-{}\"", escape(language)));
    // Long lines scroll, so the keyboard must be able to reach them.
    format!("<pre tabindex=\"0\"><code{class}>{}</code></pre>\n", escape(text))
}
