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
    /// Markdown drops the cells that are too many, and their text with them, without a word. It fills
    /// up a row that is too short, so that a forgotten cell shifts the others under the wrong name.
    /// The rule is that of the GitHub Flavored Markdown specification, "Tables (extension)"; WCAG
    /// 2.x, success criterion 1.3.1, asks that each cell stand under its own header.
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
    /// Add the missing cells, blank ones too, or the missing column. A bar that is part of the text
    /// is written `\|`. Leave a blank line between the table and the text below it.
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
    if bars(source).next().is_none() {
        report.help(
            "leave a blank line before it if it is not part of the table, or add the missing cells",
        );
        return;
    }
    let missing = header.cells - row.cells;
    let is_closed = bars(source).last() == Some(source.len() - 1);
    let padding = " |".repeat(missing + usize::from(!is_closed));
    report
        .help("add the missing cells, blank ones at the end if the others stand in the right place")
        .fix(Fix::safe("add blank cells at the end", Span::at(row.span.end), padding));
}

fn report_long(cx: &PaperContext<'_>, row: &Row, header: Row, out: &mut Sink<'_>) {
    let source = cx.source(row.span);
    // The bar that closes the last column, if it is not the one in front of the first.
    let is_opened = source.starts_with('|');
    let Some(close) = bars(source).nth(header.cells - usize::from(!is_opened)) else { return };
    let excess = Span::new(row.span.start + close + 1, row.span.end);
    let columns = counted(header.cells, "column");
    let is_blank = cx.source(excess).chars().all(|c| c == '|' || c.is_whitespace());
    let loss = if is_blank { "" } else { ", so the text behind the last column is lost" };
    let message =
        format!("the row has {} and the table {columns}{loss}", counted(row.cells, "cell"));
    let report = out.at(excess, message).label(header.span, columns);
    if is_blank {
        report.help("delete the blank cells at the end").fix(Fix::safe(
            "delete the blank cells",
            excess,
            "",
        ));
    } else {
        report.help(
            "add the column to the header, or write `\\|` for a bar that is part of the text",
        );
    }
}

/// The offsets of the bars that divide cells: one behind a backslash divides nothing.
fn bars(row: &str) -> impl DoubleEndedIterator<Item = usize> {
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
