use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::CoreField;
use crate::text::suggest;

rule! {
    /// A paper should not have a publication number before the stage at which it gets one.
    ///
    /// ## Why
    ///
    /// Numbers are assigned when a paper leaves its drafter. One on a draft is usually left over from
    /// the paper it was copied from, or was made up as a placeholder. The stage is the `allowed_from`
    /// of the series' `number`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// stage: draft
    /// ```
    ///
    /// ## How to fix
    ///
    /// Remove the number until the paper has reached that stage, or correct the stage.
    "number-in-draft", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(rule) = &cx.series.number else { return };
    if cx.values.stage >= rule.allowed_from || !cx.is_stage_certain() {
        return;
    }
    let Some((entry, number)) = cx.number() else { return };
    let stage = cx.series.stages.order.get(rule.allowed_from).map_or("", String::as_str);
    let message = format!(
        "the paper has the number {} at the stage `{}`",
        suggest::shown(number),
        cx.stage_name()
    );
    let report = out.at(entry.value.span, message).help(format!(
        "remove the number until the paper is at the stage `{stage}`, or correct the stage"
    ));
    if let Some(place) = cx.place_of(CoreField::Stage) {
        report.label(place, "the stage");
    }
}
