use super::malformed_list;
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
    /// them as one paragraph: the cells run together on the page.
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
    for prose in cx.paper.body().prose.iter().filter(|it| it.kind == ProseKind::Paragraph) {
        let source = cx.source(prose.span);
        if memchr::memchr(b'\t', source.as_bytes()).is_none() {
            continue;
        }
        let source = source.trim_end();
        let rows: Vec<Vec<&str>> = source.lines().map(cells).collect();
        if rows.len() < 2 || rows.iter().any(|row| row.len() < 2) {
            continue;
        }
        // `malformed-list` reports items with a tab after their mark.
        if source.lines().all(|line| malformed_list::mark(line.trim_start()).is_some()) {
            continue;
        }
        let span = Span::new(prose.span.start, prose.span.start + source.len());
        let report = out
            .at(
                span,
                "the cells of these rows have tabs between them, so they run together on the page",
            )
            .help("put `|` around the cells, and a row such as `|---|---|` below the first one");
        if let Some(table) = table(cx, span, &rows) {
            // The first row becomes the header, whatever it is.
            report.fix(Fix::risky("make it a table with the first row as its header", span, table));
        }
    }
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
    let row = |cells: &Vec<&str>| format!("| {} |", cells.join(" | "));
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    lines.insert(1, format!("|{}", "---|".repeat(header.len())));
    Some(lines.join(line_end))
}
