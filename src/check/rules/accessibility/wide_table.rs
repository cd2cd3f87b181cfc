use crate::assets::columns::Place;
use crate::check::rule::rule;
use crate::check::table_layout::{set, surely_fits};
use crate::check::{PaperContext, Sink};
use crate::paper::body::Table;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A table must fit the width of a page.
    ///
    /// ## Why
    ///
    /// A page breaks the lines of a cell between words. A table that is wide takes the margin, then smaller
    /// type, then a page that is turned. If its words don't fit even there, they are cut at the edges of
    /// their columns, and hard to read.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// | Region | Responsibility | Classification | Administration | Documentation | Identification | Communication | Interoperability | Standardization | Implementation | Representation | Correspondence |
    /// |--------|----------------|----------------|----------------|---------------|----------------|---------------|------------------|-----------------|----------------|----------------|----------------|
    /// | North  | Headquarters   | Nonpreferential | Decentralization | Interdepartmental | Authentication | Acknowledgment | Compatibility | Harmonization | Transmission | Intergovernmental | Confidentiality |
    /// ```
    ///
    /// ## How to fix
    ///
    /// Leave out a column, divide the table in two, or use shorter words. `<wbr>` in a long word lets a line end
    /// there; code has none inside, so write two pieces of code with `<wbr>` between them.
    "wide-table", Warning => Paper(check)
}

/// The most words of a table that are marked, besides the first.
const MAX_MARKED: usize = 8;

/// Points in an inch.
const INCH: f64 = 72.0;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for table in &cx.paper.body().tables {
        if surely_fits(cx, table) {
            continue;
        }
        let set = set(cx, table);
        let widths = &set.layout.widths;
        let word = |(index, needed, span): (usize, f64, Span)| Word {
            index,
            gets: widths.get(index).copied().unwrap_or_default(),
            needed,
            span,
        };
        let mut words: Vec<Word> = set.words.iter().copied().map(word).collect();
        // What reaches farthest into the next column comes first.
        words.sort_by(|one, other| other.excess().total_cmp(&one.excess()));
        if let Some((word, others)) = words.split_first() {
            report(cx, (table, set.layout.place), word, others, out);
        }
    }
}

/// A word that is wider than its column.
struct Word {
    /// The index of its column.
    index: usize,
    /// The width of its column, in points.
    gets: f64,
    /// The width that it needs, in points.
    needed: f64,
    span: Span,
}

impl Word {
    fn excess(&self) -> f64 {
        self.needed - self.gets
    }
}

fn report(
    cx: &PaperContext<'_>,
    (table, place): (&Table, Place),
    word: &Word,
    others: &[Word],
    out: &mut Sink<'_>,
) {
    let inches = |points: f64| format!("{:.1}", (points / INCH).max(0.1));
    let head = table.header_cells.get(word.index).map_or("", |cell| cx.source(cell.span).trim());
    let head = head.trim_matches('|').trim();
    let name = if head.is_empty() {
        format!("column {}", word.index + 1)
    } else {
        format!("the column {}", suggest::shown(head))
    };
    let page = if place == Place::Turned { "even for a turned page" } else { "for the page" };
    let count = table.header_cells.len();
    let message = format!(
        "the table is too wide {page}: {} needs {} inches in {name}, which gets {}",
        suggest::shown(cx.source(word.span)),
        inches(word.needed),
        inches(word.gets),
    );
    let size = format!("a table of {}", suggest::counted(count, "column"));
    let mut report = out.at(word.span, message).label(table.header.span, size);
    for other in others.iter().take(MAX_MARKED) {
        let (needed, gets) = (inches(other.needed), inches(other.gets));
        report = report.label(other.span, format!("this needs {needed} and gets {gets}"));
    }
    let is_code = |word: &Word| cx.source(word.span).starts_with('`');
    report.help(help(count, others.is_empty(), is_code(word) || others.iter().any(is_code)));
}

fn help(columns: usize, is_one: bool, has_code: bool) -> String {
    let words = if is_one { "a shorter word" } else { "shorter words" };
    let ways = if columns == 1 {
        format!("use {words}")
    } else {
        format!("leave out a column, use {words}")
    };
    let code = if has_code { "; in code, between two pieces of it" } else { "" };
    format!("{ways}, or write `<wbr>` where a line may end in a long word{code}")
}
