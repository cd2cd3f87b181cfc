//! Tables: their texts, and how they are laid out.

use super::{Document, Grid, Inline, Style, Table, plain_text};
use crate::assets::cell_text::CellText;
use crate::assets::columns::{Column, Layout, MOST_PICTURE, are_row_heads, lay_out};
use crate::assets::widths::{Face, Family, is_number};

impl Table {
    /// Its texts in their order: caption, head, rows, note.
    pub fn texts(&self) -> impl Iterator<Item = &Vec<Inline>> {
        let cells = self.head.iter().chain(self.rows.iter().flatten());
        std::iter::once(&self.caption).chain(cells).chain(std::iter::once(&self.note))
    }

    /// The same, to be changed.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut Vec<Inline>> {
        let cells = self.head.iter_mut().chain(self.rows.iter_mut().flatten());
        std::iter::once(&mut self.caption).chain(cells).chain(std::iter::once(&mut self.note))
    }

    /// Whether the first cell of each row is the head of that row.
    pub fn has_row_heads(&self) -> bool {
        let firsts = || self.rows.iter().map(|row| row.first().map_or(&[][..], Vec::as_slice));
        let is_bold = |cell: &[Inline]| matches!(cell, [Inline::Styled(Style::Strong, _)]);
        let are_bold = !self.rows.is_empty() && firsts().all(is_bold);
        let corner = self.head.first().map(|cell| plain_text(cell)).unwrap_or_default();
        self.head.len() > 1 && (are_bold || are_row_heads(&corner, firsts().map(plain_text)))
    }

    /// How high the table is about if it is laid out so, in points.
    pub fn height(&self, document: &Document, layout: &Layout, family: Family) -> f64 {
        let row = |row: &Vec<Vec<Inline>>| {
            let lines = row.iter().zip(&layout.widths).map(|(cell, width)| {
                let face = Face { is_bold: true, ..Face::new(family) };
                let mut text = CellText::default();
                measure(cell, face, document, &mut text);
                text.lines(layout.step.room(*width))
            });
            layout.step.row_height(lines.max().unwrap_or(1))
        };
        std::iter::once(&self.head).chain(&self.rows).map(row).sum()
    }

    /// How the table is laid out in `family` on a page, inside `depth` lists and quotations.
    pub fn layout(&self, document: &Document, grid: &Grid, family: Family, depth: usize) -> Layout {
        lay_out(&self.columns(document, family), grid.rooms(depth))
    }

    /// What its columns need in `family`.
    pub fn columns(&self, document: &Document, family: Family) -> Vec<Column> {
        let mut columns = vec![Column::default(); self.head.len()];
        let has_row_heads = self.has_row_heads();
        for (at, row) in std::iter::once(&self.head).chain(&self.rows).enumerate() {
            for (index, (cell, column)) in row.iter().zip(&mut columns).enumerate() {
                let face = Face {
                    is_bold: at == 0 || index == 0 && has_row_heads,
                    is_number: at > 0 && is_number(&plain_text(cell)),
                    ..Face::new(family)
                };
                let mut text = CellText::default();
                measure(cell, face, document, &mut text);
                column.add(&text);
            }
        }
        columns
    }
}

fn measure(content: &[Inline], face: Face, document: &Document, out: &mut CellText) {
    for inline in content {
        match inline {
            Inline::Text(text) => text.chars().for_each(|c| out.push(c, face, 0)),
            Inline::Code(text) => {
                let face = Face { is_code: true, ..face };
                text.chars().for_each(|c| out.push(c, face, 0));
            }
            Inline::Image { url, alt, .. } => match document.pictures.get(url) {
                Some(picture) => out.push_picture(picture.size_in_points().0.min(MOST_PICTURE)),
                None => alt.chars().for_each(|c| out.push(c, face, 0)),
            },
            Inline::SoftBreak => out.push(' ', face, 0),
            Inline::HardBreak => out.end_line(0),
            Inline::WordBreak => out.may_break(),
            Inline::NoteRef(number) => {
                number.to_string().chars().for_each(|c| out.push(c, face, 0));
            }
            Inline::Styled(style, content) => {
                let is_bold = face.is_bold || *style == Style::Strong;
                measure(content, Face { is_bold, ..face }, document, out);
            }
            Inline::Language(_, content) | Inline::Link { content, .. } => {
                measure(content, face, document, out);
            }
        }
    }
}
