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
        for (index, row) in table.rows.iter().enumerate() {
            if row.cells < columns {
                let before = index.checked_sub(1).and_then(|before| table.rows.get(before));
                if before.is_some_and(|before| is_broken(cx, before, row)) {
                    report_rest(row, table.header, out);
                    continue;
                }
                let rest = table.rows.get(index + 1).filter(|next| is_broken(cx, row, next));
                report_short(cx, (row, rest), table.header, out);
            } else if row.cells > columns {
                report_long(cx, row, table.header, out);
            }
        }
    }
}

/// Whether two rows are one that somebody broke in a cell: the bars at the break are missing.
fn is_broken(cx: &PaperContext<'_>, row: &Row, next: &Row) -> bool {
    let (source, rest) = (cx.source(row.span), cx.source(next.span));
    source.starts_with('|') && !is_closed(source) && !rest.starts_with('|')
}

/// Whether a row has the bar after its last cell.
fn is_closed(source: &str) -> bool {
    pipes(source).last().is_some_and(|last| last + 1 == source.len())
}

/// Reports a row that ends one on the line before.
fn report_rest(row: &Row, header: Row, out: &mut Sink<'_>) {
    let columns = counted(header.cells, "column");
    let message = format!("the row has {} and the table {columns}", counted(row.cells, "cell"));
    out.at(row.span, message).label(header.span, columns).help(
        "write it at the end of the line before if that is the same row, or leave a blank line before it if it is not \
         part of the table",
    );
}

/// Reports a row that lacks cells, which may be in the `rest` of it on the next line.
fn report_short(
    cx: &PaperContext<'_>,
    (row, rest): (&Row, Option<&Row>),
    header: Row,
    out: &mut Sink<'_>,
) {
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
    if let Some(rest) = rest {
        let between = Span::new(row.span.end, rest.span.start);
        report.help("write the row on one line: it goes on in the line below").fix(Fix::risky(
            "join the two lines",
            between,
            " ",
        ));
        return;
    }
    let missing = header.cells - row.cells;
    let padding = " |".repeat(missing + usize::from(!is_closed(source)));
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
