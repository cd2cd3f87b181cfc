//! Rows for people and programs: as a table, JSON or CSV.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Columns for people
    Table,
    /// A JSON array of objects
    Json,
    /// Comma-separated values with a header line (RFC 4180)
    Csv,
}

/// A row of `N` columns, whose fields are named as the columns are, in small letters.
pub(super) trait Row<const N: usize>: Serialize {
    /// The columns.
    const HEADER: [&str; N];

    /// The row, in the order of the columns.
    fn cells(&self) -> [&str; N];
}

/// Writes `rows` in `format`.
pub(super) fn print<const N: usize, R: Row<N>>(
    format: Format,
    rows: &[R],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match format {
        Format::Table => write(R::HEADER, rows.iter().map(R::cells), out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, rows)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut *out);
            writer.write_record(R::HEADER.map(str::to_lowercase))?;
            rows.iter().try_for_each(|row| writer.write_record(row.cells()))?;
            writer.flush()?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Writes `rows` below `header`, each column as wide as it has to be.
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
