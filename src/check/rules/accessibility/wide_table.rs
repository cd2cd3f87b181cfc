use crate::check::facts::table_width::{Column, columns, surely_fits};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Table;
use crate::text::suggest;

rule! {
    /// A table must fit the width of a page.
    ///
    /// ## Why
    ///
    /// A page breaks the lines of a cell between words. A word that is wider than its column is printed
    /// over the next one, and then nobody can read either. Widths are estimated from the built-in fonts.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// | Region | Responsibility | Classification | Administration | Documentation | Identification | Communication |
    /// |--------|----------------|----------------|----------------|---------------|----------------|---------------|
    /// | North  | Headquarters   | Nonpreferential | Decentralization | Interdepartmental | Authentication | Correspondence |
    /// ```
    ///
    /// ## How to fix
    ///
    /// Leave out a column, divide the table in two, or use shorter words. `<wbr>` in a long word or code
    /// lets a line end there.
    "wide-table", Warning => Paper(check)
}

/// How far a word may reach into the space around its cell, in points. It covers what the estimate may be
/// off, too.
const TOLERANCE: f64 = 4.0;

/// Points in an inch.
const INCH: f64 = 72.0;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for table in &cx.paper.body().tables {
        if surely_fits(cx, table) {
            continue;
        }
        let columns = columns(cx, table);
        let too_wide = |column: &&Column| column.needed() > column.width + TOLERANCE;
        let widest = columns.iter().filter(too_wide).max_by(|one, other| {
            (one.needed() - one.width).total_cmp(&(other.needed() - other.width))
        });
        if let Some(column) = widest {
            report(cx, table, &columns, column, out);
        }
    }
}

fn report(
    cx: &PaperContext<'_>,
    table: &Table,
    columns: &[Column],
    column: &Column,
    out: &mut Sink<'_>,
) {
    let Some((_, span)) = column.word else { return };
    let inches = |points: f64| format!("{:.1}", (points / INCH).max(0.1));
    let index = columns.iter().position(|one| std::ptr::eq(one, column)).unwrap_or_default();
    let head = table.header_cells.get(index).map_or("", |cell| cx.source(cell.span).trim());
    let head = head.trim_matches('|').trim();
    let name = if head.is_empty() {
        format!("column {}", index + 1)
    } else {
        format!("the column {}", suggest::shown(head))
    };
    let help = match columns {
        [_] => "use a shorter word, or write `<wbr>` where it may be broken",
        _ => {
            "leave out a column, use shorter words, or write `<wbr>` where a long word may be broken"
        }
    };
    let message = format!(
        "the table is too wide for the page: {} needs {} inches in {name}, which gets {}",
        suggest::shown(cx.source(span)),
        inches(column.needed()),
        inches(column.width),
    );
    out.at(span, message)
        .label(
            table.header.span,
            format!("a table of {}", suggest::counted(columns.len(), "column")),
        )
        .help(help);
}
