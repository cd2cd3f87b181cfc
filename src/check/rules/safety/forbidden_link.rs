use crate::check::facts::addresses;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A link must lead to a file of the project, or to an address that the series allows.
    ///
    /// ## Why
    ///
    /// What is on somebody else's site can change or vanish, and its license may not allow what the paper's does.
    /// A series that is kept for decades lists under `allowed` of `links` the sites that it trusts, each as a
    /// regular expression for the whole address. Links to files of the project are always allowed; pictures are links,
    /// too, and so are bare addresses in the text, which many programs make links of.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// links: { allowed: ["https://www\\.example\\.org/.*"] }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## Background
    ///
    /// See the [survey](https://blog.example.com/survey).
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put what is needed into the project and link to that, name the source in words, or have the address added
    /// to the series.
    "forbidden-link", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let rule = &cx.series.links;
    if rule.allowed.is_none() {
        return;
    }
    let body = cx.paper.body();
    let links = body.links.iter().map(|link| (link.url.as_str(), link.url_span));
    let images = body.images.iter().map(|image| (image.url.as_str(), image.url_span));
    for (url, span) in links.chain(images).filter(|(url, _)| !rule.allows(url)) {
        report(url, span, out);
    }
    for found in addresses::bare(body).filter(|found| !rule.allows(found.text)) {
        report(found.text, found.span, out);
    }
}

fn report(url: &str, span: Span, out: &mut Sink<'_>) {
    let message = format!("the series does not allow links to {}", suggest::shown(url));
    let help = "link to a file of the project, or name the source in words";
    out.at(span, message).help(help);
}
