//! Rows for people and programs: as a table, JSON or CSV.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::{Serialize, Serializer};
use unicode_width::UnicodeWidthStr;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for people
    Table,
    /// A JSON array of objects
    Json,
    /// Comma-separated values with a header line (RFC 4180)
    Csv,
}

/// A column: its name for programs, and its header for people.
pub type Column = (&'static str, &'static str);

/// Rows of cells, one cell for each column.
#[derive(Debug, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Writes the rows in `format`.
    pub fn print(&self, format: Format, out: &mut impl Write) -> anyhow::Result<()> {
        match format {
            Format::Table => self.write(out)?,
            Format::Json => {
                let rows = self.rows.iter().map(|row| Object { columns: &self.columns, row });
                serde_json::to_writer_pretty(&mut *out, &rows.collect::<Vec<_>>())?;
                writeln!(out)?;
            }
            Format::Csv => self.write_separated(b',', out)?,
        }
        out.flush()?;
        Ok(())
    }

    /// Writes the rows with a character between cells, and a header line. A cell that contains that character, a
    /// quote or a line end is quoted, as in RFC 4180.
    pub fn write_separated(&self, delimiter: u8, out: &mut impl Write) -> anyhow::Result<()> {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(&mut *out);
        writer.write_record(self.columns.iter().map(|(name, _)| name))?;
        self.rows.iter().try_for_each(|row| writer.write_record(row))?;
        writer.flush()?;
        Ok(())
    }

    /// Writes the rows below their header, each column as wide as necessary.
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let header: Vec<String> =
            self.columns.iter().map(|(_, header)| (*header).to_owned()).collect();
        let all = || std::iter::once(&header).chain(&self.rows);
        let mut widths = vec![0; header.len()];
        for row in all() {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        for row in all() {
            let cells = row.iter().zip(&widths);
            let padded: Vec<String> = cells
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())))
                .collect();
            writeln!(out, "{}", padded.join("  ").trim_end())?;
        }
        Ok(())
    }
}

/// A row as an object, its keys in the order of the columns.
struct Object<'t> {
    columns: &'t [Column],
    row: &'t [String],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = self.columns.iter().map(|(name, _)| name);
        serializer.collect_map(names.zip(self.row))
    }
}
