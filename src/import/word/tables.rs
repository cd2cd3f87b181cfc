//! Tables as Markdown has them: one header row, cells of one line.

use super::Context;
use crate::document::{Alignment, Block, Inline, Style, Table};
use crate::word::{self, Cell, Row};

/// What is in a table that only places it: the text of an office's head, of a box. None for a table of data.
pub(super) fn flattened(table: &word::Table) -> Option<Vec<word::Block>> {
    if table.style.starts_with("paper table") {
        return None;
    }
    let is_single = table.rows.iter().all(|row| row.cells.len() <= 1);
    let is_own = matches!(table.style.as_str(), "head" | "front head" | "front page");
    (is_single || is_own).then(|| {
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        cells.flat_map(|cell| cell.blocks.iter().cloned()).collect()
    })
}

impl Context<'_> {
    /// A table of data.
    pub(super) fn table(&mut self, table: &word::Table) -> Block {
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        for row in &table.rows {
            let cells = self.row(row);
            rows.push(cells);
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        for row in &mut rows {
            row.resize_with(width, Vec::new);
        }
        let headers = table.rows.iter().take_while(|row| row.is_header).count();
        if headers > 1 {
            self.remark(format!(
                "a table has {headers} header rows, where Markdown has one; check the rows below the first"
            ));
        }
        let alignments = (0..width).map(|at| alignment(&table.rows, at)).collect();
        let mut rows = rows.into_iter();
        let head = rows.next().unwrap_or_default().into_iter().map(without_strong).collect();
        Block::Table(Table { alignments, head, rows: rows.collect(), ..Table::default() })
    }

    fn row(&mut self, row: &Row) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        for cell in &row.cells {
            cells.push(self.cell(cell));
            if cell.columns > 1 || cell.is_continued {
                self.remark(
                    "a table has merged cells, which Markdown can't say; check its empty cells",
                );
            }
            cells.extend((1..cell.columns).map(|_| Vec::new()));
        }
        cells
    }

    fn cell(&mut self, cell: &Cell) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        for block in &cell.blocks {
            let mut content = match block {
                word::Block::Paragraph(paragraph) => {
                    self.paragraph = paragraph.number;
                    let mut content = self.inlines(&paragraph.runs);
                    if let Some(list) = &paragraph.list {
                        self.remark(
                            "a cell has a list, which Markdown can't say; its marks are text",
                        );
                        let mark = list.number.map_or("\u{2022}".to_owned(), |it| format!("{it}."));
                        content.insert(0, Inline::Text(format!("{mark} ")));
                    }
                    content
                }
                word::Block::Table(table) => {
                    self.remark(
                        "a cell has a table, which Markdown can't say; its cells are lines",
                    );
                    let cells: Vec<Cell> =
                        table.rows.iter().flat_map(|row| row.cells.iter().cloned()).collect();
                    let mut content = Vec::new();
                    for cell in &cells {
                        let inner = self.cell(cell);
                        join(&mut content, inner);
                    }
                    content
                }
            };
            for inline in &mut content {
                if *inline == Inline::SoftBreak {
                    *inline = Inline::Text(" ".to_owned());
                }
            }
            join(&mut out, content);
        }
        out
    }
}

/// Adds a line.
fn join(out: &mut Vec<Inline>, content: Vec<Inline>) {
    if !out.is_empty() && !content.is_empty() {
        out.push(Inline::HardBreak);
    }
    out.extend(content);
}

/// A header is bold without saying so.
fn without_strong(content: Vec<Inline>) -> Vec<Inline> {
    match <[Inline; 1]>::try_from(content) {
        Ok([Inline::Styled(Style::Strong, inner)]) => inner,
        Ok(other) => other.into(),
        Err(content) => content,
    }
}

/// How the column `at` is aligned in all rows below the first; in the first, if there are no others.
fn alignment(rows: &[Row], at: usize) -> Alignment {
    let of = |row: &Row| match row.cells.get(at)?.blocks.first()? {
        word::Block::Paragraph(paragraph) => Some(paragraph.alignment.clone().unwrap_or_default()),
        word::Block::Table(_) => None,
    };
    let below = if rows.len() > 1 { &rows[1..] } else { rows };
    let mut names = below.iter().filter_map(of);
    let Some(first) = names.next().filter(|first| names.all(|name| name == *first)) else {
        return Alignment::None;
    };
    match first.as_str() {
        "center" => Alignment::Center,
        "right" | "end" => Alignment::Right,
        "left" | "start" => Alignment::Left,
        _ => Alignment::None,
    }
}
