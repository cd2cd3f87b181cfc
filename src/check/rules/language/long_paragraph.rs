use super::sentences::{count_words, may_exceed, sentences};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;

rule! {
    /// A paragraph must not have more words than the series allows.
    ///
    /// ## Why
    ///
    /// The federal plain language guidelines recommend paragraphs of three to eight sentences on one
    /// topic, at most 150 words and never more than 250. A gray block of text gets skipped. The
    /// limit is the series' `limits.paragraph_words`. Quotations are left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks opened in 2014, and each of them was built around an industry instead of a port. The
    /// plan grew out of long talks with the committee, and the agency then tried it in pilot desks
    /// with its own staff and with importers before it moved any account. A desk handles all that
    /// happens to an entry after the goods are released. Its decisions hold nationwide, so an importer
    /// gets one answer wherever its goods arrive. Trade moves with less friction, because staff who
    /// know an industry ask fewer and better questions. Enforcement is sharper, because the same staff
    /// see when a price, a weight, or a claim of origin is out of line. Import specialists pass the
    /// pattern on to the ports of entry, and auditors and laboratories use it to choose what to
    /// examine. Other agencies meet the trade community there as well, and they settle once what both
    /// of them will ask for at the border.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Split it where the topic changes, or turn part of it into a list.
    "long-paragraph", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let limit = cx.series.limits.paragraph_words;
    for prose in &cx.paper.body().prose {
        let is_paragraph = matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item);
        if prose.is_quoted || !is_paragraph || !may_exceed(&prose.text, limit) {
            continue;
        }
        let words = count_words(&prose.text);
        if words <= limit {
            continue;
        }
        // The whole paragraph would fill the screen; its first sentence shows which one is meant.
        let first = sentences(&prose.text).next().unwrap_or(0..prose.text.len());
        out.at(
            prose.span_of(first.start, first.end),
            format!("the paragraph that begins here has {words} words, more than {limit}"),
        )
        .help("cut it where the topic changes, or make a list of a part");
    }
}
