//! Lists typed with letters above lists that Markdown knows: `A.` with `1.` or `-` on the lines below it.

use super::list_levels;
use super::list_marks::{Mark, Style, mark};
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::text::finding::{Edit, Fix};
use crate::text::source::Span;
use crate::text::suggest;

/// What may be before the text of a line.
const BESIDE_TEXT: [char; 3] = [' ', '\t', '>'];

/// A line of such a list.
struct Line {
    /// What is before its text, from the beginning of the line.
    lead: Span,
    /// The mark.
    mark: Span,
    /// Whether Markdown does not know the mark.
    is_typed: bool,
}

/// Reports these lists, and returns where they are: their marks are no others' concern.
pub(super) fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) -> Vec<Span> {
    let is_text = |prose: &&Prose| matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item);
    let mut places = Vec::new();
    let mut run: Vec<Line> = Vec::new();
    let mut end = 0;
    for prose in cx.paper.body().prose.iter().filter(is_text) {
        let between = cx.source(Span::new(end.min(prose.span.start), prose.span.start));
        if memchr::memchr_iter(b'\n', between.as_bytes()).count() > 1 {
            places.extend(report(cx, &std::mem::take(&mut run), end, out));
        }
        run.extend(item(cx, prose));
        run.extend(typed(cx, prose));
        end = prose.span.start + cx.source(prose.span).trim_end().len();
    }
    places.extend(report(cx, &run, end, out));
    places
}

/// The item that a block of text is in, if it begins there.
fn item(cx: &PaperContext<'_>, prose: &Prose) -> Option<Line> {
    let text = cx.paper.file.text();
    let start = line_start(text, prose.span.start);
    let lead = Span::new(start, prose.span.start);
    let written = cx.source(lead);
    let sign = written.trim_matches(BESIDE_TEXT);
    let is_item = prose.kind == ProseKind::Item && !sign.is_empty() && !sign.contains([' ', '>']);
    let mark = start + written.len() - written.trim_start_matches(BESIDE_TEXT).len();
    let mark = Span::new(mark, mark + sign.len());
    is_item.then_some(Line { lead, mark, is_typed: false })
}

/// The lines of a block of text that begin with a letter or a number in brackets.
fn typed<'p>(cx: &'p PaperContext<'_>, prose: &Prose) -> impl Iterator<Item = Line> + 'p {
    let text = cx.paper.file.text();
    let Span { start, end } = prose.span;
    let is_first = prose.kind == ProseKind::Paragraph;
    let starts =
        memchr::memchr_iter(b'\n', &text.as_bytes()[start..end]).map(move |at| start + at + 1);
    std::iter::once(start).filter(move |_| is_first).chain(starts).filter_map(move |at| {
        let rest = &text[at..end];
        let rest = rest.trim_start_matches(BESIDE_TEXT);
        let start = end - rest.len();
        let line = rest.lines().next()?;
        let (Mark::Number(_, Style::Letter | Style::Capital | Style::Bracketed), length) =
            mark(line)?
        else {
            return None;
        };
        let sign = line[..length].trim_end().len();
        Some(Line {
            lead: Span::new(line_start(text, start), start + length),
            mark: Span::new(start, start + sign),
            is_typed: true,
        })
    })
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Reports lines that are a list: typed ones that count on, with items that Markdown knows below them.
fn report(cx: &PaperContext<'_>, run: &[Line], end: usize, out: &mut Sink<'_>) -> Option<Span> {
    let start = run.iter().position(|line| line.is_typed)?;
    let run = &run[start..];
    let first = &run[0];
    let marks: Vec<&str> = run.iter().map(|line| cx.source(line.mark)).collect();
    let levels = list_levels::levels(&marks)?;
    let counts_on = run
        .iter()
        .zip(&levels)
        .any(|(line, (level, number))| line.is_typed && *level == 0 && *number > 1);
    let has_items = run.iter().zip(&levels).any(|(line, (level, _))| !line.is_typed && *level > 0);
    if !counts_on || !has_items {
        return None;
    }
    let edits = run.iter().zip(&levels).map(|(line, (level, number))| {
        let mark = cx.source(line.mark);
        let mark =
            if matches!(mark, "-" | "*" | "+") { "-".to_owned() } else { format!("{number}.") };
        let lead = cx.source(line.lead);
        let quote = lead.rfind('>').map_or(String::new(), |at| format!("{} ", &lead[..=at]));
        Edit { span: line.lead, text: format!("{quote}{}{mark} ", "    ".repeat(*level)) }
    });
    let fix = Fix { title: "make it a list".to_owned(), edits: edits.collect(), safe: false };
    let shown = suggest::shown(cx.source(first.mark));
    out.at(first.mark, format!("{shown} begins no list, so its items are plain text on the page"))
        .help(
            "begin the lines of the list with `1. `, `2. ` and so on, with four spaces more before each of a lower level",
        )
        .fix(fix);
    Some(Span::new(first.lead.start, end))
}
