//! Rows for people and programs: as a table, JSON or CSV.

use std::borrow::Cow;
use std::io::{self, Write};

use anyhow::ensure;
use clap::ValueEnum;
use issuepaper::text::characters::is_invisible;
use issuepaper::text::show;
use serde::{Serialize, Serializer};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::session::Session;
use super::{put, put_json};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for people
    Table,
    /// A JSON array of objects
    Json,
    /// Comma-separated values with a header line (RFC 4180)
    ///
    /// A spreadsheet runs a cell that begins with =, +, -, @ or a tab as a formula. Such a cell begins with an
    /// apostrophe here, which spreadsheets and people can take off again.
    Csv,
}

/// The option of commands that write CSV.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Mark {
    /// Begin CSV with a byte order mark, by which Excel knows that it is UTF-8
    #[arg(long)]
    bom: bool,
}

impl Mark {
    /// An error if the mark is wanted before anything else than CSV.
    pub fn verify(self, is_csv: bool) -> anyhow::Result<()> {
        ensure!(is_csv || !self.bom, "--bom is for `--format csv`");
        Ok(())
    }

    /// Writes the mark, if it is wanted, before the rows of CSV.
    ///
    /// # Errors
    ///
    /// It is wanted before something else, or can't be written.
    pub fn write(self, is_csv: bool, out: &mut impl Write) -> anyhow::Result<()> {
        self.verify(is_csv)?;
        if self.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(())
    }
}

/// A column: its name for programs, and its header for people.
pub type Column = (&'static str, &'static str);

/// The narrowest that a column of text is made, and one of numbers, paths or days.
const NARROWEST: [usize; 2] = [12, 20];

/// Rows of cells, one cell for each column.
#[derive(Debug, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Writes the rows in `format`; a table as wide as the terminal at most.
    pub fn print(
        &self,
        format: Format,
        mark: Mark,
        session: &Session,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        mark.write(format == Format::Csv, out)?;
        match format {
            Format::Table => self.write(session.table_width(), out)?,
            Format::Json => {
                let rows = self.rows.iter().map(|row| Object { columns: &self.columns, row });
                put_json(out, &rows.collect::<Vec<_>>())?;
            }
            Format::Csv => self.write_separated(b',', out)?,
        }
        out.flush()?;
        Ok(())
    }

    /// The same as a table for people.
    pub fn print_table(&self, session: &Session, out: &mut impl Write) -> anyhow::Result<()> {
        self.print(Format::Table, Mark { bom: false }, session, out)
    }

    /// Writes the rows with a character between cells, and a header line. A cell that contains that character or
    /// a quote is quoted, as in RFC 4180, and one that a spreadsheet would run begins with an apostrophe.
    pub fn write_separated(&self, delimiter: u8, out: &mut impl Write) -> anyhow::Result<()> {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(&mut *out);
        writer.write_record(self.columns.iter().map(|(name, _)| name))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| harmless(&show::part(cell)).into_owned()))?;
        }
        writer.flush()?;
        Ok(())
    }

    /// Writes the rows below their header, each column as wide as necessary, and all of them at most `width`
    /// columns of a terminal wide.
    fn write(&self, width: Option<usize>, out: &mut impl Write) -> io::Result<()> {
        let header: Vec<Cow<'_, str>> =
            self.columns.iter().map(|(_, header)| Cow::Borrowed(*header)).collect();
        // Twice: a row that is shown takes as much memory as one that is not.
        let all = || std::iter::once(header.clone()).chain(self.rows.iter().map(|row| shown(row)));
        let mut widths = vec![0; self.columns.len()];
        for row in all() {
            for (width, cell) in widths.iter_mut().zip(&row) {
                *width = (*width).max(cell.width());
            }
        }
        self.fit(&mut widths, width.unwrap_or(usize::MAX));
        for row in all() {
            let cells = row.iter().zip(&widths).zip(&self.columns);
            let padded: Vec<String> = cells
                .map(|((cell, width), (name, _))| {
                    let cell = shortened(cell, *width, *name == "path");
                    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
                })
                .collect();
            put(out, padded.join("  ").trim_end())?;
        }
        Ok(())
    }

    /// Makes columns narrower until all fit, the widest first: those of text before the others.
    fn fit(&self, widths: &mut [usize], most: usize) {
        let most = most.saturating_sub(2 * widths.len().saturating_sub(1));
        let is_text = |at: usize| matches!(self.columns[at].0, "title" | "text" | "note" | "group");
        for (narrowest, has_all) in
            [(NARROWEST[0], false), (NARROWEST[1], true), (NARROWEST[0], true)]
        {
            while widths.iter().sum::<usize>() > most {
                let columns = (0..widths.len()).filter(|at| has_all || is_text(*at));
                let widest = columns.max_by_key(|at| widths[*at]);
                let Some(widest) = widest.filter(|at| widths[*at] > narrowest) else { break };
                widths[widest] -= 1;
            }
        }
    }
}

/// The cells of a row as parts of a line.
fn shown(row: &[String]) -> Vec<Cow<'_, str>> {
    row.iter().map(|cell| show::part(cell)).collect()
}

/// A cell that no spreadsheet runs. What begins like a formula, even after apostrophes, gets one more in front.
fn harmless(cell: &str) -> Cow<'_, str> {
    let first = cell.trim_start_matches('\'').chars().find(|c| !is_invisible(*c));
    // Some spreadsheets take the wide forms for the usual ones; the log of a build runs a line.
    let is_run = cell.starts_with("::") || first.is_some_and(|c| "=+-@\t\r\n＝＋－＠".contains(c));
    if is_run { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// A cell that is `width` columns of a terminal wide at most, with an ellipsis where text was left out: at the end,
/// or at the start of a path.
fn shortened(cell: &str, width: usize, is_path: bool) -> Cow<'_, str> {
    if cell.width() <= width {
        return Cow::Borrowed(cell);
    }
    let mut left = width.saturating_sub(1);
    let fits = |c: &char| {
        let own = c.width().unwrap_or_default();
        let has_room = own <= left;
        left = left.saturating_sub(own);
        has_room
    };
    if is_path {
        let mut end: Vec<char> = cell.chars().rev().take_while(fits).collect();
        end.reverse();
        return Cow::Owned(format!("…{}", end.into_iter().collect::<String>()));
    }
    let start: String = cell.chars().take_while(fits).collect();
    Cow::Owned(format!("{}…", start.trim_end()))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn written(table: &Table, width: Option<usize>) -> String {
        let mut out = Vec::new();
        assert!(table.write(width, &mut out).is_ok());
        String::from_utf8_lossy(&out).into_owned()
    }

    fn table(title: &str, path: &str) -> Table {
        let columns = vec![("number", "Number"), ("title", "Title"), ("path", "Path")];
        let cells = ["3733-0624", title, path].map(str::to_owned);
        Table { columns, rows: vec![cells.to_vec()] }
    }

    #[test]
    fn a_table_is_as_wide_as_the_terminal_at_most() {
        let long = table(
            "Renewals of bonds at the regional desks – 名前の長い題",
            "2024-06/renewals-of-bonds.md",
        );
        assert!(written(&long, None).contains("名前の長い題  2024-06/renewals-of-bonds.md\n"));
        for width in [60, 50, 40] {
            let text = written(&long, Some(width));
            assert!(text.lines().all(|line| line.width() <= width), "{width}: {text}");
            assert!(text.contains("3733-0624  Renewals") && text.contains("…"), "{text}");
        }
        assert!(written(&long, Some(60)).contains("2024-06/renewals-of-bonds.md"));
        assert!(
            written(&long, Some(40)).contains(" …")
                && written(&long, Some(40)).contains("bonds.md\n")
        );
    }

    #[test]
    fn a_cell_is_one_line_without_control_characters() {
        let odd = table("a\nb\r\n\tc\u{1b}[31m\u{9b}d\u{202e}e\u{2028}f", "a\u{7}.md");
        let text = written(&odd, None);
        assert_eq!(text.lines().count(), 2, "{text}");
        let cells = "a b c\u{fffd}[31m\u{fffd}d\u{fffd}e f  a\u{fffd}.md";
        assert!(text.contains(cells), "{text:?}");
    }

    #[test]
    fn a_spreadsheet_runs_no_cell_and_each_can_be_got_back() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("-2", "'-2"),
            ("＝1", "'＝1"),
            ("\u{200b}@SUM(A1)", "'\u{200b}@SUM(A1)"),
            ("'=1", "''=1"),
            ("'90s", "'90s"),
            ("a=1", "a=1"),
            ("::error::x", "'::error::x"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), expected);
        }
    }
}
