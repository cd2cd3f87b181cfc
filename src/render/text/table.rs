//! Tables in plain text.

use unicode_width::UnicodeWidthStr;

use super::{inline, wrap};
use crate::document::{Alignment, Inline, Table};

/// The spaces between two columns.
const GAP: &str = "  ";

/// `table` with its caption before it and its note after it.
pub(super) fn lines(table: &Table, width: usize) -> Vec<String> {
    let text = |content: &[Inline]| match inline::write(content) {
        text if text.is_empty() => Vec::new(),
        text => wrap::lines(&text, width),
    };
    let number = table.number.filter(|_| !table.caption.is_empty());
    let label = number.map(|number| Inline::Text(format!("Table {number}. ")));
    let caption: Vec<Inline> = label.into_iter().chain(table.caption.iter().cloned()).collect();
    let caption = text(&caption);
    let note = text(&table.note);
    let parts = [caption, body(table, width), note].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(&String::new())
}

/// The rows drawn in columns if they fit in `width`, else one by one, each cell after its header.
fn body(table: &Table, width: usize) -> Vec<String> {
    let rows: Vec<_> =
        std::iter::once(&table.head).chain(&table.rows).map(|row| cells(row)).collect();
    let widths: Vec<_> = (0..table.head.len()).map(|column| column_width(&rows, column)).collect();
    let total = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
    let Some((head, rest)) = rows.split_first() else { return Vec::new() };
    if total <= width {
        drawn(table, &rows, &widths)
    } else if rest.is_empty() {
        wrap::lines(&head.join("; "), width)
    } else {
        row_by_row(head, rest, width)
    }
}

fn cells(row: &[Vec<Inline>]) -> Vec<String> {
    row.iter().map(|cell| inline::write(cell).replace('\n', " ")).collect()
}

fn column_width(rows: &[Vec<String>], column: usize) -> usize {
    rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or_default()
}

fn drawn(table: &Table, rows: &[Vec<String>], widths: &[usize]) -> Vec<String> {
    let line = |row: &Vec<String>| {
        let columns = row.iter().zip(widths).enumerate().map(|(index, (cell, &width))| {
            aligned(cell, width, table.alignments.get(index).copied().unwrap_or_default())
        });
        columns.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    };
    let mut out: Vec<_> = rows.iter().map(line).collect();
    let rule = widths.iter().map(|&width| "-".repeat(width)).collect::<Vec<_>>().join(GAP);
    out.insert(1, rule);
    out
}

fn aligned(cell: &str, width: usize, alignment: Alignment) -> String {
    let room = width.saturating_sub(cell.width());
    let before = match alignment {
        Alignment::None | Alignment::Left => 0,
        Alignment::Center => room / 2,
        Alignment::Right => room,
    };
    format!("{}{cell}{}", " ".repeat(before), " ".repeat(room - before))
}

fn row_by_row(head: &[String], rows: &[Vec<String>], width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for row in rows {
        if !out.is_empty() {
            out.push(String::new());
        }
        for (header, cell) in head.iter().zip(row) {
            let text = if header.is_empty() { cell.clone() } else { format!("{header}: {cell}") };
            let lines = wrap::lines(text.trim_end(), width - GAP.len());
            let hung = lines.iter().enumerate().map(|(index, line)| {
                if index == 0 { line.clone() } else { format!("{GAP}{line}") }
            });
            out.extend(hung);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_has_its_number_where_others_have() {
        let text = |text: &str| vec![Inline::Text(text.to_owned())];
        let table = Table {
            caption: text("Ports"),
            number: Some(2),
            head: vec![text("a")],
            ..Table::default()
        };
        assert_eq!(lines(&table, 40)[0], "Table 2. Ports");
        assert_eq!(lines(&Table { number: None, ..table.clone() }, 40)[0], "Ports");
        assert_eq!(lines(&Table { caption: Vec::new(), ..table }, 40)[0], "a");
    }
}
