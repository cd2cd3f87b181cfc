//! Markdown in a block of HTML, where its marks are printed.

use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::paper::html::{self, Tag};
use crate::text::finding::Fix;
use crate::text::source::{Span, line_end};
use crate::text::suggest;

/// What begins a line that Markdown reads as more than text.
const BLOCK_MARKS: [&str; 9] = ["- ", "* ", "+ ", "> ", "```", "~~~", "|", "[^", "!["];

pub(super) fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for prose in cx.paper.body().prose.iter().filter(|it| it.kind == ProseKind::Paragraph) {
        if out.is_full() {
            return;
        }
        check_block(cx, prose, out);
    }
}

/// Whether a paragraph begins as a block of HTML does that pages show: with a comment, or with tags alone on a line.
pub(super) fn is_block(cx: &PaperContext<'_>, prose: &Prose) -> bool {
    let source = cx.source(prose.span).trim_start();
    let Some(length) = html::length_of_tag(source) else { return false };
    let line = source[length..].split(['\n', '\r']).next().unwrap_or_default();
    source.starts_with("<!--") || line.trim().is_empty()
}

fn check_block(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    if !cx.source(prose.span).trim_start().starts_with('<') || !is_block(cx, prose) {
        return;
    }
    let refused = |span: Span| {
        let html = &cx.paper.body().html;
        html.iter().any(|html| html.tag == Tag::Refused && span.contains(html.span))
    };
    let source = cx.source(prose.span);
    let start = source.len() - source.trim_start().len();
    let Some(length) = html::length_of_tag(&source[start..]) else { return };
    let (tag, rest) = source[start..].split_at(length);
    let text = without_tags(rest);
    let has_mark = text.lines().any(|line| {
        let is_sign = |c: char| c.is_whitespace() || prose.is_quoted && c == '>';
        is_marked(line.trim_start_matches(is_sign))
    });
    if !has_mark || refused(prose.span) {
        return;
    }
    let start = prose.span.start + start;
    let span = Span::new(start, start + length);
    let is_comment = tag.starts_with("<!--");
    let shown = if is_comment { "the comment".to_owned() } else { suggest::shown(tag) };
    let report = out.at(
        span,
        format!("what is right behind {shown} is not read as Markdown, so its marks are printed"),
    );
    let is_pair = matches!(html::parse(tag), Tag::Start(_) | Tag::End(_));
    if is_pair {
        report.help("write Markdown in place of the tags, or the tags inside of each line");
        return;
    }
    let report = report.help(format!("leave an empty line below {shown}"));
    let file = cx.paper.file.text();
    let is_at_top = file[..start].ends_with(['\n', '\r']);
    // The line end that is there is one of two.
    let gap = rest.len() - rest.trim_start().len();
    if is_at_top {
        let between = line_end(file).repeat(2);
        report.fix(Fix::risky("leave an empty line", Span::new(span.end, span.end + gap), between));
    }
}

/// The text of a block without its tags and comments.
fn without_tags(text: &str) -> String {
    let mut rest = text;
    let mut all = String::new();
    while let Some(at) = rest.find('<') {
        all.push_str(&rest[..at]);
        let length = html::length_of_tag(&rest[at..]).unwrap_or(1);
        rest = &rest[at + length..];
    }
    all + rest
}

/// Whether a line has a mark of Markdown: of a block, bold type, code or a link.
fn is_marked(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number =
        digits.len() < line.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    let heading = line.trim_start_matches('#');
    let is_heading = heading.starts_with(' ') && matches!(line.len() - heading.len(), 1..=6);
    let is_paired = |mark: &str| line.matches(mark).count() > 1;
    is_number
        || is_heading
        || BLOCK_MARKS.iter().any(|mark| line.starts_with(mark))
        || line.contains("](")
        || ["**", "__", "`"].iter().any(|mark| is_paired(mark))
}
