use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// Code in a line must not name a paper, if the series says so.
    ///
    /// ## Why
    ///
    /// A number in backticks looks like the name of a variable, can't be a link with a usual look, and is passed over
    /// by what looks for references. A series says so with `mentions_in_code: false` under `links`. A paper
    /// counts as named if one of the labels of the series is before its number; blocks of code are left alone.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// links: { mentions_in_code: false }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## Background
    ///
    /// The proposal goes back to `Pub# 3734-0624`, which was withdrawn.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Remove the backticks.
    "mention-in-code", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(rule) = cx.series.number.as_ref().filter(|_| cx.series.links.forbids_code) else {
        return;
    };
    for code in &cx.paper.body().inline_code {
        for found in rule.labeled(cx.source(*code)) {
            let span = Span::new(code.start + found.label.start, code.start + found.number.end);
            let message = format!("{} is in code", suggest::shown(cx.source(span)));
            out.at(span, message).help("remove the backticks around it");
        }
    }
}
