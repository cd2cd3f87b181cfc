use super::{list_marks, separated_rows};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;
use crate::text::finding::Fix;
use crate::text::source::Span;

rule! {
    /// A table must have the bars that Markdown needs.
    ///
    /// ## Why
    ///
    /// Rows pasted from a spreadsheet or a word processor have tabs between their cells. Markdown reads
    /// them as one paragraph: the cells run together on the page. The same is true of columns made with
    /// spaces, of boxes drawn with lines, of bars without a row of dashes, and of three or more lines of values
    /// with commas or semicolons between them. Further rows of dashes are printed as they are.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// Desk	Renewals
    /// North	1,240
    /// South	860
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put `|` around the cells, and a row `|---|---|` below the first one.
    "malformed-table", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for table in &cx.paper.body().tables {
        for row in table.rows.iter().filter(|row| is_rule(cx.source(row.span))) {
            out.at(
                row.span,
                "this row is printed as dashes: only the line below the header parts a table",
            )
            .help("delete it");
        }
    }
    let mut last: Option<Span> = None;
    for prose in &cx.paper.body().prose {
        if !matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item) {
            continue;
        }
        let source = cx.source(prose.span).trim_end();
        let span = Span::new(prose.span.start, prose.span.start + source.len());
        if memchr::memchr(b'\t', source.as_bytes()).is_some() {
            check_tabs(cx, span, &mut last, out);
        } else if memchr::memchr(b'\n', source.as_bytes()).is_some() {
            check_separated(cx, span, out);
            check_lines(cx, span, out);
        }
    }
}

/// Reports rows as a file of comma-separated values has them.
fn check_separated(cx: &PaperContext<'_>, span: Span, out: &mut Sink<'_>) {
    let Some(rows) = separated_rows::rows(cx.source(span)) else { return };
    let report = out
        .at(span, "these are the rows of a table of values, but they run together on the page")
        .help("put `|` around the cells, and a row such as `|---|---|` below the first one");
    if let Some(table) = table(cx, span, &rows) {
        report.fix(Fix::risky("make it a table with the first row as its header", span, table));
    }
}

/// Reports rows with tabs, in one paragraph or in several with an empty line between them.
fn check_tabs(cx: &PaperContext<'_>, span: Span, last: &mut Option<Span>, out: &mut Sink<'_>) {
    let before = last.take();
    let (whole, span) = (span, rows_with_tabs(cx, span));
    let source = cx.source(span);
    let rows: Vec<Vec<&str>> = source.lines().map(cells).collect();
    // `malformed-list` reports items with a tab after their mark.
    let are_items = || source.lines().all(|line| list_marks::mark(line.trim_start()).is_some());
    let is_part = span != whole;
    if rows.is_empty() || is_part && rows.len() == 1 || are_items() {
        return;
    }
    if let [_] = rows.as_slice() {
        *last = Some(span);
        let is_below = before
            .is_some_and(|before| cx.source(Span::new(before.end, span.start)).trim().is_empty());
        if !is_below {
            return;
        }
    }
    let report = out
        .at(
            span,
            "the cells of these rows have tabs between them, so they run together on the page",
        )
        .help(if is_part {
            "put `|` around the cells, a row such as `|---|---|` below the first one, and an empty line between them \
             and the text"
        } else {
            "put `|` around the cells, and a row such as `|---|---|` below the first one"
        });
    if let Some(table) = table(cx, span, &rows).filter(|_| rows.len() > 1 && !is_part) {
        // The first row becomes the header, whatever it is.
        report.fix(Fix::risky("make it a table with the first row as its header", span, table));
    }
}

/// The longest run of lines with tabs between their cells in a paragraph.
fn rows_with_tabs(cx: &PaperContext<'_>, span: Span) -> Span {
    let source = cx.source(span);
    let (mut at, mut run, mut longest) = (0, (0, 0, 0), (0, 0, 0));
    for line in source.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let (begin, _, count) = run;
        let is_row = cells(line.trim_end()).len() > 1;
        run = match (is_row, count) {
            (true, 0) => (start, end, 1),
            (true, _) => (begin, end, count + 1),
            (false, _) => (0, 0, 0),
        };
        if run.2 > longest.2 {
            longest = run;
        }
    }
    Span::new(span.start + longest.0, span.start + longest.1)
}

/// Reports rows whose columns are set with spaces, bars without a table, or the signs that boxes are drawn with.
fn check_lines(cx: &PaperContext<'_>, span: Span, out: &mut Sink<'_>) {
    let source = cx.source(span);
    let lines = || source.lines().map(|line| line.trim_start_matches([' ', '>']).trim_end());
    if lines().nth(1).is_none() {
        return;
    }
    let columns = |line: &str| {
        let rest = line.split("   ").filter(|cell| !cell.trim().is_empty());
        rest.count()
    };
    let bars = |line: &str| if line.starts_with('|') { 0 } else { line.matches(" | ").count() };
    let is_drawn = |line: &str| {
        line.starts_with(['│', '┃', '║', '┌', '╔', '├', '|', '｜', '¦', '└', '╚'])
            && line.matches(['│', '┃', '║', '─', '═', '｜', '¦']).count() > 1
    };
    let is_set = |count: &dyn Fn(&str) -> usize, least: usize| {
        let mut counts = lines().map(count);
        let first = counts.next().unwrap_or_default();
        first >= least && counts.all(|other| other == first)
    };
    let what = if lines().all(is_drawn) {
        "this is drawn as a table but is none"
    } else if is_set(&columns, 2) {
        "the columns of these rows are made with spaces, so they run together on the page"
    } else if is_set(&bars, 1) {
        "these rows have bars but are no table, so they run together on the page"
    } else {
        return;
    };
    out.at(span, what)
        .help("put `|` around the cells, and a row such as `|---|---|` below the first one");
}

/// Whether a row of a table has nothing but dashes.
fn is_rule(row: &str) -> bool {
    row.contains("---")
        && row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '+' | '>'))
}

/// The cells of a row; a tab before the first is indentation.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim_matches([' ', '>']).trim_start_matches('\t').trim_end();
    line.split('\t').map(str::trim).collect()
}

/// The rows as a table, unless they are not a table of their own or one of them has other cells.
fn table(cx: &PaperContext<'_>, span: Span, rows: &[Vec<&str>]) -> Option<String> {
    let text = cx.paper.file.text();
    let is_alone = span.start == 0 || text[..span.start].ends_with(['\n', '\r']);
    let header = rows.first()?;
    let is_full = header.iter().all(|cell| !cell.is_empty());
    let is_even = rows.iter().all(|row| row.len() == header.len());
    let has_bars = rows.iter().flatten().any(|cell| cell.contains(['|', '`', '\\']));
    if !is_alone || !is_full || !is_even || has_bars {
        return None;
    }
    let line_end = crate::text::source::line_end(text);
    let row = |cells: &Vec<&str>| {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    lines.insert(1, format!("|{}", "---|".repeat(header.len())));
    Some(lines.join(line_end))
}
