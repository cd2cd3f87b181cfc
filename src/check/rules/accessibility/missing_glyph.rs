use std::collections::HashSet;

use crate::assets::fonts::TextKind;
use crate::check::rule::rule;
use crate::check::{PaperContext, Report, Sink};
use crate::paper::body::Prose;
use crate::series::values::InvalidValue;
use crate::text::characters::{is_invisible, is_private};
use crate::text::source::Span;
use crate::text::suggest;
use crate::yaml::{Kind, Node};

rule! {
    /// Every character must have a glyph in the fonts for PDF.
    ///
    /// ## Why
    ///
    /// A page can't show a character that no font has a glyph for. A PDF shows its code instead, such
    /// as `[U+6E2F]`, so that no reader takes an empty box for a word. The built-in fonts have Latin,
    /// Greek, Cyrillic, Hebrew and Arabic letters and many symbols, but no Chinese, Japanese or Korean
    /// characters and no emoji. What is put together of several characters, such as a keycap or a letter
    /// with a rare mark, needs one font that has them all. The words in an SVG drawing are set with the same fonts.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The sign reads 港口 (port). 🚚
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put a font that has the characters into a folder of the project and name the folder in the
    /// settings: `fonts: fonts`. Or use other characters.
    "missing-glyph", Warning => Paper(check)
}

/// How many characters a message names. Who looks for a font has to know them all; a line in Chinese has no end of them.
const NAMED: usize = 20;

/// A character, with what belongs to it, that no font has a glyph for.
struct Undrawn<'a> {
    span: Span,
    cluster: &'a str,
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let fonts = &cx.project.fonts;
    let body = cx.paper.body();
    let mut undrawn: Vec<Undrawn<'_>> = Vec::new();
    for prose in body.prose.iter().filter(|prose| !prose.text.is_ascii()) {
        let found = fonts.undrawn(&prose.text, TextKind::Text);
        undrawn.extend(
            found.filter(|(_, cluster)| !cluster.starts_with(Prose::OBJECT)).map(
                |(at, cluster)| Undrawn { span: prose.span_of(at, at + cluster.len()), cluster },
            ),
        );
    }
    for code in body.code_spans() {
        let found = fonts.undrawn(cx.source(code), TextKind::Code);
        undrawn.extend(found.map(|(at, cluster)| {
            let start = code.start + at;
            Undrawn { span: Span::new(start, start + cluster.len()), cluster }
        }));
    }
    for entry in &cx.paper.front().entries {
        in_value(cx, &entry.value, &mut undrawn);
    }
    undrawn.sort_by_key(|one| one.span.start);
    let is_same_line = |one: &Undrawn<'_>, next: &Undrawn<'_>| {
        one.span.start >= next.span.start
            || !cx.source(Span::new(one.span.start, next.span.start)).contains('\n')
    };
    let anew = written_anew(cx);
    let is_anew = |one: &Undrawn<'_>| anew.iter().any(|value| value.contains(one.span));
    let (told, others): (Vec<_>, Vec<_>) = undrawn.into_iter().partition(is_anew);
    for line in others.chunk_by(is_same_line) {
        report(line, out);
    }
    for line in told.chunk_by(is_same_line) {
        let name = cx.paper.file.name();
        if let Some(report) = report(line, out) {
            report.told_by("malformed-number", name).told_by("invalid-date", name);
        }
    }
    in_drawings(cx, out);
}

/// The values that have to be written anew, as other rules say: a number, a day or a month that can't be one.
fn written_anew(cx: &PaperContext<'_>) -> Vec<Span> {
    let is_number = |text: &str| cx.series.number.as_ref().is_none_or(|rule| rule.is_match(text));
    let number = cx.number().filter(|(_, text)| !is_number(text));
    let is_day = |why: &InvalidValue| matches!(why, InvalidValue::Date(_) | InvalidValue::Month(_));
    let days = cx.values.faults().iter().filter(|fault| is_day(&fault.why));
    let days = days.map(|fault| fault.span);
    number.map(|(entry, _)| entry.value.span).into_iter().chain(days).collect()
}

/// What is missing in the words of drawings, at the places where they are shown.
fn in_drawings(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for image in &cx.paper.body().images {
        let Ok(picture) = cx.picture(&image.url) else { continue };
        let texts = picture.words.iter();
        let missing = texts.flat_map(|text| cx.project.fonts.undrawn(text, TextKind::Text));
        let clusters = unique(missing.map(|(_, cluster)| cluster));
        if clusters.is_empty() {
            continue;
        }
        let span = if image.url_span.is_empty() { image.span } else { image.url_span };
        let shown = suggest::shown(&image.url);
        out.at(span, format!("no font has a glyph for {} in the drawing {shown}", named(&clusters)))
            .help("name the folder of a font that has it in issuepaper.yaml, as in `fonts: fonts`, or save the drawing as PNG");
    }
}

/// Each cluster once, in their order.
fn unique<'c>(clusters: impl Iterator<Item = &'c str>) -> Vec<&'c str> {
    let mut seen = HashSet::new();
    clusters.filter(|cluster| seen.insert(*cluster)).collect()
}

/// The first few of the clusters, for a message.
fn named(clusters: &[&str]) -> String {
    let named: Vec<String> = clusters.iter().take(NAMED).map(|cluster| shown(cluster)).collect();
    let more = clusters.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    named.join(", ") + &rest
}

/// What is missing in a value of the front matter: at its place, or at the whole value where the text is
/// written in another way, with escapes.
fn in_value<'p>(cx: &PaperContext<'p>, value: &'p Node, undrawn: &mut Vec<Undrawn<'p>>) {
    match &value.kind {
        Kind::Scalar(scalar) if scalar.text.is_ascii() => {}
        Kind::Scalar(scalar) => {
            let source = cx.source(value.span);
            let mut seen = 0;
            for (_, cluster) in cx.project.fonts.undrawn(&scalar.text, TextKind::Text) {
                let found = source[seen..].find(cluster).map(|at| seen + at);
                let span = found.map_or(value.span, |at| {
                    seen = at + cluster.len();
                    Span::new(value.span.start + at, value.span.start + seen)
                });
                undrawn.push(Undrawn { span, cluster });
            }
        }
        Kind::Sequence(items) => items.iter().for_each(|item| in_value(cx, item, undrawn)),
        Kind::Mapping(pairs) => pairs.iter().for_each(|(_, value)| in_value(cx, value, undrawn)),
    }
}

/// One finding per line, from the first such character to the last.
fn report<'s>(line: &[Undrawn<'_>], out: &'s mut Sink<'_>) -> Option<Report<'s>> {
    let [first, ..] = line else { return None };
    let end = line.iter().map(|one| one.span.end).max().unwrap_or(first.span.end);
    let clusters = unique(line.iter().map(|one| one.cluster));
    let message = format!("no font has a glyph for {}", named(&clusters));
    Some(out.at(Span::new(first.span.start, end), message).help(
        "name the folder of a font that has it in issuepaper.yaml, as in `fonts: fonts`, or use other characters",
    ))
}

fn shown(cluster: &str) -> String {
    let codes: Vec<String> = cluster.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let codes = codes.join(" ");
    // Neither has anything that a message could show.
    let is_hidden = cluster.contains(is_private) || cluster.chars().all(is_invisible);
    if is_hidden { codes } else { format!("`{cluster}` ({codes})") }
}
