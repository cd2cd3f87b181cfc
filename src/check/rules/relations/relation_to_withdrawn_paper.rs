use super::{others, shown, written};
use crate::check::relations::Kind;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// A paper should not build on one that was withdrawn.
    ///
    /// ## Why
    ///
    /// A withdrawn paper no longer applies, and what builds on it may not either. To supersede one is fine; to
    /// revise it, to be superseded by it or to be related to it is usually an oversight. Published papers are
    /// left alone, because they must not change.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// stage: draft
    /// previous: paper-1.md
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// stage: withdrawn
    /// ```
    ///
    /// ## How to fix
    ///
    /// Name the paper that took its place, move it to `supersedes` if this one does, or remove it.
    "relation-to-withdrawn-paper", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.stages.is_frozen(cx.values.stage) {
        return;
    }
    for (relation, other) in others(cx) {
        let stages = &other.series.stages;
        let is_withdrawn = stages.withdrawn() == Some(stages.name(other.stage));
        if is_withdrawn && relation.kind != Kind::Supersedes {
            let name = written(cx, &relation, &other);
            let message = format!("{name} in {} was withdrawn", shown(cx.series, relation.kind));
            let supersedes = cx.series.key(Kind::Supersedes.field());
            let move_it = supersedes
                .map_or_else(String::new, |key| format!(", move it to `{key}` if this one does"));
            out.at(relation.span, message)
                .help(format!("name the paper that took its place{move_it}, or remove it"));
        }
    }
}
