use super::{is_out_of_order, others, shown};
use crate::check::relations::Kind;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::fields::print_date;
use crate::series::Role;
use crate::series::values::Value;

rule! {
    /// A paper that is not published must be dated after the one that it revises.
    ///
    /// ## Why
    ///
    /// A paper is copied from that of the last meeting, and its date is copied with it. What is dated no later than
    /// `previous` was not brought up to date.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// previous: paper-1.md
    /// date: 2024-05-21
    /// stage: cleared
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// date: 2024-05-21
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the day on which this paper is submitted, or name the paper that it revises.
    "date-before-previous", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some((entry, Value::Date(date))) = cx.values.value(Role::Date) else { return };
    if cx.series.stages.is_frozen(cx.values.stage) {
        return;
    }
    for (relation, other) in others(cx) {
        let Some((theirs, span)) = other.date.filter(|_| relation.kind == Kind::Previous) else {
            continue;
        };
        if *date <= theirs {
            let message = format!(
                "the paper is dated {}, and the previous one {}",
                print_date(*date),
                print_date(theirs)
            );
            let report = out
                .at(entry.value.span, message)
                .label_in(&other.file.paper.file, span, "this is the previous one")
                .help(format!(
                    "write the day on which this paper is submitted, or correct {}",
                    shown(cx.series, relation.kind)
                ));
            // The months say it already.
            if is_out_of_order(cx, &relation, &other) {
                report.told_by("relation-to-later-paper", cx.paper.file.name());
            }
        }
    }
}
