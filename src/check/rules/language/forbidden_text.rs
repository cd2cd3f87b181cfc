use std::ops::Range;

use regex::Match;

use crate::check::facts::addresses;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// The text must have nothing that the series forbids.
    ///
    /// ## Why
    ///
    /// A series may have words of its own that it does not want: an old name, another spelling of its numbers,
    /// a character that its web site does not show. It lists them under `forbidden_text`, each a regular
    /// expression with what a finding says. What a picture has in place of it, and the titles of links and pictures, are
    /// text as well. Code, comments and addresses are left alone.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// forbidden_text:
    ///   - { regex: "(?i)memo [0-9]+", message: must be written as `Memo-7` }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## Background
    ///
    /// This follows memo 12 of the same office.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write what the finding says.
    "forbidden-text", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.forbidden_text.is_empty() {
        return;
    }
    let body = cx.paper.body();
    for prose in &body.prose {
        check_text(cx, &prose.text, |found| prose.span_of(found.start, found.end), out);
    }
    let alts = body.images.iter().map(|image| (image.alt.as_str(), image.span));
    let titles = body.titles.iter().map(|title| (title.value.as_str(), title.span));
    for (text, span) in alts.chain(titles) {
        check_text(cx, text, |found| part(cx.source(span), span, text, found), out);
    }
}

fn check_text(
    cx: &PaperContext<'_>,
    text: &str,
    place: impl Fn(Range<usize>) -> Span,
    out: &mut Sink<'_>,
) {
    let addresses: Vec<Range<usize>> = addresses::find_all(text).collect();
    let is_in_address = |found: &Match<'_>| {
        let after = addresses.partition_point(|address| address.end < found.end());
        addresses.get(after).is_some_and(|address| address.start <= found.start())
    };
    for pattern in &cx.series.forbidden_text {
        for found in pattern.regex.find_iter(text).filter(|found| !is_in_address(found)) {
            let shown = suggest::shown(found.as_str());
            let usual = "must not be in the text";
            let message = pattern.message.as_deref().unwrap_or(usual);
            let help = pattern.help.clone().unwrap_or_else(|| format!("write it without {shown}"));
            out.at(place(found.range()), format!("{shown} {message}")).help(help);
        }
    }
}

/// Where a part of `text` is, which a picture or a link at `span` has somewhere: all of it where that part is written with
/// other characters.
fn part(source: &str, span: Span, text: &str, found: Range<usize>) -> Span {
    let whole = source.find(text).map(|at| at + found.start);
    let at = whole.or_else(|| source.rfind(&text[found.clone()]));
    at.map_or(span, |at| Span::new(span.start + at, span.start + at + found.len()))
}
