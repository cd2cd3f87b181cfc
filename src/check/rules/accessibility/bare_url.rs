use crate::check::facts::addresses;
use crate::check::rule::rule;
use crate::check::{PaperContext, Report, Sink};
use crate::paper::url;
use crate::text::source::Span;

rule! {
    /// The text must not show a bare web address.
    ///
    /// ## Why
    ///
    /// A screen reader spells an address out letter by letter, and it tells nobody what the page is
    /// about. Without link syntax it can't be clicked either. WCAG 2.x, success criterion 2.4.4,
    /// "Link Purpose (In Context)".
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The guide is at https://www.example.gov/exports/manifest-guide.
    ///
    /// Counts are posted every day: <https://www.example.gov/trade/ace/response-times>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Make it a link on words that say where it leads:
    /// `[guide to the export manifest](https://www.example.gov/exports/manifest-guide)`. An address
    /// that the paper is about goes between backticks.
    "bare-url", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for link in &cx.paper.body().links {
        // The text of an ordinary link may be an address as well.
        let is_address = link.is_autolink || addresses::is_address(link.text.trim());
        if is_address && !link.url.starts_with("mailto:") {
            let report = report(cx, out, link.span, &link.url);
            // What is unsafe goes, however it is shown.
            if !url::classify(&link.url).is_safe() {
                report.told_by("unsafe-url", cx.paper.file.name());
            }
        }
    }
    for found in addresses::bare(cx.paper.body()) {
        let report = report(cx, out, found.span, found.text);
        if is_meant_as_link(found.before) {
            report.told_by("malformed-link", cx.paper.file.name());
        }
    }
}

fn report<'s>(
    cx: &PaperContext<'_>,
    out: &'s mut Sink<'_>,
    span: Span,
    address: &str,
) -> Report<'s> {
    let scheme = if address.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www.")) {
        "https://"
    } else {
        ""
    };
    let report = out.at(span, "the text shows a bare web address").help(format!(
        "make it a link on words that say what it is: `[what it is]({scheme}{address})`"
    ));
    // One that the series forbids goes, too.
    let is_allowed = cx.series.links.allows(address);
    if is_allowed { report } else { report.told_by("forbidden-link", cx.paper.file.name()) }
}

/// Whether the text before an address shows that it is meant as that of a link, which `malformed-link` reports.
fn is_meant_as_link(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '<']);
    let is_after_colon = before.strip_suffix("]:").and_then(|words| words.rsplit_once('['));
    is_after_colon.is_some_and(|(_, words)| words.contains(char::is_alphabetic))
        || before
            .strip_suffix('(')
            .is_some_and(|words| words.trim_end_matches([' ', '\n']).ends_with(']'))
}
