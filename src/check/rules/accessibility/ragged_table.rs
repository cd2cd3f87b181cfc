use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Row;
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest::counted;

rule! {
    /// Each row of a table must have as many cells as the header row.
    ///
    /// ## Why
    ///
    /// Markdown silently drops extra cells, and their text with them. It pads a row that is too
    /// short, so a forgotten cell shifts the others under the wrong header. Both are rules of the
    /// GitHub Flavored Markdown specification, "Tables (extension)"; WCAG 2.x, success criterion
    /// 1.3.1, requires each cell to be under its own header.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// | Team | Members |
    /// |---|---|
    /// | Operations | 9 | December 2024 |
    /// | Structure |
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the missing cells, including empty ones, or the missing column in all rows. Write a pipe that is
    /// part of the text as `\|`. Leave a blank line between the table and the text below it.
    "ragged-table", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for table in &cx.paper.body().tables {
        let columns = table.header.cells;
        for row in &table.rows {
            if row.cells < columns {
                report_short(cx, row, table.header, out);
            } else if row.cells > columns {
                report_long(cx, row, table.header, out);
            }
        }
    }
}

fn report_short(cx: &PaperContext<'_>, row: &Row, header: Row, out: &mut Sink<'_>) {
    let source = cx.source(row.span);
    let columns = counted(header.cells, "column");
    let message = format!("the row has {} and the table {columns}", counted(row.cells, "cell"));
    let report = out.at(row.span, message).label(header.span, columns);
    if pipes(source).next().is_none() {
        report.help(
            "leave a blank line before it if it is not part of the table, or add the missing cells",
        );
        return;
    }
    let missing = header.cells - row.cells;
    let is_closed = pipes(source).last() == Some(source.len() - 1);
    let padding = " |".repeat(missing + usize::from(!is_closed));
    report
        .help("add the missing cells, empty ones at the end if the others are in the right place")
        .fix(Fix::safe("add empty cells at the end", Span::at(row.span.end), padding));
}

fn report_long(cx: &PaperContext<'_>, row: &Row, header: Row, out: &mut Sink<'_>) {
    let source = cx.source(row.span);
    // The pipe that closes the last column, unless it is the one before the first.
    let is_opened = source.starts_with('|');
    let Some(close) = pipes(source).nth(header.cells - usize::from(!is_opened)) else { return };
    let excess = Span::new(row.span.start + close + 1, row.span.end);
    let columns = counted(header.cells, "column");
    let is_blank = cx.source(excess).chars().all(|c| c == '|' || c.is_whitespace());
    let loss = if is_blank { "" } else { ", so the text after the last column is lost" };
    let message =
        format!("the row has {} and the table {columns}{loss}", counted(row.cells, "cell"));
    let report = out.at(excess, message).label(header.span, columns);
    if is_blank {
        report.help("delete the empty cells at the end").fix(Fix::safe(
            "delete the empty cells",
            excess,
            "",
        ));
    } else {
        report.help(
            "add a column to the header, the line below it and every other row, or write `\\|` for a pipe that is \
             part of the text",
        );
    }
}

/// The offsets of the pipes that separate cells: one after a backslash separates nothing.
fn pipes(row: &str) -> impl DoubleEndedIterator<Item = usize> {
    let mut is_escaped = false;
    let found: Vec<usize> = row
        .bytes()
        .enumerate()
        .filter_map(|(at, byte)| {
            let divides = byte == b'|' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            divides.then_some(at)
        })
        .collect();
    found.into_iter()
}
