use std::collections::BTreeSet;

use super::wrong_reference::earlier_stage;
use crate::check::facts::named::NamedPaper;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::url;
use crate::project::paths::relative_link;
use crate::series::Pattern;
use crate::text::finding::Fix;
use crate::text::source::any_contains;
use crate::text::suggest;

rule! {
    /// Where the text names another paper first, the name must be a link, if the series says so.
    ///
    /// ## Why
    ///
    /// Who reads that a paper builds on another wants to open that one. Where each paper is linked the first time
    /// that it is named, readers need not look for it. A series asks for this with
    /// `first_mention_linked: true` under `links`, and lists under `linked_names` what other documents are called
    /// for which the same holds. A paper counts as named if one of the labels of the series is before its number.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// links: { first_mention_linked: true }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## Background
    ///
    /// The proposal goes back to Pub# 3734-0624, which was withdrawn.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Make the name a link to the paper; `issuepaper check --fix` does it for papers of the project. Where the series
    /// does not allow a link, because the other paper is not as far along, wait for it, or leave out its name.
    "unlinked-mention", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.links.first_is_linked {
        check_papers(cx, out);
    }
    for pattern in &cx.series.links.linked_names {
        check_names(cx, pattern, out);
    }
}

/// Checks where the text names what `pattern` matches.
fn check_names(cx: &PaperContext<'_>, pattern: &Pattern, out: &mut Sink<'_>) {
    let body = cx.paper.body();
    let mut seen = BTreeSet::new();
    for prose in &body.prose {
        for found in pattern.regex.find_iter(&prose.text) {
            let span = prose.span_of(found.start(), found.end());
            if !seen.insert(found.as_str()) || any_contains(&body.links, |link| link.span, span) {
                continue;
            }
            let usual = "is no link where the text names it first";
            let message = pattern.message.as_deref().unwrap_or(usual);
            let help = pattern.help.as_deref().unwrap_or("link it to where the document is");
            out.at(span, format!("{} {message}", suggest::shown(found.as_str()))).help(help);
        }
    }
}

fn check_papers(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut seen: BTreeSet<&str> = cx.values.number().into_iter().collect();
    for named in cx.named_papers() {
        if seen.insert(&named.number) && !named.is_linked {
            report(cx, named, out);
        }
    }
}

fn report(cx: &PaperContext<'_>, named: &NamedPaper, out: &mut Sink<'_>) {
    let name = cx.source(named.span);
    let message = format!("{} is no link where the text names it first", suggest::shown(name));
    let report = out.at(named.span, message);
    let Some(other) = cx.numbered(&named.number) else {
        report.help("link it to where the paper is");
        return;
    };
    if let Some((own, theirs)) = earlier_stage(cx, &cx.series.links.tiers, other) {
        report.help(format!(
            "a paper at the stage `{own}` may not link to one at `{theirs}`; wait for it, or leave out its name"
        ));
        return;
    }
    let address = url::encoded(&relative_link(&cx.file.path, &other.path), false);
    let link = format!("[{name}]({address})");
    let report = report.help(format!("write {}", suggest::shown(&link)));
    // One with marks or line ends in it may be part of something else.
    if !name.contains(['[', ']', '*', '_', '`', '<', '&', '\n']) {
        report.fix(Fix::safe("link it", named.span, link));
    }
}
