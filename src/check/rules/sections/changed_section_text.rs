use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::Paper;
use crate::paper::body::{Prose, ProseKind};
use crate::series::outline::OutlineSection;
use crate::text::finding::Fix;
use crate::text::source::{SourceFile, Span, line_end};

rule! {
    /// A section whose text is the same in every paper must have that text.
    ///
    /// ## Why
    ///
    /// A license or a notice holds as it is worded. A series gives the words of such a section under `text`.
    /// Line breaks and the number of spaces don't matter.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// sections:
    ///   - { id: license, heading: License, text: This paper is in the public domain. }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## License
    ///
    /// This paper is public domain.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the text as the finding has it; `issuepaper check --fix --unsafe` does it.
    "changed-section-text", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (rule, section) in cx.series.sections.iter().enumerate() {
        let (Some(wanted), Some(found)) = (&section.text, cx.outline.find(rule)) else { continue };
        let said: Vec<&Prose> = found.prose(cx.paper).map(|(prose, _)| prose).collect();
        let is_note = |prose: &&Prose| cx.paper.body().is_in_note(prose.span);
        let own: Vec<&Prose> = said.into_iter().filter(|prose| !is_note(prose)).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
        let has_block = has_block(cx, found);
        if !has_block && is_same(cx, found, wanted) {
            continue;
        }
        let message = format!("the text of the section `{}` was changed", section.heading);
        let span =
            if has_block { whole(cx, found) } else { Span::new(first.span.start, last.span.end) };
        let only = if has_block { " and nothing else" } else { "" };
        let report = out.at(span, message).help(format!("write `{}`{only}", wanted.trim()));
        if !has_block && !has_more_than(cx, span, &own) {
            let text = wanted.trim().replace('\n', line_end(cx.paper.file.text()));
            report.fix(Fix::risky("write the text of the series", span, text));
        }
    }
}

/// The blocks and the links that a reader sees.
type Seen<'p> = (Vec<(ProseKind, Vec<&'p str>)>, Vec<&'p str>);

/// Whether the section says what it should. Definitions of links, comments and footnotes below it are no part of that.
fn is_same(cx: &PaperContext<'_>, found: &OutlineSection, wanted: &str) -> bool {
    let wanted = Paper::new(SourceFile::new("", format!("---\n---\n\n{wanted}\n")));
    seen(cx.paper, found.content) == seen(&wanted, wanted.body_span())
}

fn seen(paper: &Paper, within: Span) -> Seen<'_> {
    let body = paper.body();
    let is_own = |span: Span| within.contains(span) && !body.is_in_note(span);
    let prose = body.prose.iter().filter(|prose| is_own(prose.span));
    let blocks = prose.map(|prose| (prose.kind, prose.text.split_whitespace().collect())).collect();
    let links = body.links.iter().filter(|link| is_own(link.span));
    (blocks, links.map(|link| link.url.as_str()).collect())
}

fn has_block(cx: &PaperContext<'_>, found: &OutlineSection) -> bool {
    let body = cx.paper.body();
    let is_own = |span: Span| found.content.contains(span) && !body.is_in_note(span);
    body.code.iter().any(|code| is_own(code.span)) || body.html.iter().any(|html| is_own(html.span))
}

/// The section's text, without the blank lines around it.
fn whole(cx: &PaperContext<'_>, found: &OutlineSection) -> Span {
    let written = cx.source(found.content);
    let start = found.content.start + written.len() - written.trim_start().len();
    Span::new(start, start + written.trim().len())
}

/// Whether something else is between these blocks of text, which a fix would delete.
fn has_more_than(cx: &PaperContext<'_>, span: Span, blocks: &[&Prose]) -> bool {
    let ends = blocks.iter().map(|prose| prose.span.end);
    let starts = blocks.iter().skip(1).map(|prose| prose.span.start).chain([span.end]);
    ends.zip(starts)
        .any(|(end, start)| end < start && !cx.source(Span::new(end, start)).trim().is_empty())
}
