use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::suggest::counted;

rule! {
    /// A section should have at least as many words as the series asks for.
    ///
    /// ## Why
    ///
    /// A few words such as "See last paper" send readers elsewhere; each paper must stand on its own.
    /// The limit is the `min_words` of the section in its series. An empty section is reported by
    /// `empty-section`.
    ///
    /// ## Example
    ///
    /// In a series that wants from 5 to 12 words of background:
    ///
    /// ```text
    /// ---
    /// series: brief
    /// title: Renewals
    /// ---
    ///
    /// ## Background
    ///
    /// See last paper.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Say in full sentences what a reader without other papers needs.
    "section-too-short", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for section in &cx.outline.sections {
        let Some(known) = headings::known(cx, section) else { continue };
        let Some(limit) = known.min_words else { continue };
        let words = section.word_count(cx.paper);
        if words < limit {
            let name = &known.heading;
            let words = counted(words, "word");
            let report = out.at(
                section.heading,
                format!("the section `{name}` has {words}, fewer than {limit}"),
            );
            let report = report.help("say what a reader without other papers needs");
            if section.is_empty(cx.paper) {
                report.told_by("empty-section", cx.paper.file.name());
            }
        }
    }
}
