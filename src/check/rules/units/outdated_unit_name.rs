use super::membership::named;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::quoting;
use crate::text::finding::Fix;
use crate::text::suggest;
use crate::yaml::Style;

rule! {
    /// A unit should be called by its name in the month of the paper.
    ///
    /// ## Why
    ///
    /// Groups are renamed, and papers are copied forward with the old name in them. Each paper is judged
    /// by its own period: in a paper of its time the old name is right.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// subcommittee: Next Generation Facilitation Subcommittee
    /// working_group: ACE 2.0 Working Group
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the new name, or correct the period if it is the older meeting's paper.
    "outdated-unit-name", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for name in named(cx) {
        let Some((unit, new, last)) = name.renamed_to() else { continue };
        let message = format!(
            "{} is a name used until {}; the unit is called `{new}` now",
            suggest::shown(name.text),
            last.printed()
        );
        let report = out
            .at(name.entry.value.span, message)
            .label_in(&name.registry.file, unit.span, format!("valid to {}", last.printed()))
            .help(format!("write `{new}`"));
        if name.entry.value.scalar().is_some_and(|scalar| scalar.style != Style::Block) {
            let text = quoting::like(cx.source(name.entry.value.span), new);
            report.fix(Fix::safe("use the new name", name.entry.value.span, text));
        }
    }
}
