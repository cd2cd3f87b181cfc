//! A table on the terminal, its columns as wide as they have to be.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Writes `rows` below `header`.
pub(super) fn write<'c, const N: usize>(
    header: [&'c str; N],
    rows: impl Iterator<Item = [&'c str; N]> + Clone,
    out: &mut impl Write,
) -> io::Result<()> {
    let all = std::iter::once(header).chain(rows);
    let mut widths = [0; N];
    for row in all.clone() {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    for row in all {
        let cells = row.iter().zip(widths);
        let padded: Vec<String> = cells
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())))
            .collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
    }
    Ok(())
}
