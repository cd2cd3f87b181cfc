use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind, Table};
use crate::text::conflict;
use crate::text::signs::Signs;
use crate::text::source::Span;

rule! {
    /// A table must have a header row that names its columns.
    ///
    /// ## Why
    ///
    /// A screen reader reads out the name of the column before each cell. With an empty header it
    /// reads nothing, and the cells are loose words. WCAG 2.x, success criterion 1.3.1, "Info and
    /// Relationships". Lines that look like a table but lack the line of dashes below the first one
    /// are not a table at all: every format prints them as a paragraph full of pipes.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// | Team | |
    /// |---|---|
    /// | Operations | 9 members |
    ///
    /// | Team | Members |
    /// | Operations | 9 |
    /// ```
    ///
    /// ## How to fix
    ///
    /// Give each column a name. Only the first may stay empty, above the names of the rows. Below the
    /// header row, write a line with one `---` for each column: `|---|---|`.
    "table-without-header", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    // The values of a paper are beside their names.
    let tables = cx.paper.body().tables.iter().filter(|table| !cx.has_field_in(table.span));
    for table in tables {
        check_header(table, out);
    }
    for prose in &cx.paper.body().prose {
        let is_text = matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item);
        if is_text && prose.has(Signs::new(b"|")) {
            check_lookalike(cx, prose, out);
        }
    }
}

fn check_header(table: &Table, out: &mut Sink<'_>) {
    let cells = &table.header_cells;
    if cells.iter().all(|cell| !cell.value) {
        out.at(table.header.span, "the header row of the table is empty")
            .help("write the name of each column in the first row");
        return;
    }
    let is_nameless = |index: &usize| *index > 0 && *index < table.header.cells;
    let nameless: Vec<String> = (0..cells.len())
        .filter(|index| is_nameless(index) && cells.get(*index).is_some_and(|cell| !cell.value))
        .map(|index| (index + 1).to_string())
        .collect();
    let message = match nameless.as_slice() {
        [] => return,
        [one] => format!("column {one} of the table has no name"),
        [first @ .., last] => {
            format!("columns {} and {last} of the table have no names", first.join(", "))
        }
    };
    out.at(table.header.span, message).help("write the name of each column in the header row");
}

/// A paragraph with lines that begin with a pipe: two or more, or one right above a table.
fn check_lookalike(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let mut rows: Vec<Span> = Vec::new();
    let mut at = prose.span.start;
    for line in cx.source(prose.span).split_inclusive(['\n', '\r']) {
        let row = line.trim_start_matches([' ', '\t', '>']);
        if row.starts_with('|') && conflict::marker(line.trim_end()).is_none() {
            let start = at + line.len() - row.len();
            rows.push(Span::new(start, start + row.trim_end().len()));
        }
        at += line.len();
    }
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let tables = &cx.paper.body().tables;
    let next = tables.partition_point(|table| table.span.start < last.end);
    let is_above_table = tables.get(next).is_some_and(|table| {
        let between = Span::new(last.end, table.span.start.max(last.end));
        matches!(cx.source(between), "\n" | "\r\n" | "\r")
    });
    // A row that is all there is of a paragraph, as after an empty line in a table.
    let is_row = |row: &Span| {
        let row = cx.source(*row);
        row.len() > 1 && row.ends_with('|') && row.matches('|').count() > 2
    };
    let is_alone =
        || cx.source(prose.span).trim().len() == first.end - first.start && is_row(first);
    if rows.len() < 2 && !is_above_table && !is_alone() {
        return;
    }
    let before = &tables[..next];
    let follows_table = before.last().is_some_and(|table| {
        cx.source(Span::new(table.span.end.min(first.start), first.start)).trim().is_empty()
    });
    let help = if rows.get(1).is_some_and(|row| is_delimiter(cx.source(*row))) {
        "give the line of dashes one `---` for each column of the first row"
    } else if follows_table {
        "delete the empty line between it and the table above"
    } else if is_above_table {
        "put the line of dashes directly below the first row"
    } else {
        "put a line with one `---` for each column below the first row, for example `|---|---|`"
    };
    let span = Span::new(first.start, last.end);
    out.at(span, "this looks like part of a table but is not").help(help);
}

/// Whether a line is made of the dashes, colons and pipes that belong below a header row.
fn is_delimiter(row: &str) -> bool {
    row.contains('-') && row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}
