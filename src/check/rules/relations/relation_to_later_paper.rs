use super::{is_out_of_order, others, shown, written};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// A paper must not revise or replace one of a later meeting.
    ///
    /// ## Why
    ///
    /// `previous` and `supersedes` lead back in time, `superseded_by` forward. Where they don't, a path or a
    /// number is wrong, usually one left over from the paper that was copied. The rule compares the periods
    /// of the papers, or without periods the months of their dates.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// previous: paper-1.md
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0924"
    /// period: 2024-09
    /// ```
    ///
    /// ## How to fix
    ///
    /// Name the paper that is meant, remove the reference, or correct the period.
    "relation-to-later-paper", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(own) = cx.values.period_or_date_month(cx.series) else { return };
    for (relation, other) in others(cx) {
        let Some(theirs) = other.month else { continue };
        if is_out_of_order(cx, &relation, &other) {
            let message = format!(
                "the paper of {} names one of {} in {}",
                own.printed(),
                theirs.printed(),
                shown(cx.series, relation.kind)
            );
            out.at(relation.span, message).help(format!(
                "name the paper that is meant in place of {}, or remove it, or correct the months of the papers",
                written(cx, &relation, &other)
            ));
        }
    }
}
