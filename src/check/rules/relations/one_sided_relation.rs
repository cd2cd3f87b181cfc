use super::{is_out_of_order, others};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// A reference from one paper to another should be in both.
    ///
    /// ## Why
    ///
    /// A reader who starts at the other paper does not find this one. `related` is mutual, and a paper that is
    /// `superseded_by` another belongs in that one's `supersedes`. The reverse is not required, and nothing is
    /// required of a published paper, which must not change.
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
    /// Add the paper to the other one's field, or remove the reference.
    "one-sided-relation", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (relation, other) in others(cx) {
        let Some(answer) = relation.kind.answer() else { continue };
        let is_frozen = other.series.stages.is_frozen(other.stage);
        let own = Some(cx.index);
        let is_answered =
            cx.relations().of(other.at).iter().any(|back| back.kind == answer && back.to == own);
        // A reference to the wrong paper needs no answer.
        let is_wrong = is_out_of_order(cx, &relation, &other);
        if is_answered || is_frozen || is_wrong || Some(other.at) == own {
            continue;
        }
        // A series without such a field has no place for an answer.
        let Some(key) = other.series.key(answer.field()) else { continue };
        let message = format!("`{}` does not name this paper in `{key}`", other.name());
        out.at(relation.span, message).help(format!("add it to `{key}` there"));
    }
}
