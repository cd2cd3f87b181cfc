//! The text of the Word file of a paper.

use minijinja::{Value, context};

use super::Preview;
use super::templates::fill;
use crate::project::PaperFile;
use crate::render;
use crate::word::{Block, Paragraph, WordFile};

impl Preview {
    /// What the Word file of a paper says, as a program reads it that knows nothing of the paper.
    pub(super) fn word(&self, file: &PaperFile) -> Result<String, String> {
        let bytes = self.made(file, render::TRACKED)?;
        let word = WordFile::read(&bytes).map_err(|error| error.to_string())?;
        let mut lines = Vec::new();
        add(&word.blocks, &mut lines);
        for (at, note) in word.notes.iter().enumerate() {
            let number = at + 1;
            lines.push(context! { style => format!("Note {number}"), text => text_of(note) });
        }
        Ok(fill("word.html", context! { title => file.paper.file.name(), lines }))
    }
}

/// Adds the lines of blocks that say something.
fn add(blocks: &[Block], lines: &mut Vec<Value>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.text();
                if !text.trim().is_empty() {
                    lines.push(
                        context! { style => &paragraph.style.name, mark => mark(paragraph), text },
                    );
                }
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<String> =
                        row.cells.iter().map(|cell| text_of(&cell.blocks)).collect();
                    lines.push(context! { style => &table.style, text => cells.join(" | ") });
                }
            }
        }
    }
}

/// The text of blocks.
fn text_of(blocks: &[Block]) -> String {
    blocks.iter().map(Block::text).collect::<Vec<_>>().join("\n")
}

/// What a list puts before a paragraph.
fn mark(paragraph: &Paragraph) -> Option<String> {
    let mark = paragraph.list.as_ref()?;
    Some(mark.number.map_or_else(|| "•".to_owned(), |number| format!("{number}.")))
}
