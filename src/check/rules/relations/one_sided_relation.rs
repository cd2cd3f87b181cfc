use super::{others, shown};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// What one paper says of another, the other should say as well.
    ///
    /// ## Why
    ///
    /// A reader who comes from the other side finds nothing. `related` is mutual, and a paper that is
    /// `superseded_by` another is told of in that one's `supersedes`. The other way round nothing is asked, and
    /// neither is it of a paper that is published: it may not change.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// stage: draft
    /// related: [paper-1.md]
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// stage: draft
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the paper to the other one's field, or take the reference out.
    "one-sided-relation", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (relation, other) in others(cx) {
        let Some(answer) = relation.kind.answer() else { continue };
        let is_frozen = other.series.stages.is_frozen(other.values.stage);
        let own = cx.index();
        let is_answered =
            cx.relations().of(other.at).iter().any(|back| back.kind == answer && back.to == own);
        if is_answered || is_frozen || Some(other.at) == own {
            continue;
        }
        let message = format!("`{}` does not name this paper in {}", other.name(), shown(answer));
        out.at(relation.span, message).help(format!("add it to {} there", shown(answer)));
    }
}
