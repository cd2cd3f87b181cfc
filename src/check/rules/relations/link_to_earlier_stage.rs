use super::wrong_reference::earlier_stage;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::url::{self, Target};
use crate::project::LookUp;
use crate::text::suggest;

rule! {
    /// A text must not link to a paper that is not as far along as the series asks.
    ///
    /// ## Why
    ///
    /// What a final paper links to is read as part of it; a draft may still change or be given up. A series says
    /// with `tiers` under `links` which stages count as earlier than others: groups of stages, from the
    /// earliest to the latest. A text may not link to a paper at a stage of an earlier group than its own.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// links: { tiers: [[draft], [review, cleared, published]] }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// stage: review
    /// ---
    ///
    /// ## Background
    ///
    /// See the [other memo](paper-2.md).
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// stage: draft
    /// ```
    ///
    /// ## How to fix
    ///
    /// Wait for the other paper, or leave out the link.
    "link-to-earlier-stage", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let tiers = &cx.series.links.tiers;
    if tiers.is_empty() {
        return;
    }
    for link in &cx.paper.body().links {
        let Target::Relative { path, .. } = url::classify(&link.url) else { continue };
        let found = cx.project.look_up(&cx.file.path, &url::decoded(path));
        let (LookUp::Paper(paper) | LookUp::Moved(paper)) = found else { continue };
        let Some(file) = cx.project.paper(paper.file.name()) else { continue };
        if let Some((own, theirs)) = earlier_stage(cx, tiers, file) {
            let message = format!(
                "{} is at the stage `{theirs}`, and this paper at `{own}`",
                suggest::shown(file.paper.file.name())
            );
            out.at(link.url_span, message).help("wait for it, or leave out the link");
        }
    }
}
