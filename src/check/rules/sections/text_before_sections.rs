use super::{headings, missing_section};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;
use crate::text::source::Span;

rule! {
    /// There should be no text before the first section.
    ///
    /// ## Why
    ///
    /// Such text belongs to no section: it is in no table of contents, is compared with nothing, and
    /// often repeats the title, the number or the office, which the page prints from the front matter.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// This paper was prepared for the June meeting.
    ///
    /// ## Background
    ///
    /// The regional desks opened in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Move the text into a section. Delete it if a field of the front matter says the same.
    "text-before-sections", Warning => Paper(check)
}

/// The table that a cell is in, or the text itself.
fn block_of(cx: &PaperContext<'_>, span: Span) -> Span {
    let table = cx.paper.body().tables.iter().find(|table| table.span.contains(span));
    table.map_or(span, |table| table.span)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let body = &cx.paper.body();
    let Some(first) = cx.outline.sections.first() else { return };
    if cx.series.sections.is_empty() {
        return;
    }
    let prose = body
        .prose
        .iter()
        .take_while(|prose| prose.span.start < cx.outline.preamble.end)
        .filter(|prose| prose.kind != ProseKind::Heading && !prose.text.trim().is_empty())
        .filter(|prose| !body.is_in_note(prose.span) && !cx.has_field_in(block_of(cx, prose.span)))
        .map(|prose| prose.span);
    let code = body.code.iter().map(|code| code.span);
    let code = code.filter(|code| cx.outline.preamble.contains(*code) && !cx.has_field_in(*code));
    // All of it: to move the first paragraph alone would lead to the next.
    let whole = prose
        .chain(code)
        .reduce(|one, other| Span::new(one.start.min(other.start), one.end.max(other.end)));
    // A heading among it that is none is reported, and takes the text below it along.
    let Some(whole) = whole.filter(|whole| !missing_section::finds_heading_in(cx, *whole)) else {
        return;
    };
    let span = Span::new(whole.start, whole.start + cx.source(whole).trim_end().len());
    let name = headings::known(cx, first).map_or(first.text.as_str(), |known| &known.heading);
    let name = crate::text::characters::shown(name);
    out.at(span, format!("there is text before the first section, `{name}`"))
        .label(first.heading, "the first section")
        .help("move it into a section, or delete it if the front matter says the same");
}
